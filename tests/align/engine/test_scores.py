"""Scores of beads against their definition, runs of sentences, and centring."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.engine import jit
from align.engine.calibration import Calibration
from align.engine.corridor import Corridor
from align.engine.lattice import bead_types
from align.engine.scores import FACING_NATS, BeadScores
from align.engine.sides import Side
from align.engine.similarity import SIMILARITY_NATS, length_fit


def side(count: int, seed: int, dimensions: int = 5) -> Side:
    random = np.random.default_rng(seed)
    return Side(
        random.normal(0, 1, (count, dimensions)).astype(np.float32), random.integers(1, 90, count).astype(np.float32)
    )


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 4), st.integers(1, 5), st.booleans())
def test_scores_are_what_they_are_defined_to_be(
    rows: int, columns: int, radius: int, step: int, interpreted: bool
) -> None:
    source, target, types = side(rows, 1), side(columns, 2), bead_types(4, 4)
    calibration = Calibration(1.3, -0.02)
    corridor = Corridor.around(np.array([(0, 0), (rows // 2, columns // 2), (rows, columns)]), radius)
    with patch.object(jit, "MIN_STEPS", 10**9 if interpreted else 0):
        scores = BeadScores(source, target, corridor, types, calibration)
    for first in range(0, rows + 1, step):
        last = min(first + step, rows + 1)
        block = scores(first, last)
        for i in range(first, last):
            for j in range(corridor.low[i], corridor.high[i] + 1):
                for kind, (x, y) in enumerate(types.tolist()):
                    if not x or not y:
                        expected = calibration.skip_score
                    elif x <= i and y <= j:
                        a, b = source.vectors[i - x : i], target.vectors[j - y : j]
                        single = [cosine(one, b.sum(axis=0)) for one in a] + [cosine(a.sum(axis=0), one) for one in b]
                        lengths = source.lengths[i - x : i].sum(), target.lengths[j - y : j].sum()
                        expected = (cosine(a.sum(axis=0), b.sum(axis=0)) + np.mean(single)) / 2
                        expected *= length_fit(*map(np.float32, lengths), calibration.length_ratio)
                        if x == y == 1:
                            expected = max(expected, 2 * calibration.skip_score + FACING_NATS / SIMILARITY_NATS)
                    else:
                        expected = 0
                    assert block[i - first, j - corridor.low[i], kind] == pytest.approx(
                        SIMILARITY_NATS * expected, abs=1e-3
                    )


@pytest.mark.parametrize(("lengths", "fit"), [((10, 20), 1), ((10, 12), 20 / 28), ((26, 22), 30 / 60), ((0, 0), 1)])
def test_length_fit(lengths: tuple[int, int], fit: float) -> None:
    source, target = (np.array([length], np.float32) for length in lengths)
    assert length_fit(source, target, 2.0)[0] == pytest.approx(fit, abs=1e-4)


def test_a_sentence_without_direction_is_like_nothing() -> None:
    source = Side(np.zeros((2, 3), np.float32), np.ones(2, np.float32))
    block = BeadScores(source, side(2, 1, 3), Corridor.full(2, 2), bead_types(3, 3), Calibration(1, 0))(0, 3)
    assert set(np.unique(block[:, :, 2]).tolist()) == {0, FACING_NATS}
    assert not np.delete(block, 2, axis=2).any()
