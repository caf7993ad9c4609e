"""
Intervals and tests for figures that are sums over blocks of a text.

Sentences of one text are not independent of each other, so what is drawn again, or swapped between two versions, is
always a block of them (Koehn 2004 for the bootstrap, Riezler and Maxwell 2005 for approximate randomisation).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LEVEL = 0.95
"""How often an interval holds the true figure."""

_Z = 1.959963984540054
_ROWS = 64


@dataclass(frozen=True, slots=True)
class Estimate:
    """
    A figure and how far it can be trusted.

    Attributes:
        value: the figure.
        low: lower end of its interval of 95 %.
        high: upper end.
    """

    value: float
    low: float
    high: float

    @property
    def decided(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0.0 or self.high < 0.0


def wilson(hits: int, total: int) -> Estimate:
    """
    Return a share with Wilson's score interval, which holds near 0 and 1 and for few cases (Wilson 1927).

    Args:
        hits: how many cases have a property.
        total: how many there are; with none the share is 0 and nothing is known of it.
    """
    if not total:
        return Estimate(0.0, 0.0, 1.0)
    share = hits / total
    centre = share + _Z**2 / (2 * total)
    spread = _Z * math.sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2))
    scale = 1 + _Z**2 / total
    # Of none or all cases one end is the share itself, but for rounding.
    return Estimate(share, min(share, max(0.0, (centre - spread) / scale)), max(share, (centre + spread) / scale))


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """
    Blocks of a text drawn again and again with replacement, the same draws for all figures of all versions.

    Attributes:
        draws: how often each block was drawn, float64 of shape (number of resamples, number of blocks).
    """

    draws: Floats

    @classmethod
    def over(cls, blocks: int, resamples: int, seed: int) -> Bootstrap:
        """
        Draw.

        Args:
            blocks: how many blocks the text has, from 1.
            resamples: how often it is made anew.
            seed: the same seed gives the same draws.
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
            denominators: a value for each block, 0 or more; where they sum up to 0 the ratio is 0.
            scale: what the ratio is multiplied with, such as 1,000 for a rate per thousand.
        """
        top, bottom = np.asarray(numerators, np.float64), np.asarray(denominators, np.float64)
        value = scale * _divide(top.sum(), bottom.sum())
        return percentile_interval(float(value), scale * _divide(self.sums(top), self.sums(bottom)))


def percentile_interval(value: float, resampled: Floats) -> Estimate:
    """Return a figure with the percentile interval of its values in the resamples; see `Bootstrap`."""
    low, high = np.quantile(resampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, float(low), float(high))


def chance(resampled: Floats) -> float:
    """Return how often resamples of a difference fall on the other side of zero, or on it; two-sided."""
    tail = min(np.count_nonzero(resampled <= 0), np.count_nonzero(resampled >= 0))
    return min(1.0, 2 * (int(tail) + 1) / (len(resampled) + 1))


def randomisation(differences: ArrayLike, trials: int, seed: int) -> float:
    """
    Return the probability that versions between which chance alone decides differ so much: approximate randomisation.

    In each trial the two versions change places in each block or do not, at random. The test is two-sided, and counts
    the text itself among the trials, so that the probability is never 0.

    Args:
        differences: the first version's value less the second's, for each block.
        trials: how often to swap.
        seed: the same seed gives the same probability.
    """
    values = np.asarray(differences, np.float64)
    values = values[values != 0.0]
    found = abs(float(values.sum()))
    generator = np.random.default_rng(seed)
    extreme = 0
    for start in range(0, trials, _ROWS):
        signs = generator.integers(0, 2, size=(min(_ROWS, trials - start), len(values))) * 2 - 1
        # A tie is as extreme as the text; sums in another order may differ in the last digit.
        extreme += int(np.count_nonzero(np.abs(signs @ values) >= found - 1e-9 * (1.0 + found)))
    return (extreme + 1) / (trials + 1)


def holm(probabilities: Sequence[float]) -> tuple[float, ...]:
    """Return the probabilities of several tests made at once, adjusted after Holm (1979), in the order given."""
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
