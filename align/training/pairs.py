"""Parallel text for training: files of pairs, one pair a line."""

from __future__ import annotations

import gzip
import lzma
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from corpus.errors import LanguageError, ReadError

PIVOT = "en"
"""The language that all pairs share."""

LONGEST_TEXT = 2_000
"""Pairs with a side of more code points are no sentences and are left out as broken."""

_OPENERS: dict[str, Callable[..., Any]] = {".xz": lzma.open, ".gz": gzip.open}
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NAMED = re.compile(rf"{PIVOT}[-_](?P<language>{_TAG.pattern})")


@dataclass(frozen=True, slots=True)
class PairFile:
    """
    A file of parallel text.

    Attributes:
        language: BCP 47 tag of the side that is not English.
        path: tab-separated text, as it is or compressed (``.xz``, ``.gz``): ``English⇥other`` or
            ``source⇥English⇥other``, UTF-8.
    """

    language: str
    path: Path


@dataclass(frozen=True, slots=True)
class Pair:
    """
    A text and its translation.

    Attributes:
        source: where the pair was taken from; empty where the file does not say.
        english: the English side.
        other: the other side.
    """

    source: str
    english: str
    other: str


def parse_pair_file(argument: str) -> PairFile:
    """
    Return the file that ``en-ru=FILE`` or a file named like ``en-ru.tsv.xz`` stands for.

    Raises:
        LanguageError: neither the argument nor the name of the file says the language.
        ReadError: there is no such file.
    """
    label, separator, name = argument.partition("=")
    path = Path(name if separator else argument)
    match = _NAMED.fullmatch(label) if separator else _NAMED.fullmatch(path.name.split(".", 1)[0])
    if match is None:
        raise LanguageError(
            "the language of these pairs is not named", where=argument, remedy="give it as en-ru=FILE, with its code"
        )
    if not path.is_file():
        raise ReadError("no such file", where=str(path))
    return PairFile(match["language"], path)


def read_pairs(file: PairFile) -> Iterator[Pair | None]:
    """
    Yield the pairs of a file, and None for each line that holds none.

    Such a line has not two or three columns, or a side that is empty or longer than `LONGEST_TEXT`.

    Raises:
        ReadError: the file cannot be read, or is not what its name says.
    """
    try:
        with _OPENERS.get(file.path.suffix, open)(file.path, "rt", encoding="utf-8-sig", errors="replace") as lines:
            for line in _bounded(lines):
                yield _parse(line)
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise ReadError(f"cannot be read as pairs: {error}", where=str(file.path)) from error


def _bounded(lines: IO[str]) -> Iterator[str]:
    limit = 4 * LONGEST_TEXT
    while line := lines.readline(limit):
        if len(line) == limit and not line.endswith("\n"):
            while (rest := lines.readline(limit)) and not rest.endswith("\n"):
                pass
            line = ""
        yield line


def _parse(line: str) -> Pair | None:
    columns = line.rstrip("\r\n").split("\t")
    if len(columns) == 2:
        columns.insert(0, "")
    if len(columns) != 3:
        return None
    source, english, other = (column.strip() for column in columns)
    if not english or not other or max(len(english), len(other)) > LONGEST_TEXT or "\ufffd" in line:
        return None
    return Pair(source, english, other)
