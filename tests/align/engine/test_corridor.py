"""The corridor: what it contains, where a path touches its edge, and how it is split into blocks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.engine import corridor as corridors
from align.engine.corridor import Corridor
from corpus import AlignmentError


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12), st.integers(1, 20))
def test_corridor_around_a_path_contains_all_between_its_nodes(steps: list[tuple[int, int]], radius: int) -> None:
    path = np.cumsum([(0, 0), *steps], axis=0)
    corridor = Corridor.around(path, radius)
    assert (len(corridor.low) - 1, corridor.high[-1]) == tuple(path[-1])
    for (i, j), (h, k) in pairwise(path.tolist()):
        for row in range(i, h + 1):
            assert corridor.low[row] <= j
            assert k <= corridor.high[row]


def test_corridor_is_as_narrow_as_the_radius() -> None:
    corridor = Corridor.around(np.array([(i, i) for i in range(10)]), 2)
    assert corridor.low.tolist() == [0, 0, 0, 0, 0, 1, 2, 3, 4, 5]
    assert corridor.high.tolist() == [4, 5, 6, 7, 8, 9, 9, 9, 9, 9]


@pytest.mark.parametrize(
    ("low", "high"), [([0, 3], [1, 4]), ([0, 2, 1], [3, 3, 3]), ([1, 1], [2, 2]), ([0, 2], [1, 1])]
)
def test_a_broken_corridor_is_refused(low: list[int], high: list[int]) -> None:
    with pytest.raises(AlignmentError, match="not connected"):
        Corridor(np.array(low), np.array(high))


EDGES = {
    "at the lower edge": (20, 10, True),
    "beside the lower edge": (20, 11, True),
    "two from the lower edge": (20, 12, False),
    "in the middle": (20, 20, False),
    "two from the upper edge": (20, 28, False),
    "beside the upper edge": (20, 29, True),
    "at the upper edge": (20, 30, True),
    "at the edge of the lattice, low": (3, 0, False),
    "at the edge of the lattice, high": (38, 40, False),
}


@pytest.mark.parametrize("case", EDGES)
def test_a_path_at_an_edge_of_the_corridor(case: str) -> None:
    """The edges of the lattice itself do not count."""
    row, column, at_edge = EDGES[case]
    corridor = Corridor.around(np.array([(i, i) for i in range(41)]), 5)
    assert corridor.edges(np.array([(row, column)])).tolist() == [row] * at_edge


def test_long_texts_have_a_corridor_along_the_anchors_and_short_ones_all_nodes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(corridors, "MAX_NODES", 101 * 101)
    anchors = np.array([(i, i) for i in range(0, 100, 10)])
    assert Corridor.along(anchors, 100, 100).starts[-1] == 101 * 101
    long = Corridor.along(np.array([(i, i) for i in range(0, 200, 10)]), 200, 200)
    assert (long.low[100], long.high[100]) == (80 - corridors.RADIUS, 120 + corridors.RADIUS)


def test_a_gap_between_anchors_is_searched_whole_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    anchors = np.array([(i, i) for i in range(0, 50)] + [(i + 100, i + 100) for i in range(50)])
    monkeypatch.setattr(corridors, "RADIUS", 2)
    monkeypatch.setattr(corridors, "MAX_NODES", 100 * 100)
    whole = Corridor.along(anchors, 150, 150)
    assert (whole.low[75], whole.high[75]) == (50 - 2, 100 + 2)
    monkeypatch.setattr(corridors, "MAX_NODES", 10 * 10)
    narrow = Corridor.along(anchors, 150, 150)
    assert (narrow.low[75], narrow.high[75]) == (70 - 2, 80 + 2)


@pytest.mark.parametrize(("width", "types", "rows"), [(10, 17, 42), (1000, 17, 493), (100_000, 17, 4), (10**7, 17, 1)])
def test_the_scores_of_a_block_fit_into_its_memory(width: int, types: int, rows: int) -> None:
    count = 2000
    corridor = Corridor(np.zeros(count + 1, np.int64), np.full(count + 1, width - 1))
    blocks = corridor.blocks(types)
    assert blocks[0] == (0, rows)
    assert [first for first, _ in blocks] == [0, *(last for _, last in blocks[:-1])]
    assert blocks[-1][1] == count + 1
    longest = max(last - first for first, last in blocks)
    assert longest == 1 or longest * width * types * 4 <= corridors.BLOCK_BYTES
