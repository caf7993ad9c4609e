"""Subword features: during training, a token's vector is composed of its own row and those of its n-grams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.encoders.tokens import WORD_START, is_ideographic

_MIN_LENGTH, _MAX_LENGTH = 3, 5
_MIN_TOKENS = 2


@dataclass(frozen=True, slots=True)
class SubwordFeatures:
    """
    The features of every token, as compressed sparse rows.

    Inflected and rare words share the vectors of their character n-grams with related words (Bojanowski et al. 2017,
    "Enriching word vectors with subword information"). After training they are summed to one vector per token.

    Attributes:
        features: numbers of feature rows; row i is token i's own, and the rows of the n-grams follow.
        weights: the weight of each row in the token's vector.
        pointers: ``pointers[i]`` to ``pointers[i + 1]`` bound the features of token i.
        size: the number of feature rows.
    """

    features: NDArray[np.int32]
    weights: NDArray[np.float32]
    pointers: NDArray[np.int64]
    size: int


def subword_features(pieces: Sequence[str], *, ngrams: bool = True) -> SubwordFeatures:
    """Return the features of the tokens of a vocabulary; without n-grams, each token has only its own row."""
    grams = [list(dict.fromkeys(_ngrams(piece))) if ngrams else [] for piece in pieces]
    counts = Counter(gram for found in grams for gram in found)
    shared_grams = (gram for gram, count in counts.items() if count >= _MIN_TOKENS)
    rows = {gram: row for row, gram in enumerate(shared_grams, start=len(pieces))}
    features: list[int] = []
    weights: list[float] = []
    pointers = [0]
    for token, found in enumerate(grams):
        shared = [rows[gram] for gram in found if gram in rows]
        features += [token, *shared]
        weights += [1.0, *(len(shared) ** -0.5 for _ in shared)]
        pointers.append(len(features))
    return SubwordFeatures(
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
    for length in range(_MIN_LENGTH, _MAX_LENGTH + 1):
        for start in range(len(piece) - length + 1):
            yield piece[start : start + length]
