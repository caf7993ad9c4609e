"""The links of a pair in edited files."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.errors import CorpusError
from corpus.model import Corpus
from tei.corrections.edited_links import EditedAlignment, EditedLink
from tei.parser import FileError
from tei.reader import run

Runs = tuple[range, range]
"""The sentences of a link: those of the pivot and those of the version."""


class EditedPair:
    """
    The pivot and a version, with their links in edited files.

    Args:
        corpus: the corpus.
        number: which of its versions, from 0.

    Attributes:
        edited: the links, by their sentences.
        faults: what cannot be a link of the pair.
    """

    def __init__(self, corpus: Corpus, number: int) -> None:
        self.number = number
        self.source, self.target = corpus.pivot, corpus.versions[number]
        self.alignment = corpus.alignments[number]
        self.edited: dict[Runs, EditedLink] = {}
        self.faults: list[FileError] = []
        self._lines: dict[tuple[int, int], int] = {}

    def add(self, alignment: EditedAlignment, places: Mapping[str, tuple[int, int]]) -> None:
        """
        Add the links of a file; what is wrong with one becomes a fault.

        Args:
            alignment: the links.
            places: for the id of each sentence its document, 0 for the pivot, and its number in it.
        """
        for link in alignment.links:
            try:
                self.edited[self._runs(link, places)] = link
            except CorpusError as error:
                self.faults.append(FileError(error.problem, link.path, link.line))

    def _runs(self, link: EditedLink, places: Mapping[str, tuple[int, int]]) -> Runs:
        numbers: tuple[list[int], list[int]] = ([], [])
        for identifier in link.ids:
            place = places.get(identifier)
            if place is None:
                raise CorpusError(f"the corpus has no sentence {identifier!r}")
            if place[0] not in (0, self.number + 1):
                raise CorpusError(f"{identifier} is neither of {self.source.id} nor of {self.target.id}")
            if place in self._lines:
                raise CorpusError(f"{identifier} is already in the link at line {self._lines[place]}")
            self._lines[place] = link.line
            numbers[bool(place[0])].append(place[1])
        try:
            return run(sorted(numbers[0])), run(sorted(numbers[1]))
        except CorpusError as error:
            raise CorpusError(f"{error.problem}: {' '.join(link.ids)}") from error
