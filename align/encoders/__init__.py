"""
Sentence encoders: from sentences to vectors.

>>> from align.encoders import load_encoder
>>> load_encoder().encode(["Good morning", "Bonjour"]).shape
(2, 256)
"""

from __future__ import annotations

from align.encoders.lexicon import Lexicon, LexiconEncoder, read_lexicon
from align.encoders.models import EMBEDDED, ModelEntry, list_models, load_encoder, load_static
from align.encoders.protocol import Encoder, Vectors
from align.encoders.static import StaticEncoder
from align.encoders.surface import SurfaceEncoder
from align.encoders.wrappers import MixedEncoder, RunEncoder, RunMode
from corpus.facade import facade

__all__ = [
    "EMBEDDED",
    "Encoder",
    "Lexicon",
    "LexiconEncoder",
    "MixedEncoder",
    "ModelEntry",
    "RunEncoder",
    "RunMode",
    "StaticEncoder",
    "SurfaceEncoder",
    "Vectors",
    "list_models",
    "load_encoder",
    "load_static",
    "read_lexicon",
]

_RENAMED = {"SpanEncoder": "RunEncoder", "Spans": "RunMode"}


__getattr__ = facade(__name__, {}, _RENAMED)
