"""Translation memories in TMX 1.4b, the exchange format of translators' tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.compressed import open_compressed
from corpus.errors import ReadError
from corpus.events import Event, read_events

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
        with open_compressed(self.path) as stream:
            events = read_events(stream, str(self.path))
            root = next(events)
            if root.name != "tmx":
                raise ReadError(f"not a translation memory: its root is {root.name!r}", where=str(self.path))
            for event in events:
                if event.kind == "start" and event.name == "header":
                    self.source_language = event.attributes.get("srclang", "")
                    self.tool = event.attributes.get("creationtool", "")
                elif event.kind == "start" and event.name == "tu":
                    yield _unit(event, events)


def _unit(start: Event, events: Iterator[Event]) -> Unit:
    variants = []
    for event in events:
        if event.kind == "start" and event.name == "tuv":
            variants.append(_variant(event, events))
        elif event.kind == "end" and event.name == "tu":
            break
    return Unit(start.line, start.attributes.get("tuid", ""), tuple(variants))


def _variant(start: Event, events: Iterator[Event]) -> Variant:
    language = start.attributes.get("xml:lang") or start.attributes.get("lang", "")
    text, properties = "", []
    for event in events:
        if event.kind == "start" and event.name == "prop":
            properties.append((event.attributes.get("type", ""), _content("prop", events)))
        elif event.kind == "start" and event.name == "seg":
            text = _content("seg", events)
        elif event.kind == "end" and event.name == "tuv":
            break
    return Variant(start.line, language, text, tuple(properties))


def _content(name: str, events: Iterator[Event]) -> str:
    pieces: list[str] = []
    codes = 0
    for event in events:
        if event.kind == "text":
            if not codes:
                pieces.append(event.text)
        elif event.name in _CODES:
            codes += 1 if event.kind == "start" else -1
        elif event.kind == "end" and event.name == name:
            break
    return _WHITE.sub(" ", "".join(pieces)).strip(" ")
