"""
Encoders, the alignment engine, and the command line that joins them with `corpus` and `tei`.

What needs NumPy is imported when it is first asked for, so that ``align --help`` answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from corpus.version import __version__

if TYPE_CHECKING:
    from align.encoders import Encoder, load_encoder
    from align.engine.aligner import align_embeddings
    from align.pipeline import Input, align_documents, build_corpus

__all__ = ["Encoder", "Input", "__version__", "align_documents", "align_embeddings", "build_corpus", "load_encoder"]

_HOMES = {
    "align_documents": "align.pipeline",
    "align_embeddings": "align.engine.aligner",
    "Encoder": "align.encoders",
    "load_encoder": "align.encoders",
    "Input": "align.pipeline",
    "build_corpus": "align.pipeline",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
