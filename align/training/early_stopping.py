"""Early stopping: when training ends, and which vectors are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_EVALUATIONS = 20


@dataclass(slots=True)
class EarlyStopping:
    """
    The vectors with the highest score so far, and the decision to stop when it no longer rises.

    Attributes:
        score_of: returns the score of vectors; higher is better.
        patience: the number of evaluations without a higher score after which training stops; there are 20 in all.
        best: the best vectors so far.
        score: the score of the best vectors.
        misses: the number of evaluations since then.
    """

    score_of: Callable[[NDArray[np.float32]], float]
    patience: int
    best: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 0), np.float32))
    score: float = float("-inf")
    misses: int = 0

    def is_due(self, step: int, steps: int) -> bool:
        """Return whether an evaluation is due after this step of `steps`."""
        return step == steps or step % max(1, steps // _EVALUATIONS) == 0

    def evaluate(self, vectors: NDArray[np.float32]) -> None:
        """Score the vectors, and keep them if they are the best so far."""
        score = self.score_of(vectors)
        self.misses += 1
        if score > self.score:
            self.best, self.score, self.misses = vectors, score, 0

    @property
    def should_stop(self) -> bool:
        """Whether training should stop."""
        return self.misses >= self.patience
