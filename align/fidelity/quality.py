"""Quality estimation: the expected quality of each pair and the probability of an omission, for ranking pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.matches import WordMatches
from align.fidelity.signals import signals_of

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

    Both estimates are weighted sums of `align.fidelity.signals.SIGNALS`; ``python -m benchmarks.fidelity --fit`` fits
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
    """Return the quality and the probability of an omission for rows of `align.fidelity.signals.SIGNALS`."""
    return signals @ _QUALITY, 1 / (1 + np.exp(-(signals @ _OMISSION + _INTERCEPT)))
