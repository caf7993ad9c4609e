"""Lines to paragraphs: what the line ends of a text mean."""

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

``wrap``: the line was full; the lines are joined. ``break``: a new block. ``keep``: part of the block's text.
``auto``: ``wrap`` or ``break``, as the text shows, see `split_text`.
"""

NEWLINES: frozenset[str] = frozenset(get_args(Newlines))

SPACELESS = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u3000-\u303f\uff00-\uffef]"
)
"""Characters of scripts that are written without spaces between words."""

_HYPHEN = regex.compile(r"\p{L}[-\u2010\u00ad]")

_WORDS_A_LINE = 4
"""Fewest words that fit the lines of a wrapped text; shorter lines are a list of words."""

_PRIOR = 6
"""How many line ends the whole text counts for when one paragraph is judged."""


@dataclass(frozen=True, slots=True)
class BlockText:
    """
    The text of a block.

    Attributes:
        text: without white space at its ends, not empty.
        starts_paragraph: whether it starts a paragraph.
        ends_paragraph: whether it ends one.
    """

    text: str
    starts_paragraph: bool
    ends_paragraph: bool


def split_text(text: str, newlines: Newlines) -> Iterator[BlockText]:
    """
    Return the pieces of a clean text, which together hold all of it but white space.

    Blank lines always part paragraphs. A text without any, whose lines are broken, has a paragraph on each line.

    With ``auto``, a paragraph is judged by its line ends. An editor that wraps lines starts a new one when the next
    word does not fit, so it speaks for wrapping when a line had no room for the first word of the next one. It speaks
    against it when with that word the line would still be half empty, when it ends in punctuation, and when the next
    one starts with a capital letter: in wrapped prose none, one in six and one in ten do, in verse, lists, dialogues
    and paragraphs of one line each most. The mean of the whole text counts as a few more line ends, so that a stanza in
    a novel is verse and a short paragraph is not.
    """
    paragraphs = _paragraphs(text)
    wrapped = _judge(paragraphs) if newlines == "auto" else [newlines == "wrap"] * len(paragraphs)
    flat = len(paragraphs) == 1
    for lines, wrap in zip(paragraphs, wrapped, strict=True):
        stripped = [line.strip() for line in lines]
        if wrap or newlines == "keep":
            yield BlockText(
                _join(stripped) if wrap else "\n".join(stripped), starts_paragraph=True, ends_paragraph=True
            )
        else:
            last = len(stripped) - 1
            yield from (BlockText(line, flat or i == 0, flat or i == last) for i, line in enumerate(stripped))


def _paragraphs(text: str) -> list[list[str]]:
    """Split at blank lines; the lines keep their indentation, which belongs to their width."""
    lines = (line.rstrip() for line in text.split("\n"))
    return [list(group) for filled, group in groupby(lines, key=bool) if filled]


def _judge(paragraphs: Sequence[Sequence[str]]) -> list[bool]:
    """Tell for each paragraph whether its lines were wrapped; see `split_text`."""
    pairs = [[(line, after.lstrip()) for line, after in pairwise(lines)] for lines in paragraphs]
    lengths = sorted(len(line) for paragraph in pairs for line, _ in paragraph)
    if not lengths:
        return [False] * len(paragraphs)
    width = lengths[len(lengths) * 4 // 5]
    words = sum(_needed(line, after) for paragraph in pairs for line, after in paragraph)
    if width * len(lengths) < _WORDS_A_LINE * words:
        return [False] * len(paragraphs)
    votes = [sum(_vote(line, after, width) for line, after in paragraph) for paragraph in pairs]
    prior = _PRIOR * sum(votes) / len(lengths)
    return [vote + prior > 0 for vote in votes]


def _vote(line: str, after: str, width: int) -> int:
    """Return how a line end speaks: at most 1 for wrapping, at least -3 against it."""
    length = len(line) + _needed(line, after)
    category = unicodedata.category(line[-1])
    closed = category[0] == "P" and category != "Pd"
    return (length > width) - (2 * length < width) - closed - after[0].isupper()


def _needed(line: str, after: str) -> int:
    """Return how many more characters `line` would have with the first word of the line `after`."""
    return 1 if _is_close(line, after) else 1 + len(after.split(maxsplit=1)[0])


def _is_close(line: str, after: str) -> bool:
    """Tell whether two lines are joined without a space: a word was parted, or the script has no spaces."""
    if _HYPHEN.fullmatch(line[-2:]):
        return after[0].islower()
    return bool(SPACELESS.match(line[-1]) and SPACELESS.match(after[0]))


def _join(lines: Sequence[str]) -> str:
    parts = [lines[0]]
    for line, after in pairwise(lines):
        parts += ["" if _is_close(line, after) else " ", after]
    return "".join(parts)
