"""The tokens that quantities are made of: numbers in digits or Chinese characters, fractions and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import regex

from align.fidelity.quantities.digits import NUMBER
from align.fidelity.quantities.han import HAN_NUMBER
from align.fidelity.quantities.language import Language, normalise
from corpus import Span

TokenKind = Literal["fraction", "han", "number", "word"]

_KINDS: tuple[TokenKind, ...] = get_args(TokenKind)
_FRACTION = r"(?:(?<![\d/])(?:\d+[ \u00a0])?\d{1,2}[/⁄]\d{1,2}(?![\d/])|\d*[½⅓⅔¼¾⅕⅛⅜⅝⅞])"
_WORD = r"\p{L}[\p{L}\p{M}]*"
_SPACED = regex.compile(rf"({_FRACTION})|((?!))|({NUMBER})|({_WORD})")
_APOSTROPHES = regex.compile(rf"({_FRACTION})|((?!))|({NUMBER})|({_WORD}(?:['’ʼ]{_WORD})*)")
_UNSPACED = regex.compile(rf"({_FRACTION})|({HAN_NUMBER})|({NUMBER})|([\p{{Latin}}\p{{M}}]+)")
_GAP = regex.compile(r"[\s\-‐‑]{0,2}")


@dataclass(frozen=True, slots=True)
class Token:
    """
    A number, fraction or word.

    Attributes:
        kind: which of them it is.
        span: where it stands.
        text: its characters.
        word: the same as the tables of a language have it.
    """

    kind: TokenKind
    span: Span
    text: str
    word: str


class Tokens:
    """The tokens of a text, in order."""

    def __init__(self, text: str, language: Language) -> None:
        self._text = text
        pattern = _UNSPACED if language.han else _APOSTROPHES if language.apostrophes else _SPACED
        self._tokens = [
            Token(_KINDS[(match.lastindex or 1) - 1], Span(*match.span()), match.group(), normalise(match.group()))
            for match in pattern.finditer(text)
        ]

    def __len__(self) -> int:
        return len(self._tokens)

    def __getitem__(self, place: int) -> Token:
        return self._tokens[place]

    def after(self, place: int) -> Token | None:
        """Return the token after the one at `place` if nothing but a space or hyphen stands between them."""
        if place + 1 >= len(self._tokens):
            return None
        token, following = self._tokens[place], self._tokens[place + 1]
        gap = _GAP.match(self._text, token.span.end)
        return following if gap and gap.end() >= following.span.start else None
