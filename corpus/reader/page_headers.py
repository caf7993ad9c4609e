"""Running headers and page numbers between the lines of plain text, as text recognition leaves them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from corpus.reader.text import ends_with_stop
from corpus.roman import roman_value

_N = r"\d{1,4}|[ivxlc]{1,7}"
_HEADER = regex.compile(
    rf"\s*(?:(?P<number>{_N})(?P<gap>\s+)(?P<words>\p{{L}}.{{1,80}})|(?P<words>\p{{L}}.{{1,80}}?)(?P<gap>\s+)(?P<number>{_N})"
    rf"|[\[(—–-]?\s?(?P<number>{_N})\s?[\])—–-]?)\s*"
)
_MIN_PAGES = 3
_MIN_BROKEN = 0.3
"""Minimum share of headers that stand inside a sentence; headings do not."""

_NEAR = 8
"""How many lines around a header are looked at."""

_WIDE = 2
"""Spaces that set a number off from the words of a header."""


@dataclass(frozen=True, slots=True)
class _Header:
    """A line that may be a running header: its place among the lines, its number and how wide the gap between is."""

    line: int
    number: int
    gap: int


def without_page_headers(text: str) -> tuple[str, Counter[str]]:
    """
    Return a clean text without running headers and page numbers, and how many there were of each.

    A line is one when at least three lines have the same words with increasing numbers, and when they break a sentence
    or their number is set off. ``Chapter 1``, ``Chapter 2`` stay. A sentence that a header breaks goes on.
    """
    lines = text.split("\n")
    found: dict[str, list[_Header]] = defaultdict(list)
    for number, line in enumerate(lines):
        match = _HEADER.fullmatch(line)
        value = match and _value(match["number"])
        if match and value and (match["words"] or _stands_alone(lines, number)):
            words = "".join(filter(str.isalpha, match["words"] or ""))
            found[words].append(_Header(number, value, len(match["gap"] or "")))
    headers: dict[int, str] = {}
    for words, group in found.items():
        if _are_headers(words, group, lines):
            headers |= {header.line: "running header" if words else "page number" for header in group}
    if not headers:
        return text, Counter()
    return "\n".join(_kept(lines, headers)), Counter(headers.values())


def _value(number: str) -> int:
    return int(number) if number.isdecimal() else roman_value(number.upper()) or 0


def _stands_alone(lines: Sequence[str], number: int) -> bool:
    around = (lines[number - 1] if number else "", lines[number + 1] if number + 1 < len(lines) else "")
    return not any(map(str.strip, around))


def _are_headers(words: str, group: Sequence[_Header], lines: Sequence[str]) -> bool:
    if len(group) < _MIN_PAGES or any(after.number <= before.number for before, after in pairwise(group)):
        return False
    broken = sum(_breaks(lines, header.line) for header in group)
    wide = words and all(header.gap >= _WIDE for header in group)
    counted = group[0].number == 1 and all(after.number == before.number + 1 for before, after in pairwise(group))
    return broken >= _MIN_BROKEN * len(group) or bool(wide and (broken or not counted))


def _breaks(lines: Sequence[str], number: int) -> bool:
    """Return whether a sentence goes on over a line."""
    before, after = _neighbours(lines, number)
    return bool(before and after and not ends_with_stop(before) and after[0].islower())


def _neighbours(lines: Sequence[str], number: int) -> tuple[str, str]:
    """Return the nearest lines with text, within a few lines."""
    before = (lines[place].strip() for place in range(number - 1, max(-1, number - _NEAR), -1))
    after = (lines[place].strip() for place in range(number + 1, min(len(lines), number + _NEAR)))
    return next(filter(None, before), ""), next(filter(None, after), "")


def _kept(lines: Sequence[str], headers: dict[int, str]) -> list[str]:
    """Return the other lines, without the empty ones around a header that stands inside a sentence."""
    kept: list[str] = []
    skipping = False
    for number, line in enumerate(lines):
        if number in headers:
            skipping = _breaks(lines, number)
            while skipping and kept and not kept[-1].strip():
                kept.pop()
        elif line.strip() or not skipping:
            kept.append(line)
            skipping = False
    return kept
