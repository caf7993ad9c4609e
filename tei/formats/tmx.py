"""TMX 1.4b, the exchange format for translation memories (LISA OSCAR 2005)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.compressed import open_compressed
from corpus.errors import ReadError
from corpus.version import __version__
from tei.characters import DECLARATION, escape
from tei.formats.stream import read_stream

OWN_TOOL = "teialign"
"""The ``creationtool`` of the files that teialign writes."""

_WHITE = re.compile(r"[ \t\r\n]+")
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Elements whose content is the markup of another program, not text."""


@dataclass(frozen=True, slots=True)
class Variant:
    """
    The text of a unit in one language (``tuv``).

    Attributes:
        language: its language as in the file; empty if the file does not give one.
        text: the segment, without the codes of programs, white space as one space.
        document: the version that it is from (``x-document``); empty, as are the next three, if not given.
        sentence_ids: the ids of its sentences in the TEI files (``x-ids``).
        status: how its links were made, if not by the aligner (``x-status``).
        by: who is responsible for them (``x-by``).
        confidence: the lowest probability of its links (``x-confidence``); None if there is none, and when read.
        line: where it is in the file, from 1.
    """

    language: str
    text: str
    document: str = ""
    sentence_ids: tuple[str, ...] = ()
    status: str = ""
    by: str = ""
    confidence: float | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """
    Texts that translate each other (``tu``).

    Attributes:
        id: its ``tuid``; empty if it has none.
        variants: the texts.
        line: where it is in the file, from 1.
    """

    id: str
    variants: tuple[Variant, ...]
    line: int = 0


@dataclass(slots=True)
class TmxFile:
    """
    A translation memory, read unit by unit.

    Attributes:
        path: the file, compressed (``.gz``, ``.xz``) or not.
        source_language: ``srclang`` of the header once that has been read; empty if there is none.
        tool: ``creationtool``, the program that made the file, likewise.
    """

    path: Path
    source_language: str = ""
    tool: str = ""

    def units(self) -> Iterator[Unit]:
        """
        Yield the units in order.

        Raises:
            ReadError: the file cannot be read, is not TMX, or declares entities.
        """
        handler = _UnitHandler(str(self.path))
        with open_compressed(self.path) as stream:
            for _ in read_stream(stream, handler.where, handler):
                self.source_language = handler.header.get("srclang", "")
                self.tool = handler.header.get("creationtool", "")
                yield from handler.units
                handler.units.clear()


def tmx_lines(source_language: str, properties: Iterable[tuple[str, str]], units: Iterable[Unit]) -> Iterator[str]:
    """
    Yield the text of a translation memory.

    Args:
        source_language: BCP 47 tag, for ``srclang``.
        properties: types and values of the ``prop`` elements of the header.
        units: the units.
    """
    yield (
        f'{DECLARATION}<tmx version="1.4">\n'
        f'<header creationtool="{OWN_TOOL}" creationtoolversion="{__version__}" segtype="block" o-tmf="TEI" '
        f'adminlang="en" srclang="{source_language}" datatype="plaintext">\n'
    )
    yield from (f"{_prop(kind, value)}\n" for kind, value in properties)
    yield "</header>\n<body>\n"
    for unit in units:
        yield f'<tu tuid="{unit.id}">\n{"".join(map(_tuv, unit.variants))}</tu>\n'
    yield "</body>\n</tmx>\n"


def _tuv(variant: Variant) -> str:
    props = _prop("x-document", variant.document) + _prop("x-ids", " ".join(variant.sentence_ids))
    if variant.confidence is not None:
        props += _prop("x-confidence", repr(variant.confidence))
    if variant.status:
        props += _prop("x-status", variant.status) + _prop("x-by", variant.by)
    return f'<tuv xml:lang="{variant.language}">{props}<seg>{escape(variant.text)}</seg></tuv>\n'


def _prop(kind: str, value: str) -> str:
    return f'<prop type="{kind}">{escape(value)}</prop>'


@dataclass(slots=True)
class _UnitHandler:
    """Builds units: those that are complete, and the parts of the one that is being read."""

    where: str
    header: dict[str, str] = field(default_factory=dict)
    units: list[Unit] = field(default_factory=list)
    unit: tuple[str, int] = ("", 0)
    variants: list[Variant] = field(default_factory=list)
    variant: tuple[str, int] = ("", 0)
    segment: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    pieces: list[str] | None = None
    codes: int = 0
    root: str = ""

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if not self.root:
            self.root = name
            if name != "tmx":
                raise ReadError(f"not a translation memory: its root is {name!r}", where=self.where)
        if name == "tu":
            self.unit, self.variants = (attributes.get("tuid", ""), line), []
        elif name == "tuv":
            language = attributes.get("xml:lang") or attributes.get("lang", "")
            self.variant, self.segment, self.properties = (language, line), "", {}
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
            identifier, line = self.unit
            self.units.append(Unit(identifier, tuple(self.variants), line))
        elif name == "tuv":
            self.variants.append(self._variant())
        elif name == "seg":
            self.segment = self._content()
        elif name == "prop":
            self.properties.setdefault(self.kind, self._content())
        elif name in _CODES:
            self.codes -= 1

    def text(self, text: str) -> None:
        if self.pieces is not None and not self.codes:
            self.pieces.append(text)

    def _variant(self) -> Variant:
        language, line = self.variant
        known = self.properties
        if not known:
            return Variant(language, self.segment, line=line)
        ids = tuple(known.get("x-ids", "").split())
        document, status, by = (known.get(kind, "") for kind in ("x-document", "x-status", "x-by"))
        return Variant(language, self.segment, document, ids, status, by, line=line)

    def _content(self) -> str:
        """Return the text of an element that ends."""
        text, self.pieces = "".join(self.pieces or ()), None
        if "\n" in text or "\t" in text or "\r" in text or "  " in text:
            text = _WHITE.sub(" ", text)
        return text.strip(" ")
