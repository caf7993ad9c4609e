"""Two texts with the links between them as rows, of which some are replaced by others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from align.engine.crossings import crossing_links
from align.engine.sides import Numbers
from align.review.changes import UNMARKED, Link, Mark, Replacement
from corpus.beads import order_beads
from corpus.errors import CorpusError
from corpus.model import Bead, Document, slice_of


class StaleError(CorpusError):
    """A change does not fit what is there: the corpus has changed since."""


@dataclass(frozen=True)
class Text:
    """
    A version with the places of its sentences.

    Attributes:
        document: the version.
    """

    document: Document

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of its sentences."""
        return tuple([sentence.id for sentence in self.document.sentences])

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each sentence, from 0, by its id."""
        return {identifier: number for number, identifier in enumerate(self.ids)}

    def run(self, ids: tuple[str, ...]) -> range:
        """
        Return the numbers of consecutive sentences.

        Raises:
            StaleError: they are not in the text, or not consecutive.
        """
        if not ids:
            return range(0)
        start = self.numbers.get(ids[0], 0)
        if self.ids[start : start + len(ids)] != ids:
            raise StaleError(f"there are no consecutive sentences {' '.join(ids[:3])} any more")
        return range(start, start + len(ids))


@dataclass(frozen=True)
class Pair:
    """
    The pivot and a version, with the links between them as rows.

    Attributes:
        source: the pivot.
        target: the version.
        beads: the links in order; the number of a row is a place in them.
        marks: what a person remarked on links, by the id of each one's first sentence.
    """

    source: Text
    target: Text
    beads: tuple[Bead, ...]
    marks: Mapping[str, Mark] = field(default_factory=dict)

    @cached_property
    def _rows(self) -> tuple[Numbers, Numbers]:
        """The row of each source sentence and of each target sentence, by their numbers."""
        sides = [bead.source for bead in self.beads], [bead.target for bead in self.beads]
        return _rows_of(sides[0]), _rows_of(sides[1])

    def row(self, identifier: str) -> int:
        """
        Return the row that a sentence is in.

        Raises:
            StaleError: there is no such sentence.
        """
        for text, rows in zip((self.source, self.target), self._rows, strict=True):
            number = text.numbers.get(identifier)
            if number is not None:
                return int(rows[number])
        raise StaleError(f"there is no sentence {identifier!r} in {self.source.document.id}-{self.version} any more")

    @cached_property
    def expected_wrong(self) -> float:
        """How many links that the aligner made are to be expected wrong: the sum of what their probabilities lack."""
        return sum(1.0 - bead.confidence for bead in self.beads if bead.attribution is None)

    @cached_property
    def reviewed(self) -> int:
        """How many links a person has changed or confirmed."""
        return sum(bead.attribution is not None and bead.attribution.by_person for bead in self.beads)

    @cached_property
    def crossing(self) -> frozenset[int]:
        """The rows whose links cross others."""
        return frozenset(crossing_links(self.beads))

    @cached_property
    def companions(self) -> Mapping[int, tuple[int, ...]]:
        """For each source sentence, by number, the rows that begin with it and the unaligned ones that follow these."""
        rows: dict[int, list[int]] = {}
        last = 0
        for row, bead in enumerate(self.beads):
            last = bead.source.start if bead.source else last
            rows.setdefault(last, []).append(row)
        return {number: tuple(each) for number, each in rows.items()}

    @property
    def version(self) -> str:
        """The id of the version."""
        return self.target.document.id

    def anchor(self, bead: Bead) -> str:
        """Return the id of the first sentence of a link, which is in no other."""
        return self.source.ids[bead.source.start] if bead.source else self.target.ids[bead.target.start]

    def mark(self, bead: Bead) -> Mark:
        """Return what a person remarked on a link."""
        return self.marks.get(self.anchor(bead), UNMARKED)

    def link(self, bead: Bead) -> Link:
        """Return a link by the ids of its sentences."""
        ids = self.source.ids[slice_of(bead.source)], self.target.ids[slice_of(bead.target)]
        return Link(*ids, bead.confidence, bead.attribution, self.mark(bead))

    def bead(self, link: Link) -> Bead:
        """Return a link by the numbers of its sentences; raise `StaleError` where they are not there."""
        runs = self.source.run(link.source), self.target.run(link.target)
        return Bead(*runs, link.confidence, link.attribution)

    def after(self, replacements: Iterable[Replacement]) -> Pair:
        """
        Return the pair with links replaced, one replacement after the other.

        Raises:
            StaleError: the old links are not there, or the new ones are not of the same sentences.
        """
        links = self.replaced(replacements, same=True)
        if not links.rows:
            return self
        new = list(map(self.bead, links.new))
        first, last = self._stretch(links.rows)
        stretch = [self.beads[row] for row in range(first, last) if row not in links.rows]
        ordered = order_beads([*stretch, *new])
        if not _is_in_order(ordered, at_start=first == 0):
            # A sentence is without counterpart whose neighbours in its text are linked far away.
            first, last = 0, len(self.beads)
            ordered = order_beads([*(bead for row, bead in enumerate(self.beads) if row not in links.rows), *new])
        beads = (*self.beads[:first], *ordered, *self.beads[last:])
        result = replace(self, beads=beads, marks=self.marks_with(links))
        # What is cached of the rows is moved, which is a hundred times faster than to find it anew.
        result.__dict__["_rows"] = self._rows_with(first, last, ordered)
        return result

    def _stretch(self, rows: Set[int]) -> tuple[int, int]:
        """Return the rows, as a run, whose order may change with some of them."""
        first, last = max(0, min(rows) - 1), max(rows) + 1
        while first and not self.beads[first].source:
            first -= 1
        while last < len(self.beads) and not self.beads[last].source:
            last += 1
        return first, last

    def _rows_with(self, first: int, last: int, beads: Sequence[Bead]) -> tuple[Numbers, Numbers]:
        """Return the row of each sentence when the rows of a run are others."""
        sides = []
        for rows, runs in zip(
            self._rows, ([bead.source for bead in beads], [bead.target for bead in beads]), strict=True
        ):
            moved = rows + (rows >= last) * (len(beads) - (last - first))
            for row, run in enumerate(runs, start=first):
                moved[run.start : run.stop] = row
            sides.append(moved)
        return sides[0], sides[1]

    def replaced(self, replacements: Iterable[Replacement], *, same: bool) -> Replaced:
        """
        Return the rows and the links that remain to be replaced when replacements follow each other.

        Args:
            replacements: the replacements.
            same: whether each must be of the same sentences before and after.

        Raises:
            StaleError: a link to be replaced is not there.
        """
        rows: set[int] = set()
        new: dict[str, Link] = {}
        for each in replacements:
            for link in each.old:
                made = new.pop(link.ids[0], None)
                row = None if made else self.row(link.ids[0])
                if (made or self.link(self.beads[row or 0])) != link or row in rows:
                    raise StaleError("the links have changed since")
                if row is not None:
                    rows.add(row)
            before, after = (
                [identifier for link in links for identifier in link.ids] for links in (each.old, each.new)
            )
            if same and sorted(before) != sorted(after):
                raise StaleError("a change must link the same sentences as before")
            new |= {link.ids[0]: link for link in each.new}
        return Replaced(frozenset(rows), tuple(new.values()))

    def marks_with(self, links: Replaced) -> Mapping[str, Mark]:
        """Return the marks when links are replaced."""
        removed = {self.anchor(self.beads[row]) for row in links.rows} if self.marks else set()
        added = {link.ids[0]: link.mark for link in links.new if link.mark != UNMARKED}
        if not removed and not added:
            return self.marks
        return {anchor: mark for anchor, mark in self.marks.items() if anchor not in removed} | added


@dataclass(frozen=True, slots=True)
class Replaced:
    """
    What several replacements do together.

    Attributes:
        rows: the rows whose links are replaced.
        new: the links in their place.
    """

    rows: frozenset[int]
    new: tuple[Link, ...]


def _rows_of(runs: Sequence[range]) -> Numbers:
    """Return for each number which of some runs, which cover all numbers once, it is in."""
    starts, lengths = (np.array([getattr(run, end) for run in runs], np.int64) for end in ("start", "stop"))
    lengths -= starts
    before = np.cumsum(lengths) - lengths
    numbers = np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)
    rows: Numbers = np.empty(len(numbers), np.int64)
    rows[numbers] = np.repeat(np.arange(len(runs)), lengths)
    return rows


def _is_in_order(beads: Sequence[Bead], *, at_start: bool) -> bool:
    """Return whether each unaligned target sentence of a stretch follows the one before it in the text."""
    ends = {bead.target.stop for bead in beads if bead.target}
    return all(bead.source or bead.target.start in ends or (at_start and bead.target.start == 0) for bead in beads)
