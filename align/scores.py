"""
What a bead is worth, and what a text tells of the scale.

A bead is worth the similarity of its two runs times a length factor, so that beads whose sides are alike and of fitting
length win; a sentence without counterpart is worth a constant. Each bead counts once, however many sentences it holds,
so that two good 1-1 beads beat one 2-2 bead: the objective of Bertalign (Liu and Zhu 2022).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.lattice import Corridor, Path
from align.similarity import Floats, RunSimilarity, Side

LOG_ODDS = 28.0
"""What a similarity of 1 is worth in nats; fitted on hand-made alignments so that probabilities hold."""


DEAREST_NULL = -0.07
"""The least that a sentence without counterpart can be worth, on the scale of similarities."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """
    What a text tells of itself.

    Attributes:
        ratio: target characters for each source character.
        null: what a sentence without counterpart is worth, on the scale of similarities.
    """

    ratio: float
    null: float

    @classmethod
    def guess(cls, source: Side, target: Side) -> Calibration:
        """Return what to start from: the ratio of the whole texts, and a dear null."""
        return cls(float(target.lengths.sum() / source.lengths.sum()), DEAREST_NULL)

    def refined(self, source: Side, target: Side, path: Path, types: NDArray[np.int64]) -> Calibration:
        """
        Return what the 1-1 beads of a first alignment tell.

        Where translations are alike, a sentence without counterpart stands out and costs nothing. Where they are free,
        or the vectors weak, true pairs come near the level of chance, and only a price keeps them from being torn
        apart. The two constants were chosen on hand-made alignments of news and literature.
        """
        rows, columns = (path.nodes[1:][(types[path.types] == 1).all(axis=1)] - 1).T
        if not len(rows):
            return self
        ratio = float(target.lengths[columns].sum() / source.lengths[rows].sum())
        norms = np.linalg.norm(source.vectors[rows], axis=1) * np.linalg.norm(target.vectors[columns], axis=1)
        products = (source.vectors[rows] * target.vectors[columns]).sum(axis=1)
        cosines = np.divide(products, norms, out=np.zeros_like(products), where=norms > 0)
        typical = float(np.median(cosines * length_fit(source.lengths[rows], target.lengths[columns], ratio)))
        return Calibration(ratio, min(0.0, max(DEAREST_NULL, 0.5 * (typical - 0.45))))


class BeadScores:
    """
    Log-odds of the beads in a corridor, in nats; an `align.lattice.Scores`.

    Args:
        source: the source sentences.
        target: the target sentences.
        corridor: the nodes at which beads may end.
        types: the bead types (x, y): int64 of shape (t, 2).
        calibration: what the text tells of itself.
    """

    def __init__(
        self, source: Side, target: Side, corridor: Corridor, types: NDArray[np.int64], calibration: Calibration
    ) -> None:
        longest_source, longest_target = (int(side) for side in types.max(axis=0))
        self._lengths = source.run_lengths(longest_source), target.run_lengths(longest_target)
        self._similarity = RunSimilarity(source, target, corridor, types)
        self._corridor, self._types, self._calibration = corridor, types, calibration

    def __call__(self, first: int, last: int) -> Floats:
        """Return the scores of the beads that end in the rows `first` to `last` (not included)."""
        scores = self._similarity(first, last)
        columns = self._corridor.low[first:last, None] + np.arange(scores.shape[1])
        np.minimum(columns, self._corridor.high[-1], out=columns)
        for kind, (x, y) in enumerate(self._types.tolist()):
            if x and y:
                source, target = self._lengths[0][first:last, x, None], self._lengths[1][columns, y]
                scores[:, :, kind] *= length_fit(source, target, self._calibration.ratio)
            else:
                scores[:, :, kind] = self._calibration.null
        scores *= np.float32(LOG_ODDS)
        return scores


def length_fit(source: Floats, target: Floats, ratio: float) -> Floats:
    """
    Return how well lengths in characters fit each other: 1 where they have the expected ratio, less the further off.

    It is log2(1 + r), where r is the shorter length over the longer one after the source is multiplied by `ratio`.
    """
    expected = source * np.float32(ratio)
    longer = np.maximum(expected, target)
    shorter = np.minimum(expected, target)
    fit: Floats = np.log2(1 + np.divide(shorter, longer, out=np.zeros_like(longer), where=longer > 0))
    return fit
