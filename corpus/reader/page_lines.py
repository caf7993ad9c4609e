"""The lines of printed pages: running headers, footers, page numbers, and words that are hyphenated at line ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex

from corpus.roman import roman_value

_MAX_LENGTH = 200
_MIN_PAGES = 3
"""Minimum number of pages on which a line must recur."""

_MAX_LINES = 3
"""Maximum number of such lines at the top and at the bottom of a page."""

_MAX_ROMAN = 99
_NUMBER = regex.compile(r"\d{1,4}+(?!\d)")

_Key = tuple[str, int | None]
"""The words of a line, and how far its number is ahead of the number of the page; None for a line that recurs as is."""

_FIRST_HALF = regex.compile(r"(?P<left>\p{L}[\p{L}\p{M}]++)(?P<hyphen>[-\u2010\u00ad])")
_SECOND_HALF = regex.compile(r"(?P<word>\p{Ll}[\p{L}\p{M}]*+)(?P<rest>\S*+)\s*+")
_COMPOUND = regex.compile(r"[\p{L}\p{M}]++[-\u2010][\p{L}\p{M}]++")
_MAX_WORD_LENGTH = 64


def strip_running_headers(pages: Sequence[Sequence[str]]) -> tuple[list[list[str]], Counter[str]]:
    """
    Return the pages without running headers, footers and page numbers, and how many there were of each.

    Only the first and the last lines of each page are candidates. A line is removed when the same line is on at least
    three pages, or the same line but for a number that increases with the pages. So ``Chapter 1``, ``Chapter 2`` at the
    top of the first page of a chapter stay. A line of words on the first page may be the title and stays, too.

    Args:
        pages: the lines of each page, none of them empty.
    """
    left = [list(page) for page in pages]
    counts: Counter[str] = Counter()
    for end in (0, -1):
        for _ in range(_MAX_LINES):
            edges = [page[end] if page else "" for page in left]
            keys = [list(_keys(line, number)) for number, line in enumerate(edges)]
            recurring = Counter(key for found in keys for key in found)
            for number, (page, found) in enumerate(zip(left, keys, strict=True)):
                kept = [key for key in found if recurring[key] >= _MIN_PAGES and (number or key[1] is not None)]
                if kept:
                    counts["running header" if kept[0][0] else "page number"] += 1
                    del page[end]
    return left, counts


def _keys(line: str, page: int) -> Iterator[_Key]:
    """Yield what a line may have in common with lines of other pages."""
    if len(line) > _MAX_LENGTH:
        return
    words = "".join(filter(str.isalpha, line))
    value = roman_value(line.strip(" -–—[]().·|").upper())
    if value and value <= _MAX_ROMAN:
        yield "", value - page
        return
    numbers = [int(match[0]) for match in _NUMBER.finditer(line)]
    for number in dict.fromkeys(numbers[:1] + numbers[-1:]):
        yield words, number - page
    if len(words) > 1:
        yield line, None


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
