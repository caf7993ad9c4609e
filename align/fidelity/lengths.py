"""The length of each translation, relative to what is usual in its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from align.engine.sides import Floats
from align.fidelity.fault import SegmentPair

_CUSHION = 5
"""Characters added to both lengths, which keeps the ratios of short sentences moderate."""

_USUAL_SPREAD = 0.2
_PRIOR = 10
"""The usual spread of log ratios in human translations, and how many pairs it counts for as a prior."""


@dataclass(frozen=True, slots=True, eq=False)
class Lengths:
    """
    The lengths of the pairs of a text, relative to what is usual in it.

    Attributes:
        residuals: logarithm of the length of each target over its expected length, shape (n,); 0 where a side is empty.
        spread: a robust estimate of the standard deviation of the residuals.
    """

    residuals: Floats
    spread: float

    @classmethod
    def of(cls, pairs: Sequence[SegmentPair]) -> Lengths:
        """Return the lengths of the pairs; the expected ratio is the median of the pairs with two sides."""
        source = np.array([len(pair.source) for pair in pairs], np.float32)
        target = np.array([len(pair.target) for pair in pairs], np.float32)
        linked = (source > 0) & (target > 0)
        ratios = np.log((target + _CUSHION) / (source + _CUSHION))
        count = int(linked.sum())
        residuals = np.where(linked, ratios - np.median(ratios[linked]) if count else 0, 0).astype(np.float32)
        own = 1.4826 * float(np.median(np.abs(residuals[linked]))) if count else 0.0
        return cls(residuals, float(np.sqrt((count * own**2 + _PRIOR * _USUAL_SPREAD**2) / (count + _PRIOR))))

    @property
    def scores(self) -> Floats:
        """The residuals in units of the spread, shape (n,)."""
        return self.residuals / np.float32(self.spread)
