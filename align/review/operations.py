"""What a person can do to the links of a pair; each operation gives the replacement of links that it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Literal

from align.review.changes import Mark, Replacement
from align.review.linking import NO_RUN, Person, RefusedError, Runs, joined, relinked, replacement
from align.review.pair import Pair, Text
from corpus.model import Bead

Side = Literal["source", "target"]
Direction = Literal["previous", "next"]


def merge(pair: Pair, row: int, person: Person, direction: Direction) -> Replacement:
    """
    Merge a link with the previous or the next one.

    Raises:
        RefusedError: there is none, or their sentences are not consecutive.
    """
    bead, other = pair.beads[row], pair.beads[_neighbour(pair, row, direction)]
    return _corrected(pair, person, [(joined(bead.source, other.source), joined(bead.target, other.target))])


def split(pair: Pair, row: int, person: Person, before: Sequence[str] = ()) -> Replacement:
    """
    Split a link in two.

    Args:
        pair: the pair.
        row: its row.
        person: who does it.
        before: ids of the sentences, of one side or of both, that the second part begins with; a side without one is
            split where the lengths of the parts fit best.

    Raises:
        RefusedError: neither side has two sentences, or the ids are not inside the link.
    """
    bead = pair.beads[row]
    if max(len(bead.source), len(bead.target)) < 2:
        raise RefusedError("the link has no two sentences on a side; unlink it instead")
    cuts: list[int | None] = [None, None]
    for identifier in before:
        side = 0 if identifier in pair.source.numbers else 1
        run, text = ((bead.source, pair.source), (bead.target, pair.target))[side]
        number = text.numbers.get(identifier, -1)
        if number not in run[1:]:
            raise RefusedError(f"a link cannot be split before {identifier}")
        cuts[side] = number
    first, second = _best_cuts(pair, bead, cuts)
    parts = (
        (range(bead.source.start, first), range(bead.target.start, second)),
        (range(first, bead.source.stop), range(second, bead.target.stop)),
    )
    return _corrected(pair, person, [part for part in parts if any(part)])


def shift(pair: Pair, row: int, person: Person, direction: Direction, side: Side) -> Replacement:
    """
    Move the first sentence of a side to the previous link, or the last one to the next link.

    Raises:
        RefusedError: the side has no sentence, there is no other link, or its sentences are not next to this one.
    """
    bead = pair.beads[row]
    other = pair.beads[_neighbour(pair, row, direction)]
    run, run_there = getattr(bead, side), getattr(other, side)
    if not run:
        raise RefusedError("there is no sentence to move on this side")
    moved, rest = (run[:1], run[1:]) if direction == "previous" else (run[-1:], run[:-1])
    places = [joined(moved, run_there), rest or NO_RUN]
    opposite = (other.target, bead.target) if side == "source" else (other.source, bead.source)
    runs = [(here, there) if side == "source" else (there, here) for here, there in zip(places, opposite, strict=True)]
    return _corrected(pair, person, [each for each in runs if any(each)])


def swap(pair: Pair, row: int, person: Person) -> Replacement:
    """
    Exchange the target sentences of a link and the previous one.

    Raises:
        RefusedError: there is no previous link, or neither has target sentences to exchange.
    """
    bead, other = pair.beads[row], pair.beads[_neighbour(pair, row, "previous")]
    runs = [(other.source, bead.target), (bead.source, other.target)]
    if not all(map(any, runs)):
        raise RefusedError("one of the two links would be empty; merge them instead")
    return _corrected(pair, person, runs)


def link(pair: Pair, ids: Sequence[str], person: Person) -> Replacement:
    """
    Link sentences, wherever they are, with each other and nothing else.

    Raises:
        RefusedError: they are of one side only, not consecutive, or linked like this already.
    """
    runs = _runs(pair, ids)
    if not all(runs):
        raise RefusedError("choose sentences of both texts to link them")
    return _corrected(pair, person, [runs])


def unlink(pair: Pair, ids: Sequence[str], person: Person) -> Replacement:
    """
    Mark sentences as unaligned, each on its own.

    Raises:
        RefusedError: all of them are unaligned already, or none is given.
    """
    sources, targets = _numbers(pair, ids)
    runs = [(range(number, number + 1), NO_RUN) for number in sources]
    runs += [(NO_RUN, range(number, number + 1)) for number in targets]
    if not runs:
        raise RefusedError("choose sentences to unlink")
    return _corrected(pair, person, runs)


def confirm(pair: Pair, rows: Sequence[int], person: Person) -> Replacement:
    """
    Confirm the links of some rows that no person has reviewed; doubts are settled by it.

    Raises:
        RefusedError: all of them are reviewed.
    """
    old = [bead for row in rows if not is_reviewed(bead := pair.beads[row])]
    if not old:
        raise RefusedError("already reviewed")
    new = [replace(bead, confidence=1.0, attribution=person.confirmed) for bead in old]
    return replacement(pair, old, new)


def set_mark(pair: Pair, row: int, mark: Mark) -> Replacement:
    """
    Mark a link as doubtful or with a bookmark, or take that back.

    Raises:
        RefusedError: it has these marks already.
    """
    before = pair.link(pair.beads[row])
    if before.mark == mark:
        raise RefusedError("it is marked like this already")
    return Replacement(pair.version, (before,), (replace(before, mark=mark),))


def choose(pair: Pair, runs: Sequence[Runs], person: Person) -> Replacement:
    """
    Make an alternative the links of its sentences.

    Raises:
        RefusedError: they are linked like this already.
    """
    return _corrected(pair, person, runs)


def is_reviewed(bead: Bead) -> bool:
    """Return whether a person has changed or confirmed a link."""
    return bead.attribution is not None and bead.attribution.by_person


def _corrected(pair: Pair, person: Person, runs: Sequence[Runs]) -> Replacement:
    return relinked(pair, [Bead(*each, 1.0, person.corrected) for each in runs])


def _neighbour(pair: Pair, row: int, direction: Direction) -> int:
    other = row - 1 if direction == "previous" else row + 1
    if not 0 <= other < len(pair.beads):
        raise RefusedError(f"there is no {direction} link")
    return other


def _numbers(pair: Pair, ids: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return the numbers of sentences, those of the source and those of the target, in order."""
    for identifier in ids:
        pair.row(identifier)
    sides = (pair.source.numbers, pair.target.numbers)
    sources, targets = (sorted({numbers[each] for each in ids if each in numbers}) for numbers in sides)
    return sources, targets


