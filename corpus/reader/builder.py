"""The blocks of marked-up text: what the readers of HTML, Markdown, EPUB, Word and subtitles share."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from operator import itemgetter

import regex

from corpus.errors import ReadError
from corpus.language import standard_language
from corpus.messages import counted
from corpus.model import BlockKind, Metadata
from corpus.reader.characters import normalise_characters, scrub
from corpus.reader.newlines import SPACELESS, Newlines, split_text
from corpus.reader.source import SourceBlock, SourceText

LINE_BREAK = "\u2028"
"""A line end that the author set: ``<br>`` in HTML."""

_SPACE = r"\t\n\x0b\x0c\r\x1c-\x1f\x85"
_SPACES = re.compile(rf"[{_SPACE}][ {_SPACE}]*+| [ {_SPACE}]++")
"""
White space that is layout in marked-up text, unless it is a single space already. No-break and ideographic spaces are
part of the text.
"""

_WRAP = regex.compile(rf"(?<={SPACELESS.pattern})[ \t\r]*+\n[ {_SPACE}]*+(?={SPACELESS.pattern})")
"""A line end in a script that has no spaces."""

_MAX_BLOCKS = 1_000_000
"""A long novel has ten thousand; more blocks than this would fill the memory."""

_MAY_BE_VERSE = frozenset({"p", "quote"})
"""Kinds of block in which line breaks may separate lines of verse; elsewhere they are layout."""


class Builder:
    """
    Collects text into blocks.

    Runs of white space are one space, as browsers show them. Line breaks count as `Newlines` says; the lines between
    them become lines of verse, ``l``.

    Attributes:
        omitted: counts of what was left out on purpose, by name in the singular, such as ``picture``.
        title: the title in the metadata of the document.
        language: the code of the language that the document declares.
        where: the file's name, for messages.
        noted: the ids that marks of notes link to, without the names of their files.
    """

    def __init__(self, newlines: Newlines, where: str) -> None:
        self.omitted: Counter[str] = Counter()
        self.title = ""
        self.language = ""
        self._newlines = newlines
        self.where = where
        self.noted: set[str] = set()
        self._kind: BlockKind = "p"
        self._parts: list[str] = []
        self._inked = False
        self._blocks: list[SourceBlock] = []

    def add(self, text: str) -> None:
        """Add text to the current block."""
        self._parts.append(text)
        self._inked = self._inked or bool(text.strip())

    @property
    def in_block(self) -> bool:
        """Whether the current block has text already."""
        return self._inked

    @property
    def in_word(self) -> bool:
        """Whether the current block ends with a character that is not white space."""
        return bool(self._parts) and self._parts[-1][-1:].strip() != ""

    def trim(self) -> None:
        """Remove the white space at the end of the current block."""
        if self._inked:
            while not (last := self._parts.pop().rstrip()):
                pass
            self._parts.append(last)

    def start(self, kind: BlockKind) -> None:
        """
        End the current block, if it has text, and set the kind of the next one.

        Raises:
            ReadError: there are more blocks than a text can have.
        """
        text = flatten("".join(self._parts)) if self._parts else ""
        self._parts.clear()
        self._inked = False
        if text:
            self._blocks += self._split(text)
            if len(self._blocks) > _MAX_BLOCKS:
                raise ReadError(f"has more than {_MAX_BLOCKS:,} paragraphs", where=self.where, remedy="split it")
        self._kind = kind

    def content(self) -> SourceText:
        """
        Return the blocks, the title, the language and what was left out.

        Raises:
            ReadError: a letter has hundreds of combining marks.
        """
        self.start("p")
        text = scrub("".join(f"{block.text}\n\n" for block in self._blocks), self.where)
        texts = normalise_characters(text, self.where).split("\n\n")[:-1]
        blocks = tuple(SourceBlock(block.kind, text) for block, text in zip(self._blocks, texts, strict=True))
        metadata = Metadata(title=flatten(self.title))
        return SourceText(blocks, metadata, standard_language(self.language), omitted=phrases(self.omitted))

    def _split(self, text: str) -> list[SourceBlock]:
        kind = self._kind
        newlines = self._newlines if kind in _MAY_BE_VERSE or self._newlines == "keep" else "wrap"
        if LINE_BREAK not in text and "\u2029" not in text:
            return [SourceBlock(kind, text)]
        lines = map(str.strip, text.replace(LINE_BREAK, "\n").replace("\u2029", "\n\n").split("\n"))
        blocks: list[SourceBlock] = []
        for _, paragraph in filter(itemgetter(0), groupby(lines, key=bool)):
            texts = list(split_text("\n".join(paragraph), newlines))
            blocks += (SourceBlock("l" if len(texts) > 1 else kind, each.text) for each in texts)
        return blocks


def flatten(text: str) -> str:
    """Return the text with single spaces, none at its ends, and none for a line end between Chinese characters."""
    if "\n" in text:
        text = _WRAP.sub("", text)
    return _SPACES.sub(" ", text).strip()


def phrases(counts: Counter[str]) -> tuple[str, ...]:
    """Return counts and names in the right number, as ``1 picture`` and ``2 scripts``."""
    return tuple(counted(number, name) for name, number in sorted(counts.items()) if number)
