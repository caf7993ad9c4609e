"""
Intervals and tests for figures that are sums over blocks of a text.

Sentences of one text are not independent, so blocks of them are resampled, or swapped between two versions (Koehn 2004
for the bootstrap, Riezler and Maxwell 2005 for approximate randomisation).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LEVEL = 0.95
"""Confidence level of all intervals."""

_Z = 1.959963984540054
_ROWS = 64


@dataclass(frozen=True, slots=True)
class Estimate:
    """
    A figure with its 95 % interval.

    Attributes:
        value: the figure.
        low: lower end of the interval.
        high: upper end of the interval.
    """

    value: float
    low: float
    high: float

    @property
    def decided(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low > 0.0 or self.high < 0.0


def wilson(hits: int, total: int) -> Estimate:
    """
    Return a share with Wilson's score interval, which is valid near 0 and 1 and for few cases (Wilson 1927).

    Args:
        hits: number of cases with the property.
        total: number of cases; for 0 the share is 0 and its interval 0 to 1.
    """
    if not total:
        return Estimate(0.0, 0.0, 1.0)
    share = hits / total
    centre = share + _Z**2 / (2 * total)
    spread = _Z * math.sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2))
    scale = 1 + _Z**2 / total
    # For none or all of the cases one end is the share itself, apart from rounding.
    return Estimate(share, min(share, max(0.0, (centre - spread) / scale)), max(share, (centre + spread) / scale))


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """
    Resamples of the blocks of a text, drawn with replacement; all figures of all versions share them.

    Attributes:
        draws: how often each block is in each resample, float64 of shape (resamples, blocks).
    """

    draws: Floats

    @classmethod
    def over(cls, blocks: int, resamples: int, seed: int) -> Bootstrap:
        """
        Draw the resamples.

        Args:
            blocks: number of blocks of the text, at least 1.
            resamples: number of resamples.
            seed: the same seed gives the same resamples.
        """
        generator = np.random.default_rng(seed)
        draws = np.empty((resamples, blocks))
        for start in range(0, resamples, _ROWS):
            rows = min(_ROWS, resamples - start)
            chosen = generator.integers(0, blocks, size=(rows, blocks)) + np.arange(rows)[:, None] * blocks
            draws[start : start + rows] = np.bincount(chosen.ravel(), minlength=rows * blocks).reshape(rows, blocks)
        return cls(draws)

    def sums(self, values: ArrayLike) -> Floats:
        """Return the sums of each resample for values of shape (blocks,) or (blocks, columns)."""
        return self.draws @ np.asarray(values, np.float64)

    def ratio(self, numerators: ArrayLike, denominators: ArrayLike, scale: float = 1.0) -> Estimate:
        """
        Return the ratio of two sums with its percentile interval.

        Args:
            numerators: a value for each block.
            denominators: a value for each block, 0 or more; if they sum to 0 the ratio is 0.
            scale: factor of the ratio, such as 1,000 for a rate per thousand.
        """
        top, bottom = np.asarray(numerators, np.float64), np.asarray(denominators, np.float64)
        value = scale * _divide(top.sum(), bottom.sum())
        return percentile_interval(float(value), scale * _divide(self.sums(top), self.sums(bottom)))


def percentile_interval(value: float, resampled: Floats) -> Estimate:
    """Return a figure with the percentile interval of its values in the resamples of a `Bootstrap`."""
    low, high = np.quantile(resampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, float(low), float(high))


def chance(resampled: Floats) -> float:
    """Return the two-sided bootstrap p-value of a difference: how often its resamples reach or cross zero."""
    tail = min(np.count_nonzero(resampled <= 0), np.count_nonzero(resampled >= 0))
    return min(1.0, 2 * (int(tail) + 1) / (len(resampled) + 1))


def randomisation(differences: ArrayLike, trials: int, seed: int) -> float:
    """
    Return the p-value of a difference by approximate randomisation.

    In each trial the two versions are swapped at random in each block. The test is two-sided and counts the text itself
    as a trial; the p-value is never 0.

    Args:
        differences: the value of the first version minus that of the second, for each block.
        trials: number of trials.
        seed: the same seed gives the same p-value.
    """
    values = np.asarray(differences, np.float64)
    values = values[values != 0.0]
    found = abs(float(values.sum()))
    generator = np.random.default_rng(seed)
    extreme = 0
    for start in range(0, trials, _ROWS):
        signs = generator.integers(0, 2, size=(min(_ROWS, trials - start), len(values))) * 2 - 1
        # Ties count as extreme; sums in another order may differ in the last digit.
        extreme += int(np.count_nonzero(np.abs(signs @ values) >= found - 1e-9 * (1.0 + found)))
    return (extreme + 1) / (trials + 1)


def holm(probabilities: Sequence[float]) -> tuple[float, ...]:
    """Return the p-values of several tests, adjusted after Holm (1979), in the order given."""
    order = sorted(range(len(probabilities)), key=lambda number: probabilities[number])
    adjusted = [0.0] * len(probabilities)
    highest = 0.0
    for rank, number in enumerate(order):
        highest = max(highest, min(1.0, probabilities[number] * (len(probabilities) - rank)))
        adjusted[number] = highest
    return tuple(adjusted)


def _divide(top: ArrayLike, bottom: ArrayLike) -> Floats:
    tops, bottoms = np.asarray(top, np.float64), np.asarray(bottom, np.float64)
    return np.divide(tops, bottoms, out=np.zeros(np.broadcast_shapes(tops.shape, bottoms.shape)), where=bottoms != 0)
