"""Scores of beads whose runs of sentences were encoded as one text each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from align.engine.lattice import Corridor
from align.engine.scores import LOG_ODDS, BeadScores, Calibration, length_fit
from align.engine.sides import Floats, Side, units_of


def bead_scores(
    source: Side, target: Side, corridor: Corridor, types: NDArray[np.int64], calibration: Calibration
) -> BeadScores:
    """Return the scores of the beads in a corridor, by encoded runs where both sides have them."""
    kind = SpanScores if source.runs and target.runs else BeadScores
    return kind(source, target, corridor, types, calibration)


class SpanScores(BeadScores):
    """
    Log-odds of beads as `BeadScores` has them, with the vectors of encoded runs in place of sums.

    What a run says is no sum of what its sentences say, so that each bead type takes matrix products of its own.
    """

    def _worths(self, first: int, last: int) -> Floats:
        low, high = self.corridor.low[first:last], self.corridor.high[first:last]
        width = int((self.corridor.high - self.corridor.low).max()) + 1
        scores = np.zeros((last - first, width, len(self._types)), np.float32)
        columns = low[:, None] + np.arange(width)
        null = np.float32(LOG_ODDS * self._calibration.null)
        scores[:, :, self._kinds[1, 0]] = scores[:, :, self._kinds[0, 1]] = null
        for x, y in np.argwhere(self._kinds >= 0).tolist():
            top, left = max(first, x), max(int(low[0]), y)
            if not x or not y or top >= last or left > high[-1]:
                continue
            worth = self._worth(range(top, last), range(left, int(high[-1]) + 1), x, y)
            # From the rectangle that holds the block to the columns of each of its rows.
            within = columns[top - first :] - left
            inside = (within >= 0) & (within < worth.shape[1])
            found = np.take_along_axis(worth, within.clip(0, worth.shape[1] - 1), axis=1)
            scores[top - first :, :, self._kinds[x, y]] = np.where(inside, found, 0)
        return scores

    def _worth(self, rows: range, columns: range, x: int, y: int) -> Floats:
        """Return what beads of x and y sentences are worth that end in these rows and columns."""
        source, source_parts = _runs_before(self._source, rows, x)
        target, target_parts = _runs_before(self._target, columns, y)
        share = np.float32(1 / (x + y))
        similar = (source + source_parts * share) @ target.T + (source * share) @ target_parts.T
        _, lengths, _, target_lengths = self._runs
        fit = length_fit(lengths[rows, x][:, None], target_lengths[columns, y], 1.0)
        return np.asarray(np.float32(LOG_ODDS / 2) * similar * fit, np.float32)


def _runs_before(side: Side, ends: range, size: int) -> tuple[Floats, Floats]:
    """Return the unit vectors of the runs of some size that end before these sentences, and the sums of their own."""
    starts = slice(ends.start - size, ends.stop - size)
    units = units_of(side.vectors[ends.start - size : ends.stop - 1])
    count = len(ends)
    parts = np.asarray(sum(units[place : place + count] for place in range(size)), np.float32)
    return units_of((side.vectors if size == 1 else side.runs[size - 2])[starts]), parts
