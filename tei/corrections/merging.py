"""Stated links merged into those of the corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.model import Alignment, Attribution, Bead
from corpus.ordering import arrange
from tei.corrections.edited_pair import EditedPair, Runs, Statement
from tei.parser import FileError
from tei.responsibility import ANONYMOUS


class Merging:
    """
    The links of a pair after what was stated of them has been taken over.

    A link none of whose sentences is mentioned stays. Of one that was taken apart, each sentence that no link has now
    is without counterpart.

    Args:
        pair: the links of the corpus, and those that were stated.
        by: the person who edited them; where empty, whom the files name.
        confirm: take links that are as they were for confirmed.

    Attributes:
        confirmed: links that are as they were and that a person has now confirmed, before and after.
        old: links that are no more.
        new: links in their place.
        loose: ids of the sentences that lost their link.
        unmentioned: how many links were not mentioned.
        conflicts: links of a person that would give way to others.
    """

    def __init__(self, pair: EditedPair, by: str, *, confirm: bool) -> None:
        self.pair = pair
        self._by = by
        self._confirm = confirm
        self.confirmed: list[tuple[Bead, Bead]] = []
        self.old: list[Bead] = []
        self.new: list[Bead] = []
        self.loose: list[str] = []
        self.unmentioned = 0
        self.conflicts: list[FileError] = []
        self._kept: list[Bead] = []
        self._ids = [[sentence.id for sentence in document.sentences] for document in (pair.source, pair.target)]
        self._merge()

    def alignment(self) -> Alignment:
        """Return the alignment; that of the corpus where nothing changed."""
        if not self.new and not self.confirmed:
            return self.pair.alignment
        return replace(self.pair.alignment, beads=arrange([*self._kept, *self.new]))

    def _merge(self) -> None:
        stated = self.pair.stated
        covered: tuple[dict[int, Runs], dict[int, Runs]] = ({}, {})
        for runs in stated:
            for known, numbers in zip(covered, runs, strict=True):
                known.update(dict.fromkeys(numbers, runs))
        for bead in self.pair.alignment.beads:
            runs = (bead.source, bead.target)
            takers = [known[n] for known, side in zip(covered, runs, strict=True) for n in side if n in known]
            if not takers:
                self.unmentioned += 1
                self._kept.append(bead)
            elif runs in stated:
                self._kept.append(self._judged(bead, stated[runs]))
            else:
                self.old.append(bead)
                self._check(bead, [stated[taker] for taker in dict.fromkeys(takers)])
                self.new += self._left_over(runs, covered)
        kept = {(bead.source, bead.target) for bead in self._kept}
        self.new += [Bead(*runs, 1.0, self._corrected(stated[runs])) for runs in stated if runs not in kept]

    def _judged(self, bead: Bead, statement: Statement) -> Bead:
        """Return a link that is as it was, confirmed where a person says so."""
        reviewed = bead.attribution is not None and bead.attribution.by_person
        if reviewed or not (self._confirm or statement.link.reviewed):
            return bead
        name = self._by or statement.link.reviewer or ANONYMOUS
        confirmed = replace(bead, confidence=1.0, attribution=Attribution("confirmed", name))
        self.confirmed.append((bead, confirmed))
        return confirmed

    def _check(self, bead: Bead, statements: Sequence[Statement]) -> None:
        """Note where links that are said to be no person's would replace one of a person."""
        if bead.attribution is None or not bead.attribution.by_person:
            return
        for statement in statements:
            if not statement.link.reviewed:
                sides = zip(self._ids, (bead.source, bead.target), strict=True)
                ids = " ".join(known[number] for known, numbers in sides for number in numbers)
                problem = f"would replace the link {ids}, which {bead.attribution.name} {bead.attribution.kind}"
                line = statement.link.line
                self.conflicts.append(FileError(problem, statement.path, line, remedy="use --force if it is to"))

    def _left_over(self, runs: Runs, covered: tuple[dict[int, Runs], dict[int, Runs]]) -> Iterator[Bead]:
        """Yield the sentences of a link that was taken apart which no link has now."""
        attribution = Attribution("corrected", self._by or ANONYMOUS)
        for side, numbers in enumerate(runs):
            for number in numbers:
                if number not in covered[side]:
                    self.loose.append(self._ids[side][number])
                    one = range(number, number + 1)
                    yield Bead(range(0), one, 1.0, attribution) if side else Bead(one, range(0), 1.0, attribution)

    def _corrected(self, statement: Statement) -> Attribution:
        return Attribution("corrected", self._by or statement.link.reviewer or ANONYMOUS)
