"""
Tokenisation of many texts at once: the rules of `align.encoders.tokens`, compiled.

Tokens are looked up by a rolling hash of their characters (Rabin and Karp 1987). NumPy builds the arrays of hashes from
the vocabulary in a few hundredths of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.encoders.token_bags import TokenBags
from align.encoders.tokens import MAX_WORD_LENGTH, WORD_START, Tokenizer, fold, normalise
from align.engine.jit import MIN_STEPS, compiled

_BASE = 0x100000001B3
_SPREAD = 0x9E3779B97F4A7C15
_BUCKET_BITS = 18
_PLANE = 0x10000
_WORD_START = ord(WORD_START)


class BatchTokenizer:
    """
    A tokenizer of many texts at once.

    Args:
        pieces: the vocabulary, as for `align.encoders.tokens.Tokenizer`.

    Attributes:
        tokenizer: the tokenizer in pure Python, used for short input: it is done before numba is imported.
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self.tokenizer = Tokenizer(pieces)
        self._pieces = pieces

    @cached_property
    def _index(self) -> _Index:
        return _index(self.tokenizer, self._pieces)

    def tokenize(self, texts: Sequence[str]) -> TokenBags:
        """Return the tokens of the texts."""
        normal = [normalise(text) for text in texts]
        ends = np.cumsum(np.fromiter(map(len, normal), np.int64, len(normal)))
        if not len(ends) or ends[-1] <= MIN_STEPS:
            return self._tokenize_few(normal)
        codes = np.frombuffer("".join(normal).encode("utf-32-le", "surrogatepass"), np.uint32)
        tokens = np.empty(2 * len(codes), np.int32)
        pointers = np.zeros(len(ends) + 1, np.int64)
        count = compiled(_tokenize, len(codes))(codes, ends, *self._index, tokens, pointers)
        return TokenBags(tokens[:count], pointers)

    def _tokenize_few(self, normal: Sequence[str]) -> TokenBags:
        tokens: list[int] = []
        pointers = [0]
        for text in normal:
            for word in self.tokenizer.words(text):
                tokens += self.tokenizer.pieces(word)
            pointers.append(len(tokens))
        return TokenBags(np.array(tokens, np.int32), np.array(pointers, np.int64))


class _Index(NamedTuple):
    """
    The vocabulary as arrays.

    Attributes:
        classes: for each character of the Basic Multilingual Plane, the kinds of words it can be in, as bits: uint8.
        folded: for each of these characters, its folded form; 0 if it is removed: uint16.
        keys: the hashes of the pieces in ascending order: uint64.
        buckets: where in `keys` the hashes with the same upper bits begin: int32.
        rows: the row of the piece of each key: int32.
        characters: the characters of all pieces, one piece after another: uint32.
        starts: where the characters of each piece begin: int64.
        longest: by the hash of the first two characters, the length of the longest piece: int64.
    """

    classes: NDArray[np.uint8]
    folded: NDArray[np.uint16]
    keys: NDArray[np.uint64]
    buckets: NDArray[np.int32]
    rows: NDArray[np.int32]
    characters: NDArray[np.uint32]
    starts: NDArray[np.int64]
    longest: NDArray[np.int64]


def _index(tokenizer: Tokenizer, pieces: Sequence[str]) -> _Index:
    classes = np.zeros(_PLANE, np.uint8)
    folded = np.zeros(_PLANE, np.uint16)
    for number, kind in enumerate(tokenizer.kinds):
        for character in kind:
            classes[ord(character)] |= 1 << number
            folded[ord(character)] = ord(fold(character) or "\0")
    characters = np.frombuffer("".join(pieces).encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    starts = np.concatenate(([0], np.cumsum(lengths)))
    places = np.arange(len(characters)) - np.repeat(starts[:-1], lengths)
    powers = np.full(int(lengths.max()), _BASE, np.uint64)
    powers[0] = 1
    terms = (characters.astype(np.uint64) + np.uint64(1)) * np.multiply.accumulate(powers)[places]
    hashes = np.add.reduceat(terms, starts[:-1]) * np.uint64(_SPREAD)
    order = np.argsort(hashes, kind="stable")
    keys = hashes[order]
    bounds = np.arange(1 << _BUCKET_BITS, dtype=np.uint64) << np.uint64(64 - _BUCKET_BITS)
    buckets = np.append(np.searchsorted(keys, bounds), len(keys)).astype(np.int32)
    longest = np.ones(_PLANE, np.int64)
    two = np.flatnonzero(lengths > 1)
    heads = (characters[starts[two]] * np.uint32(31) + characters[starts[two] + 1]) % np.uint32(_PLANE)
    np.maximum.at(longest, heads, lengths[two])
    return _Index(classes, folded, keys, buckets, order.astype(np.int32), characters, starts, longest)


def _tokenize(  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0915
    codes, ends, classes, folded, keys, buckets, rows, characters, starts, longest, tokens, pointers
):
    """Fill `tokens` and `pointers` as in `TokenBags`; return the number of tokens."""
    base = np.uint64(_BASE)
    spread = np.uint64(_SPREAD)
    shift = np.uint64(64 - _BUCKET_BITS)
    word = np.empty(MAX_WORD_LENGTH + 1, np.uint32)
    prefixes = np.empty(MAX_WORD_LENGTH + 1, np.uint64)
    count = 0
    place = 0
    for text in range(len(ends)):
        end = ends[text]
        while place < end:
            code = codes[place]
            kinds = classes[code] if code < _PLANE else 0
            if kinds == 0:
                place += 1
                continue
            # A character of several kinds begins a word of the first of them.
            kind = 1 if kinds & 1 else 2 if kinds & 2 else 4
            size = 1
            ideographic = False
            while place < end:
                code = codes[place]
                if code >= _PLANE or not classes[code] & kind:
                    break
                place += 1
                letter = folded[code]
                if letter != 0:
                    if size == 1:
                        ideographic = classes[letter] & 4 != 0
                    if size <= MAX_WORD_LENGTH:
                        word[size] = letter
                    size += 1
            if size == 1:
                continue
            start = 0
            word[0] = _WORD_START
            if ideographic:
                start = 1
            if size - start > MAX_WORD_LENGTH:
                continue
            while start < size:
                most = 1
                if start + 1 < size:
                    most = longest[(word[start] * np.uint32(31) + word[start + 1]) % np.uint32(_PLANE)]
                most = min(most, size - start)
                value = np.uint64(0)
                power = np.uint64(1)
                for length in range(most):
                    value += (np.uint64(word[start + length]) + np.uint64(1)) * power
                    power *= base
                    prefixes[length] = value * spread
                row = -1
                length = most
                while row < 0:
                    key = prefixes[length - 1]
                    bucket = key >> shift
                    entry = buckets[bucket]
                    last = buckets[bucket + np.uint64(1)]
                    while entry < last and keys[entry] < key:
                        entry += 1
                    while entry < last and keys[entry] == key:
                        first = starts[rows[entry]]
                        same = starts[rows[entry] + 1] - first == length
                        for offset in range(length):
                            same = same and characters[first + offset] == word[start + offset]
                        if same:
                            row = rows[entry]
                        entry += 1
                    length -= 1
                tokens[count] = row
                count += 1
                start += length + 1
        pointers[text + 1] = count
    return count
