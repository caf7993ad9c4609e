"""Partial whitening of the trained vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from align.encoders.embedding_table import EmbeddingTable
from align.training.pair_groups import PairGroup

_POWER = 0.2
_SAMPLE_SIZE = 200
_MIN_VARIANCE = 1e-3


def whiten_vectors(
    vectors: NDArray[np.float32], groups: Sequence[PairGroup], random: np.random.Generator
) -> NDArray[np.float32]:
    """
    Return the vectors with the directions that all texts share scaled down.

    Along each principal axis of the covariance of the texts' unit vectors, values are divided by the variance to the
    power 0.2. This is linear, so that the vectors of texts remain sums of token vectors.

    Args:
        vectors: one row per token.
        groups: the texts for the covariance: at most 200 of each language of each group of sentences.
        random: the generator that samples the texts.
    """
    table = EmbeddingTable(vectors)
    samples = []
    for group in groups:
        if not group.is_terms:
            chosen = random.permutation(group.count)[:_SAMPLE_SIZE]
            samples += [side.take(chosen).sums(table) for side in (group.english, group.other)]
    if not samples:
        return vectors
    texts = np.concatenate(samples).astype(np.float64)
    texts /= np.maximum(np.linalg.norm(texts, axis=1, keepdims=True), 1e-12)
    variances, axes = np.linalg.eigh(np.cov(texts.T))
    variances = np.maximum(variances / variances.mean(), _MIN_VARIANCE)
    whitened: NDArray[np.float32] = vectors @ (axes * variances**-_POWER @ axes.T).astype(np.float32)
    return whitened
