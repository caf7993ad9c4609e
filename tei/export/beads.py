"""Beads: sentence numbers, for evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from corpus.beads import bead_line
from corpus.errors import CorpusError
from corpus.files import File
from corpus.messages import counted, warn
from corpus.model import Corpus
from tei.export.content import pair_file, readme


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield a file for each pair, with a line such as ``[0, 1]:[0]`` for each bead.

    The numbers count the sentences of a version from 0; the list of an empty side is ``[]``. With one pair the file is
    ``NAME.beads``, with several ``NAME.ID.beads``.
    """
    for alignment in corpus.alignments:
        lines = (bead_line(bead.source, bead.target) for bead in alignment.beads)
        yield File(pair_file(corpus, alignment, "beads"), lines)
    yield _readme(pair_file(corpus, corpus.alignments[0], "beads"))


def reviewed_files(corpus: Corpus) -> Iterator[File]:
    """
    Yield the same files with only the links that a person has corrected or confirmed: gold for evaluation.

    Raises:
        CorpusError: there are none in any pair.

    Warns:
        TextWarning: links of a pair are left out.
    """
    links = (bead for alignment in corpus.alignments for bead in alignment.beads)
    if not any(bead.attribution and bead.attribution.by_person for bead in links):
        raise CorpusError("no link has been reviewed", where=corpus.name, remedy="confirm some with `align review`")
    for alignment in corpus.alignments:
        beads = [bead for bead in alignment.beads if bead.attribution and bead.attribution.by_person]
        if left := len(alignment.beads) - len(beads):
            problem = f"{counted(left, 'link')} that nobody has reviewed left out"
            warn(problem, where=f"{alignment.source}-{alignment.target}", remedy="review the rest for complete gold")
        yield File(pair_file(corpus, alignment, "beads"), [bead_line(bead.source, bead.target) for bead in beads])
    yield _readme(pair_file(corpus, corpus.alignments[0], "beads"))


def _readme(file: str) -> File:
    return readme(f"""
        # Beads

        A line such as `[0, 1]:[0]` for each link: the numbers of its sentences in the pivot and in the version, from 0.
        Aligners and evaluation scripts exchange this format. Compare the links with others, made by
        hand, of the same sentences:

        ```sh
        align eval {quote(file)} GOLD.beads
        ```
    """)
