"""The lines of printed pages: running headers, footers, page numbers, and words that are hyphenated at line ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import regex

from corpus.hyphenation import HYPHENS, Hyphenation
from corpus.roman import roman_value

_MAX_LENGTH = 200
_MIN_PAGES = 3
"""Minimum number of pages on which a line must recur."""

_MAX_LINES = 3
"""Maximum number of such lines at the top and at the bottom of a page."""

_MAX_ROMAN = 99
_NUMBER = regex.compile(r"\d{1,4}+(?!\d)")

AnyLine = TypeVar("AnyLine")
"""A line: a text, or something that has one."""

_Key = tuple[str, int | None]
"""The words of a line, and how far its number is ahead of the number of the page; None for a line that recurs as is."""


def strip_running_headers(
    pages: Sequence[Sequence[AnyLine]], text: Callable[[AnyLine], str]
) -> tuple[list[list[AnyLine]], Counter[str]]:
    """
    Return the pages without running headers, footers and page numbers, and how many there were of each.

    Only the first and the last lines of each page are candidates. A line is removed when the same line is on at least
    three pages, or the same line but for a number that increases with the pages. So ``Chapter 1``, ``Chapter 2`` at the
    top of the first page of a chapter stay. A line of words on the first page may be the title and stays, too.

    Args:
        pages: the lines of each page, none of them empty.
        text: the text of a line.
    """
    left = [list(page) for page in pages]
    counts: Counter[str] = Counter()
    for end in (0, -1):
        for _ in range(_MAX_LINES):
            edges = [text(page[end]) if page else "" for page in left]
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
    Return the lines with hyphenated words joined, and how many there were; see `Hyphenation`.

    The second half of the word moves up to the first, with the punctuation after it.
    """
    hyphenation = Hyphenation(lines)
    joined: list[str] = []
    count = 0
    for line in lines:
        left, hyphen = (joined[-1][:-1], joined[-1][-1:]) if joined else ("", "")
        if hyphen in HYPHENS and hyphenation.is_broken(left, hyphen, line):
            count += 1
            half, _, line = line.partition(" ")  # noqa: PLW2901
            joined[-1] = left + half
            if not line:
                continue
        joined.append(line)
    return joined, count
