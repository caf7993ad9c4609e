"""The tokens of quantities: numbers in digits or Chinese characters, fractions and words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

import regex

from align.fidelity.quantities.digits import NUMBER
from align.fidelity.quantities.grammar import QuantityGrammar, grammar_for, normalised_word
from align.fidelity.quantities.han import HAN_NUMBER
from align.fidelity.quantities.words import number_words
from corpus import Span
from corpus.roman import read_roman

TokenKind = Literal["fraction", "han", "number", "word"]

_FRACTION = r"(?P<fraction>(?<![\d/])(?:\d+[ \u00a0])?\d{1,2}[/⁄]\d{1,2}(?![\d/])|(?:\d+[ \u00a0]?)?[½⅓⅔¼¾⅕⅛⅜⅝⅞])"
_WORD = r"\p{L}[\p{L}\p{M}]*"
_SPACED = regex.compile(rf"{_FRACTION}|(?P<number>{NUMBER})|(?P<word>{_WORD})")
_APOSTROPHES = regex.compile(rf"{_FRACTION}|(?P<number>{NUMBER})|(?P<word>{_WORD}(?:['’ʼ]{_WORD})*)")
_UNSPACED = regex.compile(rf"{_FRACTION}|(?P<han>{HAN_NUMBER})|(?P<number>{NUMBER})|(?P<word>[\p{{Latin}}\p{{M}}]+)")
_GAP = regex.compile(r"[\s\-‐‑]{0,2}")


@dataclass(frozen=True, slots=True)
class Token:
    """
    A number, a fraction, or a word that may be part of a number or the name of a day, a month or a unit.

    Attributes:
        kind: the kind of token.
        span: its position in the text.
        text: its characters.
        word: its normalised form; see `align.fidelity.quantities.grammar.normalised_word`.
    """

    kind: TokenKind
    span: Span
    text: str
    word: str


@lru_cache(maxsize=1 << 17)
def _known(text: str, code: str) -> str:
    """Return the normalised form of a word, or nothing if it cannot be part of a quantity."""
    grammar = grammar_for(code)
    word = normalised_word(text)
    tables = (grammar.words, grammar.articles, grammar.joiners, grammar.months, grammar.weekdays, grammar.units)
    if any(word in table for table in tables) or word.startswith(grammar.beginnings):
        return word
    return word if number_words(word, grammar) or read_roman(text) else ""


class Tokens:
    """The tokens of a text, in order."""

    def __init__(self, text: str, grammar: QuantityGrammar) -> None:
        self._text = text
        pattern = _UNSPACED if grammar.han else _APOSTROPHES if grammar.apostrophes else _SPACED
        self._tokens = [
            Token(cast(TokenKind, match.lastgroup), Span(*match.span()), match.group(), word)
            for match in pattern.finditer(text)
            if (word := _known(match.group(), grammar.code)) or match.lastgroup != "word"
        ]

    def __len__(self) -> int:
        return len(self._tokens)

    def __getitem__(self, place: int) -> Token:
        return self._tokens[place]

    def after(self, place: int) -> Token | None:
        """Return the token after the one at `place` if only a space or hyphen is between them."""
        if place + 1 >= len(self._tokens):
            return None
        token, following = self._tokens[place], self._tokens[place + 1]
        gap = _GAP.match(self._text, token.span.end)
        return following if gap and gap.end() >= following.span.start else None
