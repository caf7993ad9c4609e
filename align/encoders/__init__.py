"""
Encoders: what turns sentences into vectors.

>>> from align.encoders import load_encoder
>>> load_encoder().encode(["Good morning", "Bonjour"]).shape
(2, 256)
"""

from __future__ import annotations

from align.encoders.catalogue import EMBEDDED, ModelEntry, list_models, load_encoder, load_static
from align.encoders.protocol import Encoder, Vectors
from align.encoders.static import StaticEncoder

__all__ = [
    "EMBEDDED",
    "Encoder",
    "ModelEntry",
    "StaticEncoder",
    "Vectors",
    "list_models",
    "load_encoder",
    "load_static",
]
