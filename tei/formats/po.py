"""
PO: the catalogues of gettext, with the messages of a program and their translations.

It is read here, since polib and Babel leave out entries that are damaged or there twice without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.compressed import open_compressed
from corpus.errors import ReadError
from tei.formats.lines import read_lines

_LINE = re.compile(r'\s*+(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d{1,3}\])?)\s*+)?+"((?:[^"\\]|\\.)*+)"\s*+')
_ESCAPES = re.compile(r'\\([ntr"\\])')
_LETTERS = {"n": "\n", "t": "\t", "r": "\r"}

_BEFORE = {
    "msgctxt": ("", "msgstr"),
    "msgid": ("", "msgctxt", "msgstr"),
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid", "msgid_plural", "msgstr"),
}
"""The keywords that a keyword can follow."""


@dataclass(slots=True)
class Message:
    """
    A message and its translations.

    Attributes:
        line: where it is in the file, from 1.
        fuzzy: whether its translations are marked as ones to check, which programs do not use.
        parts: its texts by their keywords: ``msgctxt``, ``msgid``, ``msgid_plural``, ``msgstr`` or ``msgstr[0]`` etc.
    """

    line: int
    fuzzy: bool = False
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def translations(self) -> list[str]:
        """Its translations; several if it has a plural."""
        return [text for keyword, text in self.parts.items() if keyword.startswith("msgstr")]


def read_messages(path: Path) -> Iterator[Message]:
    """
    Yield the messages of a catalogue in UTF-8, without obsolete ones. The first with an empty ``msgid`` is the header.

    Raises:
        ReadError: it cannot be read, is not UTF-8 or not PO.
    """
    message = Message(0)
    keyword = ""
    fuzzy = False
    with open_compressed(path) as stream:
        for number, line in enumerate(read_lines(stream, str(path)), start=1):
            if not line.strip() or line.lstrip().startswith("#"):
                fuzzy = (fuzzy or _is_fuzzy(line)) and not line.lstrip().startswith("#~")
                continue
            found = _LINE.fullmatch(line)
            if not found or not _follows(found[1], keyword):
                raise ReadError("not a line of a PO catalogue", where=f"{path}:{number}", remedy='write KEYWORD "TEXT"')
            if found[1] == "msgctxt" or (found[1] == "msgid" and keyword != "msgctxt"):
                if message.parts:
                    yield message
                message, fuzzy = Message(number, fuzzy), False
            keyword = found[1] or keyword
            if found[1] and keyword in message.parts:
                raise ReadError(f"a second {keyword}", where=f"{path}:{number}", remedy="write a msgid before it")
            message.parts[keyword] = message.parts.get(keyword, "") + _unescaped(found[2])
    if message.parts:
        yield message


def header_fields(message: Message) -> dict[str, str]:
    """Return the fields of a header by their names in small letters."""
    lines = (line.partition(":") for text in message.translations for line in text.split("\n"))
    return {name.strip().lower(): value.strip() for name, colon, value in lines if colon}


def _follows(keyword: str | None, before: str) -> bool:
    """Return whether a keyword, or None for more of a text, can follow the keyword before."""
    if keyword is None:
        return bool(before)
    name = keyword.partition("[")[0]
    return before.partition("[")[0] in _BEFORE[name]


def _is_fuzzy(line: str) -> bool:
    return line.lstrip().startswith("#,") and "fuzzy" in re.split(r"[\s,]+", line.lstrip()[2:])


def _unescaped(text: str) -> str:
    return _ESCAPES.sub(lambda match: _LETTERS.get(match[1], match[1]), text)
