"""Anchors, their chain, and the corridor along it."""

from __future__ import annotations

from itertools import combinations, pairwise
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.engine import anchors, jit
from align.engine import corridor as corridors
from align.engine.anchors import find_anchors
from align.engine.corridor import Corridor
from align.engine.jit import compiled
from align.engine.sides import Side


def side(vectors: np.ndarray) -> Side:
    return Side(vectors.astype(np.float32), np.full(len(vectors), 50, np.float32))


def random_side(count: int, seed: int) -> Side:
    return side(np.random.default_rng(seed).normal(0, 1, (count, 32)))


def corridor_of(source: Side, target: Side) -> Corridor:
    return Corridor.along(find_anchors(source, target), len(source), len(target))


@settings(deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=8), st.integers(0, 2**32 - 1), st.booleans())
def test_chain_is_the_heaviest_of_all(columns: list[int], seed: int, interpreted: bool) -> None:
    weights = np.random.default_rng(seed).uniform(0.1, 1, len(columns)).astype(np.float32)
    best = max(
        sum(weights[list(numbers)])
        for size in range(len(columns) + 1)
        for numbers in combinations(range(len(columns)), size)
        if all(columns[a] < columns[b] for a, b in pairwise(numbers))
    )
    with patch.object(jit, "MIN_STEPS", 10**9 if interpreted else -1):
        found = compiled(anchors.heaviest_chain, 1)(np.array(columns), weights)
    assert sum(weights[found]) == pytest.approx(best, rel=1e-5)
    assert all(a < b and columns[a] < columns[b] for a, b in pairwise(found.tolist()))


@pytest.mark.parametrize("dense", [True, False])
@pytest.mark.parametrize("missing", [slice(0, 0), slice(100, 180), slice(0, 60), slice(250, 300)])
def test_anchors_of_a_text_beside_itself_are_right(
    monkeypatch: pytest.MonkeyPatch, dense: bool, missing: slice
) -> None:
    monkeypatch.setattr(anchors, "_SAMPLES", 10)
    monkeypatch.setattr(anchors, "DENSE_NODES", 10**9 if dense else 400)
    source = random_side(300, 1)
    kept = np.delete(np.arange(300), missing)
    noisy = side(source.vectors[kept] * 3 + random_side(len(kept), 2).vectors * 0.3)
    pairs = find_anchors(source, noisy)
    assert all(kept[j] == i for i, j in pairs.tolist())
    assert len(pairs) > 0.9 * len(kept)
    assert (np.diff(pairs, axis=0) > 0).all()


@pytest.mark.parametrize("missing", [slice(100, 180), slice(0, 90), slice(210, 300)])
def test_corridor_holds_a_text_with_a_missing_chapter(monkeypatch: pytest.MonkeyPatch, missing: slice) -> None:
    monkeypatch.setattr(corridors, "MAX_NODES", 1_000)
    monkeypatch.setattr(corridors, "RADIUS", 5)
    source = random_side(300, 3)
    kept = np.delete(np.arange(300), missing)
    corridor = corridor_of(source, side(source.vectors[kept]))
    for j, i in enumerate(kept):
        assert corridor.low[i] <= j <= corridor.high[i]
    assert corridor.starts[-1] < 301 * (len(kept) + 1) / 5


@pytest.mark.parametrize(("rows", "columns"), [(0, 3000), (1, 3000), (3000, 1), (900, 900)])
@pytest.mark.parametrize("kind", ["zeros", "unrelated", "all alike"])
def test_texts_without_counterparts_still_have_a_corridor(
    monkeypatch: pytest.MonkeyPatch, rows: int, columns: int, kind: str
) -> None:
    monkeypatch.setattr(corridors, "MAX_NODES", 10_000)
    monkeypatch.setattr(anchors, "DENSE_NODES", 1_000)
    monkeypatch.setattr(corridors, "RADIUS", 5)
    make = {
        "zeros": lambda count, _: side(np.zeros((count, 4))),
        "unrelated": random_side,
        "all alike": lambda count, _: side(np.ones((count, 4))),
    }[kind]
    corridor = corridor_of(make(rows, 1), make(columns, 2))
    assert len(corridor.low) == rows + 1
    assert corridor.high[-1] == columns
    assert corridor.starts[-1] <= 25 * (rows + columns) + rows * columns / 2
