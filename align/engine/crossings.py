"""
Crossing links: passages that are in another place in the translation.

Dynamic programming keeps the order of both texts. A passage that is elsewhere in the translation is therefore left
unaligned on both sides, and two neighbours that changed places end up in one bead. Both are looked for afterwards.
Unaligned sentences that are mutual nearest neighbours are candidates. Their log-odds follow from the scores of the
text's own 1-1 links and of random pairs, and from the prior probability of a crossing. The runs of unaligned sentences
around them are then aligned like texts of their own. A bead whose halves fit each other far better crosswise is split.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from align.engine.anchors import heaviest_chain
from align.engine.jit import compiled
from align.engine.pair import PreparedPair
from align.engine.sides import Floats, Numbers
from align.engine.similarity import SIMILARITY_NATS, pair_score_table, pair_scores
from corpus import Bead

PRIOR_LOG_ODDS = math.log(0.02)
"""The prior log-odds of a crossing link: they are rare, even in free translations."""

MIN_LINKS = 8
"""With fewer 1-1 links than this, true pairs cannot be distinguished from chance, and no crossings are looked for."""

MAX_SAMPLE = 2000
"""Of more 1-1 links than this, a sample estimates the scores of true pairs."""

MAX_PAIRS = 100_000_000
"""Up to this many pairs of unaligned sentences all are compared; of more, only those in the same part of both texts."""

MIN_CONFIDENCE = 0.8
"""Links of a lower confidence may be chance that keeps a sentence from its true place elsewhere."""

_SHIFTS = 8
_BLOCK = 2048
_MIN_SPREAD = 0.03


def add_crossings(beads: Sequence[Bead], pair: PreparedPair) -> tuple[Bead, ...]:
    """
    Return an alignment that keeps the order of both texts, with crossing links added.

    Args:
        beads: the alignment.
        pair: the two texts.
    """
    links = np.array([(bead.source.start, bead.target.start) for bead in beads if bead.type == "1-1"], np.int64)
    if len(links) < MIN_LINKS:
        return tuple(beads)
    search = _CrossingSearch(pair, links[:: len(links) // MAX_SAMPLE + 1])
    beads = [part for bead in beads for part in search.split(bead)]
    while crossing := search.crossing(beads):
        beads = _with_links(beads, crossing)
    return tuple(beads)


def crossing_links(beads: Sequence[Bead]) -> tuple[int, ...]:
    """
    Return which links cross others: the places, from 0, of those outside the heaviest chain that keeps the order.

    The weight of a link is the number of its sentences, so that of two passages the smaller one counts as crossing.
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
    Pairs of unaligned sentences that are likely to be translations of each other.

    Attributes:
        pairs: the pairs (i, j), increasing in i: shape (k, 2).
        odds: log-odds of each against chance, in nats.
        lead: how far each score is above that of the best other partner of either sentence, in nats.
    """

    pairs: Numbers
    odds: Floats
    lead: Floats


class _CrossingSearch:
    """
    The search for crossing links in two texts that are aligned in order.

    Args:
        pair: the two texts.
        links: 1-1 links (i, j), at least two: shape (k, 2).
    """

    def __init__(self, pair: PreparedPair, links: Numbers) -> None:
        self._pair = pair
        self._source, self._target = pair.scores.source, pair.scores.target
        self._ratio = pair.scores.calibration.length_ratio
        shifts = np.unique(np.linspace(1, len(links) - 1, _SHIFTS).astype(np.int64)).tolist()
        rolled = [np.stack((links[:, 0], np.roll(links[:, 1], shift)), axis=1) for shift in shifts]
        true, chance = self._pair_scores(links), self._pair_scores(np.concatenate(rolled))
        self._true = float(true.mean()), max(_MIN_SPREAD, float(true.std()))
        self._chance = float(chance.mean()), max(_MIN_SPREAD, float(chance.std()))

    def split(self, bead: Bead) -> list[Bead]:
        """Return the bead, or two that cross where its halves changed places."""
        if len(bead.source) < 2 or len(bead.target) < 2:
            return [bead]
        best, parts = 0.0, [bead]
        own = self._score(bead.source, bead.target)
        for i, j in product(range(1, len(bead.source)), range(1, len(bead.target))):
            halves = (bead.source[:i], bead.target[j:]), (bead.source[i:], bead.target[:j])
            scores = np.array([self._score(*half) for half in halves], np.float32)
            odds = PRIOR_LOG_ODDS + SIMILARITY_NATS * (float(scores.sum()) - own)
            if odds > best and (self._odds(scores) > 0).all():
                best, parts = odds, [Bead(*half, round(_probability(odds), 4)) for half in halves]
        return parts

    def crossing(self, beads: Sequence[Bead]) -> list[Bead]:
        """Return links between unaligned sentences of an alignment; each of them crosses another link."""
        weak = [self._weak(bead) for bead in beads]
        free = [bead for bead, is_weak in zip(beads, weak, strict=True) if is_weak]
        rows = np.array(sorted(number for bead in free for number in bead.source), np.int64)
        columns = np.array(sorted(number for bead in free for number in bead.target), np.int64)
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
            # Within a larger distance more sentences are similar by chance.
            distance = math.log(1 + abs(int(other[0]) - place))
            odds = PRIOR_LOG_ODDS - distance + min(float(seeds.odds[chosen].sum()), float(seeds.lead[chosen].sum()))
            if odds > 0 and not in_order:
                found.append((odds, one, other, seeds.pairs[np.sort(chosen)]))
        links: list[Bead] = []
        used: tuple[set[int], set[int]] = (set(), set())
        for odds, one, other, pairs in sorted(found, key=lambda each: (-each[0], each[1][0])):
            if one[0] not in used[0] and other[0] not in used[1]:
                used[0].add(one[0])
                used[1].add(other[0])
                links += self._linked(one, other, pairs, odds)
        return links

    def _weak(self, bead: Bead) -> bool:
        """Return whether the sentences of a bead are unaligned, or have a doubtful link."""
        if not (bead.source and bead.target):
            return True
        return bead.confidence < MIN_CONFIDENCE and not self._is_likely(bead)

    def _is_likely(self, bead: Bead) -> bool:
        """Return whether the score of a bead with two sides is more likely for a true pair than by chance."""
        return bool(self._odds(np.array([self._score(bead.source, bead.target)], np.float32))[0] > 0)

    def _linked(self, rows: Numbers, columns: Numbers, pairs: Numbers, odds: float) -> Iterator[Bead]:
        """Yield the links between two runs of unaligned sentences that are more likely than chance."""
        origin = int(rows[0]), int(columns[0])
        seeds = pairs - origin
        anchors = seeds[compiled(heaviest_chain, 16 * len(seeds))(seeds[:, 1], np.ones(len(seeds)))]
        run, other = range(origin[0], origin[0] + len(rows)), range(origin[1], origin[1] + len(columns))
        for bead in self._pair.part(run, other, anchors).beads(origin):
            if bead.source and bead.target:
                confidence = bead.confidence * _probability(odds)
                if confidence > 0.5 and self._is_likely(bead):
                    yield Bead(bead.source, bead.target, round(confidence, 4))

    def _seeds(self, rows: Numbers, columns: Numbers) -> _Seeds:
        parts = max(1, math.ceil(len(rows) * len(columns) / MAX_PAIRS))
        mutual = [np.empty((0, 2), np.int64)]
        for one, other in zip(np.array_split(rows, parts), np.array_split(columns, parts), strict=True):
            if len(one) and len(other):
                there, _ = self._best(one, other)
                back, _ = self._best(other, one, turned=True)
                ahead = np.flatnonzero(back[there] == np.arange(len(one)))
                mutual.append(np.stack((one[ahead], other[there[ahead]]), axis=1))
        pairs = np.concatenate(mutual)
        scores = self._pair_scores(pairs)
        odds = self._odds(scores)
        pairs, scores, odds = pairs[odds > 0], scores[odds > 0], odds[odds > 0]
        lead = SIMILARITY_NATS * (scores - self._second_best(pairs))
        return _Seeds(pairs[lead > 0], odds[lead > 0], lead[lead > 0])

    def _second_best(self, pairs: Numbers) -> Floats:
        """
        Return the best score that either sentence of each pair has with any other sentence: shape (k,).

        Of very long texts with many pairs a sample of the other sentences is taken.
        """
        rows, columns = pairs.T
        longer = max(len(self._source), len(self._target))
        step = max(1, math.ceil(len(pairs) * longer / MAX_PAIRS))
        _, one = self._best(rows, np.arange(0, len(self._target), step), but=columns)
        _, other = self._best(columns, np.arange(0, len(self._source), step), but=rows, turned=True)
        best: Floats = np.maximum(one, other)
        return best

    def _best(
        self, ones: Numbers, others: Numbers, but: Numbers | None = None, *, turned: bool = False
    ) -> tuple[Numbers, Floats]:
        """
        Return for each of some sentences the place of its best partner among others, and the score of both.

        Args:
            ones: source sentences, target sentences if `turned`.
            others: sentences of the other text.
            but: for each of the first a partner that is left out.
            turned: whether the first are of the target.
        """
        places = np.zeros(len(ones), np.int64)
        best = np.full(len(ones), -np.inf, np.float32)
        for first in range(0, len(ones), _BLOCK):
            for start in range(0, len(others), _BLOCK):
                one, other = ones[first : first + _BLOCK], others[start : start + _BLOCK]
                scores = self._table(other, one).T if turned else self._table(one, other)
                if but is not None:
                    scores[but[first : first + _BLOCK, None] == other] = -np.inf
                place = scores.argmax(axis=1)
                value = scores[np.arange(len(one)), place]
                better = np.flatnonzero(value > best[first : first + _BLOCK])
                places[first + better], best[first + better] = place[better] + start, value[better]
        return places, best

    def _score(self, source: range, target: range) -> float:
        return self._pair.scores.bead(source, target).score

    def _pair_scores(self, pairs: Numbers) -> Floats:
        return pair_scores(self._source, self._target, pairs, self._ratio)

    def _table(self, rows: Numbers, columns: Numbers) -> Floats:
        return pair_score_table(self._source, self._target, rows, columns, self._ratio)

    def _odds(self, scores: Floats) -> Floats:
        """Return the log-odds that pairs with such scores are true pairs rather than chance, in nats."""
        # A score above the mean of true links, or below that of chance, counts as the mean.
        (true, true_spread), (chance, chance_spread) = self._true, self._chance
        above = (np.minimum(scores, true) - true) / true_spread
        below = (np.maximum(scores, chance) - chance) / chance_spread
        odds: Floats = ((below**2 - above**2) / 2 + math.log(chance_spread / true_spread)).astype(np.float32)
        return odds


def _with_links(beads: Sequence[Bead], links: Sequence[Bead]) -> list[Bead]:
    """Return beads with links added for unaligned sentences; a 0-1 bead stays after the same bead as before."""
    sources = {number for bead in links for number in bead.source}
    targets = {number for bead in links for number in bead.target}
    placed = [(bead.source.start, bead) for bead in links]
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
    """Return for each of some increasing numbers the number of the consecutive run that it is in."""
    return np.cumsum(np.diff(numbers, prepend=numbers[:1]) > 1)


def _corners(beads: Sequence[Bead], rows: int) -> tuple[Numbers, Numbers]:
    """Return for each i the end of all targets linked before source sentence i, and the start of those after it."""
    ends, starts = np.zeros(rows + 1, np.int64), np.full(rows + 1, np.iinfo(np.int64).max)
    for bead in beads:
        if bead.source and bead.target:
            ends[bead.source.stop] = bead.target.stop
            starts[bead.source.start] = bead.target.start
    return np.maximum.accumulate(ends), np.minimum.accumulate(starts[::-1])[::-1]


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
