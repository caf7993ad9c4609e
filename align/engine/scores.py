"""
Scores of beads, as log-odds in nats.

A bead with two sides has its similarity score (`align.engine.similarity`) and the score of its boundaries
(`align.engine.boundaries`); an unaligned sentence has the skip score of the text (`align.engine.calibration`). Two
sentences that face each other between links are rarely both unaligned, however they are worded ("Не за что." and
"You're welcome."): the similarity score of a 1-1 bead is at least that of two unaligned sentences and `FACING_NATS`.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.engine.boundaries import add_boundary_scores
from align.engine.calibration import Calibration
from align.engine.corridor import Corridor
from align.engine.jit import compiled
from align.engine.sides import Floats, Numbers, Side
from align.engine.similarity import SIMILARITY_NATS, Similarity, fill_scores

FACING_NATS = 1.5
"""How much more likely two sentences that face each other are linked than both unaligned, in nats."""


@dataclass(frozen=True, slots=True)
class BeadScore:
    """
    The score of one bead and what it is made of.

    Attributes:
        similarity: the similarity of its sides; None for unaligned sentences.
        score: the similarity score, or the skip scores of its sentences, -1 to 1.
        boundaries: the score of its boundaries, in nats.
        nats: the score as log-odds: `score` in nats, or the least of a 1-1 bead, plus `boundaries`.
    """

    similarity: Similarity | None
    score: float
    boundaries: float
    nats: float


class BeadScores:
    """
    Scores of the beads in a corridor, in nats; an `align.engine.lattice.Scores`.

    Args:
        source: the source sentences, n of them.
        target: the target sentences, m of them.
        corridor: the nodes at which beads may end.
        types: the bead types (x, y): int64 of shape (t, 2).
        calibration: what is estimated from the texts.

    Attributes:
        source: the source sentences.
        target: the target sentences.
        corridor: the nodes.
        types: the bead types.
        calibration: what is estimated from the texts.
    """

    def __init__(
        self, source: Side, target: Side, corridor: Corridor, types: Numbers, calibration: Calibration
    ) -> None:
        self.source, self.target, self.calibration = source, target, calibration
        self.corridor, self.types = corridor, types
        self._reach = int(types[:, 0].max()), int(types[:, 1].max())
        self._kinds = np.full((self._reach[0] + 1, self._reach[1] + 1), -1, np.int64)
        self._kinds[types[:, 0], types[:, 1]] = np.arange(len(types))
        self._runs = (*_runs(source, self._reach[0]), *_runs(target, self._reach[1]))
        self._boundaries = _boundary_tables(source, target, calibration)
        self._latest = (0, 0), np.empty((0, 0, 0), np.float32)

    def within(self, corridor: Corridor, calibration: Calibration | None = None) -> BeadScores:
        """Return the scores of the same beads in another corridor, or with other scores of boundaries."""
        if corridor is self.corridor and calibration is None:
            return self
        other = copy(self)
        other.corridor = corridor
        if calibration is not None:
            other.calibration = calibration
            other._boundaries = _boundary_tables(self.source, self.target, calibration)
        other._latest = (0, 0), self._latest[1][:0]
        return other

    def bead(self, source: range, target: range) -> BeadScore:
        """Return the score of one bead, wherever it is and however many sentences it has."""
        one, other = self.source.part(source), self.target.part(target)
        if not source or not target:
            score = self.calibration.skip_score * (len(source) + len(target))
            return BeadScore(None, score, 0.0, SIMILARITY_NATS * score)
        similarity = Similarity.of(one, other, self.calibration.length_ratio)
        boundaries, model = 0.0, self.calibration.boundaries
        if model is not None and one.boundaries is not None and other.boundaries is not None:
            boundaries = model.score(one.boundaries, other.boundaries)
        nats = SIMILARITY_NATS * similarity.score
        if len(source) == len(target) == 1:
            nats = max(nats, float(self._least_nats))
        return BeadScore(similarity, similarity.score, boundaries, nats + boundaries)

    def __call__(self, first: int, last: int) -> Floats:
        """Return the scores of the beads that end in the rows `first` to `last` (not included)."""
        # A short text is one block, whose scores serve both the best path and the probabilities.
        if self._latest[0] != (first, last):
            self._latest = (first, last), self._scores(first, last)
        return self._latest[1]

    def _scores(self, first: int, last: int) -> Floats:
        scores = self._similarity_scores(first, last)
        if self._boundaries:
            add = compiled(add_boundary_scores, scores.size)
            add(scores, *self._boundaries, self.corridor.low, self.corridor.high, self.types, first, last)
        return scores

    def _similarity_scores(self, first: int, last: int) -> Floats:
        """Return the scores of the beads without those of their boundaries."""
        low, high = self.corridor.low, self.corridor.high
        top = max(0, first - self._reach[0])
        left = max(0, int(low[first]) - self._reach[1])
        products = self.source.vectors[top : last - 1] @ self.target.vectors[left : int(high[last - 1])].T
        scores = np.zeros((last - first, int((high - low).max()) + 1, len(self.types)), np.float32)
        fill = compiled(fill_scores, scores.size)
        settings = np.float32(self.calibration.length_ratio), self._skip_nats, self._least_nats
        fill(products, top, left, low, high, self._kinds, *self._runs, *settings, first, last, scores)
        return scores

    @property
    def _least_nats(self) -> np.float32:
        return np.float32(2 * self._skip_nats + FACING_NATS)

    @property
    def _skip_nats(self) -> np.float32:
        return np.float32(SIMILARITY_NATS * self.calibration.skip_score)


def _runs(side: Side, longest: int) -> tuple[Floats, Floats]:
    norms = side.run_norms(longest)
    inverse: Floats = np.divide(1, norms, out=np.zeros_like(norms), where=norms > 0)
    return inverse, side.run_lengths(longest)


def _boundary_tables(source: Side, target: Side, calibration: Calibration) -> tuple[NDArray[np.number], ...]:
    """Return the arrays that `add_boundary_scores` takes; none where boundaries are not informative."""
    model, one, other = calibration.boundaries, source.boundaries, target.boundaries
    if model is None or one is None or other is None or not model.is_informative():
        return ()
    return model.ends, one, other, *model.inside_sums(one, other)
