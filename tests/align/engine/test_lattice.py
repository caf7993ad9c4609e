"""Dynamic programming compared with brute force over every alignment."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.engine import corridor as corridors
from align.engine import jit
from align.engine.corridor import Corridor
from align.engine.lattice import GapScores, bead_types, best_path, sum_paths
from corpus import AlignmentError


def every_path(
    corridor: Corridor, types: np.ndarray, scores: np.ndarray, gaps: GapScores, i: int, j: int, state: int
) -> Iterator[tuple[float, list[tuple[int, int, int]]]]:
    """All paths from (0, 0) to a state of (i, j) with their scores; arcs as (i, j, type) of their ends."""
    if i == 0 and j == 0:
        if state == 0:
            yield 0.0, []
        return
    for kind, (x, y) in enumerate(types.tolist()):
        h, k = i - x, j - y
        if h < 0 or not corridor.low[h] <= k <= corridor.high[h]:
            continue
        score = float(scores[i, j - corridor.low[i], kind])
        if state:
            before = [(0, gaps.opening + gaps.extension), (state, gaps.extension)] if kind == state - 1 else []
        else:
            before = [(0, score)] if kind < 2 else [(0, score), (1, score), (2, score)]
        for earlier, added in before:
            for value, arcs in every_path(corridor, types, scores, gaps, h, k, earlier):
                yield value + added, [*arcs, (i, j, kind)]


@st.composite
def lattices(draw: st.DrawFn) -> tuple[Corridor, np.ndarray, np.ndarray]:
    rows, columns = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    longest = draw(st.integers(1, 3))
    types = bead_types(longest, longest)
    low = sorted(draw(st.lists(st.integers(0, columns), min_size=rows, max_size=rows)))
    high = sorted(draw(st.lists(st.integers(0, columns), min_size=rows, max_size=rows)))
    lows, highs = [0], [columns]
    for a, b in zip(low, high, strict=True):
        lows.append(min(a, b))
        highs.append(columns)
    corridor = Corridor(np.array(lows), np.array(highs))
    seed = draw(st.integers(0, 2**32 - 1))
    scores = np.random.default_rng(seed).normal(0, 3, (rows + 1, columns + 1, len(types))).astype(np.float32)
    return corridor, types, scores


@settings(deadline=None, max_examples=60)
@given(
    lattices(), st.integers(1, 3), st.booleans(), st.sampled_from([-np.inf, -6.0, -1.0]), st.sampled_from([0.7, 3.0])
)
def test_best_path_and_posteriors_equal_brute_force(
    problem: tuple[Corridor, np.ndarray, np.ndarray],
    rows_a_block: int,
    interpreted: bool,
    opening: float,
    extension: float,
) -> None:
    gaps = GapScores(opening, extension)
    corridor, types, scores = problem
    width = int((corridor.high - corridor.low).max()) + 1
    with (
        patch.object(corridors, "BLOCK_BYTES", 4 * width * len(types) * rows_a_block),
        patch.object(jit, "MIN_STEPS", 10**9 if interpreted else 0),
    ):
        path = best_path(corridor, types, lambda first, last: scores[first:last], gaps)
        found = sum_paths(corridor, types, lambda first, last: scores[first:last], path, gaps).beads
    end = len(corridor.low) - 1, int(corridor.high[-1])
    paths = [each for state in range(3) for each in every_path(corridor, types, scores, gaps, *end, state)]
    best = max(score for score, _ in paths)
    assert path.score == pytest.approx(best, abs=1e-4)
    weights = np.exp([score - best for score, _ in paths])
    for (i, j), kind, probability in zip(path.nodes[1:].tolist(), path.types.tolist(), found, strict=True):
        # An unaligned sentence may be at any place of the other text.
        same = [
            any(t == kind and (kind == 1 or h == i) and (kind == 0 or k == j) for h, k, t in arcs) for _, arcs in paths
        ]
        share = weights[same].sum() / weights.sum()
        assert probability == pytest.approx(share, abs=1e-6)


@given(st.integers(0, 30), st.integers(0, 30))
def test_path_is_made_of_its_beads(rows: int, columns: int) -> None:
    types = bead_types(5, 5)
    corridor = Corridor.full(rows, columns)
    flat = np.zeros((rows + 1, columns + 1, len(types)), np.float32)
    path = best_path(corridor, types, lambda first, last: flat[first:last])
    assert path.nodes[0].tolist() == [0, 0]
    assert path.nodes[-1].tolist() == [rows, columns]
    steps = [(b - a).tolist() for a, b in pairwise(path.nodes)]
    assert steps == [types[kind].tolist() for kind in path.types]


def test_bead_types() -> None:
    assert bead_types(2, 2).tolist() == [[1, 0], [0, 1], [1, 1], [1, 2], [2, 1]]
    types = {tuple(each) for each in bead_types(8, 12).tolist()}
    assert types >= {(1, 8), (8, 1), (2, 6), (3, 4), (3, 3), (1, 5)}
    assert types.isdisjoint({(1, 9), (2, 7), (4, 4), (0, 2)})


def test_no_way_through_is_an_error() -> None:
    corridor = Corridor.full(1, 1)
    scores = np.full((2, 2, 1), -np.inf, np.float32)
    with pytest.raises(AlignmentError, match="no alignment leads"):
        best_path(corridor, np.array([(1, 1)]), lambda first, last: scores[first:last])
