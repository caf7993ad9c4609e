"""Quality estimation: the expected quality of each pair and the probability of an omission, for ranking pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.engine.sides import Floats
from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.lengths import Lengths
from align.fidelity.matches import SideCoverage, WordMatches
from align.fidelity.negation import negation_difference
from align.fidelity.rates import WEIGHTS

SIGNALS = (
    "source words without counterpart",
    "target words without counterpart",
    "target words without counterpart, per source word",
    "transport",
    "distance of transport",
    "jumps",
    "too short",
    "too long",
    "length",
    "fault weight",
    "difference of negations",
)
"""
The columns of `signals_of`; shares are by weight.

Transport is the mean similarity of words under an optimal transport of word weights from source to target (the word
mover's distance of Kusner et al. 2015, with the entropic smoothing of Cuturi 2013); its distance is how far the weights
move across the sentence. Jumps is the mean distance between the counterparts of neighbouring target words. Too short
and too long are the negative and positive part of the score of `align.fidelity.lengths`. Length is the logarithm of the
number of source words.
"""

_SMOOTHING = 0.08
_ROUNDS = 10
_MAX_JUMP = 8

_QUALITY = np.array([-1.078, -1.125, 1.96, 3.624, -0.464, -0.148, 0.135, -0.473, 0.052, -0.816, -0.355])
_OMISSION = np.array([8.063, -0.623, -2.798, 0.0, 0.0, 0.225, 0.344, -0.454, 0.772, 0.0, 0.0])
_INTERCEPT = -6.754
"""Weights of the signals, fitted by ``python -m benchmarks.fidelity --fit``."""


@dataclass(frozen=True, slots=True, eq=False)
class QualityEstimates:
    """
    Quality estimates of the pairs of a text.

    They rank pairs for a reader who cannot check all of them. They are not faults, and of two versions they favour the
    more literal one, not the better one.

    Attributes:
        quality: higher for what professionals rate higher, on an arbitrary scale; shape (n,).
        omission: probability that professionals mark an omission, 0 to 1, for texts like those it was fitted on; shape
            (n,).
    """

    quality: NDArray[np.float64]
    omission: NDArray[np.float64]


def estimate_quality(pairs: Sequence[SegmentPair], faults: Iterable[Fault], matches: WordMatches) -> QualityEstimates:
    """
    Return the quality estimates of the pairs.

    Both estimates are weighted sums of `SIGNALS`; ``python -m benchmarks.fidelity --fit`` fits
    the weights. A pair with an empty side has quality minus infinity, and omission 1 if the target is empty.

    Args:
        pairs: the text.
        faults: the faults that the checks found in it.
        matches: the word matches of the same text.
    """
    quality, omission = quality_and_omission(signals_of(pairs, faults, matches))
    empty = np.array([not (pair.source and pair.target) for pair in pairs], bool)
    dropped = np.array([bool(pair.source) and not pair.target for pair in pairs], bool)
    return QualityEstimates(np.where(empty, -np.inf, quality), np.where(dropped, 1.0, np.where(empty, 0.0, omission)))


def quality_and_omission(signals: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the quality and the probability of an omission for rows of `signals_of`."""
    return signals @ _QUALITY, 1 / (1 + np.exp(-(signals @ _OMISSION + _INTERCEPT)))


def signals_of(pairs: Sequence[SegmentPair], faults: Iterable[Fault], matches: WordMatches) -> NDArray[np.float64]:
    """
    Return the signals of each pair, shape (n, len(SIGNALS)); zeros where a side has no words.

    Args:
        pairs: the text.
        faults: the faults that the checks found in it; omissions, additions and missing words are ignored, as other
            signals cover them.
        matches: the word matches of the same text.
    """
    table = np.zeros((len(pairs), len(SIGNALS)))
    for number in range(len(pairs)):
        similarity = matches.similarity(number)
        if similarity.size:
            table[number, :6] = _word_signals(matches, number, similarity)
            table[number, 8] = np.log(len(similarity))
    scores = Lengths.of(pairs).scores
    table[:, 6], table[:, 7] = np.maximum(-scores, 0), np.maximum(scores, 0)
    for fault in faults:
        if fault.rule not in {"omission", "addition", "word"}:
            table[fault.pair, 9] += WEIGHTS[fault.severity]
    table[:, 9] = np.log1p(table[:, 9])
    table[:, 10] = [negation_difference(pair) for pair in pairs]
    return table


def _word_signals(matches: WordMatches, number: int, similarity: Floats) -> tuple[float, ...]:
    cover = matches.coverages[number]
    source, target = (
        words.weights[words.numbers[words.slice(number)]].astype(np.float64) + 1e-6
        for words in (matches.source, matches.target)
    )
    lack_source, lack_target = float(source @ (1 - cover.source.covered)), float(target @ (1 - cover.target.covered))
    plan = _transport(similarity, source / source.sum(), target / target.sum())
    places = [np.arange(len(weights)) / len(weights) for weights in (source, target)]
    distance = float((plan * np.abs(places[0][:, None] - places[1])).sum())
    return (
        lack_source / source.sum(),
        lack_target / target.sum(),
        lack_target / source.sum(),
        float((plan * similarity).sum()),
        distance,
        _jumps(cover.target),
    )


def _transport(similarity: Floats, source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weight moved from each source word to each target word, by a few rounds of Sinkhorn's algorithm."""
    kernel = np.exp((similarity.astype(np.float64) - 1) / _SMOOTHING)
    columns = np.ones(len(target))
    for _ in range(_ROUNDS):
        rows = source / (kernel @ columns + 1e-30)
        columns = target / (rows @ kernel + 1e-30)
    plan: NDArray[np.float64] = rows[:, None] * kernel * columns
    return plan


def _jumps(cover: SideCoverage) -> float:
    """Return the mean distance, in source words, between the counterparts of neighbouring target words."""
    covered = cover.covered
    if len(covered) < 2:
        return 0.0
    certain = np.minimum(covered[1:], covered[:-1])
    steps = np.minimum(np.abs(np.diff(cover.partner)), _MAX_JUMP)
    return float((certain * steps).sum() / (certain.sum() + 1))
