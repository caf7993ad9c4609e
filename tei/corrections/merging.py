"""Edited links merged into those of the corpus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.beads import order_beads
from corpus.errors import CorpusError
from corpus.model import Alignment, Attribution, Bead, Corpus
from tei.corrections.edited_links import EditedAlignment, EditedLink
from tei.export.content import AlignedPair
from tei.parser import FileError
from tei.reader import consecutive_run
from tei.responsibility import ANONYMOUS

Runs = tuple[range, range]
"""The sentences of a link: those of the pivot and those of the version."""


class EditedPair(AlignedPair):
    """
    An aligned pair with its links in edited files.

    Args:
        corpus: the corpus.
        number: which of its versions, from 0.

    Attributes:
        edited: the links, by their sentences.
        faults: what cannot be a link of the pair.
    """

    def __init__(self, corpus: Corpus, number: int) -> None:
        super().__init__(corpus, number)
        self.number = number
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
            return consecutive_run(sorted(numbers[0])), consecutive_run(sorted(numbers[1]))
        except CorpusError as error:
            raise CorpusError(f"{error.problem}: {' '.join(link.ids)}") from error


class Merging:
    """
    The links of a pair after the edited links were imported.

    A link of the corpus is kept if none of its sentences is in an edited link. If a link is replaced, each of its
    sentences that is in no edited link is unaligned.

    Args:
        pair: the links of the corpus, and the edited ones.
        by: the person who edited them; if empty, the person whom the files name.
        confirm: treat unchanged links as confirmed.

    Attributes:
        confirmed: unchanged links that a person has now confirmed, before and after.
        old: links that were replaced.
        new: links in their place.
        unaligned: ids of the sentences that lost their link.
        unmentioned: how many links of the corpus have no sentence in an edited link.
        conflicts: links of a person that would be replaced by links that are not marked as a person's.
    """

    def __init__(self, pair: EditedPair, by: str, *, confirm: bool) -> None:
        self.pair = pair
        self._by = by
        self._confirm = confirm
        self.confirmed: list[tuple[Bead, Bead]] = []
        self.old: list[Bead] = []
        self.new: list[Bead] = []
        self.unaligned: list[str] = []
        self.unmentioned = 0
        self.conflicts: list[FileError] = []
        self._kept: list[Bead] = []
        self._merge()

    def alignment(self) -> Alignment:
        """Return the alignment; that of the corpus if nothing changed."""
        if not self.new and not self.confirmed:
            return self.pair.alignment
        return replace(self.pair.alignment, beads=order_beads([*self._kept, *self.new]))

    def _merge(self) -> None:
        edited = self.pair.edited
        covered: tuple[dict[int, Runs], dict[int, Runs]] = ({}, {})
        for runs in edited:
            for known, numbers in zip(covered, runs, strict=True):
                known.update(dict.fromkeys(numbers, runs))
        for bead in self.pair.alignment.beads:
            runs = (bead.source, bead.target)
            takers = [known[n] for known, side in zip(covered, runs, strict=True) for n in side if n in known]
            if not takers:
                self.unmentioned += 1
                self._kept.append(bead)
            elif runs in edited:
                self._kept.append(self._confirmed(bead, edited[runs]))
            else:
                self.old.append(bead)
                self._check(bead, [edited[taker] for taker in dict.fromkeys(takers)])
                self.new += self._left_over(runs, covered)
        kept = {(bead.source, bead.target) for bead in self._kept}
        for runs, link in edited.items():
            if runs not in kept:
                name = self._by or link.reviewer or ANONYMOUS
                self.new.append(Bead(*runs, 1.0, Attribution("corrected", name)))

    def _confirmed(self, bead: Bead, link: EditedLink) -> Bead:
        """Return an unchanged link, confirmed if a person reviewed it."""
        reviewed = bead.attribution is not None and bead.attribution.by_person
        if reviewed or not (self._confirm or link.reviewed):
            return bead
        name = self._by or link.reviewer or ANONYMOUS
        confirmed = replace(bead, confidence=1.0, attribution=Attribution("confirmed", name))
        self.confirmed.append((bead, confirmed))
        return confirmed

    def _check(self, bead: Bead, links: Sequence[EditedLink]) -> None:
        """Record a conflict if links that are not marked as a person's would replace one of a person."""
        if bead.attribution is None or not bead.attribution.by_person:
            return
        for link in links:
            if not link.reviewed:
                source, target = self.pair.ids(bead)
                ids = " ".join(source + target)
                problem = f"would replace the link {ids}, which {bead.attribution.name} {bead.attribution.kind}"
                remedy = "use --force to replace it all the same"
                self.conflicts.append(FileError(problem, link.path, link.line, remedy=remedy))

    def _left_over(self, runs: Runs, covered: tuple[dict[int, Runs], dict[int, Runs]]) -> Iterator[Bead]:
        """Yield the sentences of a replaced link that are in no edited link, each unaligned."""
        attribution = Attribution("corrected", self._by or ANONYMOUS)
        for side, numbers in enumerate(runs):
            for number in numbers:
                if number not in covered[side]:
                    self.unaligned.append(self.pair.sentences[side][number].id)
                    one = range(number, number + 1)
                    yield Bead(range(0), one, 1.0, attribution) if side else Bead(one, range(0), 1.0, attribution)
