"""Signatures: how a result was made, in one line, as in sacrebleu (Post 2018)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

_RESERVED = re.compile(r"[%|:\s\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Signature:
    """
    Names and values in order, written as ``encoder:static|model:embedded|hash:3f2a``.

    >>> str(Signature.of(encoder="sentence-transformers", prompt="query: "))
    'encoder:sentence-transformers|prompt:query%3A%20'
    >>> Signature.parse("segmenter:rules|language:ru")["language"]
    'ru'

    Attributes:
        parts: names and values; each name occurs once.
    """

    parts: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, **parts: object) -> Signature:
        """Return a signature of names and values in the given order."""
        return cls(tuple((name, str(value)) for name, value in parts.items()))

    @classmethod
    def parse(cls, text: str) -> Signature:
        """Parse a signature. Parts that are not ``name:value`` are ignored; of equal names, the last counts."""
        pairs = (part.split(":", 1) for part in text.split("|") if ":" in part)
        return cls(tuple({name: unquote(value) for name, value in pairs}.items()))

    def __str__(self) -> str:
        return "|".join(f"{name}:{_RESERVED.sub(lambda sign: quote(sign[0]), value)}" for name, value in self.parts)

    def __add__(self, other: Signature) -> Signature:
        return Signature(self.parts + other.parts)

    def __contains__(self, name: str) -> bool:
        return any(known == name for known, _ in self.parts)

    def __getitem__(self, name: str) -> str:
        """Return the value of a name; empty when the signature does not have it."""
        return next((value for known, value in self.parts if known == name), "")
