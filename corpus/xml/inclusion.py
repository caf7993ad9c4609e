"""The parts that a document includes from other files of its folder (XInclude 1.0)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from corpus.errors import ReadError
from corpus.files import MAX_BYTES, named_inside, read_bytes
from corpus.xml.parser import TEI, XML_ID, XmlError, parse_xml

_XI = "{http://www.w3.org/2001/XInclude}"
INCLUDE = f"{_XI}include"

_MAX_DEPTH = 16
"""How many files may include each other in a row."""

_TOGETHER = "make it one file, or put its parts into its folder"


class Inclusion:
    """
    Puts the parts that a document includes into it.

    A file is read only from the folder of the document or below it, wherever links lead, and never from a network. Of
    a part that is a whole TEI document, the content of its ``front``, ``body`` and ``back`` is included.

    Args:
        folder: the folder of the document; None when it is not known, as of standard input.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._left = MAX_BYTES

    def resolve(self, root: etree._Element, where: str) -> None:
        """
        Replace each ``xi:include`` by what it names.

        Raises:
            ReadError: a part is outside the folder, missing without an ``xi:fallback``, not XML, includes itself, or is
                named by a pointer that is not an id; or the parts are larger than one file may be.
        """
        self._resolve(root, Path(), where, 0)

    def _resolve(self, root: etree._Element, base: Path, where: str, depth: int) -> None:
        for include in list(root.iter(INCLUDE)):
            place = f"{where}:{include.sourceline}"
            href = include.get("href", "")
            path = self._path(base, href, place)
            if depth == _MAX_DEPTH:
                raise ReadError(f"includes files {_MAX_DEPTH} deep", where=place, remedy=_TOGETHER)
            if path.exists():
                _replace(include, *self._part(include, path, base / href, depth))
            elif (fallback := include.find(f"{_XI}fallback")) is not None:
                self._resolve(fallback, base, where, depth + 1)
                _replace(include, fallback.text or "", list(fallback))
            else:
                raise ReadError(f"includes {href!r}, which is missing", where=place, remedy=_TOGETHER)

    def _path(self, base: Path, href: str, where: str) -> Path:
        parts = urlsplit(href)
        if self._folder is None:
            raise ReadError("includes other files", where=where, remedy="name the file, so that they can be found")
        path = None if parts.scheme or parts.netloc or not parts.path else unquote(parts.path)
        found = path and named_inside(self._folder, str(base / path))
        if not found:
            raise ReadError(f"includes {href!r}, which is not in its folder", where=where, remedy=_TOGETHER)
        return found

    def _part(self, include: etree._Element, path: Path, name: Path, depth: int) -> tuple[str, list[etree._Element]]:
        """Return what is included: a text and elements."""
        data = read_bytes(path)
        self._left -= len(data)
        if self._left < 0:
            raise ReadError("includes more than one file may hold", where=str(path), remedy="split it")
        if include.get("parse") == "text":
            try:
                return data.decode(include.get("encoding", "utf-8")), []
            except (LookupError, UnicodeDecodeError):
                raise ReadError("is not UTF-8", where=str(path), remedy="save it as UTF-8") from None
        try:
            root = parse_xml(data, remarks=True)
        except XmlError as error:
            raise ReadError(error.problem, where=f"{path}:{error.line}", remedy=error.remedy) from None
        pointer = include.get("xpointer", "")
        chosen = next((each for each in root.iter() if each.get(XML_ID) == pointer), None) if pointer else root
        if chosen is None:
            raise ReadError(f"has no element with the xml:id {pointer!r}", where=str(path), remedy=_TOGETHER)
        holder = etree.Element("included")
        holder.append(chosen)
        self._resolve(holder, name.parent, str(path), depth + 1)
        return _content(holder)


def _content(holder: etree._Element) -> tuple[str, list[etree._Element]]:
    """Return the content of an included part; that of the parts of its text where it is a TEI document."""
    root = holder[0]
    if root.tag != f"{TEI}TEI":
        root.tail = None
        return holder.text or "", list(holder)
    return "", [child for part in root.iterfind(f"{TEI}text/*") for child in part]


def _replace(include: etree._Element, text: str, elements: list[etree._Element]) -> None:
    """Put a text and elements in the place of an element; the text after it stays."""
    parent, tail = include.getparent(), include.tail or ""
    assert parent is not None
    before = include.getprevious()
    place = parent.index(include)
    parent.remove(include)
    text += "" if elements else tail
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    for number, element in enumerate(elements):
        parent.insert(place + number, element)
    if elements:
        elements[-1].tail = (elements[-1].tail or "") + tail
