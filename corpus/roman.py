"""Roman numerals."""

from __future__ import annotations

import re

DIGITS = "IVXLCDM"
BELOW_100 = "(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
"""The pattern of a numeral from 1 to 99; it also matches the empty string."""

_NUMERAL = re.compile(f"(?=.)M{{0,3}}(?:CM|CD|D?C{{0,3}}){BELOW_100}")
_VALUES = dict(zip(DIGITS, (1, 5, 10, 50, 100, 500, 1000), strict=True))

_ORDINAL_ENDING = re.compile("(?<=[IVXLC])(?:er?|ème)$")
"""The endings of French ordinals."""

_LATIN = str.maketrans("ІХМСІVХ", "IXMCIVX")
"""Cyrillic letters that are typed in place of Latin ones."""


def roman_value(numeral: str) -> int | None:
    """Return the value, 1 to 3999, of a Roman numeral in capital letters; None if `numeral` is not one."""
    if not _NUMERAL.fullmatch(numeral):
        return None
    values = [_VALUES[letter] for letter in numeral]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def read_roman(word: str) -> int | None:
    """Return the value of a Roman numeral in running text, such as ``XIX``, ``XIXe`` or one with Cyrillic letters."""
    return roman_value(_ORDINAL_ENDING.sub("", word).translate(_LATIN))
