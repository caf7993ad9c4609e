"""Texts as bags of tokens, and the sums of their token vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.encoders.embedding_table import EmbeddingTable
from align.engine.jit import compiled

_STEPS_PER_TOKEN = 8


@dataclass(frozen=True, slots=True)
class TokenBags:
    """
    The tokens of many texts, one text after another.

    Attributes:
        tokens: token numbers, which are rows of the embedding table: int32.
        pointers: ``pointers[i]`` to ``pointers[i + 1]`` bound the tokens of text i: int64.
    """

    tokens: NDArray[np.int32]
    pointers: NDArray[np.int64]

    @classmethod
    def join(cls, parts: Sequence[TokenBags]) -> TokenBags:
        """Return the texts of all parts in order."""
        lengths = np.concatenate([[0], *(np.diff(part.pointers) for part in parts)])
        return cls(np.concatenate([part.tokens for part in parts]), np.cumsum(lengths, dtype=np.int64))

    def take(self, chosen: NDArray[np.int64]) -> TokenBags:
        """Return the chosen texts, in the order given."""
        entries, pointers = entries_of(self.pointers, chosen)
        return TokenBags(self.tokens[entries], pointers)

    def sums(self, table: EmbeddingTable) -> NDArray[np.float32]:
        """Return the sum of each text's token vectors: shape (n, d); zeros for a text without tokens."""
        places = np.zeros(table.count, np.int32)
        places[self.tokens] = 1
        # Each token's vector is decoded once, however often the token occurs.
        distinct = np.flatnonzero(places).astype(np.int32)
        places[distinct] = np.arange(len(distinct), dtype=np.int32)
        sums = np.zeros((len(self.pointers) - 1, table.dimensions), np.float32)
        add = compiled(_add_rows, _STEPS_PER_TOKEN * len(self.tokens))
        add(table.rows(distinct), places[self.tokens], self.pointers, sums)
        return sums


def entries_of(pointers: NDArray[np.int64], items: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of the items' entries, one item after another, and where each item begins."""
    lengths = pointers[items + 1] - pointers[items]
    starts = np.concatenate(([0], np.cumsum(lengths)))
    return np.arange(starts[-1]) + np.repeat(pointers[items] - starts[:-1], lengths), starts


def _add_rows(rows, places, pointers, sums):  # type: ignore[no-untyped-def]
    """Add up the rows of each text in their order, so that interpreted and compiled code give the same sum."""
    for text in range(len(sums)):
        for entry in range(pointers[text], pointers[text + 1]):
            sums[text] += rows[places[entry]]
