"""Runs of sentences encoded as one text each, as in Vecalign and Bertalign, instead of summed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from align.encoders.protocol import Encoder, Vectors
from corpus.errors import ModelError
from corpus.signature import Signature

RunMode = Literal["pool", "encode"]
"""The vector of a run of sentences: the sum of its sentences' vectors, or that of the run as one text."""

MAX_BYTES = 4 << 30
"""The maximum size of the vectors of all runs of a document."""


class RunEncoder:
    """
    An encoder that also encodes runs of sentences.

    The text of a run is its sentences, joined by spaces. Models truncate texts above their maximum length.

    Args:
        encoder: encodes sentences and runs.

    Attributes:
        name: the name of the encoder.
        signature: the signature of the encoder, with ``spans:encode``.
        similarity_prior: the prior of the encoder.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self.similarity_prior = encoder.similarity_prior

    @property
    def signature(self) -> str:
        """The encoder's part of a result's signature."""
        return str(Signature.parse(self._encoder.signature) + Signature.of(spans="encode"))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each text: float32, shape (n, d)."""
        return self._encoder.encode(texts)

    def coverage(self, texts: Iterable[str]) -> float:
        """Return how well the encoder covers the language of the texts, from 0 to 1."""
        return self._encoder.coverage(texts)

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
