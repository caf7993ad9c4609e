"""
Candidate sentence boundaries: the stops of all scripts, with the closing marks that belong to them.

Stops are the characters of the classes `SB=STerm` and `SB=ATerm` in Unicode Standard Annex #29 (sentence boundaries),
the ellipsis, and the terminators of the language.
"""

from __future__ import annotations

from functools import cache

import regex

DOTS = frozenset(".․﹒．")
"""Stops that are also used in abbreviations, numbers and initials."""

QUOTES = frozenset("\"'“”‘’»«›‹」』")
"""Marks that may close a quotation."""

_BRACKETS = r"\p{Pe}”’』」"
"""Marks that only close."""

_EITHER = r"\"'“‘»«›‹*_"
"""Marks that close in one language and open in another, or mark italics: they close unless a word follows."""

_CITATION = r"\[\p{Nd}{1,4}(?:\s?[,–-]\s?\p{Nd}{1,4}){0,9}\]"
"""A reference to a note or to literature, such as ``[12]``."""

_NOTE = r"(?:[¹²³⁰-⁹]++|(?<=\p{Ll}{5}\.)\p{Nd}{1,3}(?=\s))"
"""The number of a note: superscript or, where that was lost, right after a word too long for an abbreviation."""

_EMOJI = r"(?:[\p{Emoji_Presentation}\u2639\u263A\u2764\u200D]|\p{Extended_Pictographic}\uFE0F|\uFE0F)"

_EMOTICON = r"(?<=[\p{L}\s.!?…])[:;=]['-]?[)(D]++(?=\s)|(?<=\p{L}{3})\)++(?=\s+\p{Lu})"
"""An emoticon, or, as is common in Russian, closing brackets without opening ones."""


@cache
def candidates(terminators: str, finals: frozenset[str]) -> regex.Pattern[str]:
    """
    Return the pattern of candidate sentence boundaries.

    A match has three groups. `stop` is the first stop. `more` is the other stops, closing marks, note references and
    emoji that belong to it. `space` is the white space after them, and empty when the next word follows directly. Every
    stop is in a match, and all repetitions are possessive, so a search takes linear time.

    Args:
        terminators: characters that are stops in this language only.
        finals: endings of words that end a sentence without a stop; `stop` then matches such an ending.
    """
    stops = rf"[\p{{SB=STerm}}\p{{SB=ATerm}}…{regex.escape(terminators)}]"
    words = "|".join(map(regex.escape, sorted(finals)))
    stop = rf"{stops}|{_EMOTICON}|(?<=\p{{L}})(?:{words})(?=\s)" if words else rf"{stops}|{_EMOTICON}"
    close = rf"(?:[{_BRACKETS}]|[{_EITHER}](?![\p{{L}}\p{{N}}])|{_CITATION}|{_NOTE})"
    spaced = rf"\s(?:[»”)\]](?![^\s\p{{P}}])|{_CITATION}|{_EMOJI}++(?!\S))"
    return regex.compile(
        rf"(?P<stop>{stop})(?P<more>(?:{stops}|(?<=\.)\s\.(?!\w))*+(?:{close}|{stops}|{_EMOJI})*+"
        rf"(?:{spaced}(?:{close}|{stops})*+)*+)(?P<space>\s*+)"
    )
