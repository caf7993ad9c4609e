"""Checkpoints, from which a training that was stopped can be resumed."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, fields
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from corpus.files import staged
from corpus.messages import warn

_INTERVAL = 60.0
"""Seconds between two checkpoints."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainingState:
    """
    The complete state of a training after a step, given its pairs and settings.

    Attributes:
        step: the number of the step, from 1.
        loss: the moving average of the loss.
        random: the state of the random generator, as JSON.
        table: the vectors of the features.
        momentum: their first moments.
        squares: their second moments.
        best: the best vectors so far; without rows if there is no early stopping.
        score: the score of the best vectors.
        misses: the number of evaluations since then.
    """

    step: int
    loss: float
    random: str
    table: NDArray[np.float32]
    momentum: NDArray[np.float32]
    squares: NDArray[np.float32]
    best: NDArray[np.float32]
    score: float
    misses: int


class Checkpoint:
    """
    A file with the state of a training.

    Args:
        path: the file; it need not exist.
        training: a digest of the pairs and settings, so that the state of another training is not loaded.
    """

    def __init__(self, path: Path, training: str) -> None:
        self._path = path
        self._training = training
        self._saved = time.monotonic()
        self._failed = False

    def load(self) -> TrainingState | None:
        """Return the state; None if there is no file, or, with a `TextWarning`, if it is not usable."""
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                values = json.loads(str(arrays["values"]))
                if values.pop("training") == self._training:
                    return TrainingState(**values, **{name: arrays[name] for name in arrays.files if name != "values"})
        except FileNotFoundError:
            return None
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, BadZipFile):
            pass
        warn("the checkpoint is damaged or of another training and is not used", where=str(self._path))
        return None

    def is_due(self) -> bool:
        """Return whether a checkpoint is due."""
        return time.monotonic() - self._saved >= _INTERVAL

    def save(self, state: TrainingState) -> None:
        """Replace the file; if this fails, which a message reports once, the previous one remains."""
        content = {field.name: getattr(state, field.name) for field in fields(state)}
        arrays = {name: content.pop(name) for name in ("table", "momentum", "squares", "best")}
        values = np.array(json.dumps({"training": self._training, **content}))
        try:
            with staged(self._path) as new, new.open("wb") as file:
                np.savez(file, values=values, **arrays)
        except OSError as error:
            if not self._failed:
                problem = f"the state of the training cannot be saved: {error.strerror or error}"
                warn(problem, where=str(self._path), remedy="make room for it, to resume the training if it is stopped")
            self._failed = True
        self._saved = time.monotonic()

    def remove(self) -> None:
        """Delete the file."""
        self._path.unlink(missing_ok=True)
