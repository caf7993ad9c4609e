"""A model and the surface together: for languages that the model hardly knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from align.encoders.protocol import Encoder, Vectors
from align.encoders.surface import SurfaceEncoder

_SURFACE_SHARE = 0.5


class MixedEncoder:
    """
    Encodes by the few words that a model knows, and by what two languages write alike.

    A row is the model's beside that of `SurfaceEncoder`, which weighs half as much; lengths decide what both leave
    open.

    Args:
        encoder: the model.

    Attributes:
        name: that of the model.
        signature: that of the model, and the share of the surface.
        similarity_prior: chosen on messages of a web framework in 31 languages that the embedded model does not know.
    """

    similarity_prior = 0.8

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._surface = SurfaceEncoder()
        self.name = encoder.name

    @property
    def signature(self) -> str:
        """How to name this encoder in a result."""
        return f"{self._encoder.signature}|surface:{_SURFACE_SHARE}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a row a text, float32 of shape (n, d); the texts of a call share a scale: give a whole document."""
        return beside(self._encoder.encode(texts), self._surface.encode(texts), _SURFACE_SHARE)

    def coverage(self, texts: Iterable[str]) -> float:
        """Return how well the model knows the language of the texts, from 0 to 1."""
        return self._encoder.coverage(texts)


def beside(vectors: Vectors, others: Vectors, share: float) -> Vectors:
    """Return each row beside another of the same text: the rows of both with a mean length of 1 and of `share`."""
    return np.hstack((_scaled(vectors), np.float32(share) * _scaled(others)))


def _scaled(vectors: Vectors) -> Vectors:
    """Return the rows with a mean length of 1."""
    length = float(np.linalg.norm(vectors, axis=1).mean()) if len(vectors) else 0.0
    scaled: Vectors = vectors / np.float32(length or 1.0)
    return scaled
