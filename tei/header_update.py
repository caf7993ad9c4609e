"""The header of a file that was TEI before: kept as it is, with what was done to the file added."""

from __future__ import annotations

from lxml import etree

from corpus.model import Document
from corpus.xml.parser import TEI, XML_ID
from tei.application import APPLICATION, APPLICATION_PATH, KEPT, application_version

_HEADER = f"{TEI}teiHeader"


def update_header(root: etree._Element, document: Document, date: str | None) -> None:
    """
    Record in the header of a version its place in the corpus and what was done to it; nothing in the header is changed.

    An ``application`` in ``appInfo`` names the program, its version and the segmenter's signature; its `subtype` is the
    version's role and its `n` the version's id, unless the header or the root element has them. A ``langUsage`` and a
    ``sourceDesc`` with the file's name and digest are added if missing, and a ``change`` if there is a date.
    """
    header = root.find(_HEADER)
    assert header is not None
    application = root.find(APPLICATION_PATH)
    if application is None:
        application = _add(_app_info(header), "application", ident=APPLICATION, version="", type=KEPT)
        _add(application, "label").text = APPLICATION
        _add_source(header, document)
        _add_language(header, document)
    application.set("version", application_version())
    _set(application, "n", document.id, root.get(XML_ID))
    derivation = header.find(f"{TEI}profileDesc/{TEI}textDesc/{TEI}derivation")
    _set(application, "subtype", document.role, None if derivation is None else derivation.get("type"))
    signature = application.find(f"{TEI}desc")
    if document.signature or signature is not None:
        (_add(application, "desc") if signature is None else signature).text = document.signature
    if date:
        _add_change(header, date)


def _set(application: etree._Element, name: str, value: str, declared: str | None) -> None:
    """Set an attribute, unless the same value is declared elsewhere."""
    if value != declared:
        application.set(name, value)
    else:
        application.attrib.pop(name, "")


def _app_info(header: etree._Element) -> etree._Element:
    encodings = header.findall(f"{TEI}encodingDesc")
    for encoding in encodings:
        found = encoding.find(f"{TEI}appInfo")
        if found is not None:
            return found
    # An encodingDesc of paragraphs cannot have other content.
    free = [
        encoding for encoding in encodings if encoding.find(f"{TEI}p") is None and encoding.find(f"{TEI}ab") is None
    ]
    return _add(free[0] if free else _add_after(header, "encodingDesc", ("fileDesc", "encodingDesc")), "appInfo")


def _add_source(header: etree._Element, document: Document) -> None:
    file = header.find(f"{TEI}fileDesc")
    known = document.metadata
    if (
        file is None
        or file.find(f"{TEI}sourceDesc/{TEI}bibl/{TEI}idno[@type='source']") is not None
        or not known.source
    ):
        return
    source = _add(_add(file, "sourceDesc"), "bibl")
    for kind, value in (("source", known.source), ("sha256", known.sha256)):
        if value:
            _add(source, "idno", type=kind).text = value


def _add_language(header: etree._Element, document: Document) -> None:
    if header.find(f"{TEI}profileDesc/{TEI}langUsage") is None:
        profile = header.find(f"{TEI}profileDesc")
        if profile is None:
            profile = _add_after(header, "profileDesc", ("fileDesc", "encodingDesc"))
        _add(_add(profile, "langUsage"), "language", ident=document.language)


def _add_change(header: etree._Element, date: str) -> None:
    revision = header.find(f"{TEI}revisionDesc")
    if revision is None:
        revision = _add(header, "revisionDesc")
    if len(revision) == 0 or revision.find(f"{TEI}change") is not None:
        _add(revision, "change", when=date).text = f"Sentences by {APPLICATION}."


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return _insert(parent, len(parent), name, attributes)


def _add_after(header: etree._Element, name: str, before: tuple[str, ...]) -> etree._Element:
    """Add an element to a header after the last of those that must precede it."""
    places = (number for number, child in enumerate(header) if child.tag in [f"{TEI}{each}" for each in before])
    last = max(places, default=-1)
    return _insert(header, last + 1, name, {})


def _insert(parent: etree._Element, number: int, name: str, attributes: dict[str, str]) -> etree._Element:
    """Add an element, indented like its siblings."""
    element = parent.makeelement(f"{TEI}{name}", attributes)
    if number:
        before = parent[number - 1]
        element.tail, before.tail = before.tail, parent.text
    else:
        level = sum(1 for _ in parent.iterancestors())
        parent.text, element.tail = (f"\n{'  ' * depth}" for depth in (level + 1, level))
    parent.insert(number, element)
    return element
