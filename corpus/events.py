"""XML as a stream of events, from files that may be large or hostile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Literal, NamedTuple, NoReturn
from xml.parsers import expat

from corpus.errors import ReadError

_CHUNK = 1 << 16
_MAX_DEPTH = 256
"""How deep elements may stand in each other; real texts reach twenty."""


class Event(NamedTuple):
    """
    Something on the way through a file.

    Attributes:
        kind: an element starts, an element ends, or there is text.
        name: the element, without a namespace prefix; empty for text.
        text: the text, perhaps a part of it.
        attributes: those of an element that starts, by their names in the file, such as ``xml:id``.
        line: where it is, from 1.
    """

    kind: Literal["start", "end", "text"]
    name: str
    text: str
    attributes: dict[str, str]
    line: int


def read_events(stream: IO[bytes], where: str) -> Iterator[Event]:
    """
    Yield the elements and the text of an XML file without ever holding it as a whole.

    Nothing is fetched; a document type is passed over, and entities of its own are refused.

    Args:
        stream: the file.
        where: its name, for messages.

    Raises:
        ReadError: it is not well-formed, in an encoding that is not supported, nested too deeply, or declares entities.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    events: list[Event] = []
    depth = 0
    nothing: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise ReadError(f"more than {_MAX_DEPTH} elements inside each other", where=place())
        events.append(Event("start", name.rpartition(":")[2], "", attributes, parser.CurrentLineNumber))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        events.append(Event("end", name.rpartition(":")[2], "", nothing, parser.CurrentLineNumber))

    def text(content: str) -> None:
        events.append(Event("text", "", content, nothing, parser.CurrentLineNumber))

    def refuse(*_: object) -> NoReturn:
        raise ReadError("declarations of entities are not allowed", where=place(), remedy="remove the <!ENTITY>")

    def place() -> str:
        return f"{where}:{parser.CurrentLineNumber}"

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
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
        yield from events
        events.clear()
