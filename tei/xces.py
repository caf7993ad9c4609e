"""Links between sentences of two files, as XCES (OPUS) and InterText have them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.compressed import open_compressed
from corpus.errors import TeialignError
from corpus.events import Event, read_events
from tei.parser import FileError

ROOTS = frozenset({"cesAlign", "linkGrp"})
"""The root of an XCES file and that of InterText."""


@dataclass(frozen=True, slots=True)
class XcesLink:
    """
    A link.

    Attributes:
        line: where it is in the file, from 1.
        source: ids of sentences of the group's source.
        target: ids of sentences of its target.
        status: who made it, as InterText (``man``, ``auto``) and our exports say; empty where nothing is said.
    """

    line: int
    source: tuple[str, ...]
    target: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class XcesGroup:
    """
    The links between two documents.

    Attributes:
        line: where it starts in the file, from 1.
        source: ``fromDoc``.
        target: ``toDoc``.
        links: its links.
    """

    line: int
    source: str
    target: str
    links: tuple[XcesLink, ...]


def read_groups(path: Path) -> Iterator[XcesGroup]:
    """
    Yield the groups of a file, as it is or compressed.

    Raises:
        ReadError: the file cannot be read or is not well-formed.
        FileError: its root is another, or a link does not have two sides.
    """
    with open_compressed(path) as stream:
        events = read_events(stream, str(path))
        root = next(events)
        if root.name not in ROOTS:
            raise FileError(f"its root is {root.name}, not cesAlign or linkGrp", path, root.line)
        if root.name == "linkGrp":
            yield _group(path, root, events, turned=True)
        for event in events:
            if event.kind == "start" and event.name == "linkGrp":
                yield _group(path, event, events, turned=False)


def is_xces(path: Path) -> bool:
    """Tell whether a file that may be compressed has one of the roots."""
    try:
        with open_compressed(path) as stream:
            return next(read_events(stream, str(path))).name in ROOTS
    except TeialignError:
        return False


def _group(path: Path, start: Event, events: Iterator[Event], *, turned: bool) -> XcesGroup:
    # XCES names the sentences of fromDoc first, InterText those of toDoc.
    links = []
    for event in events:
        if event.kind == "start" and event.name == "link":
            sides = event.attributes.get("xtargets", "").split(";")
            if len(sides) != 2:
                raise FileError('a link without two sides, xtargets="IDS;IDS"', path, event.line)
            source, target = (tuple(side.split()) for side in (reversed(sides) if turned else sides))
            if source or target:
                links.append(XcesLink(event.line, source, target, event.attributes.get("status", "")))
        elif event.kind == "end" and event.name == "linkGrp":
            break
    attributes = start.attributes
    return XcesGroup(start.line, attributes.get("fromDoc", ""), attributes.get("toDoc", ""), tuple(links))
