"""What all formats with a file for each pair share."""

from __future__ import annotations

from corpus.model import Alignment, Corpus


def pair_file(corpus: Corpus, alignment: Alignment, extension: str) -> str:
    """Return the name of a pair's file: ``NAME.extension``, or ``NAME.ID.extension`` where there are several pairs."""
    name = corpus.name if len(corpus.versions) == 1 else f"{corpus.name}.{alignment.target}"
    return f"{name}.{extension}"
