"""
The surface encoder: for languages that no model at hand knows.

It sees what two languages write alike: numbers, punctuation, and names and loan words, compared in Latin letters by
pieces of four and five letters. Each such feature is a sparse random vector (`align.encoders.hashing`), so that rows
stay additive.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from align.encoders.hashing import DIMENSIONS, hashed, summed
from align.encoders.protocol import Vectors

SURFACE = "surface"
"""The name of this encoder."""

_PIECES = (4, 5)
_SHORT = 4
_NUMBER, _PUNCTUATION = 2.0, 0.3
_LONGEST_WORD = 50
_KEPT = 1 << 16

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
    Encodes by numbers, punctuation, and pieces of words in Latin letters.

    Attributes:
        name: ``surface``.
        signature: ``encoder:surface|model:surface|version:2``.
        similarity_prior: chosen on hand-made alignments, for right links first and then for a confidence that holds.
    """

    name = SURFACE
    signature = f"encoder:{SURFACE}|model:{SURFACE}|version:2"
    similarity_prior = 0.9

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the sum of each text's features: float32, shape (n, d); zeros where there is none."""
        rows = np.zeros((len(texts), DIMENSIONS), np.float32)
        for number, text in enumerate(texts):
            rows[number] = summed([_features(token) for token in _TOKEN.findall(text)])
        return rows

    def coverage(self, texts: Iterable[str]) -> float:  # noqa: ARG002
        """Return 1: it knows no language, and each alike."""
        return 1.0


@lru_cache(_KEPT)
def in_latin(word: str) -> str:
    """
    Return a word in Latin letters, in small ones, with sounds that languages spell differently made one.

    A letter of another alphabet becomes the consonants that its Unicode name begins with, or the vowel: ЖЕ is ``zh``,
    გან ``g``. Letters that the names tell nothing of stay as they are.
    """
    letters = word.lower()
    if not letters.isascii():
        letters = "".join(map(_letter, unicodedata.normalize("NFKD", letters)))
    for written, meant in _ALIKE:
        letters = letters.replace(written, meant)
    return _REPEATED.sub(r"\1", letters.translate(_SOUNDS))


@lru_cache(_KEPT)
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


@lru_cache(_KEPT)
def _features(token: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return at which places of a row the token counts, and how much at each."""
    if token.isdecimal():
        features, weight = [f"#{int(token[:_LONGEST_WORD])}"], _NUMBER
    elif token[0].isalpha():
        word = f"^{in_latin(token[:_LONGEST_WORD])}$"
        features = [word[start : start + size] for size in _PIECES for start in range(len(word) - size + 1)]
        features += [word] * (len(word) <= _SHORT)
        weight = 1.0
    else:
        features, weight = [token.translate(_MARKS)], _PUNCTUATION
    places, signs = hashed(features)
    return places, np.float32(weight) * signs
