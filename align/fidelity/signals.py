"""The signals of quality estimation: features of each pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from align.engine.sides import Floats
from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.lengths import Lengths
from align.fidelity.matches import WordMatches
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
        if matches.coverages[number].similarity.size:
            table[number, :6] = _word_signals(matches, number)
            table[number, 8] = np.log(len(matches.coverages[number].source))
    scores = Lengths.of(pairs).scores
    table[:, 6], table[:, 7] = np.maximum(-scores, 0), np.maximum(scores, 0)
    for fault in faults:
        if fault.rule not in {"omission", "addition", "word"}:
            table[fault.pair, 9] += WEIGHTS[fault.severity]
    table[:, 9] = np.log1p(table[:, 9])
    table[:, 10] = [negation_difference(pair) for pair in pairs]
    return table


def _word_signals(matches: WordMatches, number: int) -> tuple[float, ...]:
    cover = matches.coverages[number]
    source, target = (
        words.weights[words.numbers[words.slice(number)]].astype(np.float64) + 1e-6
        for words in (matches.source, matches.target)
    )
    lack_source, lack_target = float(source @ (1 - cover.source)), float(target @ (1 - cover.target))
    plan = _transport(cover.similarity, source / source.sum(), target / target.sum())
    places = [np.arange(len(weights)) / len(weights) for weights in (source, target)]
    distance = float((plan * np.abs(places[0][:, None] - places[1])).sum())
    return (
        lack_source / source.sum(),
        lack_target / target.sum(),
        lack_target / source.sum(),
        float((plan * cover.similarity).sum()),
        distance,
        _jumps(cover.similarity, cover.target),
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


def _jumps(similarity: Floats, covered: Floats) -> float:
    """Return the mean distance, in source words, between the counterparts of neighbouring target words."""
    if len(covered) < 2:
        return 0.0
    certain = np.minimum(covered[1:], covered[:-1])
    steps = np.minimum(np.abs(np.diff(similarity.argmax(axis=0))), _MAX_JUMP)
    return float((certain * steps).sum() / (certain.sum() + 1))
