"""The best beads of two texts, or of a piece of each, with their probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from align.engine.anchors import RADIUS, find_corridor
from align.engine.lattice import Corridor, Path, bead_types, best_path, posteriors
from align.engine.runs import bead_scores
from align.engine.scores import BeadScores, Calibration
from align.engine.sides import Side
from corpus import Bead

LARGEST_BEAD = 6
"""Sentences in a bead, both sides together."""

POSTERIOR_RADIUS = 6
"""How far from the best path of a long text, in sentences, alternatives are looked at for its probabilities."""

TYPES = bead_types(LARGEST_BEAD)
"""All types of beads."""


def calibrated_beads(source: Side, target: Side, anchors: NDArray[np.int64]) -> tuple[list[Bead], Calibration]:
    """
    Return the beads of the best alignment of two whole texts, and what the texts tell of themselves.

    How boundaries go together is counted over the anchors first, then over all links found with that, and the path is
    sought again.

    Args:
        source: the source sentences, at least one.
        target: the target sentences, at least one.
        anchors: pairs (i, j) that rise in both, which the alignment passes near: int64 of shape (k, 2).
    """
    calibration = Calibration.of(source, target, anchors)
    scores, path = _search(source, target, anchors, calibration)
    if calibration.agreement is not None:
        linked = (np.diff(path.nodes, axis=0) > 0).all(axis=1)
        calibration = calibration.learnt(source, target, path.nodes[:-1][linked], path.nodes[1:][linked])
        scores = scores.within(_reduced(scores.corridor, path), calibration)
        path = best_path(scores.corridor, TYPES, scores)
    return _beads(scores, path), calibration


def best_beads(
    source: Side, target: Side, anchors: NDArray[np.int64], calibration: Calibration, origin: tuple[int, int] = (0, 0)
) -> list[Bead]:
    """
    Return the beads of the best alignment of pieces of two texts.

    Args:
        source: the source sentences, at least one.
        target: the target sentences, at least one.
        anchors: pairs (i, j) that rise in both, which the alignment passes near: int64 of shape (k, 2).
        calibration: what the whole texts tell of themselves.
        origin: the numbers of the first source and the first target sentence.
    """
    return _beads(*_search(source, target, anchors, calibration), origin)


def _search(
    source: Side, target: Side, anchors: NDArray[np.int64], calibration: Calibration
) -> tuple[BeadScores, Path]:
    """
    Return the best path that keeps the order of both texts, and the scores with the corridor in which it was sought.

    Where the path runs along the corridor's edge, a false anchor may keep it from where it belongs: the anchors around
    are dropped, and the corridor opens.
    """
    corridor = find_corridor(len(source), len(target), anchors)
    scores = bead_scores(source, target, corridor, TYPES, calibration)
    path = best_path(corridor, TYPES, scores)
    reach = RADIUS
    while len(doubted := _near(anchors, corridor.edges(path.nodes), reach)):
        anchors = np.delete(anchors, doubted, axis=0)
        corridor = find_corridor(len(source), len(target), anchors)
        scores = scores.within(corridor)
        path = best_path(corridor, TYPES, scores)
        reach *= 2
    return scores, path


def _beads(scores: BeadScores, path: Path, origin: tuple[int, int] = (0, 0)) -> list[Bead]:
    scores = scores.within(_reduced(scores.corridor, path))
    confidence = posteriors(scores.corridor, TYPES, scores, path)
    nodes = path.nodes + origin
    return [
        Bead(range(i, k), range(j, h), round(probability, 4))
        for (i, j), (k, h), probability in zip(
            nodes[:-1].tolist(), nodes[1:].tolist(), confidence.tolist(), strict=True
        )
    ]


def _reduced(corridor: Corridor, path: Path) -> Corridor:
    """Return the corridor of a short text as it is, and of a long one what lies around a path."""
    return corridor if len(corridor.blocks(len(TYPES))) == 1 else Corridor.around(path.nodes, POSTERIOR_RADIUS)


def _near(anchors: NDArray[np.int64], rows: NDArray[np.int64], reach: int) -> NDArray[np.int64]:
    """Return the numbers of the anchors within `reach` rows of some rows."""
    firsts, lasts = (np.searchsorted(anchors[:, 0], rows + shift) for shift in (-reach, reach))
    return np.unique(np.concatenate([np.arange(0), *map(np.arange, firsts, lasts)]))
