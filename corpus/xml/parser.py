"""Parsing of XML files that may be damaged or hostile."""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from lxml import etree

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_CHUNK = 1 << 16
_MAX_DECLARATIONS = 1 << 15
"""Maximum length, in bytes, of a document type that declares attributes."""


class XmlError(Exception):
    """
    A document that cannot be read as XML.

    Attributes:
        problem: what is wrong.
        line: the line with the error, from 1.
        remedy: how to correct it; empty when the problem says it.
    """

    def __init__(self, problem: str, line: int, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.remedy = remedy


class _RootReachedError(Exception):
    """The root element has been reached."""


def parse_xml(data: bytes, *, remarks: bool = False) -> etree._Element:
    """
    Parse a document and return its root.

    Nothing is fetched and no entity is expanded: a document type that declares entities or notations is refused
    before they are parsed, and any other is removed. Repeated ids are accepted. Depth and the length of a text are
    bounded by libxml2.

    Args:
        data: the document.
        remarks: whether to keep comments and processing instructions.

    Raises:
        XmlError: it is not well-formed, or declares entities.
    """
    data = _without_doctype(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        collect_ids=False,
        remove_comments=not remarks,
        remove_pis=not remarks,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = " ".join(error.msg.split()).partition(", line ")[0].rstrip(" ,")
        raise XmlError(f"not well-formed: {reason}", error.lineno or 1) from error


def local_name(element: etree._Element) -> str:
    """Return the name of an element, without the namespace if that is TEI."""
    return str(element.tag).removeprefix(TEI)


def content(element: etree._Element | None) -> str:
    """Return all the text in an element; empty for None."""
    return "" if element is None else "".join(map(str, element.itertext()))


def _without_doctype(data: bytes) -> bytes:
    """Return a document with line ends in the place of its document type declaration, if it has one."""
    parser = expat.ParserCreate()
    places: list[int] = []

    def place(*_: object) -> None:
        places.append(parser.CurrentByteIndex)

    def refuse(*_: object) -> NoReturn:
        problem = "its document type declares entities or the like, which are never expanded"
        raise XmlError(problem, parser.CurrentLineNumber, "remove the part in [ ] from its <!DOCTYPE>")

    def check_length(*_: object) -> None:
        # Expat compares each attribute with all before it.
        if parser.CurrentByteIndex - places[0] > _MAX_DECLARATIONS:
            refuse()

    def stop(*_: object) -> NoReturn:
        raise _RootReachedError

    parser.StartDoctypeDeclHandler = place
    parser.EndDoctypeDeclHandler = place
    parser.EntityDeclHandler = refuse
    parser.NotationDeclHandler = refuse
    parser.AttlistDeclHandler = check_length
    parser.StartElementHandler = stop
    try:
        for chunk in range(0, len(data), _CHUNK):
            parser.Parse(data[chunk : chunk + _CHUNK])
    except _RootReachedError:
        pass
    except expat.ExpatError as error:
        raise XmlError(f"not well-formed: {expat.ErrorString(error.code)}", error.lineno) from error
    except (LookupError, ValueError) as error:
        raise XmlError("its encoding is not supported", 1, "save it as UTF-8") from error
    if places:
        start, end = places  # of the [ or the > after the name, and of the last >
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            mark, close, newline = (text.encode(encoding) for text in ("<!DOCTYPE", ">", "\n"))
            first = data.rfind(mark, 0, start)
            if first >= 0:
                lines = data.count(newline, first, end)
                return data[:first] + newline * lines + data[end + len(close) :]
    return data
