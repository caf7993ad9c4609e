"""XML as a stream, from files that may be large or hostile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Literal, NamedTuple, NoReturn
from xml.parsers import expat

from corpus.errors import ReadError

_CHUNK = 1 << 16


class Event(NamedTuple):
    """
    Something on the way through a file.

    Attributes:
        kind: an element starts, an element ends, or there is text.
        name: the element, without a namespace prefix; empty for text.
        text: the text, perhaps a part of it.
        attributes: those of an element that starts, by their names in the file, such as ``xml:id``.
        line: where an element starts, from 1.
    """

    kind: Literal["start", "end", "text"]
    name: str
    text: str
    attributes: dict[str, str]
    line: int


def read_events(stream: IO[bytes], where: str) -> Iterator[Event]:
    """
    Yield the elements and the text of an XML file without ever holding it as a whole.

    Args:
        stream: the file.
        where: its name, for messages.

    Raises:
        ReadError: as `feed`.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    events: list[Event] = []
    nothing: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        events.append(Event("start", name.rpartition(":")[2], "", attributes, parser.CurrentLineNumber))

    def end(name: str) -> None:
        events.append(Event("end", name.rpartition(":")[2], "", nothing, 0))

    def text(content: str) -> None:
        events.append(Event("text", "", content, nothing, 0))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    for _ in feed(parser, stream, where):
        yield from events
        events.clear()


def feed(parser: expat.XMLParserType, stream: IO[bytes], where: str) -> Iterator[None]:
    """
    Feed a parser piece by piece, and stop after each for what its handlers found to be taken away.

    Nothing is fetched; a document type is passed over, and entities of its own are refused.

    Args:
        parser: the parser, with its handlers.
        stream: the file.
        where: its name, for messages.

    Raises:
        ReadError: it is not well-formed, in an encoding that is not supported, or declares entities.
    """

    def refuse(*_: object) -> NoReturn:
        place = f"{where}:{parser.CurrentLineNumber}"
        raise ReadError("declarations of entities are not allowed", where=place, remedy="remove the <!ENTITY>")

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
        yield
