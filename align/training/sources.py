"""Training pairs, their files, and the names of these files on the command line."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Protocol

from corpus.compressed import open_compressed
from corpus.errors import LanguageError, ReadError

PIVOT = "en"
"""The common language of all pairs."""

MAX_TEXT_LENGTH = 2_000
"""The maximum length of a text in code points; a longer one is not a sentence, and its pair counts as broken."""

_NAMED = re.compile(rf"{PIVOT}[-_](?P<language>[A-Za-z]{{2,3}}(?:-[A-Za-z0-9]{{2,8}})*)")


@dataclass(frozen=True, slots=True)
class TrainingPair:
    """
    An English text and its translation, or the reverse.

    Attributes:
        language: BCP 47 tag of the language that is not English.
        source: the name of the source; empty if the file does not state it.
        english: the English text.
        other: the text in the other language.
    """

    language: str
    source: str
    english: str
    other: str


class PairSource(Protocol):
    """A source of pairs, which is read several times."""

    @property
    def label(self) -> str:
        """Its name on the command line, without folders."""

    def read(self) -> Iterator[TrainingPair | None]:
        """
        Yield the pairs, and None for each line or unit without a valid pair.

        Raises:
            ReadError: the source cannot be read.
        """


def make_pair(language: str, source: str, english: str, other: str) -> TrainingPair | None:
    """Return a pair, stripped of white space; None if a text is empty, too long or not UTF-8."""
    source, english, other = source.strip(), english.strip(), other.strip()
    if not english or not other or max(len(english), len(other)) > MAX_TEXT_LENGTH:
        return None
    return None if "\ufffd" in f"{source}{english}{other}" else TrainingPair(language, source, english, other)


@dataclass(frozen=True, slots=True)
class PairFile:
    """
    A file of pairs, one per line.

    Attributes:
        language: BCP 47 tag of the language that is not English.
        path: tab-separated text in UTF-8, compressed (``.xz``, ``.gz``) or not: ``English⇥other`` or
            ``source⇥English⇥other``.
    """

    language: str
    path: Path

    @property
    def label(self) -> str:
        """``en-ru.tsv``, or ``en-ru=FILE`` if the name of the file does not state the language."""
        name = self.path.name
        return name if _NAMED.fullmatch(name.split(".", 1)[0]) else f"{PIVOT}-{self.language}={name}"

    def read(self) -> Iterator[TrainingPair | None]:
        """Yield the pairs; None for a line that has not two or three columns, or a text that is empty or too long."""
        for line in _read_lines(self.path):
            columns = line.rstrip("\r\n").split("\t")
            if len(columns) == 2:
                columns.insert(0, "")
            yield make_pair(self.language, *columns) if len(columns) == 3 else None


@dataclass(frozen=True, slots=True)
class LineFiles:
    """
    Two line-aligned files, in the format of Moses and OPUS.

    Attributes:
        language: BCP 47 tag of the language that is not English.
        english: the English file in UTF-8, compressed or not.
        other: the file in the other language, likewise.
    """

    language: str
    english: Path
    other: Path

    @property
    def label(self) -> str:
        """``en-ru=FILE.en,FILE.ru``."""
        return f"{PIVOT}-{self.language}={self.english.name},{self.other.name}"

    def read(self) -> Iterator[TrainingPair | None]:
        """
        Yield the pairs; None for a line that is empty or too long in one of the files.

        Raises:
            ReadError: a file cannot be read, or one has more lines than the other.
        """
        lines = zip_longest(_read_lines(self.english), _read_lines(self.other))
        for number, (left, right) in enumerate(lines, start=1):
            if left is None or right is None:
                longer = self.english if right is None else self.other
                problem = f"the files are not line-aligned: the other has no line {number}"
                raise ReadError(problem, where=str(longer), remedy="give two files with the same number of lines")
            yield make_pair(self.language, "", left, right)


def parse_source(argument: str) -> PairSource:
    """
    Return the source of pairs that an argument of the command line names.

    Args:
        argument: a file named like ``en-ru.tsv.xz``; ``en-ru=FILE``; or ``en-ru=FILE.en,FILE.ru`` for two files of
            lines.

    Raises:
        LanguageError: neither the argument nor the name of the file states the language.
        ReadError: there is no such file.
    """
    label, separator, name = argument.partition("=")
    if not separator or Path(argument).is_file():
        separator, name = "", argument
    path = Path(name)
    match = _NAMED.fullmatch(label if separator else path.name.split(".", 1)[0])
    if match is None:
        raise LanguageError(
            "the language of these pairs is not stated", where=argument, remedy="give it as en-ru=FILE, with its code"
        )
    language = match["language"]
    english, comma, other = name.partition(",")
    if separator and comma and not path.is_file():
        return LineFiles(language, _existing(Path(english)), _existing(Path(other)))
    return PairFile(language, _existing(path))


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise ReadError("no such file", where=str(path))
    return path


def _read_lines(path: Path) -> Iterator[str]:
    """
    Yield the lines of a file of UTF-8 text, compressed or not; invalid UTF-8 is read as U+FFFD.

    A line far above the maximum length is yielded as an empty line and not read into memory.

    Raises:
        ReadError: the file cannot be opened or read, or is not in the format that its name states.
    """
    limit = 4 * MAX_TEXT_LENGTH
    with open_compressed(path) as stream:
        lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace")
        while line := lines.readline(limit):
            if len(line) == limit and not line.endswith("\n"):
                while (rest := lines.readline(limit)) and not rest.endswith("\n"):
                    pass
                line = ""
            yield line
