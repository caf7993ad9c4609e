"""What stands around a number: what else it may mean, what it measures, and how much its absence would tell."""

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
"""What stands before a number that is a mark of a note or part of a name, such as ``word.12`` and ``A-320``."""

_NEAR = 16
"""Characters after or before an hour in which it is told that it is one of the afternoon."""

_SIGN = 5
"""Characters that a currency before a number has at most, such as ``US$`` with a space."""

_HALF_DAY = 12
_SHORT = 2
"""Letters of a unit that is one only after digits: after words it may be a word itself."""

_APPROXIMATE = {0.5: (50.0, 30.0, 6.0), 0.25: (25.0, 15.0, 3.0), 1.5: (18.0, 90.0), 0.75: (75.0, 45.0, 9.0)}
"""What a half, a quarter … may be in percent, minutes or months."""


def interpretations(value: float, text: str, span: Span, grammar: QuantityGrammar) -> set[float]:
    """Return what a number may mean where it stands: ``90s`` may be 1990, 5 in the afternoon is 17."""
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
    """Tell whether the hour at `span` is said to be one of the afternoon."""
    pattern = grammar.afternoon
    return pattern is not None and bool(
        pattern.search(text, span.end, span.end + _NEAR) or pattern.search(text, max(0, span.start - _NEAR), span.start)
    )


def is_military(value: float, text: str, span: Span) -> bool:
    """Tell whether a number is a time of day without a colon, such as ``1200 GMT``."""
    digits = span.of(text)
    return len(digits) == len("hhmm") and value < 2400 and value % 100 < 60 and bool(_ZONE.match(text, span.end))


def weight_of_digits(value: float, text: str, span: Span) -> Weight:
    """Return what it means that a number in digits has no counterpart."""
    if value < 2 or _NOTE.search(text, max(0, span.start - 4), span.start):
        return "soft"
    return "soft" if span.start == 0 and _BULLET.match(text, span.end) else "firm"


def measured(quantity: Quantity, text: str, grammar: QuantityGrammar) -> Quantity:
    """Add the unit or currency that stands beside a number."""
    if quantity.kind != "number" or quantity.unit:
        return quantity
    match = grammar.measures.match(text, quantity.span.end)
    name = normalised_word(match["name"]) if match else ""
    if match and text.startswith("/", match.end()) and grammar.measures.match(text, match.end() + 1):
        name = ""
    if len(name) <= _SHORT and not grammar.han and not quantity.span.of(text)[0].isdecimal():
        name = ""
    before = grammar.symbols.search(text, max(0, quantity.span.start - _SIGN), quantity.span.start)
    currency = grammar.currencies.get(normalised_word(before["name"]) if before else name, "")
    return replace(quantity, unit=grammar.units.get(name), currency=currency)


def completed(quantity: Quantity, previous: Quantity | None, text: str) -> Quantity:
    """Add the full reading of the end of a range, as of 95 in ``1990-95``."""
    if previous is None or quantity.kind != "number" or not 0 < quantity.value < previous.value:
        return quantity
    joint = _RANGE.match(text, previous.span.end)
    if not joint or joint.end() != quantity.span.start:
        return quantity
    size = float(f"1e{len(quantity.span.of(text))}")
    return replace(quantity, values=quantity.values | {previous.value // size * size + quantity.value})
