"""The search for the best path, in a corridor that opens where an anchor proves false."""

from __future__ import annotations

import numpy as np

from align.engine.corridor import RADIUS, Corridor
from align.engine.lattice import Path, best_path
from align.engine.scores import BeadScores
from align.engine.sides import Numbers


def search(scores: BeadScores, anchors: Numbers) -> tuple[BeadScores, Path]:
    """
    Return the best path that keeps the order of both texts, and the scores with the corridor in which it was found.

    Where the path runs along the corridor's edge, a false anchor may keep it from its place: the anchors around are
    dropped, the corridor opens, and the path is searched again.

    Args:
        scores: the scores of beads in a corridor along the anchors.
        anchors: pairs (i, j) that increase in both: int64 of shape (k, 2).
    """
    path = best_path(scores.corridor, scores.types, scores, scores.calibration.gaps)
    reach = RADIUS
    while len(doubtful := _near(anchors, scores.corridor.edges(path.nodes), reach)):
        anchors = np.delete(anchors, doubtful, axis=0)
        scores = scores.within(Corridor.along(anchors, len(scores.source), len(scores.target)))
        path = best_path(scores.corridor, scores.types, scores, scores.calibration.gaps)
        reach *= 2
    return scores, path


def _near(anchors: Numbers, rows: Numbers, reach: int) -> Numbers:
    """Return the numbers of the anchors within `reach` rows of some rows."""
    firsts, lasts = (np.searchsorted(anchors[:, 0], rows + shift) for shift in (-reach, reach))
    return np.unique(np.concatenate([np.arange(0), *map(np.arange, firsts, lasts)]))
