"""
The similarity score of a bead: how similar its two runs of sentences are, times how well their lengths fit.

The similarity is the mean of two figures: the cosine of the two runs, and the mean over all their sentences of each
one's cosine with the opposite run. In the first a short sentence hardly counts beside a long neighbour; in the second
each sentence counts. A bead counts once however many sentences it has, so that two good 1-1 beads score higher than one
2-2 bead, as in Bertalign (Liu and Zhu 2022).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from align.engine.sides import Floats, Numbers, Side, units_of

SIMILARITY_NATS = 21.0
"""The log-odds of a bead with a similarity score of 1, in nats; fitted on gold so that probabilities are calibrated."""

LENGTH_SLACK = 8
"""Characters added to both lengths before they are compared: short sentences differ in length by chance."""

_HALF_NATS = np.float32(SIMILARITY_NATS / 2)
_SLACK = np.float32(LENGTH_SLACK)


@dataclass(frozen=True, slots=True)
class Similarity:
    """
    The similarity score of a bead and what it is made of.

    Attributes:
        runs: cosine of the two runs, -1 to 1.
        sentences: mean over all sentences of each one's cosine with the opposite run, -1 to 1.
        mean: the mean of both.
        source_length: characters of the source run.
        target_length: characters of the target run.
        expected_length: characters of a target run that fits perfectly.
        fit: the length factor, 0 to 1.
        score: the mean times the length factor, -1 to 1.
    """

    runs: float
    sentences: float
    mean: float
    source_length: int
    target_length: int
    expected_length: float
    fit: float
    score: float

    @classmethod
    def of(cls, source: Side, target: Side, ratio: float) -> Similarity:
        """
        Return the similarity of two runs of sentences.

        Args:
            source: the source sentences of a bead, at least one.
            target: its target sentences, at least one.
            ratio: target characters for each source character.
        """
        left, right = units_of(source.run_vector()[None])[0], units_of(target.run_vector()[None])[0]
        cosines = np.concatenate((units_of(source.vectors[:]) @ right, units_of(target.vectors[:]) @ left))
        runs, sentences = float(left @ right), float(cosines.mean())
        lengths = float(source.lengths.sum()), float(target.lengths.sum())
        expected = lengths[0] * ratio
        fit = _length_fit(min(expected, lengths[1]), max(expected, lengths[1]))
        mean = (runs + sentences) / 2
        return cls(runs, sentences, mean, round(lengths[0]), round(lengths[1]), expected, float(fit), float(mean * fit))


def similarity_nats(runs: Floats, sentences: Floats, fit: Floats) -> Floats:
    """Return similarity scores in nats from the cosines of runs, the mean cosines of sentences and length factors."""
    return np.asarray(_nats(runs, sentences, fit), np.float32)


def length_fit(source: Floats, target: Floats, ratio: float) -> Floats:
    """
    Return the length factor of runs, 0 to 1: the shorter length over the longer one, with some slack.

    Args:
        source: lengths in characters.
        target: lengths in characters, of a shape that fits.
        ratio: target characters for each source character.
    """
    expected = source * np.float32(ratio)
    fit: Floats = _length_fit(np.minimum(expected, target), np.maximum(expected, target))
    return fit


def pair_scores(source: Side, target: Side, pairs: Numbers, ratio: float) -> Floats:
    """Return the similarity scores of 1-1 beads (i, j), given as shape (k, 2): shape (k,)."""
    rows, columns = pairs.T
    cosines = np.einsum("ij,ij->i", units_of(source.vectors[rows]), units_of(target.vectors[columns]))
    scores: Floats = cosines * length_fit(source.lengths[rows], target.lengths[columns], ratio)
    return scores


def pair_score_table(source: Side, target: Side, rows: Numbers, columns: Numbers, ratio: float) -> Floats:
    """Return the similarity scores of each source sentence with each target sentence: shape (rows, columns)."""
    cosines = units_of(source.vectors[rows]) @ units_of(target.vectors[columns]).T
    scores: Floats = cosines * length_fit(source.lengths[rows][:, None], target.lengths[columns], ratio)
    return scores


def _nats(runs: Any, sentences: Any, fit: Any) -> Any:
    return _HALF_NATS * (runs + sentences) * fit


def _length_fit(shorter: Any, longer: Any) -> Any:
    return (shorter + _SLACK) / (longer + _SLACK)


def fill_scores(  # type: ignore[no-untyped-def]
    products,
    top,
    left,
    low,
    high,
    kinds,
    source,
    source_lengths,
    target,
    target_lengths,
    ratio,
    skip,
    least,
    first,
    last,
    scores,
):
    """
    Fill `scores` with the beads that end in rows `first` to `last`, for runs whose vectors are sums.

    The dot product of two runs is then the sum of their sentences' dot products, so that one matrix product of the
    sentences in the corridor serves every pair of runs.

    Args:
        products: dot products of the sentences from `top` and `left` on.
        top: the number of the first source sentence in `products`.
        left: the number of the first target sentence in it.
        low: `align.engine.corridor.Corridor.low`.
        high: `align.engine.corridor.Corridor.high`.
        kinds: the bead type of x and y sentences; below 0 where there is none.
        source: inverse norms of source runs, laid out like `align.engine.sides.Side.run_norms`.
        source_lengths: their lengths.
        target: inverse norms of target runs.
        target_lengths: their lengths.
        ratio: the length ratio of the texts.
        skip: the score of an unaligned sentence, in nats.
        least: the lowest score of a 1-1 bead, in nats.
        first: the first row.
        last: the row after the last.
        scores: as `align.engine.lattice.Scores` lays them out.
    """
    # For the y sentences before j: their products with the x before i, alone and over the norms of those x.
    runs = np.zeros(kinds.shape[1], np.float32)
    by_source = np.zeros(kinds.shape[1], np.float32)
    for i in range(first, last):
        for j in range(low[i], high[i] + 1):
            column = j - low[i]
            scores[i - first, column, kinds[1, 0]] = skip
            scores[i - first, column, kinds[0, 1]] = skip
            runs[:] = 0
            by_source[:] = 0
            for x in range(1, min(kinds.shape[0] - 1, i) + 1):
                expected = source_lengths[i, x] * ratio
                line = np.float32(0)
                by_target = np.float32(0)
                before = np.float32(0)
                for y in range(1, min(kinds.shape[1] - 1, j) + 1):
                    kind = kinds[x, y]
                    if kind < 0:
                        break
                    line += products[i - x - top, j - y - left]
                    by_source[y] += line * source[i - x + 1, 1]
                    runs[y] += line
                    by_target += (runs[y] - before) * target[j - y + 1, 1]
                    before = runs[y]
                    shorter = min(expected, target_lengths[j, y])
                    longer = max(expected, target_lengths[j, y])
                    sentences = (by_source[y] * target[j, y] + by_target * source[i, x]) / np.float32(x + y)
                    cosine = runs[y] * source[i, x] * target[j, y]
                    nats = _nats(cosine, sentences, _length_fit(shorter, longer))
                    scores[i - first, column, kind] = max(nats, least) if x == y == 1 else nats
