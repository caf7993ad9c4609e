"""What a training leaves behind now and then, so that it can go on after it was stopped."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from corpus.messages import warn

_INTERVAL = 60.0
"""Seconds from one to the next."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """
    A training after some step: with the same pairs and settings, all that decides how it goes on.

    Attributes:
        step: the number of the step, from 1.
        loss: the mean loss of late.
        random: the state of the random generator, as JSON.
        table: the feature rows.
        momentum: their first moments.
        squares: their second moments.
        best: the best vectors so far; without rows where nothing is judged.
        score: their score.
        misses: for how many judgements no better ones were found.
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
    A file that holds the state of a training.

    Args:
        path: the file; it need not exist.
        training: a digest of the pairs and settings: the state of another training is not taken.
    """

    def __init__(self, path: Path, training: str) -> None:
        self._path = path
        self._training = training
        self._saved = time.monotonic()

    def load(self) -> State | None:
        """Return the state of this training; None, with a `TextWarning` for a file of another or a broken one."""
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                values = json.loads(str(arrays["values"]))
                if values.pop("training") == self._training:
                    return State(**values, **{name: arrays[name] for name in arrays.files if name != "values"})
        except FileNotFoundError:
            return None
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, BadZipFile):
            pass
        problem = "is not of this training or is damaged; beginning anew"
        warn(f"{self._path}: {problem}")
        return None

    def is_due(self) -> bool:
        """Tell whether it is time to save again."""
        return time.monotonic() - self._saved >= _INTERVAL

    def save(self, state: State) -> None:
        """Write the state in place of the one before, which remains if this is cut off."""
        values = {"training": self._training, "step": state.step, "loss": state.loss, "random": state.random}
        values |= {"score": state.score, "misses": state.misses}
        scratch = self._path.with_name(f"{self._path.name}.part")
        with scratch.open("wb") as file:
            np.savez(
                file,
                values=np.array(json.dumps(values)),
                table=state.table,
                momentum=state.momentum,
                squares=state.squares,
                best=state.best,
            )
        scratch.replace(self._path)
        self._saved = time.monotonic()

    def remove(self) -> None:
        """Remove the file, and what a cut-off write left of one."""
        for path in (self._path, self._path.with_name(f"{self._path.name}.part")):
            path.unlink(missing_ok=True)
