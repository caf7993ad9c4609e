"""What is estimated from the two texts themselves: their length ratio, the skip score, and how boundaries agree."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from align.engine.boundaries import BoundaryModel
from align.engine.sides import Numbers, Side, chunks
from align.engine.similarity import pair_scores

MIN_SKIP_SCORE = -0.12
"""The lowest skip score, on the scale of similarity scores."""

ANCHORS_PER_STRETCH = 10
"""Anchors in a stretch of text whose length ratio is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """
    What is estimated from two texts.

    Attributes:
        length_ratio: target characters for each source character.
        skip_score: the score of an unaligned sentence (1-0 or 0-1), on the scale of similarity scores, at most 0.
        boundaries: the scores of boundaries; None where boundaries are not known.
    """

    length_ratio: float
    skip_score: float
    boundaries: BoundaryModel | None = None
    opening: float = 0.0

    @classmethod
    def of(cls, source: Side, target: Side, anchors: Numbers) -> Calibration:
        """
        Estimate from the anchors of two texts.

        The length ratio is the median over stretches between anchors, so that a chapter which one text lacks has no
        influence. Where anchors are similar, an unaligned sentence stands out and the skip score is 0. Where
        translations are free, or the vectors weak, the similarities of true pairs are close to chance, and without a
        negative skip score such pairs would be split. The constants were chosen on gold alignments of news and
        literature.

        Args:
            source: the source sentences, at least one.
            target: the target sentences, at least one.
            anchors: pairs (i, j) that increase in both: int64 of shape (k, 2).
        """
        ratio = _length_ratio(source, target, anchors)
        parts = [pair_scores(source, target, anchors[part], ratio) for part in chunks(len(anchors))]
        typical = float(np.median(np.concatenate(parts))) if parts else 0.0
        skip = min(0.0, max(MIN_SKIP_SCORE, 0.5 * (typical - 0.55)))
        import os
        opening = (float(os.environ.get("OPEN", "-1e9")), float(os.environ.get("EXT", "0")))
        return cls(ratio, skip, opening=opening).with_links(source, target, anchors, anchors + 1)

    def with_links(self, source: Side, target: Side, begins: Numbers, ends: Numbers) -> Calibration:
        """
        Return the calibration with the scores of boundaries estimated from links.

        Args:
            source: the source sentences.
            target: the target sentences.
            begins: the first source and the first target sentence of each link: int64 of shape (k, 2).
            ends: the sentences after its last ones: int64 of shape (k, 2).
        """
        if source.boundaries is None or target.boundaries is None:
            return self
        return replace(self, boundaries=BoundaryModel.of(source.boundaries, target.boundaries, begins, ends))


def _length_ratio(source: Side, target: Side, anchors: Numbers) -> float:
    ends = anchors[::ANCHORS_PER_STRETCH]
    if len(ends) < 2:
        return float(target.lengths.sum() / source.lengths.sum())
    lengths = [np.add.reduceat(side.lengths, ends[:, number])[:-1] for number, side in enumerate((source, target))]
    return float(np.median(lengths[1] / lengths[0]))
