"""When learning goes on no longer, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 20


@dataclass(slots=True)
class Judge:
    """
    Keeps the vectors with the highest score, and tells when it has not risen for some time.

    Attributes:
        score_of: gives the score of vectors; higher is better.
        patience: after how many judgements without a rise to stop; there are 20 in a training.
        best: the best vectors so far.
        score: their score.
        misses: how many judgements have passed since.
    """

    score_of: Callable[[NDArray[np.float32]], float]
    patience: int
    best: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 0), np.float32))
    score: float = float("-inf")
    misses: int = 0

    def is_due(self, step: int, steps: int) -> bool:
        """Tell whether to judge after this step of so many."""
        return step == steps or step % max(1, steps // _ROUNDS) == 0

    def look(self, vectors: NDArray[np.float32]) -> None:
        """Score the vectors and keep them if they are better than all before."""
        score = self.score_of(vectors)
        self.misses += 1
        if score > self.score:
            self.best, self.score, self.misses = vectors, score, 0

    @property
    def is_satisfied(self) -> bool:
        """Whether to stop."""
        return self.misses >= self.patience
