"""What a token's vector is made of while it is learnt: a row of its own and the rows of its character n-grams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.encoders.tokens import WORD_START, is_ideographic

_SHORTEST, _LONGEST = 3, 5
_RAREST = 2


@dataclass(frozen=True, slots=True)
class Composition:
    """
    The features of every token, as compressed sparse rows.

    Inflected and rare words learn from their relatives: the vectors of their n-grams are shared (Bojanowski et al.
    2017, "Enriching word vectors with subword information"). After training they are folded into one row a token.

    Attributes:
        features: numbers of feature rows; row i below the number of tokens is token i's own.
        weights: how much of each row goes into the token's vector.
        pointers: ``pointers[i]`` to ``pointers[i + 1]`` bound the features of token i.
        size: the number of feature rows.
    """

    features: NDArray[np.int32]
    weights: NDArray[np.float32]
    pointers: NDArray[np.int64]
    size: int


def compose_tokens(pieces: Sequence[str], *, ngrams: bool = True) -> Composition:
    """Return the features of the tokens of a vocabulary; without n-grams, each has but its own row."""
    grams = [list(dict.fromkeys(_ngrams(piece))) if ngrams else [] for piece in pieces]
    counts = Counter(gram for found in grams for gram in found)
    rows = {gram: len(pieces) + row for row, gram in enumerate(g for g, count in counts.items() if count >= _RAREST)}
    features: list[int] = []
    weights: list[float] = []
    pointers = [0]
    for token, found in enumerate(grams):
        shared = [rows[gram] for gram in found if gram in rows]
        features += [token, *shared]
        weights += [1.0, *(len(shared) ** -0.5 for _ in shared)]
        pointers.append(len(features))
    return Composition(
        np.array(features, np.int32), np.array(weights, np.float32), np.array(pointers), len(pieces) + len(rows)
    )


def _ngrams(piece: str) -> Iterator[str]:
    word = piece.removeprefix(WORD_START)
    if not word or word[0].isdigit():
        return
    if is_ideographic(word[0]):
        if len(word) > 1:
            yield from word
            yield from (word[start : start + 2] for start in range(len(word) - 1))
        return
    for length in range(_SHORTEST, _LONGEST + 1):
        for start in range(len(piece) - length + 1):
            yield piece[start : start + length]
