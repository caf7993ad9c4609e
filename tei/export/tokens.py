"""
Tokens: what corpus tools count, search and show.

The rule for all scripts, after the word boundaries of Unicode Standard Annex 29:

* A word is a run of letters, digits, underscores and their marks. An apostrophe, full stop or middle dot between two of
  them does not end it (*can't*, *e.g*, *3.14*), nor does a comma between digits (*1,000*).
* Han, kana, and the scripts that need a dictionary (Thai, Lao, Khmer, Myanmar) make a token of each letter with its
  marks.
* Anything else is a token of its own: *twenty-one* has three. Emoji stay whole.

Nothing but white space is left out.
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
# A zero-width joiner takes the next emoji along.
_OTHER = rf"[^\u200d](?:\u200d\p{{So}}|[{_MARKS}\p{{Emoji_Modifier}}])*+|\u200d"
_TOKEN = regex.compile(rf"{_FIRST}{_LATER}(?:{_INNER}{_FIRST}{_LATER})*+|{_FLAG}|{_OTHER}", regex.V1 | regex.DOTALL)

_REPEATED = 32
"""The longest run between spaces that is worth remembering; words come back, long runs do not."""


def tokens(text: str) -> list[str]:
    """Return the tokens of a text: joined, they are the text without its white space."""
    found: list[str] = []
    for run in text.split():
        found += _remembered(run) if len(run) <= _REPEATED else _cut(run)
    return found


def _cut(run: str) -> list[str]:
    result: list[str] = _TOKEN.findall(run)
    return result


@lru_cache(maxsize=1 << 16)
def _remembered(run: str) -> tuple[str, ...]:
    return tuple(_cut(run))
