"""Encoders that add to another one: features of the surface, or the vectors of runs of sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from align.encoders.protocol import Encoder, Vectors
from align.encoders.surface import SurfaceEncoder
from corpus.errors import ModelError
from corpus.signature import Signature

RunMode = Literal["pool", "encode"]
"""The vector of a run of sentences: the sum of its sentences' vectors, or that of the run as one text."""

MAX_BYTES = 4 << 30
"""The maximum size of the vectors of all runs of a document."""

_SURFACE_WEIGHT = 0.5


class EncoderWrapper:
    """
    What encoders that add to another one have in common.

    Args:
        encoder: the other encoder.
        added: the part of the signature that follows that of the other encoder.

    Attributes:
        name: the name of the other encoder.
        similarity_prior: the prior of the other encoder.
    """

    def __init__(self, encoder: Encoder, added: Signature) -> None:
        self._encoder = encoder
        self._added = added
        self.name = encoder.name
        self.similarity_prior = encoder.similarity_prior

    @property
    def signature(self) -> str:
        """The encoder's part of a result's signature."""
        return str(Signature.parse(self._encoder.signature) + self._added)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each text: float32, shape (n, d)."""
        return self._encoder.encode(texts)

    def coverage(self, texts: Iterable[str]) -> float:
        """Return how well the other encoder covers the language of the texts, from 0 to 1."""
        return self._encoder.coverage(texts)


class MixedEncoder(EncoderWrapper):
    """
    An encoder that combines the few words that a model covers with features of the surface.

    A row is the model's vector, concatenated with that of `SurfaceEncoder` at half the weight. Lengths decide where
    both are uncertain.

    Args:
        encoder: the model.

    Attributes:
        name: the name of the model.
        signature: the signature of the model, and the weight of the surface features.
        similarity_prior: chosen on gold alignments with part of the words hidden from the model, and on Bible verses in
            languages that it does not know.
    """

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder, Signature.of(surface=_SURFACE_WEIGHT))
        self.similarity_prior = 0.6

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a vector per text: float32, shape (n, d). Vectors are scaled per call: pass a whole document."""
        return concatenate(self._encoder.encode(texts), SurfaceEncoder().encode(texts), _SURFACE_WEIGHT)


class RunEncoder(EncoderWrapper):
    """
    An encoder that also encodes runs of sentences as one text each, as in Vecalign and Bertalign, instead of summed.

    The text of a run is its sentences, joined by spaces. Models truncate texts above their maximum length.

    Args:
        encoder: encodes sentences and runs.

    Attributes:
        name: the name of the encoder.
        signature: the signature of the encoder, with ``spans:encode``.
        similarity_prior: the prior of the encoder.
    """

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder, Signature.of(spans="encode"))

    def encode_runs(self, sentences: Sequence[str], longest: int) -> tuple[Vectors, ...]:
        """
        Return the vectors of all runs of 2 to `longest` sentences.

        Entry k has the runs of k + 2 sentences, in the order of their first sentence: float32, shape (n - k - 1, d),
        or (0, d) if there are none.

        Raises:
            ModelError: the encoder fails, or the vectors would take more than 4 GiB.
        """
        sizes = range(2, longest + 1)
        counts = [max(0, len(sentences) - size + 1) for size in sizes]
        dimensions = self._encoder.encode([]).shape[1]
        if sum(counts) * dimensions * np.dtype(np.float32).itemsize > MAX_BYTES:
            raise ModelError(
                f"the vectors of all runs of {len(sentences):,} sentences would take more than {MAX_BYTES >> 30} GiB",
                where=self.name,
                remedy="leave out --spans encode",
            )
        return tuple(
            self._encoder.encode([" ".join(sentences[start : start + size]) for start in range(count)])
            for size, count in zip(sizes, counts, strict=True)
        )


def concatenate(vectors: Vectors, others: Vectors, weight: float) -> Vectors:
    """Return the rows of both, concatenated; they are scaled to a mean length of 1 and of `weight`."""
    return np.hstack((_scaled(vectors), np.float32(weight) * _scaled(others)))


def _scaled(vectors: Vectors) -> Vectors:
    """Return the rows, scaled to a mean length of 1."""
    length = float(np.linalg.norm(vectors, axis=1).mean()) if len(vectors) else 0.0
    scaled: Vectors = vectors / np.float32(length or 1.0)
    return scaled
