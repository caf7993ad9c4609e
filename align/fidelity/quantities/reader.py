"""Finds the quantities in a text: numbers with their units, months, days of the week and times."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import regex

from align.fidelity.quantities.context import (
    completed,
    interpretations,
    is_afternoon,
    is_military,
    measured,
    weight_of_digits,
)
from align.fidelity.quantities.digits import read_digits
from align.fidelity.quantities.grammar import NumberWord, QuantityGrammar, grammar_for
from align.fidelity.quantities.han import read_han
from align.fidelity.quantities.quantity import Kind, Quantity, Weight
from align.fidelity.quantities.token import Token, Tokens
from align.fidelity.quantities.words import Sum, multiplier, number_words
from corpus import Span
from corpus.roman import read_roman

_DIGITS = regex.compile(r"\d+")
_RATIO = regex.compile(r"分之|分の")
_INDEFINITE = regex.compile(r"[几数幾]$")
_TO = regex.compile(r"\s?(?:[-‐‑–—~～〜/]|\p{L}{1,3})\s?")
"""Text between the ends of a range, as in ``4 to 5 million``."""

_HALF_DAY = 12 * 60 * 60.0
_MIN_LETTERS = 4
"""Minimum length of month names that are hardly other words, and of units without a number."""

_SMALL = 12
_CENTURY_OF_ORDINALS = 1900


def find_quantities(text: str, tag: str) -> tuple[Quantity, ...]:
    """
    Return the quantities in a text, in order.

    Args:
        text: one or more sentences.
        tag: BCP 47 tag of its language; if its number words are not known, only digits are read.
    """
    return tuple(_Reader(text, grammar_for(tag)).read())


def reads_words(tag: str) -> bool:
    """Return whether the number words of a language are known, by its BCP 47 tag; if not, only digits are read."""
    return grammar_for(tag).known


class _Reader:
    """Reads one text; each method returns the quantity that starts at a token, and the index of the next token."""

    def __init__(self, text: str, grammar: QuantityGrammar) -> None:
        self.text = text
        self.grammar = grammar
        self.tokens = Tokens(text, grammar)
        self.scale = 1.0

    def read(self) -> list[Quantity]:
        found: list[Quantity] = []
        place, scale = 0, 1.0
        while place < len(self.tokens):
            self.scale = 1.0
            token = self.tokens[place]
            match token.kind:
                case "number":
                    quantity, place = self._number(place)
                case "fraction":
                    quantity, place = self._fraction(place)
                case "han":
                    quantity, place = self._han(place)
                case "word":
                    quantity, place = self._word(place)
            if quantity is None:
                continue
            if not quantity.values:
                found += quantity.parts
                continue
            quantity = completed(measured(quantity, self.text, self.grammar), found[-1] if found else None, self.text)
            if self.scale > scale and found and self._ranges(found[-1], quantity):
                values = found[-1].values
                found[-1] = replace(found[-1], values=values | {value * self.scale for value in values})
            scale = self.scale
            found.append(quantity)
        return found

    def _ranges(self, start: Quantity, end: Quantity) -> bool:
        gap = _TO.match(self.text, start.span.end)
        return gap is not None and gap.end() == end.span.start

    def _number(self, place: int) -> tuple[Quantity | None, int]:
        token = self.tokens[place]
        span = token.span
        interpretation = read_digits(token.text, self.grammar.decimal)
        parts = tuple(self._part(token, part) for part in interpretation.parts)
        if interpretation.clock:
            return self._clock(span, interpretation.values, parts), place + 1
        if not interpretation.values:
            return Quantity(span, 0.0, frozenset(), parts=parts), place + 1
        value = interpretation.values[0]
        if is_military(value, self.text, span):
            return self._clock(span, ((value // 100 * 60 + value % 100) * 60,), ()), place + 1
        number = Sum(self.grammar, group=interpretation.values, words=1)
        end, following = self._extend(number, place, digits=True)
        values = set(number.values)
        self.scale = number.values[0] / value if value else 1.0
        if following == place + 1:
            values |= interpretations(value, self.text, span, self.grammar)
        elif len(self.tokens[following - 1].text) == 1:
            values |= set(interpretation.values)
        weight = weight_of_digits(number.values[0], self.text, span)
        span = Span(span.start, end)
        return Quantity(span, number.values[0], frozenset(values), weight=weight, parts=parts), following

    def _part(self, token: Token, part: Span) -> Quantity:
        span = Span(token.span.start + part.start, token.span.start + part.end)
        value = float(span.of(self.text))
        values = frozenset(interpretations(value, self.text, span, self.grammar))
        return Quantity(span, value, values, weight=weight_of_digits(value, self.text, span))

    def _clock(self, span: Span, values: tuple[float, ...], parts: tuple[Quantity, ...]) -> Quantity:
        if is_afternoon(self.text, span, self.grammar):
            values = (*values, *(value + _HALF_DAY for value in values if value < _HALF_DAY))
        return Quantity(span, values[0] if values else 0.0, frozenset(values), kind="clock", parts=parts)

    def _fraction(self, place: int) -> tuple[Quantity | None, int]:
        token = self.tokens[place]
        parts: tuple[Quantity, ...] = ()
        if token.text[-1].isdecimal():
            parts = tuple(self._part(token, Span(*match.span())) for match in _DIGITS.finditer(token.text))
            *whole, over, under = (part.value for part in parts)
            if over >= under:
                return Quantity(token.span, 0.0, frozenset(), parts=parts), place + 1
            value = sum(whole) + over / under
        else:
            value = float(token.text[:-1] or 0) + unicodedata.numeric(token.text[-1])
        number = Sum(self.grammar, group=(value,), words=1)
        end, following = self._extend(number, place, digits=True)
        values = {*number.values, *interpretations(number.values[0], self.text, token.span, self.grammar)}
        span = Span(token.span.start, end)
        return Quantity(span, number.values[0], frozenset(values), weight="soft", parts=parts), following

    def _han(self, place: int) -> tuple[Quantity | None, int]:
        token = self.tokens[place]
        span = token.span
        possible, bare = read_han(token.text)
        if not possible:
            return None, place + 1
        value = possible[0]
        ratio = self._ratio(value, place)
        if ratio:
            return ratio, place + 2
        values = {*possible, *interpretations(value, self.text, span, self.grammar)}
        digits = _DIGITS.match(token.text)
        if digits:
            shown = float(digits.group())
            self.scale = value / shown if shown else 1.0
            return Quantity(span, value, frozenset(values)), place + 1
        counters = self.grammar.counters
        marked = (counters and counters.match(self.text, span.end)) or self.text.endswith("第", 0, span.start)
        weight: Weight = "firm"
        several = _INDEFINITE.search(self.text, max(0, span.start - 1), span.start)
        if value == 1 or several or (bare and not marked):
            weight = "vague"
        elif value <= _SMALL or value % 10 == 0:
            weight = "soft"
        return Quantity(span, value, frozenset(values), weight=weight), place + 1

    def _ratio(self, whole: float, place: int) -> Quantity | None:
        """Read ``百分之十``, ten per cent, and ``三分之一``, a third."""
        sign = _RATIO.match(self.text, self.tokens[place].span.end)
        token = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if not sign or not token or sign.end() != token.span.start:
            return None
        if token.kind == "han":
            values, _ = read_han(token.text)
        else:
            values = read_digits(token.text, self.grammar.decimal).values if token.kind == "number" else ()
        if not values or not whole:
            return None
        if whole in {100.0, 1000.0}:
            return Quantity(token.span, values[0], frozenset(values))
        span = Span(self.tokens[place].span.start, token.span.end)
        return Quantity(span, values[0] / whole, frozenset({_rounded(values[0] / whole)}), weight="soft")

    def _word(self, place: int) -> tuple[Quantity | None, int]:
        token = self.tokens[place]
        word = token.word
        found = number_words(word, self.grammar)
        if found and (len(word) > 1 or self.grammar.han):
            return self._phrase(place, found)
        if word in self.grammar.articles:
            following = self.tokens.after(place)
            begun = number_words(following.word, self.grammar) if following else ()
            if begun and begun[0].role in {"multiplier", "fraction"}:
                return self._phrase(place, ())
            return None, place + 1
        return self._name(token), place + 1

    def _name(self, token: Token) -> Quantity | None:
        """Return the quantity of a word that is a month, a day of the week, a Roman numeral, a compound or a unit."""
        grammar, word = self.grammar, token.word
        vague: Weight = "vague" if word in grammar.vague or len(word) < _MIN_LETTERS else "soft"
        if word in grammar.months:
            month = float(grammar.months[word])
            return Quantity(token.span, month, frozenset({month}), kind="month", weight=vague)
        if word in grammar.weekdays:
            day = float(grammar.weekdays[word])
            return Quantity(token.span, day, frozenset({day}), kind="weekday", weight=vague)
        if token.text[0].isupper() and (roman := read_roman(token.text)) and (len(word) > 1 or grammar.code != "en"):
            weight: Weight = "soft" if len(word) > 1 and token.text[0] in "IVXІХ" else "vague"
            return Quantity(token.span, float(roman), frozenset({float(roman)}), kind="ordinal", weight=weight)
        for prefix, value in grammar.prefixes:
            if word.startswith(prefix) and len(word) > len(prefix) + 2:
                return Quantity(token.span, value, frozenset({value}), weight="vague")
        unit = grammar.units.get(word) if len(word) >= _MIN_LETTERS else None
        if unit and unit.dimension == "duration":
            return Quantity(token.span, 1.0, frozenset({1.0}), weight="vague", unit=unit)
        return None

    def _phrase(self, place: int, words: tuple[NumberWord, ...]) -> tuple[Quantity | None, int]:
        token = self.tokens[place]
        number = Sum(self.grammar, words=0 if words else 1)
        for word in words:
            number.add(word)
        end, following = self._extend(number, place, digits=False)
        value = number.values[0]
        span = Span(token.span.start, end)
        values = {*number.values, *interpretations(value, self.text, span, self.grammar)}
        if number.fraction:
            values |= {_rounded(1 / value)}
        if number.ordinal and value:
            values |= {_rounded(1 / value)} if value <= _SMALL else set()
            values |= {_CENTURY_OF_ORDINALS + value} if _SMALL < value < 100 else set()
        kind: Kind = "ordinal" if number.ordinal else "number"
        return Quantity(span, value, frozenset(values), kind=kind, weight=number.weight), following

    def _extend(self, number: Sum, place: int, *, digits: bool) -> tuple[int, int]:
        """Read on after the token at `place`; return the end of the number and the index of the next token."""
        end, last = self.tokens[place].span.end, place
        while token := self.tokens.after(last):
            step = 1
            joined = token.word in self.grammar.joiners
            if joined:
                token, step = self.tokens.after(last + step), step + 1
            if token and token.word in self.grammar.articles:
                token, step = self.tokens.after(last + step), step + 1
            if token is None or token.kind != "word":
                break
            words = number_words(token.word, self.grammar)
            if digits and number.words == 1:
                found = multiplier(token.word, self.grammar)
                words = (found,) if found else tuple(word for word in words if word.role == "fraction" and joined)
            elif digits:
                break
            if not words or not all(number.add(word, joined=joined) for word in words):
                break
            last += step
            end = token.span.end
        return end, last + 1


def _rounded(value: float) -> float:
    return float(f"{value:.12g}")
