"""The blocks of a text without markup, and which of them are headings."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from corpus.model import BlockKind
from corpus.reader.newlines import BlockText, Newlines, split_text
from corpus.reader.source import SourceBlock
from corpus.roman import BELOW_100

_CLOSERS = r"[\p{Pe}\p{Pf}\p{Pi}\"'\p{M}]*+$"

_STOP = regex.compile(rf"[\p{{STerm}}…]{_CLOSERS}")
"""Sentence-final punctuation of any script, with the quotation marks or brackets that close after it."""

_NO_TITLE = regex.compile(rf"^[\p{{Pd}}\p{{S}}*•·]|[\p{{STerm}}….,;:،؛、，；：\p{{Pd}}]{_CLOSERS}")
"""How a title never starts (a dash of dialogue, a bullet) or ends (a stop, a comma, a colon, a dash)."""

_MAX_TITLE_LENGTH = 200
_MAX_HEADING_LENGTH = 100

_ROMAN = rf"(?=[IVXLC]+\b){BELOW_100}(?!\w)"

_HEADING = regex.compile(
    rf"(?P<word>\p{{L}}++\.?) (?:\d{{1,3}}|{_ROMAN})(?:[.:]|(?:[.:]| ?\p{{Pd}}) ?\p{{Lu}}.*[^\p{{STerm}}…])?"
    rf"|{_ROMAN}\.?"
    r"|第[\d〇零一二三四五六七八九十百千两兩]+(?P<word>[章回节節部卷編编篇话話幕])(?:\s.*)?"
)
"""A word and a number, perhaps with a title (``Kapitel 4: Die Reise``), a Roman numeral, or 第三章 and the like."""


def find_blocks(text: str, newlines: Newlines) -> tuple[SourceBlock, ...]:
    """
    Return the blocks of a clean text; together they hold all of it except white space.

    Blocks of two sorts are a ``head``, all others are ``p``:

    * the first block, when it is short, does not end with punctuation and is a paragraph of its own (or, in running
      prose, the first line of one);
    * in running prose, a line that starts a paragraph and is a numbered heading, such as ``CHAPTER II`` or ``Глава 3``,
      unless the next block is one of the same sort, as in a table of contents.

    Any other short line may be a date, a signature or a remark, and stays ``p``. Running prose is a text in which at
    least half of the blocks end with a stop.
    """
    texts = tuple(split_text(text, newlines))
    prose = 2 * sum(ends_with_stop(block.text) for block in texts) >= len(texts)
    kinds: list[BlockKind] = ["head" if prose and _is_heading(texts, number) else "p" for number in range(len(texts))]
    if len(texts) > 1 and _is_title(texts[0], prose=prose):
        kinds[0] = "head"
    return tuple(SourceBlock(kind, block.text) for kind, block in zip(kinds, texts, strict=True))


def ends_with_stop(text: str) -> bool:
    """Return whether a text ends with sentence-final punctuation, closing quotation marks and brackets aside."""
    return bool(_STOP.search(text[-16:]))


def _is_title(block: BlockText, *, prose: bool) -> bool:
    text = block.text
    return (
        (block.ends_paragraph or prose)
        and len(text) <= _MAX_TITLE_LENGTH
        and "\n" not in text
        and any(map(str.isalpha, text))
        and not _NO_TITLE.search(text)
    )


def _is_heading(texts: Sequence[BlockText], number: int) -> bool:
    word = _heading_word(texts[number])
    return word is not None and (number + 1 == len(texts) or word != _heading_word(texts[number + 1]))


def _heading_word(block: BlockText) -> str | None:
    """Return the word in a numbered heading, such as ``chapter``, or an empty one; None if it is not a heading."""
    if not block.starts_paragraph or len(block.text) > _MAX_HEADING_LENGTH:
        return None
    match = _HEADING.fullmatch(block.text)
    return match and (match["word"] or "").lower()
