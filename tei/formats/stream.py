"""
XML read as a stream, from files that may be large or hostile.

Expat reads it and not ``lxml.etree.iterparse``, which is as fast and needs as little memory, for two reasons: libxml2
expands entities in attribute values before an element is seen, whereas Expat stops at their declaration; and past line
65,535 lxml takes the line of an element from the text after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Generic, NoReturn, TypeVar
from xml.parsers import expat

from corpus.compressed import open_compressed
from corpus.errors import ReadError

_CHUNK = 1 << 16

Found = TypeVar("Found")


class Handler(Generic[Found]):
    """
    What is called for each part of a file, in order. Names are as in the file, with a prefix if they have one.

    Attributes:
        found: what is complete.
    """

    def __init__(self) -> None:
        self.found: list[Found] = []

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Take the start of an element; lines count from 1."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take text, or a part of it."""


def read_stream(stream: IO[bytes], where: str, handler: Handler[Found]) -> Iterator[Found]:
    """
    Read an XML file piece by piece, and yield what the handler has found.

    Nothing is fetched. A document type declaration is passed over, but one that declares entities is refused.

    Args:
        stream: the file.
        where: its name, for messages.
        handler: what to call.

    Raises:
        ReadError: the file is not well-formed, its encoding is not supported, or it declares entities.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        handler.start(name, attributes, parser.CurrentLineNumber)

    def refuse(*_: object) -> NoReturn:
        place = f"{where}:{parser.CurrentLineNumber}"
        raise ReadError("declarations of entities are not allowed", where=place, remedy="remove the <!ENTITY>")

    parser.StartElementHandler = start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.EntityDeclHandler = refuse
    last = False
    while not last:
        chunk = stream.read(_CHUNK)
        last = not chunk
        try:
            parser.Parse(chunk, last)
        except expat.ExpatError as error:
            problem = f"not well-formed: {expat.ErrorString(error.code)}"
            raise ReadError(problem, where=f"{where}:{error.lineno}") from error
        except (LookupError, ValueError) as error:
            raise ReadError("its encoding is not supported", where=where, remedy="save it as UTF-8") from error
        yield from handler.found
        handler.found.clear()


def name_without_prefix(name: str) -> str:
    """Return the name of an element without its prefix."""
    return name.rpartition(":")[2]


def first_tags(path: Path) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """
    Return the start tags at the beginning of a file, compressed or not: the root, and those near it.

    Each is a name without a prefix, and the attributes by their names in the file, such as ``xml:id``.

    Raises:
        ReadError: as `read_stream`.
    """
    tags = _FirstTags()
    with open_compressed(path) as stream:
        next(read_stream(stream, str(path), tags))
    return tuple(tags.found)


class _FirstTags(Handler[tuple[str, Mapping[str, str]]]):
    """Collects start tags."""

    def start(self, name: str, attributes: dict[str, str], _line: int) -> None:
        self.found.append((name_without_prefix(name), attributes))
