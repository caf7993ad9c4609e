"""The best beads of two texts, or of a piece of each, with their probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from align.anchors import RADIUS, find_corridor
from align.lattice import Corridor, bead_types, best_path, posteriors
from align.scores import Calibration
from align.side import Side
from align.spans import bead_scores
from corpus import Bead

LARGEST_BEAD = 6
"""Sentences in a bead, both sides together."""

POSTERIOR_RADIUS = 6
"""How far from the best path of a long text, in sentences, alternatives are looked at for its probabilities."""


def best_beads(
    source: Side, target: Side, anchors: NDArray[np.int64], calibration: Calibration, origin: tuple[int, int] = (0, 0)
) -> list[Bead]:
    """
    Return the beads of the best alignment that keeps the order of both texts.

    Where the path runs along the corridor's edge, a false anchor may keep it from where it belongs: the anchors around
    are dropped, and the corridor opens.

    Args:
        source: the source sentences, at least one.
        target: the target sentences, at least one.
        anchors: pairs (i, j) that rise in both, which the alignment passes near: int64 of shape (k, 2).
        calibration: what the whole texts tell of themselves.
        origin: the numbers of the first source and the first target sentence.
    """
    types = bead_types(LARGEST_BEAD)
    corridor = find_corridor(len(source), len(target), anchors)
    scores = bead_scores(source, target, corridor, types, calibration)
    path = best_path(corridor, types, scores)
    reach = RADIUS
    while len(doubted := _near(anchors, corridor.edges(path.nodes), reach)):
        anchors = np.delete(anchors, doubted, axis=0)
        corridor = find_corridor(len(source), len(target), anchors)
        scores = scores.within(corridor)
        path = best_path(corridor, types, scores)
        reach *= 2
    if len(corridor.blocks(len(types))) > 1:
        corridor = Corridor.around(path.nodes, POSTERIOR_RADIUS)
        scores = scores.within(corridor)
    confidence = posteriors(corridor, types, scores, path)
    nodes = path.nodes + origin
    return [
        Bead(range(i, k), range(j, h), round(probability, 4))
        for (i, j), (k, h), probability in zip(
            nodes[:-1].tolist(), nodes[1:].tolist(), confidence.tolist(), strict=True
        )
    ]


def _near(anchors: NDArray[np.int64], rows: NDArray[np.int64], reach: int) -> NDArray[np.int64]:
    """Return the numbers of the anchors within `reach` rows of some rows."""
    firsts, lasts = (np.searchsorted(anchors[:, 0], rows + shift) for shift in (-reach, reach))
    return np.unique(np.concatenate([np.arange(0), *map(np.arange, firsts, lasts)]))
