"""Features as sparse random vectors (feature hashing, Weinberger et al. 2009), neither learnt nor stored."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 512
"""The number of dimensions of a vector of hashed features."""

_DIMENSIONS_PER_FEATURE = 4


def hash_features(features: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the dimensions in which the features are not zero, four for each, and the sign, 1 or -1, in each."""
    size = 2 * _DIMENSIONS_PER_FEATURE
    digests = b"".join(hashlib.blake2b(feature.encode(), digest_size=size).digest() for feature in features)
    codes = np.frombuffer(digests, "<u2").astype(np.int64)
    return codes // 2 % DIMENSIONS, np.where(codes % 2, np.float32(1), np.float32(-1))


def sum_features(texts: Sequence[Sequence[tuple[NDArray[np.int64], NDArray[np.float32]]]]) -> NDArray[np.float32]:
    """Return the sum of each text's features, given as their dimensions and the values in them: shape (n, d)."""
    rows = np.zeros((len(texts), DIMENSIONS), np.float32)
    for row, features in zip(rows, texts, strict=True):
        if features:
            dimensions, values = (np.concatenate(parts) for parts in zip(*features, strict=True))
            row[:] = np.bincount(dimensions, values, DIMENSIONS)
    return rows
