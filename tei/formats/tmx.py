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
from tei.formats.stream import Handler, first_tags, read_stream

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
        properties: the ``prop`` elements of the header by type, likewise.
    """

    path: Path
    source_language: str = ""
    properties: dict[str, str] = field(default_factory=dict)

    def units(self) -> Iterator[Unit]:
        """
        Yield the units in order.

        Raises:
            ReadError: the file cannot be read, is not TMX, or declares entities.
        """
        with open_compressed(self.path) as stream:
            yield from read_stream(stream, str(self.path), _UnitHandler(self))


def is_own(path: Path) -> bool:
    """
    Return whether teialign made a translation memory, so that it names the versions that its texts are from.

    Raises:
        ReadError: it cannot be read.
    """
    return any(name == "header" and each.get("creationtool") == OWN_TOOL for name, each in first_tags(path))


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


class _UnitHandler(Handler[Unit]):
    """Builds units from their parts."""

    def __init__(self, file: TmxFile) -> None:
        super().__init__()
        self._file = file
        self._root = ""
        self._unit = ("", 0)
        self._variants: list[Variant] = []
        self._variant = ("", 0)
        self._segment = ""
        self._properties: dict[str, str] = {}
        self._kind = ""
        self._pieces: list[str] | None = None
        self._codes = 0

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if not self._root:
            self._root = name
            if name != "tmx":
                raise ReadError(f"not a translation memory: its root is {name!r}", where=str(self._file.path))
        if name == "tu":
            self._unit, self._variants = (attributes.get("tuid", ""), line), []
            self._properties = {}
        elif name == "tuv":
            language = attributes.get("xml:lang") or attributes.get("lang", "")
            self._variant, self._segment = (language, line), ""
            self._properties = {}
        elif name == "seg":
            self._pieces = []
        elif name == "prop":
            self._kind, self._pieces = attributes.get("type", ""), []
        elif name in _CODES:
            self._codes += 1
        elif name == "header":
            self._file.source_language = attributes.get("srclang", "")
            self._properties = self._file.properties

    def end(self, name: str) -> None:
        if name == "tu":
            identifier, line = self._unit
            self.found.append(Unit(identifier, tuple(self._variants), line))
        elif name == "tuv":
            language, line = self._variant
            ids, document, status, by = (
                self._properties.get(f"x-{kind}", "") for kind in ("ids", "document", "status", "by")
            )
            self._variants.append(Variant(language, self._segment, document, tuple(ids.split()), status, by, line=line))
        elif name == "seg":
            self._segment = self._content()
        elif name == "prop":
            self._properties.setdefault(self._kind, self._content())
        elif name in _CODES:
            self._codes -= 1

    def text(self, text: str) -> None:
        if self._pieces is not None and not self._codes:
            self._pieces.append(text)

    def _content(self) -> str:
        """Return the text of an element that ends."""
        text, self._pieces = "".join(self._pieces or ()), None
        if "\n" in text or "\t" in text or "\r" in text or "  " in text:
            text = _WHITE.sub(" ", text)
        return text.strip(" ")
