"""
Where a sentence may end: the stops of all scripts, with the marks that belong to them.

The classes of characters are those of Unicode Standard Annex #29 (sentence boundaries), `SB=STerm` and `SB=ATerm`, to
which the ellipsis and the terminators of the language are added.
"""

from __future__ import annotations

from functools import cache

import regex

DOTS = frozenset(".․﹒．")
"""Stops that abbreviations, numbers and initials have, too."""

QUOTES = frozenset("\"'“”‘’»«›‹」』")
"""Marks that close a quotation."""

_BRACKETS = r"\p{Pe}”’』」"
"""What can only close."""

_EITHER = r"\"'“‘»«›‹*_"
"""What closes in one language and opens in another, or marks italics: it closes unless a word follows."""

_CITATION = r"\[\p{Nd}{1,4}(?:\s?[,–-]\s?\p{Nd}{1,4}){0,9}\]"
"""A reference to a note or to literature, such as ``[12]``."""

_NOTE = r"(?:[¹²³⁰-⁹]++|(?<=\p{Ll}{5}\.)\p{Nd}{1,3}(?=\s))"
"""The number of a note, raised or, where that was lost, right behind a word too long for an abbreviation."""

_EMOJI = r"(?:[\p{Emoji_Presentation}\u2639\u263A\u2764\u200D]|\p{Extended_Pictographic}\uFE0F|\uFE0F)"

_SMILE = r"(?<=[\p{L}\s.!?…])[:;=]['-]?[)(D]++(?=\s)|(?<=\p{L}{3})\)++(?=\s+\p{Lu})"
"""A face made of signs, or, as is common in Russian, of closing brackets that close nothing."""


@cache
def candidates(terminators: str, finals: frozenset[str]) -> regex.Pattern[str]:
    """
    Return the pattern of the places where a sentence may end.

    A match has the groups `stop`, the first stop; `more`, the other stops, closing marks, references to notes and
    emoji that belong to it; and `space`, which is empty when the next word is close by. Every stop is in a match and no
    repetition gives back what it took, so that a search takes linear time.

    Args:
        terminators: characters that are stops in this language only.
        finals: endings of words that end a sentence without a stop; `stop` is such an ending.
    """
    stops = rf"[\p{{SB=STerm}}\p{{SB=ATerm}}…{regex.escape(terminators)}]"
    words = "|".join(map(regex.escape, sorted(finals)))
    stop = rf"{stops}|{_SMILE}|(?<=\p{{L}})(?:{words})(?=\s)" if words else rf"{stops}|{_SMILE}"
    close = rf"(?:[{_BRACKETS}]|[{_EITHER}](?![\p{{L}}\p{{N}}])|{_CITATION}|{_NOTE})"
    spaced = rf"\s(?:[»”)\]](?![^\s\p{{P}}])|{_CITATION}|{_EMOJI}++(?!\S))"
    return regex.compile(
        rf"(?P<stop>{stop})(?P<more>(?:{stops}|(?<=\.)\s\.(?!\w))*+(?:{close}|{stops}|{_EMOJI})*+"
        rf"(?:{spaced}(?:{close}|{stops})*+)*+)(?P<space>\s*+)"
    )
