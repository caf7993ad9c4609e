"""
Encoders: what turns sentences into vectors.

>>> from align.encoders import load_encoder
>>> load_encoder().encode(["Good morning", "Bonjour"]).shape
(2, 256)
"""

from __future__ import annotations

from align.encoders.lexicon import Lexicon, LexiconEncoder, read_lexicon
from align.encoders.mixed import MixedEncoder
from align.encoders.models import EMBEDDED, ModelEntry, list_models, load_encoder, load_static
from align.encoders.protocol import Encoder, Vectors
from align.encoders.spans import SpanEncoder, Spans
from align.encoders.static import StaticEncoder
from align.encoders.surface import SurfaceEncoder

__all__ = [
    "EMBEDDED",
    "Encoder",
    "Lexicon",
    "LexiconEncoder",
    "MixedEncoder",
    "ModelEntry",
    "SpanEncoder",
    "Spans",
    "StaticEncoder",
    "SurfaceEncoder",
    "Vectors",
    "list_models",
    "load_encoder",
    "load_static",
    "read_lexicon",
]
