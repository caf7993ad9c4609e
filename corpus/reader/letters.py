"""Letters that cannot be right: what a PDF shows without telling which characters it means."""

from __future__ import annotations

import unicodedata

import regex

_WORD = regex.compile(r"\S+")
_SCRIPTS = regex.compile(
    r"(\p{Latin})|(\p{Cyrillic})|(\p{Greek})|(\p{Arabic})|(\p{Hebrew})|(\p{Thai})|(\p{Devanagari})|(\p{Armenian})"
)
_ODD = regex.compile(r"\p{L}[\\^`{}|~<>#$%\"]\p{L}")
"""A letter, a sign that is never inside a word, and a letter."""

NO_CHARACTER = regex.compile(r"[\ufffd\p{Co}]")
"""What stands for no known character."""

_LATIN = regex.compile(r"\p{Latin}")
_VOWELS = frozenset("aeiouy")
_MIN_VOWELS, _MAX_ACCENTED = 0.18, 0.5
"""
The least share of vowels among Latin letters, and the greatest of those beyond ASCII. Of 40 languages Czech has the
fewest vowels, with .36, and Vietnamese the most accents, with .3.
"""

_MIN_LETTERS, _MIN_WORDS = 40, 4


def doubtful_share(text: str) -> float:
    """
    Return the share of words that no language writes: with letters of several scripts, or signs between letters.

    It is 1 for a text in Latin script that has too few vowels or too many accents for any language, as when each letter
    stands for another; and 0 for a text that is too short to tell.
    """
    letters = _LATIN.findall(text)
    if len(letters) >= _MIN_LETTERS:
        vowels = sum(unicodedata.normalize("NFD", letter.lower())[0] in _VOWELS for letter in letters)
        accented = sum(not letter.isascii() for letter in letters)
        if vowels < _MIN_VOWELS * len(letters) or accented > _MAX_ACCENTED * len(letters):
            return 1.0
    words = [match[0] for match in _WORD.finditer(text) if len(match[0]) > 2]
    return sum(map(_is_odd, words)) / len(words) if len(words) >= _MIN_WORDS else 0.0


def _is_odd(word: str) -> bool:
    return len({match.lastindex for match in _SCRIPTS.finditer(word)}) > 1 or bool(_ODD.search(word))
