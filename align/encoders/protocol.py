"""What an encoder is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""One row a sentence; see `Encoder.encode`."""


class Encoder(Protocol):
    """
    Turns sentences into vectors that are near each other where the meanings are.

    Attributes:
        name: what the user called it, such as ``embedded`` or ``sentence-transformers/LaBSE``.
        signature: the model and a hash of its weights, as ``encoder:static|model:embedded|hash:3f2a…``.
        similarity_prior: the similarity that any two sentences have beforehand; see
            `align.engine.sides.Side.with_similarity_prior`.
    """

    @property
    def name(self) -> str:
        """What the user called it."""

    @property
    def signature(self) -> str:
        """How to name this encoder in a result."""

    @property
    def similarity_prior(self) -> float:
        """0 where vectors tell what belongs together; above it where lengths must decide what they leave open."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Return an additive vector for each text: float32, shape (n, d).

        The direction of a row is the text's embedding, its length the text's weight, so that the sum of the rows of
        consecutive sentences points where their run does. A text in which the encoder knows nothing has a row of
        zeros.
        """

    def coverage(self, texts: Iterable[str]) -> float:
        """
        Return how well the encoder knows the language of the texts, from 0 to 1.

        It is comparable between languages, not between encoders. An encoder that cannot tell returns 1.
        """
