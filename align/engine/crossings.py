"""
Passages that moved: links that cross others.

The dynamic programme keeps the order of both texts, so that a passage which stands elsewhere in the translation is left
without counterpart on either side, and two neighbours that changed places end up in one bead. Both are looked for
afterwards. Unlinked sentences of both texts that are each other's best are weighed: how often is such a likeness true
and how often chance, as the text's own links show, and how rare are moves? The runs they stand in are then aligned like
texts of their own. A bead whose halves fit each other far better crosswise is parted so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from align.engine.anchors import heaviest_chain
from align.engine.jit import compiled
from align.engine.scores import LOG_ODDS, Calibration, length_fit
from align.engine.search import best_beads
from align.engine.sides import Floats, Side, units_of
from corpus import Bead

Numbers = NDArray[np.int64]

RARITY = math.log(0.02)
"""The prior log-odds of a move: few links cross, even in free translations."""

FEW_LINKS = 8
"""Fewer 1-1 links than this do not tell likeness from chance, and no moves are looked for."""

ENOUGH_LINKS = 2000
"""So many 1-1 links show what likeness tells; of more, some stand for all."""

MOST_PAIRS = 100_000_000
"""So many pairs of unlinked sentences are compared; of more, only those in the same part of both texts."""

DOUBTFUL = 0.8
"""Links of less confidence may be chance that keeps a sentence from its place elsewhere."""

_SHIFTS = 8
_BLOCK = 2048
_LEAST_SPREAD = 0.03


def with_moves(beads: Sequence[Bead], source: Side, target: Side, calibration: Calibration) -> tuple[Bead, ...]:
    """
    Return an alignment that keeps the order of both texts with the links added that break it.

    Args:
        beads: the alignment.
        source: the source sentences.
        target: the target sentences.
        calibration: what the texts tell of themselves.
    """
    pairs = np.array([(bead.source.start, bead.target.start) for bead in beads if bead.type == "1-1"], np.int64)
    if len(pairs) < FEW_LINKS:
        return tuple(beads)
    search = _Search(source, target, calibration, pairs[:: len(pairs) // ENOUGH_LINKS + 1])
    beads = [part for bead in beads for part in search.parted(bead)]
    while moved := search.moved(beads):
        beads = _with(beads, moved)
    return tuple(beads)


def crossing(beads: Sequence[Bead]) -> tuple[int, ...]:
    """
    Return which links are out of order: the places, from 0, of those outside the heaviest chain that keeps the order.

    A link weighs as much as it holds sentences, so that of two passages the smaller is the one that moved.
    """
    places = [place for place, bead in enumerate(beads) if bead.source and bead.target]
    columns = np.array([beads[place].target.start for place in places], np.int64)
    if (np.diff(columns) > 0).all():
        return ()
    weights = np.array([len(beads[place].source) + len(beads[place].target) for place in places], np.float64)
    kept = set(compiled(heaviest_chain, 16 * len(places))(columns, weights).tolist())
    return tuple(place for number, place in enumerate(places) if number not in kept)


@dataclass(frozen=True, slots=True)
class _Seeds:
    """
    Pairs of unlinked sentences that belong together for all that is known of them alone.

    Attributes:
        pairs: the pairs (i, j), rising in i: shape (k, 2).
        odds: log-odds of each against chance, in nats.
        lead: by how much each is ahead of the best other partner of either sentence, in nats.
    """

    pairs: Numbers
    odds: Floats
    lead: Floats


class _Search:
    """
    What is known of two texts once they are aligned in order.

    Args:
        source: the source sentences.
        target: the target sentences.
        calibration: what the texts tell of themselves.
        pairs: 1-1 links (i, j), two at least: shape (k, 2).
    """

    def __init__(self, source: Side, target: Side, calibration: Calibration, pairs: Numbers) -> None:
        self._source, self._target, self._calibration = source, target, calibration
        shifts = np.unique(np.linspace(1, len(pairs) - 1, _SHIFTS).astype(np.int64)).tolist()
        rolled = [np.stack((pairs[:, 0], np.roll(pairs[:, 1], shift)), axis=1) for shift in shifts]
        true, chance = self._pair_worths(pairs), self._pair_worths(np.concatenate(rolled))
        self._true = float(true.mean()), max(_LEAST_SPREAD, float(true.std()))
        self._chance = float(chance.mean()), max(_LEAST_SPREAD, float(chance.std()))

    def parted(self, bead: Bead) -> list[Bead]:
        """Return the bead, or two that cross where its halves changed places."""
        if len(bead.source) < 2 or len(bead.target) < 2:
            return [bead]
        best, parts = 0.0, [bead]
        own = self._bead_worth(bead.source, bead.target)
        for i, j in product(range(1, len(bead.source)), range(1, len(bead.target))):
            halves = (bead.source[:i], bead.target[j:]), (bead.source[i:], bead.target[:j])
            worths = np.array([self._bead_worth(*half) for half in halves], np.float32)
            odds = RARITY + LOG_ODDS * (float(worths.sum()) - own)
            if odds > best and (self._odds(worths) > 0).all():
                best, parts = odds, [Bead(*half, round(_probability(odds), 4)) for half in halves]
        return parts

    def moved(self, beads: Sequence[Bead]) -> list[Bead]:
        """Return links between sentences that have none in an alignment; each of them crosses another."""
        weak = [self._weak(bead) for bead in beads]
        alone = [bead for bead, is_weak in zip(beads, weak, strict=True) if is_weak]
        rows = np.array(sorted(number for bead in alone for number in bead.source), np.int64)
        columns = np.array(sorted(number for bead in alone for number in bead.target), np.int64)
        seeds = self._seeds(rows, columns)
        if not len(seeds.pairs):
            return []
        sides = ((rows, _run_numbers(rows)), (columns, _run_numbers(columns)))
        runs = np.stack(
            [home[np.searchsorted(numbers, seeds.pairs[:, side])] for side, (numbers, home) in enumerate(sides)]
        )
        ends, starts = _corners(
            [bead for bead, is_weak in zip(beads, weak, strict=True) if not is_weak], len(self._source)
        )
        found: list[tuple[float, Numbers, Numbers, Numbers]] = []
        order = np.lexsort(runs)
        for chosen in np.split(order, np.flatnonzero(np.diff(runs[:, order]).any(axis=0)) + 1):
            one, other = (
                numbers[slice(*np.searchsorted(home, (run, run + 1)))]
                for run, (numbers, home) in zip(runs[:, chosen[0]].tolist(), sides, strict=True)
            )
            place = int(ends[one[0]])
            in_order = place <= other[0] and other[-1] < starts[one[-1] + 1]
            # The farther, the more sentences are there to be alike by chance.
            distance = math.log(1 + abs(int(other[0]) - place))
            odds = RARITY - distance + min(float(seeds.odds[chosen].sum()), float(seeds.lead[chosen].sum()))
            if odds > 0 and not in_order:
                found.append((odds, one, other, seeds.pairs[np.sort(chosen)]))
        moved: list[Bead] = []
        used: tuple[set[int], set[int]] = (set(), set())
        for odds, one, other, pairs in sorted(found, key=lambda each: (-each[0], each[1][0])):
            if one[0] not in used[0] and other[0] not in used[1]:
                used[0].add(one[0])
                used[1].add(other[0])
                moved += self._linked(one, other, pairs, odds)
        return moved

    def _weak(self, bead: Bead) -> bool:
        """Tell whether the sentences of a bead have no counterpart, or one that is more like chance."""
        if not (bead.source and bead.target):
            return True
        return bead.confidence < DOUBTFUL and not self._is_likely(bead)

    def _is_likely(self, bead: Bead) -> bool:
        """Tell whether a bead with two sides is worth more than chance."""
        worth = self._bead_worth(bead.source, bead.target)
        return bool(self._odds(np.array([worth], np.float32))[0] > 0)

    def _linked(self, rows: Numbers, columns: Numbers, pairs: Numbers, odds: float) -> Iterator[Bead]:
        """Yield the links between two runs of unlinked sentences that are more than chance."""
        origin = int(rows[0]), int(columns[0])
        seeds = pairs - origin
        anchors = seeds[compiled(heaviest_chain, 16 * len(seeds))(seeds[:, 1], np.ones(len(seeds)))]
        source, target = (
            self._source.cut(range(origin[0], origin[0] + len(rows))),
            self._target.cut(range(origin[1], origin[1] + len(columns))),
        )
        for bead in best_beads(source, target, anchors, self._calibration, origin):
            if bead.source and bead.target:
                confidence = bead.confidence * _probability(odds)
                if confidence > 0.5 and self._is_likely(bead):
                    yield Bead(bead.source, bead.target, round(confidence, 4))

    def _seeds(self, rows: Numbers, columns: Numbers) -> _Seeds:
        parts = max(1, math.ceil(len(rows) * len(columns) / MOST_PAIRS))
        mutual = [np.empty((0, 2), np.int64)]
        for one, other in zip(np.array_split(rows, parts), np.array_split(columns, parts), strict=True):
            if len(one) and len(other):
                there, _ = self._best(one, other)
                back, _ = self._best(other, one, turned=True)
                ahead = np.flatnonzero(back[there] == np.arange(len(one)))
                mutual.append(np.stack((one[ahead], other[there[ahead]]), axis=1))
        pairs = np.concatenate(mutual)
        worths = self._pair_worths(pairs)
        odds = self._odds(worths)
        pairs, worths, odds = pairs[odds > 0], worths[odds > 0], odds[odds > 0]
        lead = LOG_ODDS * (worths - self._rivals(pairs))
        return _Seeds(pairs[lead > 0], odds[lead > 0], lead[lead > 0])

    def _rivals(self, pairs: Numbers) -> Floats:
        """
        Return the most that either sentence of each pair is worth beside any other: shape (k,).

        Of very long texts with many pairs some other sentences stand for all.
        """
        rows, columns = pairs.T
        longer = max(len(self._source), len(self._target))
        step = max(1, math.ceil(len(pairs) * longer / MOST_PAIRS))
        _, one = self._best(rows, np.arange(0, len(self._target), step), but=columns)
        _, other = self._best(columns, np.arange(0, len(self._source), step), but=rows, turned=True)
        rivals: Floats = np.maximum(one, other)
        return rivals

    def _best(
        self, ones: Numbers, others: Numbers, but: Numbers | None = None, *, turned: bool = False
    ) -> tuple[Numbers, Floats]:
        """
        Return for each of some sentences which place of the others holds its best partner, and what they are worth.

        Args:
            ones: source sentences, target sentences if `turned`.
            others: sentences of the other text.
            but: for each of the first a partner that does not count.
            turned: whether the first are of the target.
        """
        places = np.zeros(len(ones), np.int64)
        best = np.full(len(ones), -np.inf, np.float32)
        for first in range(0, len(ones), _BLOCK):
            for start in range(0, len(others), _BLOCK):
                one, other = ones[first : first + _BLOCK], others[start : start + _BLOCK]
                worths = self._worths(other, one).T if turned else self._worths(one, other)
                if but is not None:
                    worths[but[first : first + _BLOCK, None] == other] = -np.inf
                place = worths.argmax(axis=1)
                value = worths[np.arange(len(one)), place]
                better = np.flatnonzero(value > best[first : first + _BLOCK])
                places[first + better], best[first + better] = place[better] + start, value[better]
        return places, best

    def _worths(self, rows: Numbers, columns: Numbers) -> Floats:
        """Return what each pair of a source and a target sentence is worth: shape (rows, columns)."""
        products = units_of(self._source.vectors[rows]) @ units_of(self._target.vectors[columns]).T
        worths: Floats = products * self._fits(self._source.lengths[rows][:, None], self._target.lengths[columns])
        return worths

    def _pair_worths(self, pairs: Numbers) -> Floats:
        """Return what pairs (i, j) of sentences are worth: shape (k,)."""
        rows, columns = pairs.T
        products = (units_of(self._source.vectors[rows]) * units_of(self._target.vectors[columns])).sum(axis=1)
        worths: Floats = products * self._fits(self._source.lengths[rows], self._target.lengths[columns])
        return worths

    def _bead_worth(self, source: range, target: range) -> float:
        """Return what a bead with two sides is worth (see `align.engine.scores`)."""
        one, other = self._source.cut(source), self._target.cut(target)
        left, right = units_of(one.whole()[None])[0], units_of(other.whole()[None])[0]
        single = np.concatenate((units_of(one.vectors[:]) @ right, units_of(other.vectors[:]) @ left)).mean()
        fit = self._fits(one.lengths.sum(keepdims=True), other.lengths.sum(keepdims=True))
        return float((left @ right + single) / 2 * fit[0])

    def _fits(self, source: Floats, target: Floats) -> Floats:
        return length_fit(source, target, self._calibration.ratio)

    def _odds(self, worths: Floats) -> Floats:
        """Return the log-odds that pairs of such worths are true ones rather than chance, in nats."""
        # What is worth more than true links usually are is no less true for it, nor is the worthless less chance.
        (true, true_spread), (chance, chance_spread) = self._true, self._chance
        above = (np.minimum(worths, true) - true) / true_spread
        below = (np.maximum(worths, chance) - chance) / chance_spread
        odds: Floats = ((below**2 - above**2) / 2 + math.log(chance_spread / true_spread)).astype(np.float32)
        return odds


def _with(beads: Sequence[Bead], moved: Sequence[Bead]) -> list[Bead]:
    """Return beads with links added for sentences that had none; a bead without source stays behind the same one."""
    sources = {number for bead in moved for number in bead.source}
    targets = {number for bead in moved for number in bead.target}
    placed = [(bead.source.start, bead) for bead in moved]
    last = -1
    for bead in beads:
        last = bead.source.start if bead.source else last
        if sources.isdisjoint(bead.source) and targets.isdisjoint(bead.target):
            placed.append((last, bead))
            continue
        left = [Bead(range(i, i + 1), range(0), bead.confidence) for i in bead.source if i not in sources]
        right = [Bead(range(0), range(j, j + 1), bead.confidence) for j in bead.target if j not in targets]
        placed += [*((each.source.start, each) for each in left), *((last, each) for each in right)]
    return [bead for _, bead in sorted(placed, key=lambda each: each[0])]


def _run_numbers(numbers: Numbers) -> Numbers:
    """Number the runs of consecutive ones among rising numbers, and return for each number that of its run."""
    return np.cumsum(np.diff(numbers, prepend=numbers[:1]) > 1)


def _corners(beads: Sequence[Bead], rows: int) -> tuple[Numbers, Numbers]:
    """Return for each i the end of all targets linked before source sentence i, and the start of those from it on."""
    ends, starts = np.zeros(rows + 1, np.int64), np.full(rows + 1, np.iinfo(np.int64).max)
    for bead in beads:
        if bead.source and bead.target:
            ends[bead.source.stop] = bead.target.stop
            starts[bead.source.start] = bead.target.start
    return np.maximum.accumulate(ends), np.minimum.accumulate(starts[::-1])[::-1]


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
