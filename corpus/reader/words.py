"""Words that a line end has parted."""

from __future__ import annotations

from collections.abc import Sequence

import regex

_PARTED = regex.compile(r"(?P<left>\p{L}[\p{L}\p{M}]++)(?P<hyphen>[-\u2010\u00ad])")
_RIGHT = regex.compile(r"(?P<word>\p{Ll}[\p{L}\p{M}]*+)(?P<rest>\S*+)\s*+")
_COMPOUND = regex.compile(r"[\p{L}\p{M}]++[-\u2010][\p{L}\p{M}]++")
_TAIL = 64
"""How much of the end of a line is looked at: no word is longer."""


def join_words(lines: Sequence[str]) -> tuple[list[str], int]:
    """
    Return the lines with parted words whole, and how many there were.

    A hyphen before a line end and a small letter is taken away, unless the text writes the same word with a hyphen
    elsewhere, and the second half goes up to the first. Single letters keep their hyphens: ``e-mail``.
    """
    compounds = {match[0].lower().replace("\u2010", "-") for line in lines for match in _COMPOUND.finditer(line)}
    joined: list[str] = []
    count = 0
    for line in lines:
        left = _parted(joined[-1]) if joined else None
        right = _RIGHT.match(line)
        if left and right and f"{left['left']}-{right['word']}".lower() not in compounds:
            count += 1
            joined[-1] = joined[-1][:-1] + right["word"] + right["rest"]
            line = line[right.end() :]  # noqa: PLW2901
            if not line:
                continue
        joined.append(line)
    return joined, count


def _parted(line: str) -> regex.Match[str] | None:
    """Return the first half of a word that the end of a line parts."""
    tail = line[-_TAIL:]
    start = max(tail.rfind(" "), tail.rfind("\u2014")) + 1
    return next((found for found in _PARTED.finditer(tail, start) if found.end() == len(tail)), None)
