"""
The lattice of all alignments inside a corridor: its best path, and the probability of each bead on it.

A node (i, j) says that i source and j target sentences are behind; a bead of type (x, y) is an arc from (i-x, j-y) to
(i, j). An alignment is a path from (0, 0) to (n, m), its score the sum of its beads' scores. The functions here know
nothing of texts or vectors: scores come from outside, block by block of rows, so that memory stays bounded by the
corridor. The recursions are the textbook ones (Viterbi 1967; forward-backward: Baum et al. 1970), compiled by numba.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.engine.jit import compiled
from corpus import AlignmentError

Scores = Callable[[int, int], NDArray[np.float32]]
"""
Scores of the beads that end in the nodes of some rows: ``scores(first, last)`` gives float32 of shape
(last - first, widest row, number of types); entry [i - first, j - low[i], t] belongs to the bead of type t that ends
in (i, j). Where such a bead would begin outside the corridor the entry is ignored.
"""

BLOCK_BYTES = 32 << 20
"""How much memory the scores of one block of rows may take."""


def bead_types(largest: int) -> NDArray[np.int64]:
    """
    Return all bead types (x, y) with x + y up to `largest`: shape (t, 2), first 1-0, then 0-1, then the others.

    More than one sentence without counterpart is a run of 1-0 or 0-1 beads.
    """
    pairs = [(x, y) for x in range(1, largest) for y in range(1, largest) if x + y <= largest]
    return np.array([(1, 0), (0, 1), *sorted(pairs, key=lambda pair: (sum(pair), pair))], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Corridor:
    """
    The nodes an alignment may pass: in row i the columns ``low[i]`` to ``high[i]``, both included.

    Attributes:
        low: int64 of shape (n + 1,), never falling, from 0.
        high: int64 of shape (n + 1,), never falling, up to m.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]

    def __post_init__(self) -> None:
        rising = (np.diff(self.low) >= 0).all() and (np.diff(self.high) >= 0).all()
        if not rising or self.low[0] != 0 or (self.low > self.high).any() or (self.low[1:] > self.high[:-1]).any():
            raise AlignmentError("the corridor is not connected")

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where each row begins when all nodes are laid out in one line: int64 of shape (n + 2,)."""
        return np.concatenate(([0], np.cumsum(self.high - self.low + 1)))

    @classmethod
    def full(cls, source_count: int, target_count: int) -> Corridor:
        """Return the corridor of all nodes."""
        return cls(np.zeros(source_count + 1, np.int64), np.full(source_count + 1, target_count, np.int64))

    @classmethod
    def around(cls, path: NDArray[np.int64], radius: int) -> Corridor:
        """
        Return the nodes within `radius` rows and columns of a path; between two of its nodes all that lie between.

        Args:
            path: some nodes (i, j), rising in both, from (0, 0) to (n, m): int64 of shape (k, 2).
            radius: half the corridor's width in sentences, at least 1.
        """
        rows, columns = path[-1]
        before = np.searchsorted(path[:, 0], np.arange(rows + 1) - radius, "right") - 1
        behind = np.searchsorted(path[:, 0], np.arange(rows + 1) + radius, "left")
        low = path[np.maximum(before, 0), 1] - radius
        high = path[np.minimum(behind, len(path) - 1), 1] + radius
        low[0], high[-1] = 0, columns
        return cls(np.maximum(low, 0), np.minimum(high, columns))

    def edges(self, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
        """
        Return the rows in which a path is next to the corridor's edge, where it may have been kept from going on.

        Args:
            nodes: the path's nodes: int64 of shape (k, 2).
        """
        rows, columns = nodes.T
        low, high = self.low[rows], self.high[rows]
        at_edge = ((columns <= low + 1) & (low > 0)) | ((columns >= high - 1) & (high < self.high[-1]))
        found: NDArray[np.int64] = rows[at_edge]
        return found

    def blocks(self, types: int) -> list[tuple[int, int]]:
        """
        Return half-open ranges of rows to score at a time, at least a row each.

        The scores of `types` types fit into `BLOCK_BYTES`, and a block is hardly longer than wide: what lies in its
        bounding box but outside the corridor would be multiplied in vain.
        """
        width = int((self.high - self.low).max()) + 1
        step = max(1, min(BLOCK_BYTES // (4 * width * types), width + 32))
        return [(first, min(first + step, len(self.low))) for first in range(0, len(self.low), step)]


@dataclass(frozen=True, slots=True)
class Path:
    """
    An alignment as a path through the lattice.

    Attributes:
        nodes: its nodes (i, j) from (0, 0) to (n, m): int64 of shape (k + 1, 2).
        types: the type of each bead, as a row number of `bead_types`: int64 of shape (k,).
        score: the sum of its beads' scores.
    """

    nodes: NDArray[np.int64]
    types: NDArray[np.int64]
    score: float


def best_path(corridor: Corridor, types: NDArray[np.int64], scores: Scores) -> Path:
    """
    Return the path with the highest score; of equal ones always the same.

    Raises:
        AlignmentError: no path leads through the corridor.
    """
    starts = corridor.starts
    rows = int(types[:, 0].max()) + 1
    best = np.full((rows, int((corridor.high - corridor.low).max()) + 1), -np.inf)
    back = np.full(int(starts[-1]), 255, np.uint8)
    viterbi = compiled(_viterbi, int(starts[-1]) * len(types))
    for first, last in corridor.blocks(len(types)):
        viterbi(corridor.low, corridor.high, starts, types, scores(first, last), first, last, best, back)
    score = float(best[(len(corridor.low) - 1) % rows, corridor.high[-1] - corridor.low[-1]])
    if not np.isfinite(score):
        raise AlignmentError("no alignment leads through the corridor")
    i, j = len(corridor.low) - 1, int(corridor.high[-1])
    nodes, kinds = [(i, j)], []
    while i or j:
        kind = int(back[starts[i] + j - corridor.low[i]])
        kinds.append(kind)
        i, j = i - int(types[kind, 0]), j - int(types[kind, 1])
        nodes.append((i, j))
    return Path(np.array(nodes[::-1], np.int64), np.array(kinds[::-1], np.int64), score)


def posteriors(corridor: Corridor, types: NDArray[np.int64], scores: Scores, path: Path) -> NDArray[np.float64]:
    """
    Return the probability of each bead of `path` among all alignments in the corridor.

    A path's probability is taken to be proportional to the exponential of its score, so scores are log-odds in nats.

    Returns:
        float64 of shape (k,), between 0 and 1.
    """
    starts = corridor.starts
    forward = np.full(int(starts[-1]), -np.inf)
    backward = np.full(int(starts[-1]), -np.inf)
    blocks = corridor.blocks(len(types))
    steps = int(starts[-1]) * len(types)
    forward_rows, backward_rows = compiled(_forward, steps), compiled(_backward, steps)
    for first, last in blocks:
        forward_rows(corridor.low, corridor.high, starts, types, scores(first, last), first, last, forward)
    total = forward[-1]
    backward[-1] = 0.0
    ends = starts[path.nodes[1:, 0]] + path.nodes[1:, 1] - corridor.low[path.nodes[1:, 0]]
    result = np.zeros(len(ends))
    position = len(ends) - 1
    for first, last in reversed(blocks):
        position = backward_rows(
            corridor.low, corridor.high, starts, types, scores(first, last), first, last,
            forward, backward, total, ends, path.types, position, result,
        )  # fmt: skip
    return np.clip(result, 0.0, 1.0)


def _viterbi(low, high, starts, types, scores, first, last, best, back):  # type: ignore[no-untyped-def]
    rows = best.shape[0]
    for i in range(first, last):
        row = best[i % rows]
        for j in range(low[i], high[i] + 1):
            top = -np.inf
            kind = 255
            if i == 0 and j == 0:
                top = 0.0
            for t in range(types.shape[0]):
                h = i - types[t, 0]
                k = j - types[t, 1]
                if h >= 0 and low[h] <= k <= high[h]:
                    value = best[h % rows, k - low[h]] + scores[i - first, j - low[i], t]
                    if value > top:
                        top = value
                        kind = t
            row[j - low[i]] = top
            back[starts[i] + j - low[i]] = kind


def _forward(low, high, starts, types, scores, first, last, forward):  # type: ignore[no-untyped-def]
    values = np.empty(types.shape[0])
    for i in range(first, last):
        for j in range(low[i], high[i] + 1):
            if i == 0 and j == 0:
                forward[0] = 0.0
                continue
            top = -np.inf
            for t in range(types.shape[0]):
                h = i - types[t, 0]
                k = j - types[t, 1]
                values[t] = -np.inf
                if h >= 0 and low[h] <= k <= high[h]:
                    values[t] = forward[starts[h] + k - low[h]] + scores[i - first, j - low[i], t]
                    top = max(top, values[t])
            if top > -np.inf:
                total = 0.0
                for t in range(types.shape[0]):
                    if values[t] > top - 40.0:
                        total += np.exp(values[t] - top)
                forward[starts[i] + j - low[i]] = top + np.log(total)


def _backward(low, high, starts, types, scores, first, last, forward, backward, total, ends, kinds, position, result):  # type: ignore[no-untyped-def]
    for i in range(last - 1, first - 1, -1):
        for j in range(high[i], low[i] - 1, -1):
            node = starts[i] + j - low[i]
            for t in range(types.shape[0]):
                h = i - types[t, 0]
                k = j - types[t, 1]
                if h >= 0 and low[h] <= k <= high[h]:
                    before = starts[h] + k - low[h]
                    value = backward[node] + scores[i - first, j - low[i], t]
                    if position >= 0 and ends[position] == node and kinds[position] == t:
                        result[position] = np.exp(forward[before] + value - total)
                    top = max(backward[before], value)
                    if top > -np.inf:
                        gap = abs(backward[before] - value)
                        backward[before] = top + np.log1p(np.exp(-gap)) if gap < 40.0 else top
            if position >= 0 and ends[position] == node:
                position -= 1
    return position
