"""Scores of beads whose runs of sentences were encoded as one text each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from align.engine.calibration import Calibration
from align.engine.corridor import Corridor
from align.engine.scores import BeadScores
from align.engine.sides import Floats, Numbers, Side, units_of
from align.engine.similarity import length_fit, similarity_nats


def bead_scores(source: Side, target: Side, corridor: Corridor, types: Numbers, calibration: Calibration) -> BeadScores:
    """Return the scores of the beads in a corridor, with encoded runs where both sides have them."""
    if source.runs and target.runs:
        return EncodedRunScores(source, target, corridor, types, calibration)
    return BeadScores(replace(source, runs=()), replace(target, runs=()), corridor, types, calibration)


class EncodedRunScores(BeadScores):
    """
    Scores of beads as `BeadScores` has them, with the vectors of encoded runs in place of sums.

    The vector of an encoded run is not a sum, so each bead type has matrix products of its own.
    """

    def _similarity_scores(self, first: int, last: int) -> Floats:
        low, high = self.corridor.low[first:last], self.corridor.high[first:last]
        width = int((self.corridor.high - self.corridor.low).max()) + 1
        scores = np.zeros((last - first, width, len(self.types)), np.float32)
        columns = low[:, None] + np.arange(width)
        scores[:, :, self._kinds[1, 0]] = scores[:, :, self._kinds[0, 1]] = self._skip_nats
        for x, y in np.argwhere(self._kinds >= 0).tolist():
            top, left = max(first, x), max(int(low[0]), y)
            if not x or not y or top >= last or left > high[-1]:
                continue
            table = self._table(range(top, last), range(left, int(high[-1]) + 1), x, y)
            # From the rectangle that contains the block to the columns of each of its rows.
            places = columns[top - first :] - left
            inside = (places >= 0) & (places < table.shape[1])
            found = np.take_along_axis(table, places.clip(0, table.shape[1] - 1), axis=1)
            scores[top - first :, :, self._kinds[x, y]] = np.where(inside, found, 0)
        return scores

    def _table(self, rows: range, columns: range, x: int, y: int) -> Floats:
        """Return the scores of the beads of x and y sentences that end in these rows and columns."""
        source, source_parts = _runs_before(self.source, rows, x)
        target, target_parts = _runs_before(self.target, columns, y)
        sentences = np.asarray((source_parts @ target.T + source @ target_parts.T) / (x + y), np.float32)
        _, lengths, _, target_lengths = self._runs
        fit = length_fit(lengths[rows, x][:, None], target_lengths[columns, y], self.calibration.length_ratio)
        nats = similarity_nats(source @ target.T, sentences, fit)
        return np.maximum(nats, self._least_nats) if x == y == 1 else nats


def _runs_before(side: Side, ends: range, size: int) -> tuple[Floats, Floats]:
    """Return the unit vectors of the runs of some size that end before these sentences, and the sums of their own."""
    starts = slice(ends.start - size, ends.stop - size)
    units = units_of(side.vectors[ends.start - size : ends.stop - 1])
    count = len(ends)
    parts = np.asarray(sum(units[place : place + count] for place in range(size)), np.float32)
    return units_of((side.vectors if size == 1 else side.runs[size - 2])[starts]), parts
