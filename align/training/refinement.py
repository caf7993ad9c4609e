"""What is done to the vectors after they are learnt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from align.encoders.table import Table
from align.training.examples import Group

_WHITENING = 0.2
_SAMPLE = 200
_LEAST_VARIANCE = 1e-3


def refine_vectors(
    vectors: NDArray[np.float32], groups: Sequence[Group], random: np.random.Generator
) -> NDArray[np.float32]:
    """
    Return the vectors with the directions that all texts share made shorter.

    The space is whitened in part: along each principal axis of the covariance of the texts' unit vectors, lengths are
    divided by the variance to the power 0.2. This is linear, so that texts' vectors remain sums.

    Args:
        vectors: one row a token.
        groups: texts to take the covariance from, 200 of each side of each group of sentences at most.
        random: draws the texts.
    """
    table = Table(vectors)
    samples = []
    for group in groups:
        if not group.is_terms:
            chosen = random.permutation(group.count)[:_SAMPLE]
            samples += [side.take(chosen).sums(table) for side in (group.english, group.other)]
    if not samples:
        return vectors
    texts = np.concatenate(samples).astype(np.float64)
    texts /= np.maximum(np.linalg.norm(texts, axis=1, keepdims=True), 1e-12)
    variances, axes = np.linalg.eigh(np.cov(texts.T))
    variances = np.maximum(variances / variances.mean(), _LEAST_VARIANCE)
    refined: NDArray[np.float32] = vectors @ (axes * variances**-_WHITENING @ axes.T).astype(np.float32)
    return refined
