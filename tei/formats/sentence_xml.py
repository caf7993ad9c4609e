"""
Sentence XML: blocks of sentences with ids, as OPUS and InterText have it, and TEI as others write it.

It is written with ``p`` and ``s``. Files that are read may also have other blocks of TEI, marked words, and links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, get_args

from corpus.errors import ReadError
from corpus.model import BlockKind, Document
from tei.characters import DECLARATION, escape, escape_attribute
from tei.formats.fields import FIELDS, known_fields
from tei.formats.lines import one_line
from tei.formats.stream import Handler, name_without_prefix, read_stream

_BLOCKS: dict[str, BlockKind] = {**{kind: kind for kind in get_args(BlockKind)}, "seg": "ab", "u": "ab"}
"""Elements that contain sentences, and the kind of block that each becomes."""

_TOKENS = frozenset({"w", "pc", "c"})
_HEADERS = frozenset({"teiHeader", "cesHeader", "header"})
_LINKS = frozenset({"link", "ptr"})
_WHITE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """
    A sentence that is marked as one (``s``).

    Attributes:
        id: its id; empty if it has none.
        text: its text; white space is one space.
        corresp: the sentences that its ``corresp`` points to.
        line: where it is in the file, from 1.
    """

    id: str
    text: str
    corresp: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """
    A block of such sentences.

    Attributes:
        kind: what kind of block it is.
        sentences: its sentences, at least one.
    """

    kind: BlockKind
    sentences: tuple[MarkedSentence, ...]


@dataclass(frozen=True, slots=True)
class MarkedLink:
    """
    A ``link`` or ``ptr``.

    Attributes:
        line: where it is in the file, from 1.
        references: what it points to, as written there.
    """

    line: int
    references: tuple[str, ...]


@dataclass(slots=True)
class MarkedText:
    """
    The content of a file.

    Attributes:
        language: as in the file; empty if the file does not give one.
        blocks: its text.
        links: its links.
        outside: how many pieces of text are outside all sentences.
        blank: ids of sentences without text, which are left out.
        fields: metadata in the attributes of ``text``, as our exports have them.
    """

    language: str = ""
    blocks: list[MarkedBlock] = field(default_factory=list)
    links: list[MarkedLink] = field(default_factory=list)
    outside: int = 0
    blank: set[str] = field(default_factory=set)
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def sentences(self) -> Iterator[MarkedSentence]:
        """All sentences in order."""
        return (sentence for block in self.blocks for sentence in block.sentences)


def sentence_xml(document: Document, numbers: Sequence[str] | None = None) -> Iterator[str]:
    """
    Yield the text of a file of sentences, each on a line; the metadata are attributes of its root.

    Args:
        document: the text.
        numbers: the ids of its sentences in InterText, to be written in place of their own; then blocks have their
            number as id, and their kind as ``type``.
    """
    known = "".join(f' {field}="{escape_attribute(value)}"' for field, value in known_fields(document).items())
    yield f'{DECLARATION}<text lang="{document.language}"{known}>\n'
    ids = iter([sentence.id for sentence in document.sentences] if numbers is None else numbers)
    for number, block in enumerate(document.blocks, start=1):
        yield f'<p id="{block.id}">\n' if numbers is None else f'<p id="{number}" type="{block.kind}">\n'
        for sentence in block.sentences:
            yield f'<s id="{next(ids)}">{escape(one_line(sentence.text))}</s>\n'
        yield "</p>\n"
    yield "</text>\n"


def read_marked(stream: IO[bytes], where: str) -> MarkedText:
    """
    Read a file of sentences, links, or both.

    Words that are marked one by one are joined by spaces, except where ``join`` or ``SpaceAfter=No`` forbids it, or
    where there is no white space between two words although there is some between others of the sentence.

    Raises:
        ReadError: it is not well-formed, declares entities, or has a sentence inside another.
    """
    handler = _TextHandler(where)
    for _ in read_stream(stream, where, handler):
        pass
    handler.close_block()
    return handler.marked


class _TextHandler(Handler[None]):
    """Builds a marked text."""

    def __init__(self, where: str) -> None:
        super().__init__()
        self.marked = MarkedText()
        self._where = where
        self._kinds: list[tuple[str, int]] = []
        self._header = 0
        self._block: list[MarkedSentence] = []
        self._block_of: tuple[str, int] | None = None
        self._sentence: _SentenceBuilder | None = None

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        name = name_without_prefix(name)
        self._header += name in _HEADERS
        if self._header:
            return
        if not self.marked.language:
            self.marked.language = attributes.get("xml:lang") or attributes.get("lang", "")
        elif name in ("text", "body"):
            self.marked.language = attributes.get("xml:lang", self.marked.language)
        if name == "text":
            self.marked.fields |= {each: attributes[each] for each in FIELDS if each in attributes}
        if name == "s":
            if self._sentence:
                raise ReadError("a sentence inside another", where=f"{self._where}:{line}")
            self._sentence = _SentenceBuilder(attributes, line)
        elif self._sentence:
            self._sentence.start(name, attributes)
        elif name in _LINKS:
            targets = attributes.get("target") or attributes.get("targets") or attributes.get("xtargets", "")
            references = tuple(targets.replace(";", " ").split())
            if references:
                self.marked.links.append(MarkedLink(line, references))
        elif name in _BLOCKS:
            self._kinds.append((name, line))

    def end(self, name: str) -> None:
        name = name_without_prefix(name)
        self._header -= name in _HEADERS
        if self._header:
            return
        if self._sentence and name == "s":
            block = self._kinds[-1] if self._kinds else None
            if block is None or block != self._block_of:
                self.close_block()
                self._block_of = block
            sentence = self._sentence.finish()
            if sentence.text:
                self._block.append(sentence)
            else:
                self.marked.blank.add(sentence.id)
            self._sentence = None
        elif self._sentence:
            self._sentence.end(name)
        elif name in _BLOCKS and self._kinds:
            self._kinds.pop()

    def text(self, text: str) -> None:
        if self._header:
            return
        if self._sentence:
            self._sentence.add(text)
        elif text.strip():
            self.marked.outside += 1

    def close_block(self) -> None:
        """Finish the block whose sentences were collected."""
        if self._block:
            kind = _BLOCKS[self._block_of[0]] if self._block_of else "ab"
            self.marked.blocks.append(MarkedBlock(kind, tuple(self._block)))
            self._block = []


class _SentenceBuilder:
    """A sentence that is being read."""

    def __init__(self, attributes: dict[str, str], line: int) -> None:
        self._line = line
        self._id = attributes.get("xml:id") or attributes.get("id", "")
        self._corresp = tuple(attributes.get("corresp", "").split())
        self._pieces: list[str] = []
        self._tokens: list[str] = []
        self._joined: list[bool] = []
        self._spaced: list[bool] = []
        self._depth = 0
        self._space = False
        self._glued = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name not in _TOKENS:
            return
        self._depth += 1
        if self._depth > 1:
            return
        join = attributes.get("join", "")
        if self._tokens:
            self._spaced.append(self._space)
            self._joined.append(self._glued or join in ("left", "both"))
        self._glued = join in ("right", "both") or "SpaceAfter=No" in attributes.get("misc", "")
        self._space = False
        self._tokens.append("")

    def end(self, name: str) -> None:
        if name in _TOKENS:
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
        return MarkedSentence(self._id, _WHITE.sub(" ", text).strip(), self._corresp, self._line)
