"""Files of training pairs, and their names on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from align.training.lines import bounded_lines, open_text
from align.training.pairs import PIVOT, PairSource, TrainingPair, make_pair
from corpus.errors import LanguageError, ReadError

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NAMED = re.compile(rf"{PIVOT}[-_](?P<language>{_TAG.pattern})")


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
        with open_text(self.path) as lines:
            for line in bounded_lines(lines):
                yield self._parse(line)

    def _parse(self, line: str) -> TrainingPair | None:
        columns = line.rstrip("\r\n").split("\t")
        if len(columns) == 2:
            columns.insert(0, "")
        return make_pair(self.language, *columns) if len(columns) == 3 else None


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
        with open_text(self.english) as english, open_text(self.other) as other:
            lines = zip_longest(bounded_lines(english), bounded_lines(other))
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
