"""Words that are hyphenated at a line end."""

from __future__ import annotations

from collections.abc import Sequence

import regex

_FIRST_HALF = regex.compile(r"(?P<left>\p{L}[\p{L}\p{M}]++)(?P<hyphen>[-\u2010\u00ad])")
_SECOND_HALF = regex.compile(r"(?P<word>\p{Ll}[\p{L}\p{M}]*+)(?P<rest>\S*+)\s*+")
_COMPOUND = regex.compile(r"[\p{L}\p{M}]++[-\u2010][\p{L}\p{M}]++")
_MAX_WORD_LENGTH = 64


def join_words(lines: Sequence[str]) -> tuple[list[str], int]:
    """
    Return the lines with hyphenated words joined, and how many there were.

    A hyphen before a line end and a small letter is removed, and the second half of the word moves up to the first.
    The hyphen stays where the text writes the same word with a hyphen elsewhere, and after single letters: ``e-mail``.
    """
    compounds = {match[0].lower().replace("\u2010", "-") for line in lines for match in _COMPOUND.finditer(line)}
    joined: list[str] = []
    count = 0
    for line in lines:
        left = _first_half(joined[-1]) if joined else None
        right = _SECOND_HALF.match(line)
        if left and right and f"{left['left']}-{right['word']}".lower() not in compounds:
            count += 1
            joined[-1] = joined[-1][:-1] + right["word"] + right["rest"]
            line = line[right.end() :]  # noqa: PLW2901
            if not line:
                continue
        joined.append(line)
    return joined, count


def _first_half(line: str) -> regex.Match[str] | None:
    """Return the first half of a word that is hyphenated at the end of a line."""
    tail = line[-_MAX_WORD_LENGTH:]
    start = max(tail.rfind(" "), tail.rfind("\u2014")) + 1
    return next((found for found in _FIRST_HALF.finditer(tail, start) if found.end() == len(tail)), None)
