"""The settings of a training."""

from __future__ import annotations

from dataclasses import dataclass

from align.encoders.embedding_table import Quantisation
from corpus.errors import ModelError

_PATIENCE = 3


@dataclass(frozen=True, slots=True)
class Settings:
    """
    The settings of a training.

    Attributes:
        dimensions: the number of dimensions of the vectors; even for ``int4``. With `start`, that of its model.
        vocabulary: the maximum number of tokens, for all languages together. With `start`, that of its model.
        epochs: how often a sentence pair is seen, on average over the languages; terms are seen less often.
        batch: pairs per step.
        seed: the seed of the random generator.
        quantisation: how the vectors are stored.
        licence: the licence of the model, an SPDX expression; empty for that of `start`, or if not stated.
        start: the static model whose vocabulary and vectors training starts from: ``embedded`` or a folder; empty to
            train from scratch.
        patience: early stopping: the vectors are evaluated 20 times on the held-out set, and training stops after this
            number of evaluations without a higher score; 0 trains to the end and keeps the last vectors. None is 3 with
            `start`, else 0: from scratch, the score rises until the learning rate has decayed to zero.
        weights: factors of the number of epochs for the pairs of some sources.
    """

    dimensions: int = 256
    vocabulary: int = 150_000
    epochs: float = 8.0
    batch: int = 1024
    seed: int = 1
    quantisation: Quantisation = "none"
    licence: str = ""
    start: str = ""
    patience: int | None = None
    weights: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if self.quantisation == "int4" and self.dimensions % 2:
            raise ModelError(f"int4 needs an even number of dimensions, not {self.dimensions}")

    @property
    def effective_patience(self) -> int:
        """The patience, or its default."""
        if self.patience is None:
            return _PATIENCE if self.start else 0
        return self.patience
