"""Marked-up text to blocks: what HTML, Markdown, EPUB and Word documents have in common."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from operator import itemgetter

import regex

from corpus.errors import ReadError
from corpus.model import BlockKind
from corpus.reader.characters import normalise, scrub
from corpus.reader.newlines import SPACELESS, Newlines, split_text
from corpus.reader.source import Content, SourceBlock

LINE_BREAK = "\u2028"
"""A line end that is meant: ``<br>`` in HTML."""

_SPACE = r"\t\n\x0b\x0c\r\x1c-\x1f\x85"
_SPACES = re.compile(rf"[{_SPACE}][ {_SPACE}]*+| [ {_SPACE}]++")
"""
White space that marked-up text is free to add or to wrap, unless it is one space already; no-break and ideographic
spaces are the author's.
"""

_WRAP = regex.compile(rf"(?<={SPACELESS.pattern})[ \t\r]*+\n[ {_SPACE}]*+(?={SPACELESS.pattern})")
"""Where a line ends in a script that has no spaces."""

_MOST_BLOCKS = 1_000_000
"""So that no file of empty phrases can fill the memory; a long novel has ten thousand."""

_OF_LINES = frozenset({"p", "quote"})
"""Kinds of block in which line breaks part verses; elsewhere they are layout."""


class Builder:
    """
    Gathers text into blocks.

    Runs of white space are one space, as browsers show them; line breaks are judged as `Newlines` tells, and what they
    part becomes blocks of verse, ``l``.

    Attributes:
        omitted: how many things of each name, in the singular, were left out on purpose.
        title: the title by the document's metadata.
        where: the file's name, for messages.
    """

    def __init__(self, newlines: Newlines, where: str) -> None:
        self.omitted: Counter[str] = Counter()
        self.title = ""
        self._newlines = newlines
        self.where = where
        self._kind: BlockKind = "p"
        self._parts: list[str] = []
        self._blocks: list[SourceBlock] = []

    def add(self, text: str) -> None:
        """Add text to the block."""
        self._parts.append(text)

    def start(self, kind: BlockKind) -> None:
        """
        End the block, if it has text, and make the next one of a kind.

        Raises:
            ReadError: there are more blocks than any text has.
        """
        text = flatten("".join(self._parts)) if self._parts else ""
        self._parts.clear()
        if text:
            self._blocks += self._pieces(text)
            if len(self._blocks) > _MOST_BLOCKS:
                raise ReadError(f"has more than {_MOST_BLOCKS:,} paragraphs", where=self.where, remedy="split it")
        self._kind = kind

    def content(self) -> Content:
        """
        Return the blocks and what was left out.

        Raises:
            ReadError: hundreds of combining marks are piled up.
        """
        self.start("p")
        text = scrub("".join(f"{block.text}\n\n" for block in self._blocks), self.where)
        texts = normalise(text, self.where).split("\n\n")[:-1]
        blocks = tuple(SourceBlock(block.kind, text) for block, text in zip(self._blocks, texts, strict=True))
        return Content(blocks, flatten(self.title), phrases(self.omitted))

    def _pieces(self, text: str) -> list[SourceBlock]:
        kind = self._kind
        newlines = self._newlines if kind in _OF_LINES or self._newlines == "keep" else "wrap"
        if LINE_BREAK not in text and "\u2029" not in text:
            return [SourceBlock(kind, text)]
        lines = map(str.strip, text.replace(LINE_BREAK, "\n").replace("\u2029", "\n\n").split("\n"))
        blocks: list[SourceBlock] = []
        for _, paragraph in filter(itemgetter(0), groupby(lines, key=bool)):
            pieces = list(split_text("\n".join(paragraph), newlines))
            blocks += (SourceBlock("l" if len(pieces) > 1 else kind, piece.text) for piece in pieces)
        return blocks


def flatten(text: str) -> str:
    """Return the text with single spaces, none at the ends, and none for a line end between Chinese characters."""
    if "\n" in text:
        text = _WRAP.sub("", text)
    return _SPACES.sub(" ", text).strip()


def phrases(counts: Counter[str]) -> tuple[str, ...]:
    """Return ``2 scripts`` and the like."""
    return tuple(f"{count} {name}{'s' * (count > 1)}" for name, count in sorted(counts.items()) if count)
