"""
The corridor: the part of the lattice in which an alignment is searched.

It follows the anchors of long texts. A chapter that one side lacks is a gap between two anchors, and the corridor
opens to contain it as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from align.engine.sides import Numbers
from corpus import AlignmentError

MAX_NODES = 4_000_000
"""Up to this many nodes the whole lattice is searched; also the largest gap between anchors that is searched whole."""

RADIUS = 20
"""How far the corridor extends beyond the anchors, in sentences."""

BLOCK_BYTES = 32 << 20
"""How much memory the scores of one block of rows may take."""


@dataclass(frozen=True, slots=True)
class Corridor:
    """
    The nodes that an alignment may pass: in row i the columns ``low[i]`` to ``high[i]``, both included.

    Attributes:
        low: int64 of shape (n + 1,), not decreasing, from 0.
        high: int64 of shape (n + 1,), not decreasing, up to m.
    """

    low: Numbers
    high: Numbers

    def __post_init__(self) -> None:
        rising = (np.diff(self.low) >= 0).all() and (np.diff(self.high) >= 0).all()
        if not rising or self.low[0] != 0 or (self.low > self.high).any() or (self.low[1:] > self.high[:-1]).any():
            raise AlignmentError("the corridor is not connected")

    @property
    def starts(self) -> Numbers:
        """The offset of each row when all nodes are in one array: int64 of shape (n + 2,)."""
        return np.concatenate(([0], np.cumsum(self.high - self.low + 1)))

    @classmethod
    def full(cls, source_count: int, target_count: int) -> Corridor:
        """Return the corridor of all nodes."""
        return cls(np.zeros(source_count + 1, np.int64), np.full(source_count + 1, target_count, np.int64))

    @classmethod
    def along(cls, anchors: Numbers, rows: int, columns: int) -> Corridor:
        """
        Return the nodes in which the alignment is searched: all of them for texts up to some 2,000 sentences.

        Args:
            anchors: pairs (i, j) that increase in both: int64 of shape (k, 2).
            rows: the number of source sentences.
            columns: the number of target sentences.
        """
        if (rows + 1) * (columns + 1) <= MAX_NODES:
            return cls.full(rows, columns)
        path = np.concatenate([[(0, 0)], np.stack([anchors, anchors + 1], axis=1).reshape(-1, 2), [(rows, columns)]])
        return cls.around(_with_narrow_gaps(path), RADIUS)

    @classmethod
    def around(cls, path: Numbers, radius: int) -> Corridor:
        """
        Return the nodes within `radius` rows and columns of a path; between two of its nodes all that lie between.

        Args:
            path: some nodes (i, j), not decreasing in both, from (0, 0) to (n, m): int64 of shape (k, 2).
            radius: half the corridor's width in sentences, at least 1.
        """
        rows, columns = path[-1]
        before = np.searchsorted(path[:, 0], np.arange(rows + 1) - radius, "right") - 1
        behind = np.searchsorted(path[:, 0], np.arange(rows + 1) + radius, "left")
        low = path[np.maximum(before, 0), 1] - radius
        high = path[np.minimum(behind, len(path) - 1), 1] + radius
        low[0], high[-1] = 0, columns
        return cls(np.maximum(low, 0), np.minimum(high, columns))

    def edges(self, nodes: Numbers) -> Numbers:
        """
        Return the rows in which a path runs along an edge of the corridor that is not an edge of the lattice.

        Args:
            nodes: the path's nodes: int64 of shape (k, 2).
        """
        rows, columns = nodes.T
        low, high = self.low[rows], self.high[rows]
        at_edge = ((columns <= low + 1) & (low > 0)) | ((columns >= high - 1) & (high < self.high[-1]))
        found: Numbers = rows[at_edge]
        return found

    def blocks(self, types: int) -> list[tuple[int, int]]:
        """
        Return half-open ranges of rows to score at a time, at least a row each.

        The scores of `types` bead types fit into `BLOCK_BYTES`. A block is hardly longer than wide, because products
        are computed for its whole bounding box.
        """
        width = int((self.high - self.low).max()) + 1
        step = max(1, min(BLOCK_BYTES // (4 * width * types), width + 32))
        return [(first, min(first + step, len(self.low))) for first in range(0, len(self.low), step)]


def _with_narrow_gaps(path: Numbers) -> Numbers:
    """Add nodes on the straight line through every gap that is too large to be searched as a whole."""
    parts = np.ceil(np.sqrt(np.diff(path, axis=0).prod(axis=1) / MAX_NODES)).astype(np.int64)
    pieces = []
    done = 0
    for gap in np.flatnonzero(parts > 1).tolist():
        pieces.append(path[done : gap + 1])
        pieces.append(path[gap] + (path[gap + 1] - path[gap]) * np.arange(1, parts[gap])[:, None] // parts[gap])
        done = gap + 1
    return np.concatenate([*pieces, path[done:]])
