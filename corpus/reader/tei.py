"""TEI P5 documents, whose markup is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from corpus.errors import ReadError
from corpus.language import standard_language
from corpus.messages import warn
from corpus.model import Metadata
from corpus.reader.builder import flatten, phrases
from corpus.reader.source import GivenSentence, SourceBlock, SourceText
from corpus.xml.inclusion import INCLUDE, Inclusion
from corpus.xml.parser import TEI, XML_LANG, XmlError, content, parse_xml
from corpus.xml.passage import Mark, Passage
from corpus.xml.passages import Passages

_OLD_ROOTS = frozenset({"TEI", "TEI.2", "teiCorpus", "teiCorpus.2"})
"""Root elements of TEI P4, and of TEI without its namespace."""

_HEADER = f"{TEI}teiHeader/"


def read_tei(data: bytes, where: str, folder: Path | None = None) -> SourceText:
    """
    Read a TEI document into blocks.

    Notes, stage directions and the like are blocks of their own, after the block that contains them. Of the alternative
    forms in a ``choice`` or an ``app``, one is read. Each block has the ``s`` and ``seg`` that the document marks.

    Of TEI P4, and of TEI without its namespace, the text is read, with a warning that its markup is not kept.

    Args:
        data: the document.
        where: its name, for messages.
        folder: the folder that the parts it includes are in; None when it is not known.

    Raises:
        ReadError: it is not well-formed, declares entities, includes what is not in the folder, or is not a TEI
            document with a text.
    """
    try:
        root = parse_xml(data)
        if root.find(f".//{INCLUDE}") is not None:
            root = parse_xml(data, remarks=True)
            Inclusion(folder).resolve(root, where)
            data = etree.tostring(root.getroottree(), encoding="utf-8")
            root = parse_xml(data)
    except XmlError as error:
        raise ReadError(error.problem, where=f"{where}:{error.line}", remedy=error.remedy) from None
    if root.tag in _OLD_ROOTS:
        warn("TEI before P5, or without its namespace: the text is read, and its markup is not kept", where=where)
        _modernise(root)
        data = b""
    if root.tag == f"{TEI}teiCorpus":
        raise ReadError("is a teiCorpus of several texts", where=where, remedy="give the TEI file of one text")
    if root.tag != f"{TEI}TEI":
        problem = "is not in the namespace of TEI, http://www.tei-c.org/ns/1.0"
        raise ReadError(problem, where=where, remedy="convert it to TEI P5")
    if root.find(f"{TEI}teiHeader") is None or root.find(f"{TEI}text") is None:
        raise ReadError("has no teiHeader or no text", where=where, remedy="check that it is a whole TEI document")
    passages = Passages(root)
    blocks = tuple(_block(passage, where) for passage in passages)
    title = flatten(content(root.find(f"{_HEADER}{TEI}fileDesc/{TEI}titleStmt/{TEI}title")))
    return SourceText(blocks, Metadata(title=title), _language(root), data, phrases(passages.omitted))


def _modernise(root: etree._Element) -> None:
    """Give the elements of TEI P4 the names of P5, and the language of the text its attribute."""
    for element in root.iter(etree.Element):
        if "lang" in element.attrib:
            element.set(XML_LANG, element.attrib.pop("lang"))
        if not str(element.tag).startswith("{"):
            element.tag = f"{TEI}{str(element.tag).removesuffix('.2')}"


def _block(passage: Passage, where: str) -> SourceBlock:
    if (around := passage.sentence_around) is not None:
        place = f"{where}:{around.sourceline}"
        raise ReadError("an s that holds a block, such as a list or a p", where=place, remedy="remove its tags")
    sentences = tuple(_given(passage.sentences, passage, where))
    # The id stays with the seg: the sentence becomes an s of its own.
    segments = tuple(GivenSentence(mark.span) for mark in passage.segments if mark.span.of(passage.text).strip())
    return SourceBlock(passage.kind, passage.text, passage.id, sentences, segments, passage.wholes)


def _given(marks: tuple[Mark, ...], passage: Passage, where: str) -> Iterator[GivenSentence]:
    end = 0
    for mark in marks:
        if mark.span.start < end or not mark.span.of(passage.text).strip():
            place = f"{where}:{mark.elements[0].sourceline}"
            raise ReadError("an s that is empty or inside another", where=place, remedy="remove its tags")
        yield GivenSentence(mark.span, mark.id)
        end = mark.span.end


def _language(root: etree._Element) -> str:
    """Return the language that the text, the document or a header with a single language declares."""
    text = root.find(f"{TEI}text")
    declared = root.findall(f"{_HEADER}{TEI}profileDesc/{TEI}langUsage/{TEI}language")
    only = declared[0].get("ident", "") if len(declared) == 1 else ""
    tag = ("" if text is None else text.get(XML_LANG, "")) or root.get(XML_LANG, "") or only
    return standard_language(tag)
