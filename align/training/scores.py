"""How well a model finds translations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from align.encoders.static_model import Score
from align.encoders.table import Table
from align.training.examples import Group

_BLOCK = 1024


def precision_at_one(english: NDArray[np.float32], other: NDArray[np.float32]) -> tuple[float, float]:
    """
    Return for which share of the rows the nearest row of the other side, by cosine, is their own counterpart.

    Args:
        english: shape (n, d); row i translates row i of `other`.
        other: shape (n, d).
    """
    sides = [side / np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-12) for side in (english, other)]
    return _found(*sides), _found(*reversed(sides))


def score_groups(groups: Sequence[Group], table: Table) -> Iterator[Score]:
    """Yield the score of each language on the pairs of its groups."""
    for language in dict.fromkeys(group.language for group in groups):
        own = [group for group in groups if group.language == language]
        english = np.concatenate([group.english.sums(table) for group in own])
        other = np.concatenate([group.other.sums(table) for group in own])
        yield Score(language, len(english), *precision_at_one(english, other))


def _found(queries: NDArray[np.float32], answers: NDArray[np.float32]) -> float:
    hits = 0
    for start in range(0, len(queries), _BLOCK):
        nearest = (queries[start : start + _BLOCK] @ answers.T).argmax(axis=1)
        hits += int((nearest == np.arange(start, start + len(nearest))).sum())
    return hits / len(queries) if len(queries) else 0.0
