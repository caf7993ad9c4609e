"""
Similarities of runs of sentences, from one product of sentence vectors.

Vectors are additive (see `align.encoders`), so the vector of a run is the sum of its rows, and the dot product of two
runs is the sum of their sentences' dot products. One matrix product of the sentences inside the corridor therefore
gives the similarity of every pair of runs; no overlap is encoded or multiplied twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.kernels import kernel
from align.lattice import Corridor

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Side:
    """
    The sentences of one document as the engine sees them.

    Attributes:
        vectors: additive vectors, float32 of shape (n, d).
        lengths: lengths in characters, float32 of shape (n,), above 0.
    """

    vectors: Floats
    lengths: Floats

    def __len__(self) -> int:
        return len(self.lengths)

    def centred(self) -> Side:
        """
        Return the side with the mean direction of its sentences taken out of each.

        What all sentences of a text share tells nothing about which of them belong together.
        """
        weights = np.linalg.norm(self.vectors, axis=1, keepdims=True)
        total = float(weights.sum())
        if total == 0.0 or len(self) < 2:
            return self
        return Side(self.vectors - weights * (self.vectors.sum(axis=0) / total), self.lengths)

    def run_norms(self, longest: int) -> Floats:
        """Return the norm of each run's vector: [i, x] for the x sentences before i; shape (n + 1, longest + 1)."""
        norms = np.zeros((len(self) + 1, longest + 1), np.float32)
        total = np.zeros_like(self.vectors)
        for x in range(1, min(longest, len(self)) + 1):
            total[x - 1 :] += self.vectors[: len(self) - x + 1]
            norms[x:, x] = np.linalg.norm(total[x - 1 :], axis=1)
        return norms

    def run_lengths(self, longest: int) -> Floats:
        """Return the length of each run in characters, laid out like `run_norms`."""
        ends = np.concatenate(([0.0], np.cumsum(self.lengths, dtype=np.float64)))
        runs = np.zeros((len(self) + 1, longest + 1), np.float32)
        for x in range(1, min(longest, len(self)) + 1):
            runs[x:, x] = ends[x:] - ends[:-x]
        return runs


class RunSimilarity:
    """
    How alike each source run is to each target run that ends inside a corridor.

    It is the mean of two figures: the cosine of the two runs, and the mean over all their sentences of each one's
    cosine with the opposite run. In the first a short sentence drowns in a long neighbour; in the second each has a say.

    Args:
        source: the source sentences, n of them.
        target: the target sentences, m of them.
        corridor: the nodes at which runs may end.
        types: the bead types (x, y): int64 of shape (t, 2).
    """

    def __init__(self, source: Side, target: Side, corridor: Corridor, types: NDArray[np.int64]) -> None:
        self._source, self._target, self._corridor, self._types = source, target, corridor, types
        self._reach = int(types[:, 0].max()), int(types[:, 1].max())
        self._inverse = tuple(
            _inverse(side.run_norms(reach)) for side, reach in zip((source, target), self._reach, strict=True)
        )
        self._fill = kernel(_run_similarities, int(corridor.starts[-1]) * len(types))

    def __call__(self, first: int, last: int) -> Floats:
        """
        Return similarities for the rows of nodes `first` to `last` (not included).

        Returns:
            float32 of shape (last - first, widest row of the corridor, t), -1 to 1, laid out as `align.lattice.Scores`;
            0 where a side is empty or has no direction, and outside the corridor.
        """
        low, high = self._corridor.low, self._corridor.high
        top = max(0, first - self._reach[0])
        left = max(0, int(low[first]) - self._reach[1])
        right = int(high[last - 1])
        products = self._source.vectors[top : last - 1] @ self._target.vectors[left:right].T
        result = np.zeros((last - first, int((high - low).max()) + 1, len(self._types)), np.float32)
        self._fill(products, top, left, low, high, self._types, *self._inverse, first, last, result)
        return result


def _inverse(norms: Floats) -> Floats:
    return np.divide(1, norms, out=np.zeros_like(norms), where=norms > 0)


def _run_similarities(products, top, left, low, high, types, source, target, first, last, result):  # type: ignore[no-untyped-def]
    longest_x = source.shape[1]
    longest_y = target.shape[1]
    # Of the x sentences before i and the y before j: all products, and these over the norms of either side's sentences.
    sums = np.zeros((longest_x, longest_y))
    by_source = np.zeros((longest_x, longest_y))
    by_target = np.zeros((longest_x, longest_y))
    for i in range(first, last):
        for j in range(low[i], high[i] + 1):
            for x in range(1, min(longest_x - 1, i) + 1):
                line = 0.0
                for y in range(1, min(longest_y - 1, j) + 1):
                    line += products[i - x - top, j - y - left]
                    sums[x, y] = sums[x - 1, y] + line
                    by_source[x, y] = by_source[x - 1, y] + line * source[i - x + 1, 1]
                    column = sums[x, y] - sums[x, y - 1]
                    by_target[x, y] = by_target[x, y - 1] + column * target[j - y + 1, 1]
            for t in range(types.shape[0]):
                x = types[t, 0]
                y = types[t, 1]
                if 0 < x <= i and 0 < y <= j:
                    runs = sums[x, y] * source[i, x] * target[j, y]
                    single = (by_source[x, y] * target[j, y] + by_target[x, y] * source[i, x]) / (x + y)
                    result[i - first, j - low[i], t] = (runs + single) / 2
