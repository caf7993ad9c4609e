"""Roman numerals, as centuries, rulers and chapters have them."""

from __future__ import annotations

import re

_SUFFIX = re.compile("(?<=[IVXLC])(?:er?|ème)$")
"""The French ordinal ending."""

_NUMERAL = re.compile("M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LATIN = str.maketrans("ІХМСІVХ", "IXMCIVX")
"""Cyrillic letters that are typed for Latin ones."""

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def read_roman(word: str) -> int | None:
    """Return the value of a Roman numeral in capitals, as ``XIX`` or ``XIXe``, or None if `word` is none."""
    numeral = _SUFFIX.sub("", word).translate(_LATIN)
    if not _NUMERAL.fullmatch(numeral) or not numeral:
        return None
    values = [_VALUES[letter] for letter in numeral]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
