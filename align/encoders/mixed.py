"""A model combined with surface features, for languages that the model hardly covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from align.encoders.protocol import Encoder, Vectors
from align.encoders.surface import SurfaceEncoder
from corpus.signature import Signature

_SURFACE_WEIGHT = 0.5


class MixedEncoder:
    """
    An encoder that combines the few words that a model covers with features of the surface.

    A row is the model's vector, concatenated with that of `SurfaceEncoder` at half the weight. Lengths decide where
    both are uncertain.

    Args:
        encoder: the model.

    Attributes:
        name: the name of the model.
        signature: the signature of the model, and the weight of the surface features.
        similarity_prior: chosen on messages of a web framework in 31 languages that the embedded model does not cover.
    """

    similarity_prior = 0.8

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._surface = SurfaceEncoder()
        self.name = encoder.name

    @property
    def signature(self) -> str:
        """The encoder's part of a result's signature."""
        return str(Signature.parse(self._encoder.signature) + Signature.of(surface=_SURFACE_WEIGHT))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a vector per text: float32, shape (n, d). Vectors are scaled per call: pass a whole document."""
        return concatenate(self._encoder.encode(texts), self._surface.encode(texts), _SURFACE_WEIGHT)

    def coverage(self, texts: Iterable[str]) -> float:
        """Return how well the model covers the language of the texts, from 0 to 1."""
        return self._encoder.coverage(texts)


def concatenate(vectors: Vectors, others: Vectors, weight: float) -> Vectors:
    """Return the rows of both, concatenated; they are scaled to a mean length of 1 and of `weight`."""
    return np.hstack((_scaled(vectors), np.float32(weight) * _scaled(others)))


def _scaled(vectors: Vectors) -> Vectors:
    """Return the rows, scaled to a mean length of 1."""
    length = float(np.linalg.norm(vectors, axis=1).mean()) if len(vectors) else 0.0
    scaled: Vectors = vectors / np.float32(length or 1.0)
    return scaled
