"""
Encoders, the alignment engine, and the command line that joins them with `corpus` and `tei`.

What needs NumPy is imported when it is first asked for, so that ``align --help`` answers at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.facade import facade
from corpus.version import __version__

if TYPE_CHECKING:
    from align.encoders import Encoder, load_encoder
    from align.engine.aligner import align_embeddings
    from align.pipeline import Input, align_documents, build_corpus

__all__ = ["Encoder", "Input", "__version__", "align_documents", "align_embeddings", "build_corpus", "load_encoder"]

_HOMES = {
    "align.encoders": ("Encoder", "load_encoder"),
    "align.engine.aligner": ("align_embeddings",),
    "align.pipeline": ("Input", "align_documents", "build_corpus"),
}

__getattr__ = facade(__name__, _HOMES, {})
