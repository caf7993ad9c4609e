"""A pair of texts that is prepared for alignment, and what can be asked of it: beads, scores, probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from align.engine.anchors import find_anchors
from align.engine.calibration import Calibration
from align.engine.corridor import Corridor
from align.engine.lattice import Path, bead_types, best_path, sum_paths
from align.engine.runs import bead_scores
from align.engine.scores import BeadScores
from align.engine.search import search
from align.engine.sides import Numbers, Side
from corpus import AlignmentError, Bead

LONGEST_RUN = 8
"""Sentences that one side of a bead may have."""

MAX_PAIRS = 12
"""The number of source sentences of a bead times that of its target sentences may be as large as this."""

POSTERIOR_RADIUS = 6
"""Width of the corridor around the best path of a long text in which probabilities are computed, in sentences."""

TYPES = bead_types(LONGEST_RUN, MAX_PAIRS)
"""All types of beads: up to 1-8, 2-6, 3-4, 4-3, 6-2 and 8-1."""

_NO_ANCHORS = np.empty((0, 2), np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class PreparedPair:
    """
    Two encoded texts, centred, anchored and calibrated, with the best path that keeps the order of both.

    Attributes:
        scores: the scores of beads, with the sides, the corridor and the calibration.
        path: the best path of these scores.
    """

    scores: BeadScores
    path: Path

    @classmethod
    def of(cls, source: Side, target: Side, similarity_prior: float = 0.0) -> PreparedPair:
        """
        Prepare two texts.

        The scores are calibrated on the anchors first, then on all links of the best path, and the path is searched
        again.

        Args:
            source: the source sentences.
            target: the target sentences.
            similarity_prior: see `align.engine.sides.Side.with_similarity_prior`.

        Raises:
            AlignmentError: the vectors of the texts have different dimensions.
        """
        widths = source.vectors.shape[1], target.vectors.shape[1]
        if widths[0] != widths[1]:
            problem = f"vectors of {widths[0]} and of {widths[1]} dimensions"
            raise AlignmentError(problem, remedy="use one encoder for both")
        source, target = source.centred(), target.centred()
        if not len(source) or not len(target):
            return cls._searched(source, target, _NO_ANCHORS, Calibration(1.0, 0.0))
        anchors = find_anchors(source, target)
        source, target = (side.with_similarity_prior(similarity_prior) for side in (source, target))
        return cls._searched(source, target, anchors, Calibration.of(source, target, anchors))._recalibrated()

    @classmethod
    def _searched(cls, source: Side, target: Side, anchors: Numbers, calibration: Calibration) -> PreparedPair:
        corridor = Corridor.along(anchors, len(source), len(target))
        return cls(*search(bead_scores(source, target, corridor, TYPES, calibration), anchors))

    def _recalibrated(self) -> PreparedPair:
        scores, nodes = self.scores, self.path.nodes
        linked = (np.diff(nodes, axis=0) > 0).all(axis=1)
        calibration = scores.calibration.refined(scores.source, scores.target, nodes[:-1][linked], nodes[1:][linked])
        if calibration.is_like(scores.calibration):
            return self
        scores = scores.within(self._reduced(), calibration)
        return PreparedPair(scores, best_path(scores.corridor, TYPES, scores, calibration.gaps))

    def beads(self, origin: tuple[int, int] = (0, 0)) -> list[Bead]:
        """
        Return the beads of the best path with their probabilities.

        Args:
            origin: the numbers of the first source and the first target sentence, for a part of two texts.
        """
        scores = self.scores.within(self._reduced())
        probabilities = sum_paths(scores.corridor, TYPES, scores, self.path, scores.calibration.gaps).beads
        nodes = self.path.nodes + origin
        return [
            Bead(range(i, k), range(j, h), round(probability, 4))
            for (i, j), (k, h), probability in zip(
                nodes[:-1].tolist(), nodes[1:].tolist(), probabilities.tolist(), strict=True
            )
        ]

    def part(self, rows: range, columns: range, anchors: Numbers = _NO_ANCHORS) -> PreparedPair:
        """
        Prepare some consecutive sentences of both texts with the calibration of the whole.

        Args:
            rows: the source sentences, at least one.
            columns: the target sentences, at least one.
            anchors: pairs (i, j) that increase in both, counted from the first of these: int64 of shape (k, 2).
        """
        scores = self.scores
        return self._searched(scores.source.part(rows), scores.target.part(columns), anchors, scores.calibration)

    def window(self, rows: range, columns: range) -> BeadScores:
        """Return the scores of all beads between some consecutive sentences of both texts."""
        scores = self.scores
        corridor = Corridor.full(len(rows), len(columns))
        return bead_scores(scores.source.part(rows), scores.target.part(columns), corridor, TYPES, scores.calibration)

    def _reduced(self) -> Corridor:
        """Return the corridor of a short text as it is, and that of a long one reduced to what is around the path."""
        corridor = self.scores.corridor
        if len(corridor.blocks(len(TYPES))) == 1:
            return corridor
        return Corridor.around(self.path.nodes, POSTERIOR_RADIUS)
