"""Runs of sentences that are encoded as one text each, as Vecalign and Bertalign do, instead of summed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from align.encoders.protocol import Encoder, Vectors
from corpus.errors import ModelError

Spans = Literal["pool", "encode"]
"""What the vector of a run of sentences is: the sum of theirs, or that of the whole run as one text."""

MOST_BYTES = 4 << 30
"""What the vectors of all runs of a document may take."""


class SpanEncoder:
    """
    An encoder that also encodes runs of sentences.

    A run is encoded as its sentences with a space between them; a model cuts off what is longer than it can take.

    Args:
        encoder: encodes sentences and runs.

    Attributes:
        name: that of the encoder.
        signature: that of the encoder, and how runs are encoded.
        similarity_prior: that of the encoder.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self.similarity_prior = encoder.similarity_prior

    @property
    def signature(self) -> str:
        """How to name this encoder in a result."""
        return f"{self._encoder.signature}|spans:encode"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each text: float32, shape (n, d)."""
        return self._encoder.encode(texts)

    def coverage(self, texts: Iterable[str]) -> float:
        """Return how well the encoder knows the language of the texts, from 0 to 1."""
        return self._encoder.coverage(texts)

    def encode_runs(self, sentences: Sequence[str], longest: int) -> tuple[Vectors, ...]:
        """
        Return the vectors of all runs of 2 to `longest` sentences.

        Entry k holds the runs of k + 2 sentences, by the number of their first: float32, shape (n - k - 1, d), or
        (0, d) where there is none.

        Raises:
            ModelError: the encoder fails, or the vectors would take more than 4 GiB.
        """
        sizes = range(2, longest + 1)
        counts = [max(0, len(sentences) - size + 1) for size in sizes]
        dimensions = self._encoder.encode([]).shape[1]
        if sum(counts) * dimensions * np.dtype(np.float32).itemsize > MOST_BYTES:
            raise ModelError(
                f"the vectors of all runs of {len(sentences):,} sentences would take more than {MOST_BYTES >> 30} GiB",
                where=self.name,
                remedy="leave out --spans encode",
            )
        return tuple(
            self._encoder.encode([" ".join(sentences[start : start + size]) for start in range(count)])
            for size, count in zip(sizes, counts, strict=True)
        )
