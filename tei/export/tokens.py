"""
Tokens, which corpus tools count, search and show.

The rule for all scripts, after the word boundaries of Unicode Standard Annex 29, is in docs/exports.md.
"""

from __future__ import annotations

from functools import lru_cache

import regex

_SINGLE = r"\p{Han}\p{Hiragana}\p{Katakana}\u30fc\p{Line_Break=Complex_Context}"
_MARKS = r"\p{M}\p{Cf}"
_FIRST = rf"[[\p{{L}}\p{{N}}\p{{Pc}}]--[{_SINGLE}]]"
_LATER = rf"[[\p{{L}}\p{{N}}\p{{Pc}}{_MARKS}]--[{_SINGLE}]]*+"
_INNER = r"(?:[.'’·]|(?<=\p{N}),(?=\p{N}))"
_FLAG = r"\p{Regional_Indicator}{2}"
# A zero-width joiner also takes the next emoji.
_OTHER = rf"[^\u200d](?:\u200d\p{{So}}|[{_MARKS}\p{{Emoji_Modifier}}])*+|\u200d"
_TOKEN = regex.compile(rf"{_FIRST}{_LATER}(?:{_INNER}{_FIRST}{_LATER})*+|{_FLAG}|{_OTHER}", regex.V1 | regex.DOTALL)

_MAX_CACHED = 32
"""The longest run between spaces that is cached; words are repeated, long runs are not."""


def tokens(text: str) -> list[str]:
    """Return the tokens of a text: joined, they are the text without its white space."""
    found: list[str] = []
    for run in text.split():
        found += _cached(run) if len(run) <= _MAX_CACHED else _cut(run)
    return found


def _cut(run: str) -> list[str]:
    result: list[str] = _TOKEN.findall(run)
    return result


@lru_cache(maxsize=1 << 16)
def _cached(run: str) -> tuple[str, ...]:
    return tuple(_cut(run))
