"""Token vectors as stored: floating point, or integer codes with one scale a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Quantisation = Literal["none", "int8", "int4"]
"""How the numbers of a table are stored."""

_UPPER = (0.1284, 0.3881, 0.6568, 0.9424, 1.2562, 1.6181, 2.0690, 2.7326)
_LEVELS = np.array([*(-level for level in reversed(_UPPER)), *_UPPER], np.float32)
_BOUNDS = (_LEVELS[1:] + _LEVELS[:-1]) / 2
_PAIRS = np.stack((np.tile(_LEVELS, 16), np.repeat(_LEVELS, 16)), axis=1)
_TRIALS = np.linspace(0.9, 1.1, 9, dtype=np.float32)
_BLOCK = 8192


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddingTable:
    """
    The token vectors of a static model.

    Attributes:
        codes: shape (n, d), float32 or int8; or uint8 of shape (n, d / 2), two codes of 4 bits a byte, the first in
            the low half. A code of 4 bits is the number of one of the 16 levels that are optimal for a normal
            distribution (Max 1960, "Quantizing for minimum distortion").
        scales: the factor of each row's numbers or levels, float16, shape (n,); None for float32.
    """

    codes: NDArray[Any]
    scales: NDArray[np.float16] | None = None

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.codes)

    @property
    def dimensions(self) -> int:
        """The length of a row."""
        return int(self.codes.shape[1]) * (2 if self.codes.dtype == np.uint8 else 1)

    @property
    def quantisation(self) -> Quantisation:
        """How the numbers are stored."""
        if self.scales is None:
            return "none"
        return "int4" if self.codes.dtype == np.uint8 else "int8"

    def rows(self, numbers: NDArray[np.int32] | list[int] | slice) -> NDArray[np.float32]:
        """Return the chosen rows as float32."""
        codes = self.codes[numbers]
        if self.scales is None:
            return np.asarray(codes, np.float32)
        if codes.dtype == np.uint8:
            codes = _PAIRS.take(codes, axis=0).reshape(len(codes), self.dimensions)
        return codes * self.scales[numbers].astype(np.float32)[:, None]


def quantise(values: NDArray[np.float32], quantisation: Quantisation) -> EmbeddingTable:
    """
    Return a table that stores the values with the given quantisation.

    Args:
        values: shape (n, d); d must be even for ``int4``.
        quantisation: how to store them.
    """
    if quantisation == "none":
        return EmbeddingTable(np.ascontiguousarray(values, np.float32))
    if quantisation == "int8":
        scales = (np.abs(values).max(axis=1, initial=0) / 127).astype(np.float16)
        return EmbeddingTable(np.clip(np.rint(values / _divisors(scales)), -127, 127).astype(np.int8), scales)
    parts = [_fit_levels(values[start : start + _BLOCK]) for start in range(0, len(values), _BLOCK)]
    codes, scales = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return EmbeddingTable(codes[:, 0::2] | codes[:, 1::2] << 4, scales)


def _fit_levels(values: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """Return the numbers of the levels nearest to the values, and for each row the scale with the smallest error."""
    spreads = np.sqrt(np.square(values).mean(axis=1))
    best_codes = np.zeros(values.shape, np.uint8)
    best_scales = np.zeros(len(values), np.float16)
    best_errors = np.square(values).sum(axis=1)
    for trial in _TRIALS:
        scales = (spreads * trial).astype(np.float16)
        codes = np.searchsorted(_BOUNDS, values / _divisors(scales)).astype(np.uint8)
        errors = np.square(_LEVELS[codes] * scales.astype(np.float32)[:, None] - values).sum(axis=1)
        better = errors < best_errors
        best_codes[better], best_scales[better], best_errors[better] = codes[better], scales[better], errors[better]
    return best_codes, best_scales


def _divisors(scales: NDArray[np.float16]) -> NDArray[np.float32]:
    return np.where(scales > 0, scales, 1).astype(np.float32)[:, None]
