"""The search opens the corridor where a false anchor keeps the path from its place."""

from __future__ import annotations

import numpy as np
import pytest

from align.engine import corridor as corridors
from align.engine import search as searching
from align.engine.calibration import Calibration
from align.engine.corridor import Corridor
from align.engine.pair import TYPES
from align.engine.scores import BeadScores
from align.engine.search import search
from align.engine.sides import Numbers, Side

COUNT = 120


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corridors, "MAX_NODES", 400)
    monkeypatch.setattr(corridors, "RADIUS", 5)
    monkeypatch.setattr(searching, "RADIUS", 5)


def searched(anchors: list[tuple[int, int]]) -> tuple[Corridor, Numbers]:
    vectors = np.random.default_rng(1).normal(0, 1, (COUNT, 64)).astype(np.float32)
    side = Side(vectors, np.full(COUNT, 50, np.float32))
    pairs = np.array(anchors, np.int64)
    scores = BeadScores(side, side, Corridor.along(pairs, COUNT, COUNT), TYPES, Calibration(1.0, -0.05))
    found, path = search(scores, pairs)
    return found.corridor, path.nodes


DIAGONAL = [(i, i) for i in range(0, COUNT, 4)]


def test_true_anchors_keep_the_corridor() -> None:
    corridor, nodes = searched(DIAGONAL)
    assert (nodes[:, 0] == nodes[:, 1]).all()
    assert corridor.starts[-1] == Corridor.along(np.array(DIAGONAL), COUNT, COUNT).starts[-1]


@pytest.mark.parametrize("shift", [14, -14, 30, -30])
def test_false_anchors_are_dropped_and_the_path_found(shift: int) -> None:
    """A stretch of anchors to the side of the true path, in both directions."""
    false = [(i, i + shift) for i in range(48, 76, 4)]
    kept = [(i, j) for i, j in DIAGONAL if i < 48 + min(0, shift) or i > 72 + max(0, shift)]
    anchors = sorted([*kept, *false])
    assert (np.diff(anchors, axis=0) > 0).all()
    before = Corridor.along(np.array(anchors), COUNT, COUNT)
    assert not before.low[60] <= 60 <= before.high[60]
    corridor, nodes = searched(anchors)
    assert (nodes[:, 0] == nodes[:, 1]).all()
    assert corridor.low[60] < 60 < corridor.high[60]


def test_only_false_anchors_leave_the_whole_lattice() -> None:
    corridor, nodes = searched([(60, 10)])
    assert (nodes[:, 0] == nodes[:, 1]).all()
    assert corridor.low[-1] < COUNT
