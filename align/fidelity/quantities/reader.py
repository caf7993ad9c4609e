"""Quantities found in a text: numbers with what they measure, months, days of the week and times."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from align.fidelity.quantities.digits import NUMBER, read_digits
from align.fidelity.quantities.han import HAN_NUMBER, read_han
from align.fidelity.quantities.language import Language, language_for, normalise
from align.fidelity.quantities.quantity import Quantity, Weight
from align.fidelity.quantities.roman import read_roman
from align.fidelity.quantities.units import UNITS
from align.fidelity.quantities.words import Sum, multiplier, number_words
from corpus import Span

_FRACTION = r"(?:(?<![\d/])(?:\d+[ \u00a0])?\d{1,2}[/⁄]\d{1,2}(?![\d/])|\d*[½⅓⅔¼¾⅕⅛⅜⅝⅞])"
_WORD = r"\p{L}[\p{L}\p{M}]*"
_TOKEN = regex.compile(rf"(?P<fraction>{_FRACTION})|(?P<number>{NUMBER})|(?P<word>{_WORD})")
_HAN_TOKEN = regex.compile(
    rf"(?P<fraction>{_FRACTION})|(?P<han>{HAN_NUMBER})|(?P<number>{NUMBER})|(?P<word>[\p{{Latin}}\p{{M}}]+)"
)
_GAP = regex.compile(r"[\s\-‐‑]{0,2}")
_JOINT = regex.compile(r"\s?[-‐‑–—/]\s?")
_DECADE = regex.compile(r"['’]?s(?!\p{L})|-?(?:е|х|ые|ых|м|ми|er|ern)(?!\p{L})|年代")
_RATIO = regex.compile(r"分之|分の")
_CASED = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}]")
_BULLET = regex.compile(r"[.)]\s")
_INDEFINITE = regex.compile(r"[几数幾十]$")

_NEAR = 12
"""Characters after or before an hour in which it is told that it is one of the afternoon."""

_PARTIAL = {0.5: (50.0, 30.0, 6.0), 0.25: (25.0, 15.0, 3.0), 1.5: (18.0, 90.0), 0.75: (75.0, 45.0, 9.0)}
"""What a half, a quarter … may be in percent, minutes or months."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    start: int
    end: int
    text: str
    word: str


def find_quantities(text: str, tag: str) -> tuple[Quantity, ...]:
    """
    Return the quantities in `text`, in their order.

    Args:
        text: a sentence or a few.
        tag: BCP 47 tag of its language; of one whose number words are not known only digits are read.
    """
    language = language_for(tag)
    return tuple(_Reader(text, language).read())


