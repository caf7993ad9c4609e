"""Names of months, days, units and large numbers in the Unicode Common Locale Data Repository (CLDR)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from align.fidelity.quantities.quantity import UNITS
from corpus.language import primary_subtag

if TYPE_CHECKING:
    import babel

_PLURALS = (1, 2, 5)
"""Amounts that together take all plural forms of most languages."""

_POWERS = range(3, 13)
"""Powers of ten with a word of their own in some language."""

_LENGTHS: tuple[Literal["long", "short"], ...] = ("long", "short")

_OFTEN_A_WORD = ("duration", "mass")
"""Dimensions whose one-letter abbreviations are also words, such as the Russian ``с``, second or with."""

_MIN_STEM = 4
"""Minimum length of the stem of an inflected multiplier."""


@dataclass(frozen=True, slots=True)
class Locale:
    """
    The names in a language, in lower case.

    Attributes:
        decimal: the decimal separator, ``.`` or ``,``.
        months: the numbers of the months, from 1, by name.
        weekdays: the numbers of the days of the week, from 0 for Monday, by name.
        units: the keys of `UNITS` by the name in the language.
        multipliers: large numbers by their word after digits, such as ``tisíc``.
        stems: large numbers by the stem of such a word if it is inflected.
    """

    decimal: str
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    units: Mapping[str, str]
    multipliers: Mapping[str, float]
    stems: Mapping[str, float]


def babel_locale(tag: str) -> babel.Locale | None:
    """Return the CLDR data of the primary language of a BCP 47 tag; None for a language without data."""
    import babel

    try:
        return babel.Locale.parse(primary_subtag(tag))
    except (babel.UnknownLocaleError, ValueError):
        return None


@cache
def locale_for(tag: str) -> Locale:
    """Return the names in the primary language of a BCP 47 tag; none for a language without data."""
    locale = babel_locale(tag)
    if locale is None:
        return Locale(".", {}, {}, {}, {}, {})
    symbols = locale.number_symbols
    latin = symbols.get("latn", symbols)
    multipliers = dict(_multipliers(locale))
    return Locale(
        decimal="," if latin.get("decimal") == "," else ".",
        months=dict(_calendar(locale.months)),
        weekdays=dict(_calendar(locale.days)),
        units=dict(_units(locale)),
        multipliers={word: value for word, (value, _) in multipliers.items()},
        stems={stem: value for value, stem in multipliers.values() if len(stem) >= _MIN_STEM},
    )


def _calendar(names: Mapping[str, Mapping[str, Mapping[int, str]]]) -> Iterator[tuple[str, int]]:
    for context in ("format", "stand-alone"):
        for number, name in names[context]["wide"].items():
            if not any(character.isdecimal() or character.isspace() for character in name):
                yield name.lower(), number


def _units(locale: babel.Locale) -> Iterator[tuple[str, str]]:
    from babel.units import format_unit

    for name in UNITS:
        for length in _LENGTHS:
            for amount in _PLURALS:
                word = format_unit(amount, name, length, locale=locale).strip("\u200f\u200e ")
                word = word.strip("0123456789.,٫\u00a0 ").lower()
                if word and word != name and (len(word) > 1 or not name.startswith(_OFTEN_A_WORD)):
                    yield word, name


def _multipliers(locale: babel.Locale) -> Iterator[tuple[str, tuple[float, str]]]:
    from babel.numbers import format_compact_decimal

    for length in _LENGTHS:
        forms: dict[int, list[str]] = {}
        for power in _POWERS if length in locale.compact_decimal_formats else ():
            for amount in _PLURALS:
                value = amount * 10**power
                written = format_compact_decimal(value, format_type=length, locale=locale)
                digits = "".join(character for character in written if character.isdecimal())
                word = written.strip(f"{digits}.,\u00a0 ").lower()
                if word and digits and not any(character.isdecimal() for character in word):
                    forms.setdefault(value // int(digits), []).append(word)
        for value, words in forms.items():
            stem = _common_start(words)
            for word in words:
                yield word, (float(value), stem)


def _common_start(words: list[str]) -> str:
    first, last = min(words), max(words)
    length = next((place for place, letter in enumerate(first) if not last.startswith(letter, place)), len(first))
    return first[:length]
