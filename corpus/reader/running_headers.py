"""What stands on every page of a book and is no part of its text: running heads and page numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex

_LONGEST = 200
_LEAST = 3
"""On how many pages, at least, a line must recur."""

_ROUNDS = 3
"""How many lines of furniture there may be at the top and at the bottom of a page."""

_NUMBER = regex.compile(r"\d{1,4}+(?!\d)")
_ROMAN = regex.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", regex.IGNORECASE)
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_Sign = tuple[str, int | None]
"""The words of a line, and how far the number in it is ahead of the page's; None for a line that is just the same."""


def strip_running_headers(pages: Sequence[Sequence[str]]) -> tuple[list[list[str]], Counter[str]]:
    """
    Return the pages without running heads and page numbers, and how many there were of each.

    The first and the last lines of the pages are looked at. One is furniture when on three pages at least it is the
    same, or the same but for a number that grows with the pages: ``Chapter 1``, ``Chapter 2`` at the head of three
    chapters are none. A line of words on the first page may be the title and stays.

    Args:
        pages: the lines of each page, none of them empty.
    """
    left = [list(page) for page in pages]
    counts: Counter[str] = Counter()
    for end in (0, -1):
        for _ in range(_ROUNDS):
            edges = [page[end] if page else "" for page in left]
            signs = [list(_signs(line, number)) for number, line in enumerate(edges)]
            recurring = Counter(sign for found in signs for sign in found)
            for number, (page, found) in enumerate(zip(left, signs, strict=True)):
                kept = [sign for sign in found if recurring[sign] >= _LEAST and (number or sign[1] is not None)]
                if kept:
                    counts["running head" if kept[0][0] else "page number"] += 1
                    del page[end]
    return left, counts


def _signs(line: str, page: int) -> Iterator[_Sign]:
    """Yield what a line may have in common with those of other pages."""
    if len(line) > _LONGEST:
        return
    words = "".join(filter(str.isalpha, line))
    roman = line.strip(" -–—[]().·|")
    if roman and _ROMAN.fullmatch(roman):
        yield "", _roman(roman.lower()) - page
        return
    numbers = [int(match[0]) for match in _NUMBER.finditer(line)]
    for number in dict.fromkeys(numbers[:1] + numbers[-1:]):
        yield words, number - page
    if len(words) > 1:
        yield line, None


def _roman(number: str) -> int:
    values = [_DIGITS[letter] for letter in number]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
