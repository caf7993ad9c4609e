"""Line ends of plain text: which of them end a paragraph."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal, get_args

import regex

Newlines = Literal["auto", "wrap", "break", "keep"]
"""
What a single line end inside a paragraph is.

``wrap``: the line was full, and the lines are joined. ``break``: a new block starts. ``keep``: it is part of the text
of the block. ``auto``: ``wrap`` or ``break``, estimated from the text; see `split_text`.
"""

NEWLINES: frozenset[str] = frozenset(get_args(Newlines))

SPACELESS = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u3000-\u303f\uff00-\uffef]"
)
"""Characters of scripts that are written without spaces between words."""

_HYPHEN = regex.compile(r"\p{L}[-\u2010\u00ad]")

_MIN_WORDS_PER_LINE = 4
"""Minimum number of words that fit the lines of a wrapped text; shorter lines are a list of words."""

_PRIOR = 6
"""The weight of the whole text, in line ends, when one paragraph is classified."""


@dataclass(frozen=True, slots=True)
class BlockText:
    """
    The text of a block, and whether it is a whole paragraph or a line of one.

    Attributes:
        text: the text; not empty, without white space at its ends.
        starts_paragraph: whether it is at the start of a paragraph.
        ends_paragraph: whether it is at the end of a paragraph.
    """

    text: str
    starts_paragraph: bool
    ends_paragraph: bool


def split_text(text: str, newlines: Newlines) -> Iterator[BlockText]:
    """
    Yield the texts of the blocks of a clean text, which together hold all of it except white space.

    Blank lines always separate paragraphs. A text without blank lines that is not wrapped has a paragraph on each line.

    With ``auto``, each paragraph is classified by a score of its line ends. An editor that wraps lines starts a new
    line when the next word does not fit. So a line end raises the score for wrapping when its line has no room for the
    first word of the next line. It lowers the score when the line with that word would still be half empty, when the
    line ends in punctuation, and when the next line starts with a capital letter. In wrapped prose these are true of
    none, one in six and one in ten of the line ends; in verse, lists, dialogues and paragraphs of one line each, of
    most. The mean over the whole text counts as a few more line ends, so that a stanza in a novel is verse and a short
    paragraph is not.
    """
    paragraphs = _paragraphs(text)
    wrapped = _are_wrapped(paragraphs) if newlines == "auto" else [newlines == "wrap"] * len(paragraphs)
    flat = len(paragraphs) == 1
    for lines, wrap in zip(paragraphs, wrapped, strict=True):
        stripped = [line.strip() for line in lines]
        if wrap or newlines == "keep":
            yield BlockText(_join(stripped) if wrap else "\n".join(stripped), True, True)
        else:
            last = len(stripped) - 1
            yield from (BlockText(line, flat or i == 0, flat or i == last) for i, line in enumerate(stripped))


def _paragraphs(text: str) -> list[list[str]]:
    """Split at blank lines; the lines keep their indentation, which belongs to their width."""
    lines = (line.rstrip() for line in text.split("\n"))
    return [list(group) for filled, group in groupby(lines, key=bool) if filled]


def _are_wrapped(paragraphs: Sequence[Sequence[str]]) -> list[bool]:
    """Return for each paragraph whether its lines were wrapped; see `split_text`."""
    pairs = [[(line, after.lstrip()) for line, after in pairwise(lines)] for lines in paragraphs]
    lengths = sorted(len(line) for paragraph in pairs for line, _ in paragraph)
    if not lengths:
        return [False] * len(paragraphs)
    width = lengths[len(lengths) * 4 // 5]
    words = sum(_length_of_next_word(line, after) for paragraph in pairs for line, after in paragraph)
    if width * len(lengths) < _MIN_WORDS_PER_LINE * words:
        return [False] * len(paragraphs)
    scores = [sum(_wrapping_score(line, after, width) for line, after in paragraph) for paragraph in pairs]
    prior = _PRIOR * sum(scores) / len(lengths)
    return [score + prior > 0 for score in scores]


def _wrapping_score(line: str, after: str, width: int) -> int:
    """Return the score of a line end: from 1, probably wrapped, to -3, probably not."""
    length = len(line) + _length_of_next_word(line, after)
    category = unicodedata.category(line[-1])
    closed = category[0] == "P" and category != "Pd"
    return (length > width) - (2 * length < width) - closed - after[0].isupper()


def _length_of_next_word(line: str, after: str) -> int:
    """Return how many characters longer `line` would be with the first word of the line `after`."""
    return 1 if _joins_without_space(line, after) else 1 + len(after.split(maxsplit=1)[0])


def _joins_without_space(line: str, after: str) -> bool:
    """Return whether two lines are joined without a space: a word was hyphenated, or the script has no spaces."""
    if _HYPHEN.fullmatch(line[-2:]):
        return after[0].islower()
    return bool(SPACELESS.match(line[-1]) and SPACELESS.match(after[0]))


def _join(lines: Sequence[str]) -> str:
    parts = [lines[0]]
    for line, after in pairwise(lines):
        parts += ["" if _joins_without_space(line, after) else " ", after]
    return "".join(parts)
