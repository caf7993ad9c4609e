"""What the aligner finds given what a person has decided: alternatives of a link, and the links around it anew."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from align.encoders import Encoder
from align.encoders.documents import prepare_documents
from align.engine.anchors import find_anchors
from align.engine.crossings import add_crossings, crossing_links
from align.explain.alternatives import MAX_WINDOW, Window, window_around, without_crossings
from align.review.changes import UNMARKED, Replacement
from align.review.linking import NO_RUN, Runs
from align.review.operations import is_reviewed
from align.review.pair import Pair
from corpus.model import Bead, Document

MAX_STRETCH = 60
"""Links before and after a corrected one that are aligned anew at most; farther away it changes nothing."""


MIN_PROBABILITY = 0.001
"""The probability that an alternative must have to be suggested."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """
    Another way to link the sentences of a link.

    Attributes:
        runs: its links, which may have sentences of the neighbours, too.
        probability: its probability, 0 to 1, given the links that a person has reviewed.
    """

    runs: tuple[Runs, ...]
    probability: float


class Suggester:
    """
    Suggests links for a pair, whose texts are encoded once.

    Args:
        source: the source document.
        target: the target document.
        encoder: turns sentences into vectors.
        progress: called with what is being done, a few words at a time.

    Raises:
        AlignmentError: the encoder's vectors do not fit.
        ModelError: the encoder failed.
    """

    def __init__(
        self, source: Document, target: Document, encoder: Encoder, progress: Callable[[str], None] = lambda _: None
    ) -> None:
        self._prepared = prepare_documents(source, target, encoder, progress)
        self._texts = source, target

    def fits(self, pair: Pair) -> bool:
        """Return whether the texts of a pair are those that were encoded."""
        return self._texts[0] is pair.source.document and self._texts[1] is pair.target.document

    def alternatives(self, pair: Pair, row: int, count: int = 5) -> tuple[Alternative, ...]:
        """Return the most probable alternatives of a link that move no other link of a person, the best first."""
        bead = pair.beads[row]
        first, last = _free_before(pair, row), _free_after(pair, row)
        free = pair.beads[first:last]
        ordered = without_crossings(free, crossing_links(free))
        rows, columns = window_around(ordered, _place(ordered, bead))
        if not rows or not columns or max(len(rows), len(columns)) > MAX_WINDOW:
            return ()
        window = Window(self._prepared.window(rows, columns), rows.start, columns.start)
        near = not bead.target or (bead.target.start in columns and bead.target[-1] in columns)
        found = window.alternatives(bead.source, bead.target if near else NO_RUN, count)
        alternatives = (Alternative(each.links, math.exp(min(0.0, each.log_probability))) for each in found)
        return tuple(each for each in alternatives if each.probability >= MIN_PROBABILITY)

    def aligned_anew(self, pair: Pair, rows: range) -> tuple[Replacement, ...]:
        """
        Return what changes when the links before and after some rows are aligned again.

        They are aligned up to the next link that a person has reviewed, `MAX_STRETCH` links at most.
        """
        stretches = (
            range(_free_before(pair, rows.start), rows.start),
            range(rows.stop, _free_after(pair, rows.stop - 1)),
        )
        found = (self.between(pair, stretch) for stretch in stretches)
        return tuple(each for each in found if each)

    def between(self, pair: Pair, rows: range) -> Replacement | None:
        """
        Return what changes when the links of some rows are aligned again, and all others stay.

        None if nothing changes, if one side is empty, or if links cross, which alignment in order cannot keep.
        """
        old = pair.beads[rows.start : rows.stop]
        source, target = _whole([bead.source for bead in old]), _whole([bead.target for bead in old])
        if not source or not target or crossing_links(old):
            return None
        return _difference(pair, old, self._aligned(source, target))

    def all_anew(self, pair: Pair) -> tuple[tuple[Replacement, ...], int]:
        """
        Align everything again between the links that a person has reviewed, which stay.

        Where links cross, only the stretch of the crossing is left out or divided.

        Returns:
            What changes, and how many links stay as they are because they cross others.
        """
        fixed = [-1, *(row for row, bead in enumerate(pair.beads) if is_reviewed(bead)), len(pair.beads)]
        found, left = [], 0
        for before, after in pairwise(fixed):
            free = pair.beads[before + 1 : after]
            stretches = list(_stretches(free))
            left += len(free) - sum(map(len, stretches))
            for old in stretches:
                source, target = _whole([bead.source for bead in old]), _whole([bead.target for bead in old])
                if source and target:
                    found.append(_difference(pair, old, self._aligned(source, target)))
        return tuple(each for each in found if each), left

    def _aligned(self, source: range, target: range) -> list[Bead]:
        """Return the links of two runs of sentences, those that cross included."""
        sides = self._prepared.scores.source.part(source), self._prepared.scores.target.part(target)
        part = self._prepared.part(source, target, find_anchors(*sides))
        return [
            replace(
                bead,
                source=_moved(bead.source, source.start),
                target=_moved(bead.target, target.start),
            )
            for bead in add_crossings(part.beads(), part)
        ]


def _moved(run: range, by: int) -> range:
    return range(run.start + by, run.stop + by) if run else NO_RUN


def moved_links(replacement: Replacement) -> int:
    """Return how many of the new links join other sentences than before, not only with another probability."""
    old = {link.ids for link in replacement.old}
    return sum(link.ids not in old for link in replacement.new)


def _free_before(pair: Pair, row: int) -> int:
    """Return the first of the rows before a row that no person has reviewed."""
    first = row
    while first > max(0, row - MAX_STRETCH) and not is_reviewed(pair.beads[first - 1]):
        first -= 1
    return first


def _free_after(pair: Pair, row: int) -> int:
    """Return the row after the last of the rows after a row that no person has reviewed."""
    last = row + 1
    while last < min(len(pair.beads), row + 1 + MAX_STRETCH) and not is_reviewed(pair.beads[last]):
        last += 1
    return last


def _place(beads: Sequence[Bead], bead: Bead) -> int:
    """Return the place of a link, or of its source sentences where a crossing link has been split."""
    return next(
        place
        for place, each in enumerate(beads)
        if (each.source == bead.source if bead.source else each.target == bead.target)
    )


def _whole(runs: Sequence[range]) -> range:
    """Return the run that runs make up; an empty one if they have gaps."""
    filled = [run for run in runs if run]
    if not filled:
        return NO_RUN
    hull = range(min(run.start for run in filled), max(run.stop for run in filled))
    return hull if len(hull) == sum(map(len, filled)) else NO_RUN


def _stretches(beads: Sequence[Bead]) -> Iterator[Sequence[Bead]]:
    """
    Yield links in stretches that hold all sentences between their first and their last one in both texts.

    All are one stretch if it does; else those that cross others are left out, and a stretch ends where sentences of
    either text are elsewhere.
    """
    if all(
        _whole(runs) or not any(runs) for runs in ([bead.source for bead in beads], [bead.target for bead in beads])
    ):
        yield beads
        return
    crossing = set(crossing_links(beads))
    stretch: list[Bead] = []
    ends: dict[bool, int] = {}
    for bead in (bead for place, bead in enumerate(beads) if place not in crossing):
        runs = {of_source: run for of_source, run in ((True, bead.source), (False, bead.target)) if run}
        if any(ends.get(side, run.start) != run.start for side, run in runs.items()):
            yield stretch
            stretch, ends = [], {}
        stretch.append(bead)
        ends |= {side: run.stop for side, run in runs.items()}
    yield stretch


def _difference(pair: Pair, old: Sequence[Bead], new: Sequence[Bead]) -> Replacement | None:
    same = set(old) & set(new)
    gone = tuple(pair.link(bead) for bead in old if bead not in same)
    marks = {identifier: link.mark for link in gone for identifier in link.ids if link.mark != UNMARKED}
    links = []
    for bead in new:
        if bead not in same:
            link = pair.link(bead)
            mark = next((marks[identifier] for identifier in link.ids if identifier in marks), UNMARKED)
            links.append(replace(link, mark=mark))
    return Replacement(pair.version, gone, tuple(links)) if links else None
