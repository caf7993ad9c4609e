"""Retrieval of translations: precision at one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from align.encoders.embedding_table import EmbeddingTable
from align.encoders.static_model import RetrievalScore
from align.engine.sides import units_of
from align.training.pair_groups import PairGroup

_BLOCK = 1024


def precision_at_one(english: NDArray[np.float32], other: NDArray[np.float32]) -> tuple[float, float]:
    """
    Return the share of rows whose nearest row in the other language, by cosine, is their translation.

    Args:
        english: shape (n, d); row i corresponds to row i of `other`.
        other: shape (n, d).

    Returns:
        Precision at one from English and to English, 0 to 1; 0 if there are no rows.
    """
    english, other = units_of(english), units_of(other)
    return _precision(english, other), _precision(other, english)


def score_groups(groups: Sequence[PairGroup], table: EmbeddingTable) -> Iterator[RetrievalScore]:
    """Yield the score of each language on the pairs of its groups, all of which are candidates."""
    for language in dict.fromkeys(group.language for group in groups):
        own = [group for group in groups if group.language == language]
        english = np.concatenate([group.english.sums(table) for group in own])
        other = np.concatenate([group.other.sums(table) for group in own])
        yield RetrievalScore(language, len(english), *precision_at_one(english, other))


def _precision(queries: NDArray[np.float32], candidates: NDArray[np.float32]) -> float:
    hits = 0
    for start in range(0, len(queries), _BLOCK):
        nearest = (queries[start : start + _BLOCK] @ candidates.T).argmax(axis=1)
        hits += int((nearest == np.arange(start, start + len(nearest))).sum())
    return hits / len(queries) if len(queries) else 0.0
