"""XML files of a corpus, which may be broken or hostile."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from lxml import etree

from corpus.errors import CorpusError, ReadError
from corpus.files import read_bytes
from corpus.xml.parser import TEI, XML_ID, XML_LANG, XmlError, content, local_name, parse_xml

__all__ = [
    "INCLUDE",
    "TEI",
    "XML_ID",
    "XML_LANG",
    "FileError",
    "content",
    "line",
    "local_name",
    "parse",
    "parse_data",
    "read_data",
]

INCLUDE = "{http://www.w3.org/2001/XInclude}include"


MAX_BYTES = 2**31
"""Maximum size of a file: two million sentences."""


class FileError(CorpusError):
    """
    Something is wrong with a file of a corpus.

    Attributes:
        path: the file.
        line: the line, from 1; 0 for the file as a whole.
    """

    def __init__(self, problem: str, path: Path, line: int = 0, *, remedy: str = "") -> None:
        super().__init__(problem, where=f"{path}:{line}" if line else str(path), remedy=remedy)
        self.path = path
        self.line = line


def parse(path: Path, *, remarks: bool = False) -> etree._Element:
    """
    Parse a file and return its root; see `corpus.xml.parser.parse_xml`.

    Args:
        path: the file.
        remarks: whether to keep comments and processing instructions, for a file that is rewritten.

    Raises:
        FileError: the file cannot be read, is not well-formed or has a document type declaration.
    """
    return parse_data(read_data(path), path, remarks=remarks)


def read_data(path: Path) -> bytes:
    """
    Return the bytes of a file.

    Raises:
        FileError: the file is missing, empty, larger than `MAX_BYTES`, not an ordinary file or cannot be read.
    """
    try:
        return read_bytes(path, MAX_BYTES)
    except ReadError as error:
        raise FileError(error.problem, path, remedy=error.remedy) from error


def parse_data(data: bytes, path: Path, *, remarks: bool = False) -> etree._Element:
    """
    Parse the bytes of a file; see `parse`.

    Raises:
        FileError: they are not well-formed or have a document type declaration.
    """
    try:
        return parse_xml(data, remarks=remarks)
    except XmlError as error:
        raise FileError(error.problem, path, error.line, remedy=error.remedy) from error


def line(element: etree._Element) -> int:
    """Return the line that an element starts on, from 1."""
    return cast("int | None", element.sourceline) or 1
