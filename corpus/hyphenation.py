"""Words that are broken at the end of a line: whether the hyphen there belongs to the word."""

from __future__ import annotations

from collections.abc import Iterable

import regex

BREAK_MARKS = frozenset("\u00ad\u00ac")
"""The soft hyphen, and the ``¬`` of many transcriptions: they stand for nothing but a broken word."""

HYPHENS = BREAK_MARKS | frozenset("-\u2010\u2e17")
"""Characters that a broken line may end with."""

_COMPOUND = regex.compile(r"[\p{L}\p{M}]++[-\u2010][\p{L}\p{M}]++")
_LEFT = regex.compile(r"\p{L}[\p{L}\p{M}]++$")
_RIGHT = regex.compile(r"\p{Ll}[\p{L}\p{M}]*+")

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*+")

_MAX_WORD_LENGTH = 64

_AFTER_SUSPENDED = frozenset(["bzw", "eller", "oder", "oraz", "sowie", "und", "или"])
"""Conjunctions after which the rest of a word follows, as in ``Vor- und Nachteile``."""


class Hyphenation:
    """
    Tells broken words from compounds by the compounds that a text has inside its lines.

    Args:
        texts: the lines or passages of the text.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        found = (match[0] for text in texts for match in _COMPOUND.finditer(text))
        self._compounds = {compound.lower().replace("\u2010", "-") for compound in found}

    def is_broken(self, left: str, hyphen: str, right: str) -> bool:
        """
        Return whether a hyphen at a line end only breaks a word, so that it is no part of it.

        It does when a small letter follows. The hyphen stays where the text writes the same word with a hyphen
        elsewhere, after single letters (``e-mail``), and before a conjunction (``Vor- und Nachteile``). A
        soft hyphen and a ``¬`` between letters always break a word.

        Args:
            left: the text of the line before the hyphen, or the end of it.
            hyphen: one of `HYPHENS`.
            right: the next line, or its first word.
        """
        if hyphen in BREAK_MARKS:
            return left[-1:].isalpha() and right[:1].isalpha()
        before = _LEFT.search(left[-_MAX_WORD_LENGTH:])
        after = _RIGHT.match(right)
        if not before or not after or after[0] in _AFTER_SUSPENDED:
            return False
        return f"{before[0]}-{after[0]}".lower() not in self._compounds

    def is_compound(self, left: str, hyphen: str, right: str) -> bool:
        """
        Return whether a hyphen at a line end is inside a compound, so that no space follows it.

        It is when letters are before and after it, unless a conjunction follows. The arguments are those of
        `is_broken`, which decides first.
        """
        after = _WORD.match(right)
        return hyphen in "-\u2010" and left[-1:].isalpha() and after is not None and after[0] not in _AFTER_SUSPENDED
