"""Texts whose sentences are marked already: sentence XML as OPUS has it, and TEI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from corpus.errors import ReadError
from corpus.events import Event, read_events
from corpus.model import BlockKind

_BLOCKS: dict[str, BlockKind] = {
    "p": "p",
    "head": "head",
    "l": "l",
    "item": "item",
    "note": "note",
    "quote": "quote",
    "cell": "cell",
    "speaker": "speaker",
    "ab": "ab",
    "seg": "ab",
    "u": "ab",
}
"""Elements that hold sentences, and what block each makes."""

_TOKENS = frozenset({"w", "pc", "c"})
_HEADERS = frozenset({"teiHeader", "cesHeader", "header"})
_LINKS = frozenset({"link", "ptr"})
_WHITE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """
    A sentence of another corpus.

    Attributes:
        line: where it is in the file, from 1.
        id: its id there; empty where it has none.
        text: its text, white space as one space.
        corresp: the sentences that it says it corresponds to.
    """

    line: int
    id: str
    text: str
    corresp: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """
    A block of another corpus.

    Attributes:
        kind: what it is.
        sentences: its sentences, at least one.
    """

    kind: BlockKind
    sentences: tuple[MarkedSentence, ...]


@dataclass(frozen=True, slots=True)
class MarkedLink:
    """
    References that a ``link`` holds together.

    Attributes:
        line: where it is in the file, from 1.
        references: as they stand there.
    """

    line: int
    references: tuple[str, ...]


@dataclass(slots=True)
class MarkedText:
    """
    What a file holds.

    Attributes:
        language: as the file has it; empty where it says none.
        blocks: its text.
        links: its links.
        outside: how many pieces of text are in no sentence.
        blank: ids of sentences without text, which are left away.
    """

    language: str = ""
    blocks: list[MarkedBlock] = field(default_factory=list)
    links: list[MarkedLink] = field(default_factory=list)
    outside: int = 0
    blank: set[str] = field(default_factory=set)

    @property
    def sentences(self) -> Iterator[MarkedSentence]:
        """All sentences in order."""
        return (sentence for block in self.blocks for sentence in block.sentences)


def read_marked(stream: IO[bytes], where: str) -> MarkedText:
    """
    Read a file of sentences, links, or both.

    Words that are marked one by one are joined by spaces, but where ``join`` or ``SpaceAfter=No`` says that there is
    none, or nothing stands between two of a sentence in which white space stands between others.

    Raises:
        ReadError: it is not well-formed, declares entities, or has a sentence inside another.
    """
    reading = _Reading(where)
    for event in read_events(stream, where):
        reading.take(event)
    reading.close_block()
    return reading.text


class _Reading:
    """What has been read of a file so far."""

    def __init__(self, where: str) -> None:
        self.text = MarkedText()
        self._where = where
        self._kinds: list[tuple[str, int]] = []
        self._header = 0
        self._block: list[MarkedSentence] = []
        self._block_of: tuple[str, int] | None = None
        self._sentence: _Sentence | None = None

    def take(self, event: Event) -> None:
        if event.name in _HEADERS:
            self._header += 1 if event.kind == "start" else -1
        if self._header:
            return
        if event.kind == "text":
            if self._sentence:
                self._sentence.add(event.text)
            elif event.text.strip():
                self.text.outside += 1
        elif event.kind == "start":
            self._start(event)
        else:
            self._end(event)

    def close_block(self) -> None:
        """Finish the block that sentences were gathered for."""
        if self._block:
            kind = _BLOCKS[self._block_of[0]] if self._block_of else "ab"
            self.text.blocks.append(MarkedBlock(kind, tuple(self._block)))
            self._block = []

    def _start(self, event: Event) -> None:
        attributes = event.attributes
        if not self.text.language:
            self.text.language = attributes.get("xml:lang") or attributes.get("lang", "")
        elif event.name in ("text", "body"):
            self.text.language = attributes.get("xml:lang", self.text.language)
        if event.name == "s":
            if self._sentence:
                raise ReadError("a sentence inside another", where=f"{self._where}:{event.line}")
            self._sentence = _Sentence(event)
        elif self._sentence:
            self._sentence.start(event)
        elif event.name in _LINKS:
            targets = attributes.get("target") or attributes.get("targets") or attributes.get("xtargets", "")
            references = tuple(targets.replace(";", " ").split())
            if references:
                self.text.links.append(MarkedLink(event.line, references))
        elif event.name in _BLOCKS:
            self._kinds.append((event.name, event.line))

    def _end(self, event: Event) -> None:
        if self._sentence and event.name == "s":
            block = self._kinds[-1] if self._kinds else None
            if block is None or block != self._block_of:
                self.close_block()
                self._block_of = block
            sentence = self._sentence.finish()
            if sentence.text:
                self._block.append(sentence)
            else:
                self.text.blank.add(sentence.id)
            self._sentence = None
        elif self._sentence:
            self._sentence.end(event)
        elif event.name in _BLOCKS and self._kinds:
            self._kinds.pop()


class _Sentence:
    """A sentence that is being read."""

    def __init__(self, event: Event) -> None:
        self._line = event.line
        self._id = event.attributes.get("xml:id") or event.attributes.get("id", "")
        self._corresp = tuple(event.attributes.get("corresp", "").split())
        self._pieces: list[str] = []
        self._tokens: list[str] = []
        self._joined: list[bool] = []
        self._spaced: list[bool] = []
        self._depth = 0
        self._space = False
        self._glued = False

    def start(self, event: Event) -> None:
        if event.name not in _TOKENS:
            return
        self._depth += 1
        if self._depth > 1:
            return
        join = event.attributes.get("join", "")
        if self._tokens:
            self._spaced.append(self._space)
            self._joined.append(self._glued or join in ("left", "both"))
        self._glued = join in ("right", "both") or "SpaceAfter=No" in event.attributes.get("misc", "")
        self._space = False
        self._tokens.append("")

    def end(self, event: Event) -> None:
        if event.name in _TOKENS:
            self._depth -= 1

    def add(self, text: str) -> None:
        self._pieces.append(text)
        if self._depth:
            self._tokens[-1] += text
        elif not text.strip():
            self._space = True
        elif self._tokens:
            # Text between words: a token of its own.
            self._spaced.append(self._space or text[0].isspace())
            self._joined.append(False)
            self._tokens.append(text.strip())
            self._space = text[-1].isspace()
            self._glued = False

    def finish(self) -> MarkedSentence:
        if self._tokens:
            meant = any(self._spaced) and not all(self._spaced)
            parts = [self._tokens[0]]
            for token, spaced, joined in zip(self._tokens[1:], self._spaced, self._joined, strict=True):
                parts += ["" if joined or (meant and not spaced) else " ", token]
            text = "".join(parts)
        else:
            text = "".join(self._pieces)
        return MarkedSentence(self._line, self._id, _WHITE.sub(" ", text).strip(), self._corresp)
