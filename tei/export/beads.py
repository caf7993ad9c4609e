"""Beads: sentence numbers as aligners and their referees exchange them."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.files import File
from corpus.model import Alignment, Corpus
from tei.export.aligned_pairs import pair_file


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield a file for each pair: a line such as ``[0, 1]:[0]`` for each bead.

    The numbers count the sentences of a version from 0; a side without a sentence is ``[]``. With one pair the file is
    ``NAME.beads``, with several ``NAME.ID.beads``.
    """
    for alignment in corpus.alignments:
        yield File(pair_file(corpus, alignment, "beads"), _lines(alignment))


def _lines(alignment: Alignment) -> Iterator[str]:
    for bead in alignment.beads:
        yield f"{list(bead.source)}:{list(bead.target)}\n"
