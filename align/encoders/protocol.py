"""The interface of encoders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""One row per sentence; see `Encoder.encode`."""


class Encoder(Protocol):
    """Sentence embeddings: sentences of similar meaning have vectors of similar direction, in whatever language."""

    @property
    def name(self) -> str:
        """The name that the user gave, such as ``embedded`` or ``sentence-transformers/LaBSE``."""

    @property
    def signature(self) -> str:
        """The model and a hash of its weights, such as ``encoder:static|model:embedded|hash:3f2a…``."""

    @property
    def similarity_prior(self) -> float:
        """
        The similarity of any two sentences before their vectors are compared, 0 to 1.

        It is 0 if vectors are enough to find translations, and above 0 if lengths must decide where vectors do not; see
        `align.engine.sides.Side.with_similarity_prior`.
        """

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Return an additive vector for each text: float32, shape (n, d).

        The direction of a row is the text's embedding and its length the text's weight, so that the sum of the rows of
        consecutive sentences is the vector of their run. A text without any known token has a row of zeros.
        """

    def coverage(self, texts: Iterable[str]) -> float:
        """
        Return how well the encoder covers the language of the texts, from 0 to 1.

        Values are comparable between languages, not between encoders. An encoder that cannot estimate it returns 1.
        """
