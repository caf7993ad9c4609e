"""Text on single lines, for the formats in which a line end or a tab has a meaning."""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import IO

from corpus.errors import ReadError

BREAKS = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029", " "))
"""Replaces by a space each character that some program takes for the end of a line or a cell."""

_WHITE = re.compile(r"[ \t\r\n]+")

MAX_LINE = 2**20
"""Maximum length of a line in bytes."""


def one_line(text: str) -> str:
    """Return a text without tabs and line ends, each replaced by a space, and without white space around it."""
    return text.translate(BREAKS).strip()


def flat(text: str) -> str:
    """Return a text with each run of spaces, tabs and line ends as one space, and none around it; others stay."""
    return _WHITE.sub(" ", text).strip(" ")


def read_lines(stream: IO[bytes], name: str) -> Generator[str]:
    """
    Yield the lines of a file in UTF-8.

    Raises:
        ReadError: it is in another encoding, or has a line of more than 1 MiB.
    """
    number = 0
    while line := stream.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE:
            raise ReadError(f"a line of more than {MAX_LINE // 2**20} MiB", where=f"{name}:{number}")
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise ReadError("not UTF-8 text", where=f"{name}:{number}", remedy="save it as UTF-8") from error
