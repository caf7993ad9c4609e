"""Names in Latin letters, so spelt that a name and its transliteration look alike."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, normalize

_SPELLINGS = (
    *(("x", "ks"), ("shch", "s"), ("tsch", "x"), ("sch", "s"), ("dzh", "j"), ("zh", "j"), ("ph", "f"), ("th", "t")),
    *(("kh", "h"), ("ch", "x"), ("sh", "s"), ("ck", "k"), ("qu", "k"), ("w", "v"), ("ts", "s"), ("tz", "s")),
    *(("z", "s"), ("j", "i"), ("y", "i"), ("q", "k"), ("h", "g")),
)
"""What languages spell differently, in the order in which it is replaced; x becomes the ch of ``chin``."""

_GREEK = (
    *(("γου", "v"), ("ουα", "va"), ("ουε", "ve"), ("ουι", "vi"), ("ουο", "vo"), ("ου", "u")),
    *(("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("τζ", "j"), ("αι", "e"), ("ει", "i"), ("β", "b"), ("χ", "h")),
)
"""Sounds that Greek writes with two letters, and letters that it does not sound as its names are spelt elsewhere."""

_SOFT_C = re.compile(r"c(?=[ei])")
_OTHER = re.compile(r"[^a-z]")
_DOUBLE = re.compile(r"(.)\1+")
_VOWEL = re.compile(r"[aeiou]")

_SHORTEST = 3
"""Letters that two spellings have at least to be compared letter by letter."""

_LONG = 4
"""Letters from which consonants alone may tell that two names are one."""


@lru_cache(maxsize=1 << 17)
def romanise(word: str) -> str:
    """Return `word` in small Latin letters, without doubled letters and in a spelling that all languages share."""
    from anyascii import anyascii

    word = "".join(letter for letter in normalize("NFD", word.lower()) if not combining(letter))
    for letters, sound in _GREEK:
        word = word.replace(letters, sound)
    latin = anyascii(word).lower()
    for spelling, shared in _SPELLINGS:
        latin = latin.replace(spelling, shared)
    return _DOUBLE.sub(r"\1", _OTHER.sub("", _SOFT_C.sub("s", latin).replace("c", "k")))


@lru_cache(maxsize=1 << 17)
def name_similarity(one: str, other: str) -> float:
    """
    Return how alike two romanised names are, from 0 to 1, whatever their endings.

    The longer one is cut to the length of the other, for languages inflect names; consonants count alone as well, for
    vowels are what transliterations differ in. Jaro-Winkler: Winkler 1990; Levenshtein 1966.
    """
    from rapidfuzz.distance import JaroWinkler, Levenshtein

    length = min(len(one), len(other))
    if length < _SHORTEST:
        return float(one == other and bool(one))
    letters = JaroWinkler.similarity(one[: length + 1], other[: length + 1])
    if length < _LONG:
        return letters
    bones, others = (name[0] + _VOWEL.sub("", name[1:]) for name in (one, other))
    common = min(len(bones), len(others))
    if common < _SHORTEST:
        return letters
    return max(letters, 0.95 * Levenshtein.normalized_similarity(bones[:common], others[:common]))
