"""
What a bead is worth, and what a text tells of the scale.

A bead is worth the similarity of its two runs times a length factor, so that beads whose sides are alike and of fitting
length win; a sentence without counterpart is worth a constant. Each bead counts once, however many sentences it holds,
so that two good 1-1 beads beat one 2-2 bead, as in Bertalign (Liu and Zhu 2022).

The similarity is the mean of two figures: the cosine of the two runs, and the mean over all their sentences of each
one's cosine with the opposite run. In the first a short sentence drowns in a long neighbour; in the second each has a
say. Since vectors are additive, the dot product of two runs is the sum of their sentences' dot products: one matrix
product of the sentences inside the corridor serves every pair of runs.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from align.engine.boundaries import Agreement, add_agreement
from align.engine.jit import compiled
from align.engine.lattice import Corridor
from align.engine.sides import Floats, Side, norms_of, parts_of

LOG_ODDS = 21.0
"""What a similarity of 1 is worth in nats; fitted on hand-made alignments so that probabilities hold."""


DEAREST_NULL = -0.12
"""The least that a sentence without counterpart can be worth, on the scale of similarities."""


SLACK = 8
"""So many characters more or less say little: they are added to both lengths before these are compared."""


STRETCH = 10
"""How many anchors lie in a stretch of text whose length ratio is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """
    What a text tells of itself.

    Attributes:
        ratio: target characters for each source character.
        null: what a sentence without counterpart is worth, on the scale of similarities.
        agreement: what it is worth where boundaries stand in links; None where boundaries are not known.
    """

    ratio: float
    null: float
    agreement: Agreement | None = None

    @classmethod
    def of(cls, source: Side, target: Side, anchors: NDArray[np.int64]) -> Calibration:
        """
        Return what the anchors of two texts tell.

        The length ratio is the median over stretches between anchors, so that a chapter which one text lacks does not
        bend it. Where anchors are alike, a sentence without counterpart stands out and costs nothing. Where
        translations are free, or the vectors weak, true pairs come near the level of chance, and only a price keeps
        them from being torn apart. The constants were chosen on hand-made alignments of news and literature.

        Args:
            source: the source sentences, at least one.
            target: the target sentences, at least one.
            anchors: pairs (i, j) that rise in both: int64 of shape (k, 2).
        """
        rows, columns = anchors.T
        ratio = _length_ratio(source, target, anchors)
        cosines = np.zeros(len(anchors), np.float32)
        for part in parts_of(len(anchors)):
            ones, others = source.vectors[rows[part]], target.vectors[columns[part]]
            cosines[part] = (ones * others).sum(axis=1) / (norms_of(ones) * norms_of(others))
        fits = cosines * length_fit(source.lengths[rows], target.lengths[columns], ratio)
        typical = float(np.median(fits)) if len(fits) else 0.0
        null = min(0.0, max(DEAREST_NULL, 0.5 * (typical - 0.55)))
        return cls(ratio, null).learnt(source, target, anchors, anchors + 1)

    def learnt(self, source: Side, target: Side, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> Calibration:
        """
        Return the calibration with what some links tell of how boundaries agree.

        Args:
            source: the source sentences.
            target: the target sentences.
            begins: the first source and the first target sentence of each link: int64 of shape (k, 2).
            ends: the sentences behind its last ones: int64 of shape (k, 2).
        """
        if source.boundaries is None or target.boundaries is None:
            return self
        return replace(self, agreement=Agreement.counted(source.boundaries, target.boundaries, begins, ends))


def _length_ratio(source: Side, target: Side, anchors: NDArray[np.int64]) -> float:
    ends = anchors[::STRETCH]
    if len(ends) < 2:
        return float(target.lengths.sum() / source.lengths.sum())
    lengths = [np.add.reduceat(side.lengths, ends[:, number])[:-1] for number, side in enumerate((source, target))]
    return float(np.median(lengths[1] / lengths[0]))


class BeadScores:
    """
    Log-odds of the beads in a corridor, in nats; an `align.engine.lattice.Scores`.

    Args:
        source: the source sentences, n of them.
        target: the target sentences, m of them.
        corridor: the nodes at which beads may end.
        types: the bead types (x, y): int64 of shape (t, 2).
        calibration: what the text tells of itself.
    """

    def __init__(
        self, source: Side, target: Side, corridor: Corridor, types: NDArray[np.int64], calibration: Calibration
    ) -> None:
        self._source, self._target, self._calibration = source, target, calibration
        self.corridor = corridor
        self._reach = int(types[:, 0].max()), int(types[:, 1].max())
        self._types = types
        self._kinds = np.full((self._reach[0] + 1, self._reach[1] + 1), -1, np.int64)
        self._kinds[types[:, 0], types[:, 1]] = np.arange(len(types))
        self._runs = (*_runs(source, self._reach[0], calibration.ratio), *_runs(target, self._reach[1], 1.0))
        self._agreeing = _agreeing(source, target, calibration)
        self._latest = (0, 0), np.empty((0, 0, 0), np.float32)

    def within(self, corridor: Corridor, calibration: Calibration | None = None) -> BeadScores:
        """Return the scores of the same beads in another corridor, or with another agreement of boundaries."""
        if corridor is self.corridor and calibration is None:
            return self
        other = copy(self)
        other.corridor = corridor
        if calibration is not None:
            other._calibration = calibration
            other._agreeing = _agreeing(self._source, self._target, calibration)
        other._latest = (0, 0), self._latest[1][:0]
        return other

    def __call__(self, first: int, last: int) -> Floats:
        """Return the scores of the beads that end in the rows `first` to `last` (not included)."""
        # A short text is one block, and the scores serve its best path and its probabilities.
        if self._latest[0] != (first, last):
            self._latest = (first, last), self._scores(first, last)
        return self._latest[1]

    def _scores(self, first: int, last: int) -> Floats:
        scores = self._worths(first, last)
        if self._agreeing:
            add = compiled(add_agreement, scores.size)
            add(scores, *self._agreeing, self.corridor.low, self.corridor.high, self._types, first, last)
        return scores

    def _worths(self, first: int, last: int) -> Floats:
        """Return what the beads are worth by themselves, wherever the texts break."""
        low, high = self.corridor.low, self.corridor.high
        top = max(0, first - self._reach[0])
        left = max(0, int(low[first]) - self._reach[1])
        products = self._source.vectors[top : last - 1] @ self._target.vectors[left : int(high[last - 1])].T
        scores = np.zeros((last - first, int((high - low).max()) + 1, len(self._types)), np.float32)
        null = np.float32(LOG_ODDS * self._calibration.null)
        fill = compiled(_fill_scores, scores.size)
        fill(products, top, left, low, high, self._kinds, *self._runs, null, first, last, scores)
        return scores


def _runs(side: Side, longest: int, ratio: float) -> tuple[Floats, Floats]:
    norms = side.run_norms(longest)
    inverse: Floats = np.divide(1, norms, out=np.zeros_like(norms), where=norms > 0)
    return inverse, side.run_lengths(longest) * np.float32(ratio)


def _agreeing(source: Side, target: Side, calibration: Calibration) -> tuple[NDArray[np.number], ...]:
    """Return what `add_agreement` looks up; nothing where boundaries tell nothing."""
    agreement, one, other = calibration.agreement, source.boundaries, target.boundaries
    if agreement is None or one is None or other is None or not agreement.tells():
        return ()
    return agreement.ends, one, other, *agreement.held(one, other)


def _fill_scores(  # type: ignore[no-untyped-def]
    products, top, left, low, high, kinds, source, source_lengths, target, target_lengths, null, first, last, scores
):
    """Fill `scores`; `source` and `target` are the inverse norms of runs, laid out like `Side.run_norms`."""
    # For the y sentences before j: their products with the x before i, alone and over the norms of those x.
    runs = np.zeros(kinds.shape[1], np.float32)
    by_source = np.zeros(kinds.shape[1], np.float32)
    half = np.float32(LOG_ODDS / 2)
    slack = np.float32(SLACK)
    for i in range(first, last):
        for j in range(low[i], high[i] + 1):
            column = j - low[i]
            scores[i - first, column, kinds[1, 0]] = null
            scores[i - first, column, kinds[0, 1]] = null
            runs[:] = 0
            by_source[:] = 0
            for x in range(1, min(kinds.shape[0] - 1, i) + 1):
                line = np.float32(0)
                by_target = np.float32(0)
                before = np.float32(0)
                for y in range(1, min(kinds.shape[1] - 1, j) + 1):
                    kind = kinds[x, y]
                    if kind < 0:
                        break
                    line += products[i - x - top, j - y - left]
                    by_source[y] += line * source[i - x + 1, 1]
                    runs[y] += line
                    by_target += (runs[y] - before) * target[j - y + 1, 1]
                    before = runs[y]
                    shorter = min(source_lengths[i, x], target_lengths[j, y])
                    longer = max(source_lengths[i, x], target_lengths[j, y])
                    fit = (shorter + slack) / (longer + slack)
                    single = (by_source[y] * target[j, y] + by_target * source[i, x]) / np.float32(x + y)
                    similar = runs[y] * source[i, x] * target[j, y] + single
                    scores[i - first, column, kind] = half * similar * fit


def length_fit(source: Floats, target: Floats, ratio: float) -> Floats:
    """
    Return how well lengths in characters fit each other, 0 to 1.

    It is the shorter length over the longer one, after the source is multiplied by the `ratio` that the text has and
    some characters are added to both, since short sentences differ in length by chance.
    """
    expected, slack = source * np.float32(ratio), np.float32(SLACK)
    fit: Floats = (np.minimum(expected, target) + slack) / (np.maximum(expected, target) + slack)
    return fit
