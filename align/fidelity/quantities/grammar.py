"""How each language writes quantities: the data of a TOML file in ``languages/`` and of CLDR."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import regex

from align.fidelity.quantities.locale import locale_for
from align.fidelity.quantities.quantity import UNITS, MeasurementUnit
from corpus.language import primary_subtag

_GENERIC = "generic"
_SPELLINGS = str.maketrans("ё’ʼ", "е''")

Role = Literal["cardinal", "ordinal", "multiplier", "fraction", "set"]


@dataclass(frozen=True, slots=True)
class NumberWord:
    """
    A number word.

    Attributes:
        value: the number.
        role: how it combines: a multiplier multiplies the number before it, a fraction is added or multiplied, a set
            such as ``both`` does not combine.
        vague: whether the word has other meanings as well, such as an article.
    """

    value: float
    role: Role
    vague: bool = False


@dataclass(frozen=True, slots=True)
class QuantityGrammar:
    """
    How a language writes quantities. All words are in the form of `normalised_word`.

    Attributes:
        code: language subtag.
        known: whether the number words are known; if not, only digits are read.
        words: the number words.
        stems: stems of inflected multipliers, such as the Polish ``milion``.
        prefixes: numbers at the start of longer words, such as the Russian ``двух`` in ``двухлетний``.
        beginnings: the stems and prefixes together.
        articles: words for one that count only before a multiplier or fraction, such as ``a``.
        joiners: words between the parts of a number, such as ``and``.
        apostrophes: whether an apostrophe is a letter within words, as in Ukrainian.
        vigesimal: whether 20 follows 4 for 80, and 10 to 19 follow 60 and 80, as in French.
        year_pairs: whether two numbers below 100 make a year, as in ``nineteen eighty``.
        compound: pattern of numbers that are written as one word, as in German; None if there are none.
        inversion: the word between ones and tens in such a word, such as ``und``.
        afternoon: pattern of words that mark an hour of the afternoon, such as ``p.m.``; None if unknown.
        han: whether numbers are written in Chinese characters.
        counters: pattern of counters, which follow a number in such a language.
        eras: the year before the first year of each era.
        decimal: the decimal separator, ``.`` or ``,``.
        vague: words with other meanings as well, such as ``may``.
        months: the numbers of the months, from 1, by name.
        weekdays: the numbers of the days of the week, from 0 for Monday, by name.
        measures: pattern of a unit or currency after a number.
        units: the units by name.
        currencies: the currencies by name or symbol.
        symbols: pattern of a currency before a number.
    """

    code: str
    known: bool
    words: Mapping[str, NumberWord]
    stems: tuple[tuple[str, float], ...]
    prefixes: tuple[tuple[str, float], ...]
    beginnings: tuple[str, ...]
    articles: frozenset[str]
    joiners: frozenset[str]
    apostrophes: bool
    vigesimal: bool
    year_pairs: bool
    compound: regex.Pattern[str] | None
    inversion: str
    afternoon: regex.Pattern[str] | None
    han: bool
    counters: regex.Pattern[str] | None
    eras: Mapping[str, float]
    decimal: str
    vague: frozenset[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    measures: regex.Pattern[str]
    units: Mapping[str, MeasurementUnit]
    currencies: Mapping[str, str]
    symbols: regex.Pattern[str]


def normalised_word(word: str) -> str:
    """Return a word in lower case, with the Russian ё as е and with straight apostrophes."""
    return word.lower().translate(_SPELLINGS)


@cache
def grammar_for(tag: str) -> QuantityGrammar:
    """Return the grammar of the primary language of a BCP 47 tag; without data, what all languages share."""
    code = primary_subtag(tag)
    own = _data(code)
    shared = _data(_GENERIC)
    locale = locale_for(tag)
    units = _names(shared, locale.units, own, section="units")
    words = dict(_number_words(own))
    if "multipliers" not in own:
        known = {word: value for word, value in locale.multipliers.items() if word not in units}
        words |= {word: NumberWord(value, "multiplier") for word, value in known.items()}
    currencies = _names(shared, {}, own, section="currencies")
    bound = "" if own.get("han") else r"(?!\p{L})"
    stems = () if "multipliers" in own else tuple(locale.stems.items())
    prefixes = tuple(sorted(_forms(own, "prefixes"), key=lambda item: -len(item[0])))
    return QuantityGrammar(
        code=code,
        known="cardinals" in own or bool(own.get("han")),
        words=words,
        stems=stems,
        prefixes=prefixes,
        beginnings=tuple(beginning for beginning, _ in (*stems, *prefixes)),
        articles=frozenset(own.get("articles", "").split()),
        joiners=frozenset(own.get("joiners", "").split()),
        apostrophes=own.get("apostrophes", False),
        vigesimal=own.get("vigesimal", False),
        year_pairs=own.get("year_pairs", False),
        compound=_compound(own, words) if own.get("compound") else None,
        inversion=own.get("inversion", ""),
        afternoon=_any(own.get("afternoon", "").split()),
        han=own.get("han", False),
        counters=_any(own.get("counters", "").split()),
        eras=own.get("eras", {}),
        decimal=locale.decimal,
        vague=frozenset(normalised_word(word) for word in own.get("vague", "").split()),
        months=_days(own, "months", locale.months),
        weekdays=_days(own, "weekdays", locale.weekdays),
        measures=regex.compile(
            rf"[\s-]{{0,2}}(?P<name>{_alternatives({*units, *currencies})}){bound}", regex.IGNORECASE
        ),
        units={name: UNITS[unit] for name, unit in units.items()},
        currencies=currencies,
        symbols=regex.compile(rf"(?P<name>{_alternatives(currencies)})\s?$"),
    )


@cache
def _data(code: str) -> dict[str, Any]:
    folder = files("align.fidelity.quantities") / "languages"
    if f"{code}.toml" not in {file.name for file in folder.iterdir()}:
        return {}
    data: dict[str, Any] = tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8"))
    return data


def _forms(data: dict[str, Any], section: str) -> Iterator[tuple[str, float]]:
    for value, forms in data.get(section, {}).items():
        for form in forms.split():
            yield normalised_word(form), float(Fraction(value))


def _number_words(data: dict[str, Any]) -> Iterator[tuple[str, NumberWord]]:
    vague = {normalised_word(word) for word in data.get("vague", "").split()}
    endings = data.get("ordinal_endings", "").split()
    for stem, value in _forms(data, "ordinal_stems"):
        for ending in endings:
            yield stem + ending, NumberWord(value, "ordinal", stem + ending in vague)
    roles: tuple[tuple[str, Role], ...] = (
        ("ordinals", "ordinal"),
        ("multipliers", "multiplier"),
        ("cardinals", "cardinal"),
        ("fractions", "fraction"),
        ("sets", "set"),
    )
    for section, role in roles:
        for form, value in _forms(data, section):
            yield form, NumberWord(value, role, form in vague or role == "set")


def _names(shared: dict[str, Any], located: Mapping[str, str], own: dict[str, Any], *, section: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for data in (shared, own):
        for key, forms in data.get(section, {}).items():
            names |= {normalised_word(form): key for form in forms.split()}
    ambiguous = own.get("not_units", "").split()
    return {name: key for name, key in {**located, **names}.items() if name not in ambiguous}


def _days(data: dict[str, Any], section: str, located: Mapping[str, int]) -> dict[str, int]:
    return dict(located) | {form: int(value) for form, value in _forms(data, section)}


def _compound(data: dict[str, Any], words: Mapping[str, NumberWord]) -> regex.Pattern[str]:
    parts = [word for word, number in words.items() if number.role != "fraction" and len(word) > 2]
    parts += data.get("inversion", "").split()
    return regex.compile(rf"(?>(?:({_alternatives(parts)}))+)(?:jährig\w*)?")


def _alternatives(words: Iterable[str]) -> str:
    """Return the pattern of one of the words, the longest that fits."""
    return "|".join(map(regex.escape, sorted(words, key=len, reverse=True)))


def _any(words: list[str]) -> regex.Pattern[str] | None:
    return regex.compile(_alternatives(words), regex.IGNORECASE) if words else None
