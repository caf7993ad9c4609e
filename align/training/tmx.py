"""Translation memories in TMX 1.4b, the exchange format of translators' tools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from align.training.lines import LONGEST_TEXT, open_bytes
from align.training.pairs import PIVOT, Pair, make_pair
from corpus import parse_language
from corpus.errors import LanguageError, ReadError

_CHUNK = 1 << 16
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Elements whose content is another program's markup, not text."""


def is_tmx(path: Path) -> bool:
    """Tell whether a file is named as a translation memory, perhaps compressed."""
    return path.name.lower().endswith((".tmx", ".tmx.gz", ".tmx.xz"))


@dataclass(frozen=True, slots=True)
class TmxFile:
    """
    A translation memory: in each unit, English is paired with every other language.

    It is read as a stream. Nothing is fetched, a document type is passed over, and entities of its own are refused.

    Attributes:
        path: the file, as it is or compressed (``.xz``, ``.gz``).
        language: BCP 47 tag of the only other language to take; None for all.
    """

    path: Path
    language: str | None = None

    @property
    def label(self) -> str:
        """``FILE.tmx`` or ``en-ru=FILE.tmx``."""
        return self.path.name if self.language is None else f"{PIVOT}-{self.language}={self.path.name}"

    def read(self) -> Iterator[Pair | None]:
        """
        Yield the pairs, and None for each unit that holds none of the languages asked for.

        A language is told by its first subtag, since tools write ``ru-RU`` for ``ru``; of variants of one language in
        a unit, the first counts.

        Raises:
            ReadError: the file cannot be read, is no TMX, or declares entities.
        """
        reading = _Reading(self.path)
        with open_bytes(self.path) as stream:
            while chunk := stream.read(_CHUNK):
                reading.feed(chunk)
                yield from self._pairs(reading)
            reading.feed(b"", last=True)
        yield from self._pairs(reading)

    def _pairs(self, reading: _Reading) -> Iterator[Pair | None]:
        units, reading.units = reading.units, []
        for unit in units:
            english = unit.pop(PIVOT, "")
            chosen = {self.language: unit.get(self.language, "")} if self.language is not None else unit
            yield from (make_pair(language, "", english, other) for language, other in chosen.items())
            if not chosen:
                yield None


@dataclass(slots=True)
class _Reading:
    """What has been read of a file: the units that are complete, and the texts of the one that is not."""

    path: Path
    units: list[dict[str, str]] = field(default_factory=list)
    unit: dict[str, str] = field(default_factory=dict)
    language: str | None = None
    text: list[str] | None = None
    length: int = 0
    codes: int = 0
    root: str = ""
    parser: expat.XMLParserType = field(default_factory=expat.ParserCreate)

    def __post_init__(self) -> None:
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.EntityDeclHandler = self.refuse

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError as error:
            where = f"{self.path}:{error.lineno}"
            raise ReadError(f"not well-formed: {expat.ErrorString(error.code)}", where=where) from error
        except (LookupError, ValueError) as error:
            raise ReadError("its encoding is not supported", where=str(self.path), remedy="save it as UTF-8") from error

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.root:
            self.root = name
            if name != "tmx":
                raise ReadError(f"not a translation memory: its root is {name!r}", where=str(self.path))
        if name == "tu":
            self.unit = {}
        elif name == "tuv":
            self.language = _language(attributes.get("xml:lang") or attributes.get("lang", ""))
        elif name == "seg":
            self.text, self.length = [], 0
        elif name in _CODES:
            self.codes += 1

    def end(self, name: str) -> None:
        if name == "tu":
            self.units.append(self.unit)
        elif name == "seg" and self.text is not None:
            if self.language is not None:
                self.unit.setdefault(self.language, " ".join("".join(self.text).split()))
            self.text = None
        elif name in _CODES:
            self.codes -= 1

    def characters(self, text: str) -> None:
        if self.text is not None and not self.codes and self.length <= 2 * LONGEST_TEXT:
            self.text.append(text)
            self.length += len(text)

    def refuse(self, *_: object) -> NoReturn:
        where = f"{self.path}:{self.parser.CurrentLineNumber}"
        raise ReadError("declarations of entities are not allowed", where=where, remedy="remove the <!ENTITY>")


@cache
def _language(code: str) -> str | None:
    try:
        return parse_language(code.replace("_", "-").partition("-")[0])
    except LanguageError:
        return None
