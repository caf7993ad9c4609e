"""Translation memories in TMX 1.4b, the exchange format of translators' tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from corpus.compressed import open_compressed
from corpus.errors import ReadError
from corpus.events import feed

_WHITE = re.compile(r"[ \t\r\n]+")
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Elements whose content is another program's markup, not text."""


@dataclass(frozen=True, slots=True)
class Variant:
    """
    The text of a unit in one language.

    Attributes:
        line: where it is in the file, from 1.
        language: its language as the file has it; empty where it says none.
        text: the segment, without the codes of programs, white space as one space.
        properties: types and values of its ``prop`` elements.
    """

    line: int
    language: str
    text: str
    properties: tuple[tuple[str, str], ...] = ()

    def property(self, kind: str) -> str:
        """Return the first property of a type; empty where there is none."""
        return next((value for name, value in self.properties if name == kind), "")


@dataclass(frozen=True, slots=True)
class Unit:
    """
    Texts that translate each other.

    Attributes:
        line: where it is in the file, from 1.
        id: its ``tuid``; empty where it has none.
        variants: the texts.
    """

    line: int
    id: str
    variants: tuple[Variant, ...]


@dataclass(slots=True)
class Memory:
    """
    A translation memory, read unit by unit.

    Attributes:
        path: the file, as it is or compressed (``.gz``, ``.xz``).
        source_language: ``srclang`` of its header, once that has been read; empty where there is none.
        tool: the program that made it, likewise.
    """

    path: Path
    source_language: str = ""
    tool: str = ""

    def units(self) -> Iterator[Unit]:
        """
        Yield the units in order.

        Raises:
            ReadError: the file cannot be read, is no TMX, or declares entities.
        """
        reading = _Reading(str(self.path))
        with open_compressed(self.path) as stream:
            for _ in feed(reading.parser, stream, reading.where):
                self.source_language = reading.header.get("srclang", "")
                self.tool = reading.header.get("creationtool", "")
                yield from reading.units
                reading.units.clear()


@dataclass(slots=True)
class _Reading:
    """What has been read of a file: the units that are complete, and what there is of the one that is not."""

    where: str
    header: dict[str, str] = field(default_factory=dict)
    units: list[Unit] = field(default_factory=list)
    unit: tuple[int, str] = (0, "")
    variants: list[Variant] = field(default_factory=list)
    variant: tuple[int, str] = (0, "")
    text: str = ""
    properties: list[tuple[str, str]] = field(default_factory=list)
    kind: str = ""
    pieces: list[str] | None = None
    codes: int = 0
    root: str = ""
    parser: expat.XMLParserType = field(default_factory=expat.ParserCreate)

    def __post_init__(self) -> None:
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.root:
            self.root = name
            if name != "tmx":
                raise ReadError(f"not a translation memory: its root is {name!r}", where=self.where)
        if name == "tu":
            self.unit, self.variants = (self.parser.CurrentLineNumber, attributes.get("tuid", "")), []
        elif name == "tuv":
            language = attributes.get("xml:lang") or attributes.get("lang", "")
            self.variant, self.text, self.properties = (self.parser.CurrentLineNumber, language), "", []
        elif name == "seg":
            self.pieces = []
        elif name == "prop":
            self.kind, self.pieces = attributes.get("type", ""), []
        elif name in _CODES:
            self.codes += 1
        elif name == "header":
            self.header = attributes

    def end(self, name: str) -> None:
        if name == "tu":
            self.units.append(Unit(*self.unit, tuple(self.variants)))
        elif name == "tuv":
            self.variants.append(Variant(*self.variant, self.text, tuple(self.properties)))
        elif name == "seg":
            self.text = self.content()
        elif name == "prop":
            self.properties.append((self.kind, self.content()))
        elif name in _CODES:
            self.codes -= 1

    def characters(self, text: str) -> None:
        if self.pieces is not None and not self.codes:
            self.pieces.append(text)

    def content(self) -> str:
        """Return what has been gathered for an element that ends."""
        text, self.pieces = "".join(self.pieces or ()), None
        if "\n" in text or "\t" in text or "\r" in text or "  " in text:
            text = _WHITE.sub(" ", text)
        return text.strip(" ")