def _runs(pair: Pair, ids: Sequence[str]) -> Runs:
    runs = []
    for numbers in _numbers(pair, ids):
        if numbers and numbers[-1] - numbers[0] >= len(numbers):
            raise RefusedError("sentences of a text must be consecutive to be in one link")
        runs.append(range(numbers[0], numbers[-1] + 1) if numbers else NO_RUN)
    return runs[0], runs[1]


def _best_cuts(pair: Pair, bead: Bead, cuts: Sequence[int | None]) -> tuple[int, int]:
    """Return the numbers of the sentences that the second part begins with; those that are given stay."""
    texts = ((pair.source, bead.source), (pair.target, bead.target))
    shares = [_shares(text, run) for text, run in texts]
    places = [
        [cut] if cut is not None else list(run[1:]) or [run.stop] for cut, (_, run) in zip(cuts, texts, strict=True)
    ]
    return min(
        ((first, second) for first in places[0] for second in places[1]),
        key=lambda cut: abs(shares[0].get(cut[0], 1.0) - shares[1].get(cut[1], 1.0)),
    )


def _shares(text: Text, run: range) -> dict[int, float]:
    """Return for each sentence of a run which share of the run's characters is before it."""
    starts = list(accumulate((len(text.document.sentences[number].text) for number in run), initial=0))
    return {number: start / starts[-1] for number, start in zip(run, starts, strict=False)}
