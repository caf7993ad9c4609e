"""XML in, from files that may be broken or hostile."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn, cast
from xml.parsers import expat

from lxml import etree

from corpus.errors import CorpusError

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
INCLUDE = "{http://www.w3.org/2001/XInclude}include"

_CHUNK = 1 << 16


class FileError(CorpusError):
    """
    A file of a corpus is at fault.

    Attributes:
        path: the file.
        line: the line at fault, from 1; 0 for the file as a whole.
    """

    def __init__(self, problem: str, path: Path, line: int = 0, *, remedy: str = "") -> None:
        super().__init__(problem, where=f"{path}:{line}" if line else str(path), remedy=remedy)
        self.path = path
        self.line = line


class _RootReachedError(Exception):
    """The root element has been reached."""


def parse(path: Path, *, whole: bool = False) -> etree._Element:
    """
    Parse a file and return its root.

    Nothing is fetched and no entity is expanded: a document type declaration is refused before its content is looked
    at. Repeated ids are let through, for `tei.check_corpus` to report.

    Args:
        path: the file.
        whole: keep comments and processing instructions, for a file that is written again.

    Raises:
        FileError: the file cannot be read, is not well-formed or has a document type declaration.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        collect_ids=False,
        remove_comments=not whole,
        remove_pis=not whole,
    )
    try:
        _refuse_doctype(path)
        with path.open("rb") as stream:
            return etree.parse(stream, parser).getroot()
    except etree.XMLSyntaxError as error:
        raise FileError(f"not well-formed: {error.msg}", path, error.lineno or 1) from error
    except OSError as error:
        raise FileError(f"cannot be read: {error.strerror or error}", path) from error


def line(element: etree._Element) -> int:
    """Return the line that an element starts on, from 1."""
    return cast("int | None", element.sourceline) or 1


def local_name(element: etree._Element) -> str:
    """Return the name of a TEI element without its namespace; an element of another namespace keeps it."""
    return str(element.tag).removeprefix(TEI)


def content(element: etree._Element | None) -> str:
    """Return all the text in an element; none for no element."""
    return "" if element is None else "".join(map(str, element.itertext()))


def _refuse_doctype(path: Path) -> None:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> NoReturn:
        raise FileError(
            "a document type declaration is not allowed", path, parser.CurrentLineNumber, remedy="remove the <!DOCTYPE>"
        )

    def stop(*_: object) -> NoReturn:
        raise _RootReachedError

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
    except _RootReachedError:
        return
    except expat.ExpatError as error:
        raise FileError(f"not well-formed: {expat.ErrorString(error.code)}", path, error.lineno) from error
    except (LookupError, ValueError) as error:
        raise FileError("its encoding is not supported", path, 1, remedy="save it as UTF-8") from error
