"""What is estimated from the two texts: their length ratio, the scores of unaligned sentences and of boundaries."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from align.engine.boundaries import BoundaryModel
from align.engine.lattice import NO_GAPS, GapScores
from align.engine.sides import Floats, Numbers, Side, chunks
from align.engine.similarity import SIMILARITY_NATS, pair_scores

MIN_SKIP_SCORE = -0.12
"""The lowest skip score, on the scale of similarity scores."""

RARE_SKIP_SCORE = -1 / SIMILARITY_NATS
"""The lowest skip score to which rare omissions lower a higher one."""

GAP_OPENING = -6.0
"""The score of a gap before its first sentence, in nats."""

GAP_EXTENSION = 0.7
"""
The score of each sentence of a gap, in nats, where random sentences are not similar.

It is above what a sentence adds by chance to a bead with many sentences: without gaps, long beads with the sentences
around would have higher scores than a passage without counterpart.
"""

MIN_LINKS = 20
"""With fewer 1-1 links than this, the length ratio is not estimated from them."""

MAX_RATIO_ERROR = 0.25
"""
By how much the length ratio may differ from that of 1-1 links, as a logarithm, before that is taken.

Where sentences of one text are left out everywhere, all stretches between anchors are too short on one side.
"""

_PSEUDO_STRETCHES, _STRETCH_SPREAD = 3, 0.5
_CHANCE_WEIGHT = 0.2
_SAME_SKIP = 0.005
_USUAL_SKIPS, _PSEUDO_SKIPS = 0.03, 3

ANCHORS_PER_STRETCH = 10
"""Anchors in a stretch of text whose length ratio is taken."""

MAX_STANDARD_ERROR = 0.15
"""The standard error, as a logarithm, up to which the length ratio between anchors is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """
    What is estimated from two texts.

    Attributes:
        length_ratio: target characters for each source character.
        skip_score: the score of an unaligned sentence (1-0 or 0-1), on the scale of similarity scores, at most 0.
        boundaries: the scores of boundaries; None where boundaries are not known.
        gaps: the scores of passages that one text lacks.
    """

    length_ratio: float
    skip_score: float
    boundaries: BoundaryModel | None = None
    gaps: GapScores = NO_GAPS

    @classmethod
    def of(cls, source: Side, target: Side, anchors: Numbers) -> Calibration:
        """
        Estimate from the anchors of two texts.

        The length ratio is the median over stretches between anchors, so that a chapter which one text lacks has no
        influence. Where anchors are similar, an unaligned sentence stands out and the skip score is 0. Where
        translations are free, or the vectors weak, the similarities of true pairs are close to chance, and without a
        negative skip score such pairs would be split. The more similar random pairs are, the more each sentence of a
        gap scores. The constants were chosen on gold alignments of news and literature, and on gaps planted in them.

        Args:
            source: the source sentences, at least one.
            target: the target sentences, at least one.
            anchors: pairs (i, j) that increase in both: int64 of shape (k, 2).
        """
        ratio = _length_ratio(source, target, anchors)
        typical = float(np.median(_anchor_scores(source, target, anchors, ratio))) if len(anchors) else 0.0
        skip = min(0.0, max(MIN_SKIP_SCORE, 0.5 * (typical - 0.55)))
        random = np.stack((anchors[:, 0], np.roll(anchors[:, 1], len(anchors) // 2)), axis=1)
        chance = float(_anchor_scores(source, target, random, ratio).mean()) if len(anchors) > 1 else 0.0
        gaps = GapScores(GAP_OPENING, GAP_EXTENSION + SIMILARITY_NATS * _CHANCE_WEIGHT * max(0.0, chance))
        return cls(ratio, skip, gaps=gaps).with_links(source, target, anchors, anchors + 1)

    def refined(self, source: Side, target: Side, begins: Numbers, ends: Numbers) -> Calibration:
        """
        Return the calibration re-estimated from the links of an alignment.

        The scores of boundaries are estimated from them, and so is the length ratio where it proves wrong. Where
        stretches of unaligned sentences are rarer than usual, a skip score near 0 is lowered by the logarithm of how
        much rarer. Otherwise a sentence at the edge of a long bead, which hardly adds to its score, would be left
        unaligned in a text from which nothing else is left out.

        Args:
            source: the source sentences.
            target: the target sentences.
            begins: the first source and the first target sentence of each link: int64 of shape (k, 2).
            ends: the sentences after its last ones: int64 of shape (k, 2).
        """
        size = len(source), len(target)
        between = np.concatenate([begins, [size]]) - np.concatenate([[(0, 0)], ends])
        skips = int((between > 0).sum())
        rarity = math.log((skips + _PSEUDO_SKIPS) / (_USUAL_SKIPS * sum(size) + _PSEUDO_SKIPS)) / SIMILARITY_NATS
        lowered = min(self.skip_score, max(RARE_SKIP_SCORE, self.skip_score + rarity))
        single = begins[(ends - begins == 1).all(axis=1)]
        ratio = self.length_ratio
        if len(single) >= MIN_LINKS:
            of_links = _ratio_of_links(source, target, single)
            if abs(math.log(of_links / ratio)) > MAX_RATIO_ERROR:
                ratio = of_links
        refined = self.with_links(source, target, begins, ends)
        return replace(refined, skip_score=lowered, length_ratio=ratio)

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

    def is_like(self, other: Calibration) -> bool:
        """Return whether another calibration, without boundaries, is so similar that the best path is the same."""
        skip = self.skip_score - other.skip_score
        return self.boundaries is None and abs(skip) < _SAME_SKIP and self.length_ratio == other.length_ratio


def _anchor_scores(source: Side, target: Side, pairs: Numbers, ratio: float) -> Floats:
    return np.concatenate([pair_scores(source, target, pairs[part], ratio) for part in chunks(len(pairs))])


def _ratio_of_links(source: Side, target: Side, links: Numbers) -> float:
    starts = np.arange(0, len(links), ANCHORS_PER_STRETCH)
    lengths = [np.add.reduceat(side.lengths[links[:, number]], starts) for number, side in enumerate((source, target))]
    return float(np.median(lengths[1] / lengths[0]))


def _length_ratio(source: Side, target: Side, anchors: Numbers) -> float:
    """
    Return the median length ratio of the stretches between anchors, or the ratio of the whole texts.

    The stretches count if they agree with each other: between false anchors their ratios differ, and the standard error
    of the median is large.
    """
    whole = float(target.lengths.sum() / source.lengths.sum())
    ends = anchors[::ANCHORS_PER_STRETCH]
    if len(ends) < 2:
        return whole
    lengths = [np.add.reduceat(side.lengths, ends[:, number])[:-1] for number, side in enumerate((source, target))]
    ratios = np.log(lengths[1] / lengths[0])
    count, median = len(ratios), float(np.median(ratios))
    deviation = float(np.median(np.abs(ratios - median)))
    variance = (count * deviation**2 + _PSEUDO_STRETCHES * _STRETCH_SPREAD**2) / (count + _PSEUDO_STRETCHES)
    return math.exp(median) if variance / count < MAX_STANDARD_ERROR**2 else whole