class _Reader:
    def __init__(self, text: str, language: Language) -> None:
        self.text = text
        self.language = language
        pattern = _HAN_TOKEN if language.han else _TOKEN
        self.tokens = [
            _Token(match.lastgroup or "", match.start(), match.end(), match.group(), normalise(match.group()))
            for match in pattern.finditer(text)
        ]

    def read(self) -> Iterator[Quantity]:
        place = 0
        previous: Quantity | None = None
        while place < len(self.tokens):
            token = self.tokens[place]
            quantity, place = getattr(self, f"_{token.kind}")(place)
            if quantity and not quantity.values:
                yield from quantity.parts
            elif quantity:
                quantity = self._abbreviated(self._measured(quantity), previous)
                yield quantity
            previous = quantity or (None if token.kind == "number" else previous)

    def _number(self, place: int) -> tuple[Quantity | None, int]:
        token = self.tokens[place]
        reading = read_digits(token.text, self.language.decimal)
        parts = tuple(
            self._digits(Span(token.start + part.start, token.start + part.end), (float(part.of(token.text)),))
            for part in reading.parts
        )
        if reading.clock:
            values = reading.values
            if self._afternoon(token.start, token.end):
                values = (*values, *(value + 12 * 3600 for value in values if value < 12 * 3600))
                parts = (replace(parts[0], values=parts[0].values | {parts[0].value + 12}), *parts[1:])
            span = Span(token.start, token.end)
            return Quantity(span, values[0] if values else 0.0, frozenset(values), kind="clock", parts=parts), place + 1
        if not reading.values:
            date = len(parts) == len(("day", "month", "year"))
            parts = tuple(replace(part, kind="date") for part in parts) if date else parts
            return Quantity(Span(token.start, token.end), 0.0, frozenset(), parts=parts), place + 1
        number = Sum(self.language, group=reading.values, words=1)
        values, end, following = self._extend(number, place, digits=True)
        if following > place + 1:
            if len(self.tokens[place + 1].text) == 1:
                values = (*values, *reading.values)
            return Quantity(Span(token.start, end), values[0], frozenset(values), parts=parts), following
        return replace(self._digits(Span(token.start, end), values), parts=parts), following

    def _digits(self, span: Span, values: tuple[float, ...]) -> Quantity:
        value = values[0]
        readings = set(values)
        before = self.text[max(0, span.start - 1) : span.start]
        if _DECADE.match(self.text, span.end) and value % 10 == 0:
            readings |= {1900 + value, value % 100} if value < 100 else {value % 100, value // 100 + 1}
        if before in {"'", "’"} and value < 100:
            readings |= {1900 + value, 2000 + value}
        if 0 < value < 12 and self._afternoon(span.start, span.end):
            readings.add(value + 12)
        for era, years in self.language.eras.items():
            if self.text.endswith(era, 0, span.start):
                readings.add(value + years)
        glued = bool(_CASED.match(before)) or (span.start == 0 and _BULLET.match(self.text, span.end))
        weight: Weight = "soft" if glued or value < 2 else "firm"
        return Quantity(span, value, frozenset(readings), weight=weight)

    def _fraction(self, place: int) -> tuple[Quantity | None, int]:
        token = self.tokens[place]
        parts: tuple[Quantity, ...] = ()
        if token.text[-1].isdecimal():
            *whole, over, under = (float(field) for field in regex.findall(r"\d+", token.text))
            spans = [match.span() for match in regex.finditer(r"\d+", token.text)]
            parts = tuple(
                self._digits(Span(token.start + start, token.start + end), (float(token.text[start:end]),))
                for start, end in spans
            )
            if over >= under:
                return Quantity(Span(token.start, token.end), 0.0, frozenset(), parts=parts), place + 1
            value = sum(whole) + over / under
        else:
            value = float(token.text[:-1] or 0) + unicodedata.numeric(token.text[-1])
        number = Sum(self.language, group=(value,), words=1)
        values, end, following = self._extend(number, place, digits=True)
        readings = frozenset(values) | frozenset(_PARTIAL.get(values[0], ()))
        return Quantity(Span(token.start, end), values[0], readings, weight="soft", parts=parts), following

    def _han(self, place: int) -> tuple[Quantity | None, int]:
        token = self.tokens[place]
        span = Span(token.start, token.end)
        reading = read_han(token.text)
        if not reading.values:
            return None, place + 1
        following = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        ratio = _RATIO.match(self.text, token.end)
        if ratio and following and following.start == ratio.end():
            over, end = self._ratio_end(following)
            if over is not None:
                span = Span(token.start, end)
                whole = reading.values[0]
                if whole in {100.0, 1000.0}:
                    return Quantity(Span(following.start, end), over, frozenset({over}), weight="firm"), place + 2
                return Quantity(span, over / whole, frozenset({over / whole}), weight="soft"), place + 2
        value = reading.values[0]
        readings = set(reading.values)
        for era, years in self.language.eras.items():
            if self.text.endswith(era, 0, token.start):
                readings.add(value + years)
        if 0 < value < 12 and self._afternoon(token.start, token.end):
            readings.add(value + 12)
        if _DECADE.match(self.text, token.end) and value < 100:
            readings.add(1900 + value)
        counted = self.language.counters is not None and self.language.counters.match(self.text, token.end)
        numbered = self.text.endswith("第", 0, token.start)
        vague = (
            value == 1
            or (reading.bare and not counted and not numbered)
            or len(reading.values) > 1
            or _INDEFINITE.search(self.text[: token.start])
            or (token.text in "十百千万亿億萬")
        )
        weight: Weight = "vague" if vague else "soft" if value <= 12 or value % 10 == 0 else "firm"
        if token.text[0].isdecimal():
            weight = "firm"
        return Quantity(span, value, frozenset(readings), weight=weight), place + 1

    def _ratio_end(self, token: _Token) -> tuple[float | None, int]:
        if token.kind == "han":
            values = read_han(token.text).values
        else:
            values = read_digits(token.text, self.language.decimal).values if token.kind == "number" else ()
        return (values[0] if values else None), token.end

    def _word(self, place: int) -> tuple[Quantity | None, int]:
        token = self.tokens[place]
        words = number_words(token.word, self.language)
        if words or token.word in self.language.articles:
            return (None, place + 1) if len(token.word) == 1 and words else self._phrase(place)
        span = Span(token.start, token.end)
        if token.word in self.language.months:
            month = float(self.language.months[token.word])
            weight: Weight = "vague" if len(token.word) < 4 else "soft"
            return Quantity(span, month, frozenset({month}), kind="date", weight=weight), place + 1
        if token.word in self.language.weekdays:
            day = float(self.language.weekdays[token.word])
            return Quantity(span, day, frozenset({day}), kind="weekday", weight="soft"), place + 1
        if token.text.isupper() and (len(token.text) > 1 or self.language.code != "en"):
            value = read_roman(token.text)
            if value:
                weight = "soft" if len(token.text) > 1 and not set(token.text) - set("IVXІХ") else "vague"
                return Quantity(span, float(value), frozenset({float(value)}), weight=weight), place + 1
        for prefix, value in self.language.prefixes:
            if token.word.startswith(prefix) and len(token.word) > len(prefix) + 2:
                return Quantity(span, value, frozenset({value}), weight="vague"), place + 1
        return None, place + 1

    def _phrase(self, place: int) -> tuple[Quantity | None, int]:
        token = self.tokens[place]
        number = Sum(self.language)
        if token.word in self.language.articles:
            following = self._next(place)
            words = number_words(following.word, self.language) if following else ()
            if not words or words[0].role not in {"multiplier", "fraction"}:
                return None, place + 1
            number.words = 1
        else:
            for word in number_words(token.word, self.language):
                number.add(word)
        values, end, after = self._extend(number, place, digits=False)
        readings = set(values) | set(_PARTIAL.get(values[0], ()))
        value = values[0]
        if number.ordinal and 20 <= value <= 90 and value % 10 == 0:
            readings.add(1900 + value)
        if 0 < value < 12 and self._afternoon(token.start, end):
            readings.add(value + 12)
        return Quantity(Span(token.start, end), value, frozenset(readings), weight=number.weight), after

    def _extend(self, number: Sum, place: int, *, digits: bool) -> tuple[tuple[float, ...], int, int]:
        """Read on after the token at `place`; return the readings, where they end, and the next token."""
        end, last = self.tokens[place].end, place
        while True:
            token = self._next(last)
            if token is None or token.kind != "word":
                break
            step, joined = 1, False
            if token.word in self.language.joiners:
                token, step, joined = self._next(last + 1), 2, True
            if token is not None and token.word in self.language.articles:
                token, step = self._next(last + step), step + 1
            if token is None or token.kind != "word":
                break
            words = number_words(token.word, self.language)
            if digits and number.words == 1:
                found = multiplier(token.word, self.language)
                words = (found,) if found else tuple(word for word in words if word.role == "fraction" and joined)
            elif digits:
                break
            if not words or not all(number.add(word, joined=joined) for word in words):
                break
            last += step
            end = token.end
        return number.values, end, last + 1

    def _next(self, place: int) -> _Token | None:
        """Return the token after `place` if nothing but a space or hyphen stands between them."""
        if place + 1 >= len(self.tokens):
            return None
        token, following = self.tokens[place], self.tokens[place + 1]
        gap = _GAP.match(self.text, token.end)
        return following if gap and gap.end() >= following.start else None

    def _afternoon(self, start: int, end: int) -> bool:
        pattern = self.language.afternoon
        if pattern is None:
            return False
        return bool(
            pattern.search(self.text, end, min(len(self.text), end + _NEAR))
            or pattern.search(self.text, max(0, start - _NEAR), start)
        )

    def _measured(self, quantity: Quantity) -> Quantity:
        if quantity.kind != "number":
            return quantity
        match = self.language.measures.match(self.text, quantity.span.end)
        name = normalise(match["name"]) if match else ""
        before = self.language.symbols.search(self.text, max(0, quantity.span.start - 5), quantity.span.start)
        currency = self.language.currencies.get(name, "")
        if before:
            currency = self.language.currencies.get(before["name"]) or self.language.currencies[normalise(before["name"])]
        return replace(quantity, unit=self.language.units.get(name), currency=currency)

    def _abbreviated(self, quantity: Quantity, previous: Quantity | None) -> Quantity:
        """Add the full reading of the end of a range, as of 95 in ``1990-95``."""
        if previous is None or quantity.kind != "number" or quantity.weight == "vague":
            return quantity
        joint = _JOINT.match(self.text, previous.span.end)
        if not joint or joint.end() != quantity.span.start or not 0 < quantity.value < previous.value:
            return quantity
        size = 10 ** len(quantity.span.of(self.text))
        full = previous.value // size * size + quantity.value
        return replace(quantity, values=quantity.values | {full})

