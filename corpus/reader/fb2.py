"""FictionBook 2 (.fb2), the format of most Russian books, also in an archive (.fb2.zip)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from corpus.errors import ReadError
from corpus.model import BlockKind
from corpus.reader.archive import Archive
from corpus.reader.builder import Builder
from corpus.reader.newlines import Newlines
from corpus.reader.source import SourceText
from corpus.xml.parser import XmlError, content, parse_xml

if TYPE_CHECKING:
    from lxml import etree

_BLOCKS: dict[str, BlockKind | None] = {
    **dict.fromkeys(("title", "subtitle"), "head"),
    **dict.fromkeys(("cite", "epigraph"), "quote"),
    **dict.fromkeys(("td", "th"), "cell"),
    "v": "l",
    **dict.fromkeys(
        ("p", "text-author", "date", "section", "poem", "stanza", "annotation", "table", "tr", "body", "empty-line")
    ),
}
"""Elements that separate blocks, and the kind of the blocks in them where they tell it."""

_OMITTED = {"image": "picture", "stylesheet": "style sheet"}

_NOTE_BODIES = frozenset({"notes", "comments", "footnotes"})
_NOTE_MARK = regex.compile(r"\s*[\[({]?(?:\d+|\*+)[\])}.]?\s*")
"""The title of a note that is only its number."""


def read_fb2(data: bytes, where: str, newlines: Newlines) -> SourceText:
    """
    Read a book into blocks; the notes follow the text, without their numbers.

    Raises:
        ReadError: it is not well-formed, declares entities, or is a damaged archive.
    """
    if data.startswith(b"PK"):
        archive = Archive(data, where)
        data = archive.read(next(iter(archive)))
    try:
        root = parse_xml(data)
    except XmlError as error:
        raise ReadError(error.problem, where=f"{where}:{error.line}", remedy=error.remedy) from None
    builder = Builder(newlines, where)
    info = root.find("{*}description/{*}title-info")
    if info is not None:
        builder.title = content(info.find("{*}book-title"))
        builder.language = content(info.find("{*}lang"))
    for body in root.iterfind("{*}body"):
        _add(body, builder, "note" if body.get("name") in _NOTE_BODIES else "p")
    builder.omitted["picture file"] = len(root.findall("{*}binary"))
    return builder.content()


def _add(element: etree._Element, builder: Builder, kind: BlockKind) -> None:
    """Add the text of an element; `kind` is that of its plain paragraphs."""
    name = str(element.tag).rpartition("}")[2]
    if name in _OMITTED:
        builder.omitted[_OMITTED[name]] += 1
        return
    if name == "a" and element.get("type") == "note":
        builder.omitted["note mark"] += 1
        return
    if kind == "note" and name == "title" and _NOTE_MARK.fullmatch(content(element)):
        builder.omitted["note mark"] += 1
        return
    block = name in _BLOCKS
    kind = kind if kind == "note" else _BLOCKS.get(name) or kind
    if block:
        builder.start(kind)
    builder.add(element.text or "")
    for child in element:
        _add(child, builder, kind)
        if str(child.tag).rpartition("}")[2] in _BLOCKS:
            builder.start(kind)
        builder.add(child.tail or "")
