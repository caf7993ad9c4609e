"""Vocabularies, the union of a byte-pair encoding per language, and the features of their tokens in training."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.encoders.tokens import UNKNOWN, WORD_START, WordSplitter, is_ideographic, is_word_character

_SURPLUS = 3
_MIN_CHARACTER_COUNT = 2
_MAX_PIECE_LENGTH = 24
_MAX_REPEATS = 400
_MIN_NGRAM, _MAX_NGRAM = 3, 5
_MIN_TOKENS = 2


def build_vocabulary(words: Mapping[str, Counter[str]], size: int) -> list[str]:
    """
    Return a vocabulary of at most `size` tokens for all languages, in the order of the rows.

    Each language has its own byte-pair encoding, with a share of the tokens that grows with the square root of the
    number of its words: with one encoding for all languages, words of small languages would be split into very short
    tokens. The union is used as a WordPiece vocabulary, longest match first.

    Args:
        words: for each language, the frequency of each normalised word.
        size: the maximum number of tokens; exceeded only if the characters of the texts, each a token, are more.
    """
    alphabet = sorted(_alphabet(words))
    splitter = WordSplitter(alphabet)
    whole = sum(math.sqrt(len(counts)) for counts in words.values()) or 1.0
    shares = [math.sqrt(len(counts)) / whole for counts in words.values()]
    encodings = [
        _encoding(counts, splitter, round(_SURPLUS * size * share))
        for counts, share in zip(words.values(), shares, strict=True)
    ]

    def union(total: int) -> dict[str, None]:
        pieces = dict.fromkeys((UNKNOWN, WORD_START, *alphabet))
        for encoding, share in zip(encodings, shares, strict=True):
            pieces.update(dict.fromkeys(encoding[: round(total * share)]))
        return pieces

    fitting = bisect_right(range(_SURPLUS * size), size, key=lambda total: len(union(total)))
    return list(union(max(0, fitting - 1)))


def _alphabet(words: Mapping[str, Counter[str]]) -> set[str]:
    seen: Counter[str] = Counter()
    for counts in words.values():
        for word, count in counts.items():
            for character in set(word):
                seen[character] += count
    return {
        character
        for character, count in seen.items()
        if count >= _MIN_CHARACTER_COUNT and is_word_character(character) and character != WORD_START
    }


def _encoding(counts: Counter[str], splitter: WordSplitter, budget: int) -> list[str]:
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    def texts() -> Iterator[str]:
        for word, count in counts.items():
            for part in splitter.words(word):
                yield " ".join([splitter.marked(part)] * min(count, _MAX_REPEATS))

    tokenizer = Tokenizer(models.BPE(unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.BpeTrainer(
        vocab_size=budget, min_frequency=2, show_progress=False, max_token_length=_MAX_PIECE_LENGTH
    )
    tokenizer.train_from_iterator(texts(), trainer)
    vocabulary: dict[str, int] = tokenizer.get_vocab()
    return [piece for piece in sorted(vocabulary, key=vocabulary.__getitem__) if len(piece) > 1]


@dataclass(frozen=True, slots=True)
class SubwordFeatures:
    """
    The features of every token, as compressed sparse rows: its own row and those of its n-grams.

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


def subword_features(pieces: Sequence[str]) -> SubwordFeatures:
    """Return the features of the tokens of a vocabulary."""
    grams = [list(dict.fromkeys(_ngrams(piece))) for piece in pieces]
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
    for length in range(_MIN_NGRAM, _MAX_NGRAM + 1):
        for start in range(len(piece) - length + 1):
            yield piece[start : start + length]
