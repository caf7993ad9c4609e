"""Features as sparse random vectors (feature hashing, Weinberger et al. 2009): nothing is learnt or stored."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 512
"""The length of a row of hashed features."""

_PLACES = 4


def hashed(features: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return at which places of a row the features count, four for each, and with which sign at each."""
    digests = b"".join(hashlib.blake2b(feature.encode(), digest_size=2 * _PLACES).digest() for feature in features)
    codes = np.frombuffer(digests, "<u2").astype(np.int64)
    return codes // 2 % DIMENSIONS, np.where(codes % 2, np.float32(1), np.float32(-1))


def summed(found: Sequence[tuple[NDArray[np.int64], NDArray[np.float32]]]) -> NDArray[np.float32]:
    """Return the sum of features, each as places and what it counts at them: shape (d,)."""
    if not found:
        return np.zeros(DIMENSIONS, np.float32)
    places, weights = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return np.bincount(places, weights, DIMENSIONS).astype(np.float32)
