"""What the headers of XML texts of others say: TEI of any version, and the Corpus Encoding Standard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

from lxml import etree

from corpus.model import Metadata
from corpus.xml.parser import XML_ID, XmlError, content, parse_xml
from tei.application import APPLICATION, APPLICATION_PATH


def common_metadata(files: Sequence[bytes]) -> Metadata:
    """Return what the headers of files agree on; what one of them lacks, or says otherwise, is unknown."""
    found = list(map(_metadata, files))
    differing = {
        field.name: type(getattr(found[0], field.name))()
        for field in fields(Metadata)
        if len({getattr(each, field.name) for each in found}) > 1
    }
    return replace(found[0], **differing)


def own_id(data: bytes) -> str:
    """Return the id of the version that a file of ours holds; empty for files of others."""
    if APPLICATION.encode() not in data:
        return ""
    try:
        root = parse_xml(data)
    except XmlError:
        return ""
    application = root.find(APPLICATION_PATH)
    return "" if application is None else application.get("n", root.get(XML_ID, ""))


def _metadata(data: bytes) -> Metadata:
    try:
        root = parse_xml(data)
    except XmlError:
        return Metadata()
    header = next((each for each in root.iter("*") if _name(each) in ("teiHeader", "cesHeader")), None)
    if header is None:
        return Metadata()
    statements = [each for each in header.iter("*") if _name(each) == "titleStmt"][:1]
    people = [each for statement in statements for each in statement]
    terms = [each for each in header.iter("*") if _name(each) in ("licence", "availability")]
    licences = [each for each in terms if _name(each) == "licence"] or terms
    return Metadata(
        title=next(_texts(people, "title"), ""),
        authors=tuple(_texts(people, "author")),
        translators=tuple(_texts([each for each in people if each.get("role") == "translator"], "editor")),
        licence=next((each.get("target", "") or _text(each) for each in licences), ""),
    )


def _texts(elements: Sequence[etree._Element], name: str) -> Iterator[str]:
    """Yield the texts of the elements of a name, which in the Corpus Encoding Standard starts with ``h.``."""
    return filter(None, (_text(each) for each in elements if _name(each).removeprefix("h.") == name))


def _text(element: etree._Element) -> str:
    return " ".join(content(element).split())


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname
