"""Romanised names, in a spelling that names and their transliterations share."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, normalize

_SPELLINGS = (
    *(("x", "ks"), ("shch", "s"), ("tsch", "x"), ("sch", "s"), ("dzh", "j"), ("zh", "j"), ("ph", "f"), ("th", "t")),
    *(("kh", "h"), ("ch", "x"), ("sh", "s"), ("ck", "k"), ("qu", "k"), ("w", "v"), ("ts", "s"), ("tz", "s")),
    *(("z", "s"), ("j", "i"), ("y", "i"), ("q", "k"), ("h", "g")),
)
"""Spellings that differ between languages, in order of replacement; x becomes the ch of ``chin``."""

_GREEK = (
    *(("γου", "v"), ("ουα", "va"), ("ουε", "ve"), ("ουι", "vi"), ("ουο", "vo"), ("ου", "u")),
    *(("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("τζ", "j"), ("αι", "e"), ("ει", "i"), ("β", "b"), ("χ", "h")),
)
"""Greek digraphs, and letters whose usual transliteration differs from that in names."""

_SOFT_C = re.compile(r"c(?=[ei])")
_OTHER = re.compile(r"[^a-z]")
_DOUBLE = re.compile(r"(.)\1+")
_VOWEL = re.compile(r"[aeiou]")

_MIN_LETTERS = 3
"""Minimum length of spellings that are compared letter by letter."""

_MIN_CONSONANTS = 4
"""Minimum length of names that are also compared by consonants only."""


@lru_cache(maxsize=1 << 17)
def romanise(word: str) -> str:
    """Return a word in lower-case Latin letters, in one spelling for all languages and without doubled letters."""
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
    Return the similarity of two romanised names, 0 to 1, apart from inflectional endings.

    The longer name is cut to the length of the other, since languages inflect names. Consonants are also compared on
    their own, since transliterations differ in vowels. Jaro-Winkler: Winkler 1990; Levenshtein 1966.
    """
    from rapidfuzz.distance import JaroWinkler, Levenshtein

    length = min(len(one), len(other))
    if length < _MIN_LETTERS:
        return float(one == other and bool(one))
    letters = JaroWinkler.similarity(one[: length + 1], other[: length + 1])
    if length < _MIN_CONSONANTS:
        return letters
    first, second = (name[0] + _VOWEL.sub("", name[1:]) for name in (one, other))
    common = min(len(first), len(second))
    if common < _MIN_LETTERS:
        return letters
    return max(letters, 0.95 * Levenshtein.normalized_similarity(first[:common], second[:common]))
