"""Anchors, their chain, and the corridor along it."""

from __future__ import annotations

from itertools import combinations, pairwise
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align import anchors, kernels
from align.anchors import chain, find_corridor, mutual_neighbours
from align.similarity import Side


@settings(deadline=None)
@given(st.lists(st.integers(0, 6), max_size=8), st.integers(0, 2**32 - 1), st.booleans())
def test_chain_is_the_heaviest_of_all(columns: list[int], seed: int, interpreted: bool) -> None:
    pairs = np.array([(row, column) for row, column in enumerate(columns)], np.int64).reshape(-1, 2)
    weights = np.random.default_rng(seed).uniform(0.1, 1, len(columns)).astype(np.float32)
    rising = [
        numbers
        for size in range(len(columns) + 1)
        for numbers in combinations(range(len(columns)), size)
        if all(columns[a] < columns[b] for a, b in pairwise(numbers))
    ]
    best = max(sum(weights[list(numbers)]) for numbers in rising)
    with patch.object(kernels, "FEW_STEPS", 10**9 if interpreted else -1):
        found = chain(pairs, weights)
    assert sum(weights[found[:, 0]]) == pytest.approx(best, rel=1e-5)
    assert (np.diff(found, axis=0) > 0).all()


def test_mutual_neighbours_find_a_permutation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "_BLOCK", 7)
    random = np.random.default_rng(1)
    vectors = random.normal(0, 1, (40, 16)).astype(np.float32)
    order = random.permutation(40)
    noisy = vectors[order] * 3 + random.normal(0, 0.1, (40, 16)).astype(np.float32)
    lengths = np.ones(40, np.float32)
    pairs, similarity = mutual_neighbours(Side(vectors, lengths), Side(noisy, lengths))
    assert [order[j] for _, j in pairs] == [i for i, _ in pairs]
    assert len(pairs) == 40
    assert (similarity > 0.9).all()


def test_corridor_holds_a_text_with_a_missing_chapter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "EXACT_NODES", 1_000)
    monkeypatch.setattr(anchors, "RADIUS", 5)
    random = np.random.default_rng(2)
    vectors = random.normal(0, 1, (300, 16)).astype(np.float32)
    kept = np.concatenate([np.arange(100), np.arange(180, 300)])
    corridor = find_corridor(Side(vectors, np.ones(300, np.float32)), Side(vectors[kept], np.ones(220, np.float32)))
    for j, i in enumerate(kept):
        assert corridor.low[i] <= j <= corridor.high[i]
    assert corridor.starts[-1] < 301 * 221 / 5


@pytest.mark.parametrize(("rows", "columns"), [(0, 3000), (1, 3000), (3000, 1), (90, 90)])
def test_texts_without_anchors_still_have_a_corridor(monkeypatch: pytest.MonkeyPatch, rows: int, columns: int) -> None:
    monkeypatch.setattr(anchors, "EXACT_NODES", 100)
    monkeypatch.setattr(anchors, "RADIUS", 5)
    sides = [Side(np.zeros((count, 4), np.float32), np.ones(count, np.float32)) for count in (rows, columns)]
    corridor = find_corridor(*sides)
    assert len(corridor.low) == rows + 1
    assert corridor.high[-1] == columns
    assert corridor.starts[-1] <= max(rows * columns / 2, 11 * (rows + columns))
