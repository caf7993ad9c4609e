"""XLIFF 1.2 and 2.x (OASIS), the exchange format of localisation: segments and their translations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.compressed import open_compressed
from corpus.errors import ReadError
from tei.formats.lines import flat
from tei.formats.stream import Handler, name_without_prefix, read_stream

_UNITS = frozenset({"trans-unit", "segment", "ignorable"})
_TEXTS = frozenset({"source", "seg-source", "target"})
_CODES = frozenset({"bpt", "ept", "it", "ph", "data"})
"""Elements whose content is the markup of another program, not text."""

_ASIDE = frozenset({"alt-trans", "match", "glossary", "note", "originalData", "metadata"})
"""Elements that may have texts that are not those of the unit: other translations, terms, notes."""

_UNTRANSLATED = frozenset({"new", "needs-translation"})
"""States of a translation (1.2) that is not made yet: often a copy of the source."""


@dataclass(frozen=True, slots=True)
class Segment:
    """
    A segment of the source and its translation.

    Attributes:
        key: the file, the unit and the number of the segment in it, by which the segments of several files are joined.
        source: the text, without the codes of programs, white space as one space.
        target: its translation, likewise; empty if there is none.
        made: whether its state says that the translation has been made.
        line: where its unit is in the file, from 1.
    """

    key: tuple[str, str, str]
    source: str
    target: str
    made: bool
    line: int


@dataclass(slots=True)
class XliffFile:
    """
    A file of segments, read piece by piece.

    Attributes:
        path: the file, compressed or not.
        source_language: the language of the sources once it has been read; empty if it is not given.
        target_language: that of the translations, likewise.
    """

    path: Path
    source_language: str = ""
    target_language: str = ""

    def segments(self) -> Iterator[Segment]:
        """
        Yield the segments in order.

        Raises:
            ReadError: the file cannot be read, is not XLIFF, or declares entities.
        """
        with open_compressed(self.path) as stream:
            yield from read_stream(stream, str(self.path), _SegmentHandler(self))


@dataclass(slots=True)
class _Text:
    """The text of an element, and of each segment that is marked in it (``mrk`` of type ``seg``) by its number."""

    pieces: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    marked: dict[str, list[str]] = field(default_factory=dict)
    state: str = ""

    def whole(self) -> str:
        return flat("".join(self.pieces))

    def segments(self) -> dict[str, str]:
        """Return the marked segments; none if there is text outside them."""
        return (
            {}
            if flat("".join(self.outside))
            else {number: flat("".join(pieces)) for number, pieces in self.marked.items()}
        )


class _SegmentHandler(Handler[Segment]):
    """Builds segments from their parts."""

    def __init__(self, file: XliffFile) -> None:
        super().__init__()
        self._file = file
        self._root = ""
        self._original = ""
        self._unit = ("", 0)
        self._group = ""
        self._count = 0
        self._texts: dict[str, _Text] = {}
        self._text: _Text | None = None
        self._marks: list[str] = []
        self._skipped = 0

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        name = name_without_prefix(name)
        if not self._root:
            self._root = name
            if name != "xliff":
                raise ReadError(f"not XLIFF: its root is {name!r}", where=str(self._file.path))
            self._languages(attributes.get("srcLang", ""), attributes.get("trgLang", ""), line)
        self._skipped += name in _ASIDE or name in _CODES
        if self._skipped:
            return
        if name == "file":
            self._original = attributes.get("original") or attributes.get("id", "")
            self._languages(attributes.get("source-language", ""), attributes.get("target-language", ""), line)
        elif name == "unit":
            self._group, self._count = attributes.get("id", ""), 0
        elif name in _UNITS:
            self._count += 1
            self._unit = (attributes.get("id") or f"{self._group}/{self._count}", line)
            self._texts = {}
        elif name in _TEXTS:
            self._text = self._texts.setdefault(name, _Text(state=attributes.get("state", "")))
        elif name == "mrk" and self._text:
            self._marks.append(attributes.get("mid", "") if attributes.get("mtype") == "seg" else "")
        elif name == "cp" and self._text:
            self.text(_character(attributes.get("hex", "")))

    def end(self, name: str) -> None:
        name = name_without_prefix(name)
        if self._skipped:
            self._skipped -= name in _ASIDE or name in _CODES
        elif name in _UNITS:
            self.found += self._segments()
        elif name in _TEXTS:
            self._text = None
        elif name == "mrk" and self._marks:
            self._marks.pop()

    def text(self, text: str) -> None:
        if self._text is None or self._skipped:
            return
        self._text.pieces.append(text)
        number = next(filter(None, self._marks), "")
        (self._text.marked.setdefault(number, []) if number else self._text.outside).append(text)

    def _languages(self, source: str, target: str, line: int) -> None:
        for name, known, found in (
            ("source", self._file.source_language, source),
            ("target", self._file.target_language, target),
        ):
            if known and found and known.lower() != found.lower():
                problem = f"a second {name} language, {found}, beside {known}"
                raise ReadError(problem, where=f"{self._file.path}:{line}", remedy="convert a file of one pair")
        self._file.source_language = self._file.source_language or source
        self._file.target_language = self._file.target_language or target

    def _segments(self) -> Iterator[Segment]:
        """Yield the marked segments of a unit if both sides have the same, or else the unit as a segment."""
        identifier, line = self._unit
        source, target = self._texts.get("source", _Text()), self._texts.get("target", _Text())
        made = target.state not in _UNTRANSLATED
        parts = self._texts.get("seg-source", _Text()).segments()
        translated = target.segments()
        if parts and (not target.whole() or parts.keys() == translated.keys()):
            for number, text in parts.items():
                key = (self._original, identifier, number)
                yield Segment(key, text, translated.get(number, ""), made, line)
        else:
            yield Segment((self._original, identifier, ""), source.whole(), target.whole(), made, line)


def _character(code: str) -> str:
    """Return the character that XML cannot hold and XLIFF 2 gives as a number; U+FFFD if that is none."""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
