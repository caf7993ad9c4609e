"""XCES, the links between sentences of two documents that OPUS distributes, and InterText's form of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.compressed import open_compressed
from corpus.errors import TeialignError
from tei.characters import DECLARATION
from tei.formats.stream import Handler, first_tags, name_without_prefix, read_stream
from tei.parser import FileError

ROOTS = frozenset({"cesAlign", "linkGrp"})
"""The root of an XCES file and that of an InterText file."""


@dataclass(frozen=True, slots=True)
class XcesLink:
    """
    A link.

    Attributes:
        source: ids of sentences of the group's source.
        target: ids of sentences of its target.
        status: how the link was made: ``man`` or ``auto`` in InterText, or as in our exports; empty if not given.
        certainty: its probability; None if there is none, and when read.
        line: where it is in the file, from 1.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    status: str = ""
    certainty: float | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class XcesGroup:
    """
    The links between two documents (``linkGrp``).

    Attributes:
        source: ``fromDoc``.
        target: ``toDoc``.
        links: its links.
        line: where it starts in the file, from 1.
    """

    source: str
    target: str
    links: tuple[XcesLink, ...]
    line: int = 0


def read_groups(path: Path) -> Iterator[XcesGroup]:
    """
    Yield the groups of a file, compressed or not. A link without a sentence on either side is left out.

    Raises:
        ReadError: the file cannot be read or is not well-formed.
        FileError: its root is another, or a link does not have two sides.
    """
    with open_compressed(path) as stream:
        yield from read_stream(stream, str(path), _GroupHandler(path))


def is_xces(path: Path) -> bool:
    """Return whether a file, compressed or not, has one of the two roots."""
    try:
        return first_tags(path)[0][0] in ROOTS
    except TeialignError:
        return False


def xces_lines(source: str, target: str, links: Iterable[XcesLink]) -> Iterator[str]:
    """
    Yield the text of an XCES file with one group; links are numbered.

    Args:
        source: the path of the first document, for ``fromDoc``.
        target: the path of the second, for ``toDoc``.
        links: the links.
    """
    yield f'{DECLARATION}<cesAlign version="1.0">\n<linkGrp targType="s" fromDoc="{source}" toDoc="{target}">\n'
    for number, link in enumerate(links, start=1):
        origin = f'status="{link.status}"' if link.certainty is None else f'certainty="{link.certainty!r}"'
        yield f'<link xtargets="{" ".join(link.source)};{" ".join(link.target)}" id="SL{number}" {origin}/>\n'
    yield "</linkGrp>\n</cesAlign>\n"


def intertext_lines(source: str, target: str, links: Iterable[XcesLink]) -> Iterator[str]:
    """
    Yield the text of an InterText file of links.

    Args:
        source: the file name of the version, for ``fromDoc``.
        target: the file name of the pivot, for ``toDoc``; InterText names its sentences first.
        links: the links.
    """
    yield f'{DECLARATION}<linkGrp toDoc="{target}" fromDoc="{source}">\n'
    for link in links:
        kind = f"{len(link.target)}-{len(link.source)}"
        yield (
            f'<link type="{kind}" xtargets="{" ".join(link.target)};{" ".join(link.source)}" status="{link.status}"/>\n'
        )
    yield "</linkGrp>\n"


class _GroupHandler(Handler[XcesGroup]):
    """Collects the groups of a file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._root = ""
        self._group: tuple[str, str, int] | None = None
        self._links: list[XcesLink] = []

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        name = name_without_prefix(name)
        if not self._root:
            self._root = name
            if name not in ROOTS:
                raise FileError(f"its root is {name}, not cesAlign or linkGrp", self._path, line)
        if name == "linkGrp" and self._group is None:
            self._group = (attributes.get("fromDoc", ""), attributes.get("toDoc", ""), line)
        elif name == "link" and self._group is not None:
            sides = attributes.get("xtargets", "").split(";")
            if len(sides) != 2:
                raise FileError('a link without two sides, xtargets="IDS;IDS"', self._path, line)
            # XCES names the sentences of fromDoc first, InterText those of toDoc.
            source, target = (tuple(side.split()) for side in (reversed(sides) if self._root == "linkGrp" else sides))
            if source or target:
                self._links.append(XcesLink(source, target, attributes.get("status", ""), line=line))

    def end(self, name: str) -> None:
        if name_without_prefix(name) == "linkGrp" and self._group is not None:
            source, target, line = self._group
            self.found.append(XcesGroup(source, target, tuple(self._links), line))
            self._group, self._links = None, []
