"""Pieces of text to blocks: which of them are headings."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from corpus.model import BlockKind
from corpus.reader.newlines import BlockText, Newlines, split_text
from corpus.reader.source import SourceBlock

_CLOSERS = r"[\p{Pe}\p{Pf}\p{Pi}\"'\p{M}]*+$"

_STOP = regex.compile(rf"[\p{{STerm}}…]{_CLOSERS}")
"""Sentence-final punctuation in any script, with the quotes or brackets that close after it."""

_NO_TITLE = regex.compile(rf"^[\p{{Pd}}\p{{S}}*•·]|[\p{{STerm}}….,;:،؛、，；：\p{{Pd}}]{_CLOSERS}")
"""How no title starts (a dash of dialogue, a bullet) or ends (a stop, a comma, a colon, a dash)."""

_TITLE_LENGTH = 200
_HEADING_LENGTH = 100

_ROMAN = r"(?=[IVXLC]+\b)(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w)"

_HEADING = regex.compile(
    rf"(?P<word>\p{{L}}++\.?) (?:\d{{1,3}}|{_ROMAN})(?:[.:]|(?:[.:]| ?\p{{Pd}}) ?\p{{Lu}}.*[^\p{{STerm}}…])?"
    rf"|{_ROMAN}\.?"
    r"|第[\d〇零一二三四五六七八九十百千两兩]+(?P<word>[章回节節部卷編编篇话話幕])(?:\s.*)?"
)
"""A word and a number, perhaps with a title (``Kapitel 4: Die Reise``); a Roman number; 第三章 and the like."""


def find_blocks(text: str, newlines: Newlines) -> tuple[SourceBlock, ...]:
    """
    Return the blocks of a clean text; together they hold all of it but white space.

    Two sorts of block are a ``head``, all others ``p``:

    * the first one, when it is short, ends without punctuation and is a paragraph by itself (or, in running prose, the
      first line of one);
    * in running prose, a line that starts a paragraph and is a numbered heading, such as ``CHAPTER II`` or ``Глава 3``,
      unless the next block is one of the same sort, as in a table of contents.

    Any other short line may be a date, a signature or a remark, and stays ``p``. Running prose is a text in which at
    least half of the blocks end with a stop.
    """
    pieces = tuple(split_text(text, newlines))
    prose = 2 * sum(stops(piece.text) for piece in pieces) >= len(pieces)
    kinds: list[BlockKind] = ["head" if prose and _is_heading(pieces, number) else "p" for number in range(len(pieces))]
    if len(pieces) > 1 and _is_title(pieces[0], prose=prose):
        kinds[0] = "head"
    return tuple(SourceBlock(kind, piece.text) for kind, piece in zip(kinds, pieces, strict=True))


def stops(text: str) -> bool:
    """Tell whether a text ends with sentence-final punctuation, quotes and brackets behind it aside."""
    return bool(_STOP.search(text[-16:]))


def _is_title(piece: BlockText, *, prose: bool) -> bool:
    text = piece.text
    return (
        (piece.ends_paragraph or prose)
        and len(text) <= _TITLE_LENGTH
        and "\n" not in text
        and any(map(str.isalpha, text))
        and not _NO_TITLE.search(text)
    )


def _is_heading(pieces: Sequence[BlockText], number: int) -> bool:
    word = _heading_word(pieces[number])
    return word is not None and (number + 1 == len(pieces) or word != _heading_word(pieces[number + 1]))


def _heading_word(piece: BlockText) -> str | None:
    """Return what a numbered heading calls its section, such as ``chapter``; None when the piece is no heading."""
    if not piece.starts_paragraph or len(piece.text) > _HEADING_LENGTH:
        return None
    match = _HEADING.fullmatch(piece.text)
    return match and (match["word"] or "").lower()
