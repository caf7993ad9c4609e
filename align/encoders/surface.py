"""
The surface encoder, for languages that no available model covers.

It compares what two languages write similarly: numbers, punctuation, and names and loan words, transliterated into
Latin letters and compared by n-grams of four and five letters. Each such feature has a sparse random vector
(`align.encoders.hashing`), so that vectors are additive.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from align.encoders.hashing import hash_features, sum_features
from align.encoders.protocol import Vectors
from corpus.signature import Signature

SURFACE = "surface"
"""The name of this encoder."""

_NGRAM_SIZES = (4, 5)
_MAX_SHORT_WORD = 4
_NUMBER_WEIGHT, _PUNCTUATION_WEIGHT = 2.0, 0.3
_MAX_WORD_LENGTH = 50
_CACHE_SIZE = 1 << 16

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_SOUND = re.compile(r"Y[AEIOU]$|[AEIOU]|[^AEIOU]+")
_CYRILLIC = {"IE": "e", "EF": "f", "EL": "l", "EM": "m", "EN": "n", "ER": "r", "ES": "s"}
_ALIKE = (
    ("ph", "f"), ("kh", "h"), ("zh", "j"), ("ch", "c"), ("sh", "s"), ("th", "t"), ("gh", "g"), ("ts", "c"), ("ks", "x"),
)  # fmt: skip
_SOUNDS = str.maketrans("qcwyjz", "kkviis")
_REPEATED = re.compile(r"(.)\1+")
_MARKS = str.maketrans(
    {**dict.fromkeys("«»“”„‟‹›「」『』", '"'), "…": ".", "。": ".", "।": ".", "։": ".", "，": ",", "、": ",", "،": ","}
    | {"？": "?", "؟": "?", "՞": "?", ";": "?", "！": "!", "՜": "!", "–": "-", "—": "-", "―": "-"}
)


class SurfaceEncoder:
    """
    An encoder of numbers, punctuation, and n-grams of transliterated words.

    Attributes:
        name: ``surface``.
        signature: ``encoder:surface|model:surface|version:2``.
        similarity_prior: chosen on hand-made alignments, by F1 first and by calibration error second.
    """

    name = SURFACE
    signature = str(Signature.of(encoder=SURFACE, model=SURFACE, version=2))
    similarity_prior = 0.9

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the sum of each text's features: float32, shape (n, d); zeros for a text without features."""
        return sum_features([[_features(token) for token in _TOKEN.findall(text)] for text in texts])

    def coverage(self, texts: Iterable[str]) -> float:  # noqa: ARG002
        """Return 1: the encoder treats all languages equally."""
        return 1.0


@lru_cache(_CACHE_SIZE)
def in_latin(word: str) -> str:
    """
    Return a word in lower-case Latin letters, with spellings of similar sounds unified.

    A letter of another alphabet is replaced by the consonants at the start of its Unicode name, or else the vowel: Ж
    (ZHE) is ``zh``, გ (GAN) is ``g``. Letters without such a name remain.
    """
    letters = word.lower()
    if not letters.isascii():
        letters = "".join(map(_letter, unicodedata.normalize("NFKD", letters)))
    for written, meant in _ALIKE:
        letters = letters.replace(written, meant)
    return _REPEATED.sub(r"\1", letters.translate(_SOUNDS))


@lru_cache(_CACHE_SIZE)
def _letter(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.category(character)[0] == "M":
        return ""
    script, _, name = unicodedata.name(character, "").partition(" LETTER ")
    letter = name.partition(" WITH ")[0].rpartition(" ")[2]
    if not letter:
        return character
    if letter == "SIGN":
        return ""
    if script.startswith("CYRILLIC") and letter in _CYRILLIC:
        return _CYRILLIC[letter]
    sound: str = _SOUND.findall(letter)[0]
    return sound.lower()


@lru_cache(_CACHE_SIZE)
def _features(token: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the dimensions in which the token's vector is not zero, and the values in them."""
    if token.isdecimal():
        features, weight = [f"#{int(token[:_MAX_WORD_LENGTH])}"], _NUMBER_WEIGHT
    elif token[0].isalpha():
        word = f"^{in_latin(token[:_MAX_WORD_LENGTH])}$"
        features = [word[start : start + size] for size in _NGRAM_SIZES for start in range(len(word) - size + 1)]
        features += [word] * (len(word) <= _MAX_SHORT_WORD)
        weight = 1.0
    else:
        features, weight = [token.translate(_MARKS)], _PUNCTUATION_WEIGHT
    dimensions, signs = hash_features(features)
    return dimensions, np.float32(weight) * signs
