"""Links of some sentences put in the place of those that they had: what every operation on links comes down to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from align.review.changes import UNMARKED, Mark, Replacement
from align.review.pair import Pair
from corpus.errors import CorpusError
from corpus.model import Attribution, Bead

Runs = tuple[range, range]
"""The numbers of the source and the target sentences of a link."""

NO_RUN = range(0)


class RefusedError(CorpusError):
    """An operation that cannot be done; the message says why."""


@dataclass(frozen=True, slots=True)
class Person:
    """
    Who answers for a change.

    Attributes:
        name: the person's name.
    """

    name: str

    @property
    def corrected(self) -> Attribution:
        """The attribution of a link that the person changed."""
        return Attribution("corrected", self.name)

    @property
    def confirmed(self) -> Attribution:
        """The attribution of a link that the person found right."""
        return Attribution("confirmed", self.name)


LEFT_OVER = 0.5
"""The probability of what is left over of a link, until the links around are aligned again."""


def relinked(pair: Pair, wanted: Iterable[Bead]) -> Replacement:
    """
    Return the replacement that makes links, whatever their sentences are linked with now.

    What is left over of a link stays together if it is one run on either side; else the longest run of either side
    does, and every other sentence is unaligned. Nobody has decided that, so it is not attributed to the person. Links
    that are there already are not touched.

    Args:
        pair: the pair.
        wanted: the links to be made; those of unaligned sentences may have several, which become one link each.

    Raises:
        RefusedError: all the links are there already.
    """
    made = [single for bead in wanted for single in _singles(bead)]
    taken = {(side, number) for bead in made for side, number in _places(bead)}
    rows = sorted({_row(pair, place) for place in taken})
    old = [pair.beads[row] for row in rows]
    rest = [single for bead in old for part in _remains(bead, taken) for single in _singles(part)]
    new = [*made, *rest]
    kept = {(bead.source, bead.target) for bead in old} & {(bead.source, bead.target) for bead in new}
    old, new = ([bead for bead in beads if (bead.source, bead.target) not in kept] for beads in (old, new))
    if not new:
        raise RefusedError("they are linked like this already")
    return replacement(pair, old, new)


def replacement(pair: Pair, old: Sequence[Bead], new: Sequence[Bead]) -> Replacement:
    """Return the replacement of links by others; bookmarks stay with their sentences, doubts are settled by it."""
    booked = {place for bead in old if pair.mark(bead).bookmarked for place in _places(bead)}
    links = []
    for bead in new:
        mark = Mark(None, bookmarked=True) if booked & set(_places(bead)) else UNMARKED
        links.append(replace(pair.link(bead), mark=mark))
    return Replacement(pair.version, tuple(map(pair.link, old)), tuple(links))


def joined(one: range, other: range) -> range:
    """
    Return two runs of one side as one.

    Raises:
        RefusedError: there are sentences between them.
    """
    if not one or not other:
        return one or other
    first, second = sorted((one, other), key=lambda run: run.start)
    if first.stop != second.start:
        raise RefusedError("between them are sentences of other links; a link joins consecutive sentences")
    return range(first.start, second.stop)


def _places(bead: Bead) -> Iterator[tuple[int, int]]:
    yield from ((0, number) for number in bead.source)
    yield from ((1, number) for number in bead.target)


def _row(pair: Pair, place: tuple[int, int]) -> int:
    side, number = place
    return pair.row((pair.target if side else pair.source).ids[number])


def _singles(bead: Bead) -> Iterator[Bead]:
    """Yield a link as it is, or a link for each of its sentences if they are unaligned."""
    if bead.source and bead.target:
        yield bead
        return
    yield from (replace(bead, source=range(number, number + 1)) for number in bead.source)
    yield from (replace(bead, target=range(number, number + 1)) for number in bead.target)


def _remains(bead: Bead, taken: set[tuple[int, int]]) -> Iterator[Bead]:
    """Yield what is left over of a link when some sentences are taken out."""
    sides = [
        _runs([number for number in run if (side, number) not in taken])
        for side, run in enumerate((bead.source, bead.target))
    ]
    longest = [max(runs, key=len, default=NO_RUN) for runs in sides]
    if any(longest):
        yield Bead(longest[0], longest[1], LEFT_OVER)
    yield from (Bead(run, NO_RUN, LEFT_OVER) for run in sides[0] if run != longest[0])
    yield from (Bead(NO_RUN, run, LEFT_OVER) for run in sides[1] if run != longest[1])


def _runs(numbers: Sequence[int]) -> list[range]:
    runs: list[range] = []
    for number in numbers:
        if runs and runs[-1].stop == number:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    return runs
