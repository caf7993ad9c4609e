"""The context of a number: its possible interpretations, its unit or currency, and its weight."""

from __future__ import annotations

from dataclasses import replace

import regex

from align.fidelity.quantities.grammar import QuantityGrammar, normalised_word
from align.fidelity.quantities.quantity import Quantity, Weight
from corpus import Span

_DECADE = regex.compile(r"['’]?s(?!\p{L})|-?(?:е|х|ые|ых|м|ми|er|ern)(?!\p{L})|-(?:tal|luv|luku)|\s?年代")
_ZONE = regex.compile(r"\s?(?:GMT|UTC|[CEMP][DS]?T|hrs|hours)\b")
_RANGE = regex.compile(r"\s?[-‐‑–—/]\s?")
_BULLET = regex.compile(r"[.)]\s")
_NOTE = regex.compile(r"(?:\[|[\p{Latin}\p{Cyrillic}\p{Greek}]-?|\p{L}[.,;:!?»”\"’)]{1,2})$")
"""Text before a number that is a footnote mark or part of a name, as in ``word.12`` and ``A-320``."""

_NEAR = 16
"""Number of characters around an hour in which words for the afternoon are searched for."""

_MAX_SYMBOL = 5
"""Maximum length of a currency before a number, such as ``US$`` with a space."""

_HALF_DAY = 12
_MAX_ABBREVIATION = 2
"""Maximum length of a unit that counts only after digits: after number words it may be another word."""

_APPROXIMATE = {0.5: (50.0, 30.0, 6.0), 0.25: (25.0, 15.0, 3.0), 1.5: (18.0, 90.0), 0.75: (75.0, 45.0, 9.0)}
"""A half, a quarter … in per cent, minutes or months."""


def interpretations(value: float, text: str, span: Span, grammar: QuantityGrammar) -> set[float]:
    """Return the possible values of a number in its context: ``90s`` may be 1990, 5 in the afternoon is 17."""
    found = {value, *_APPROXIMATE.get(value, ())}
    if value and value % 10 == 0 and _DECADE.match(text, span.end):
        found |= {1900 + value} if value < 100 else {value % 100, value // 100 + 1}
    if value < 100 and text.startswith(("'", "’"), max(0, span.start - 1)):
        found |= {1900 + value, 2000 + value}
    if 0 < value < _HALF_DAY and is_afternoon(text, span, grammar):
        found.add(value + _HALF_DAY)
    for era, years in grammar.eras.items():
        if text.endswith(era, 0, span.start):
            found.add(value + years)
    return found


def is_afternoon(text: str, span: Span, grammar: QuantityGrammar) -> bool:
    """Return whether the text marks the hour at `span` as one of the afternoon."""
    pattern = grammar.afternoon
    return pattern is not None and bool(
        pattern.search(text, span.end, span.end + _NEAR) or pattern.search(text, max(0, span.start - _NEAR), span.start)
    )


def is_military(value: float, text: str, span: Span) -> bool:
    """Return whether a number is a time of day without a colon, such as ``1200 GMT``."""
    digits = span.of(text)
    return len(digits) == len("hhmm") and value < 2400 and value % 100 < 60 and bool(_ZONE.match(text, span.end))


def weight_of_digits(value: float, text: str, span: Span) -> Weight:
    """Return the weight of a number in digits."""
    if value < 2 or _NOTE.search(text, max(0, span.start - 4), span.start):
        return "soft"
    return "soft" if span.start == 0 and _BULLET.match(text, span.end) else "firm"


def measured(quantity: Quantity, text: str, grammar: QuantityGrammar) -> Quantity:
    """Return the quantity with the unit or currency next to the number."""
    if quantity.kind != "number" or quantity.unit:
        return quantity
    match = grammar.measures.match(text, quantity.span.end)
    name = normalised_word(match["name"]) if match else ""
    if match and text.startswith("/", match.end()) and grammar.measures.match(text, match.end() + 1):
        name = ""
    if len(name) <= _MAX_ABBREVIATION and not grammar.han and not quantity.span.of(text)[0].isdecimal():
        name = ""
    before = grammar.symbols.search(text, max(0, quantity.span.start - _MAX_SYMBOL), quantity.span.start)
    currency = grammar.currencies.get(normalised_word(before["name"]) if before else name, "")
    return replace(quantity, unit=grammar.units.get(name), currency=currency)


def completed(quantity: Quantity, previous: Quantity | None, text: str) -> Quantity:
    """Return the quantity with the full value of the end of a range, such as 1995 for 95 in ``1990-95``."""
    if previous is None or quantity.kind != "number" or not 0 < quantity.value < previous.value:
        return quantity
    joint = _RANGE.match(text, previous.span.end)
    if not joint or joint.end() != quantity.span.start:
        return quantity
    size = float(f"1e{len(quantity.span.of(text))}")
    return replace(quantity, values=quantity.values | {previous.value // size * size + quantity.value})
