"""Files of parallel text, opened whether they are compressed or not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from corpus.compressed import open_compressed

LONGEST_TEXT = 2_000
"""Texts of more code points are no sentences, and their pairs are left out as broken."""


@contextmanager
def open_text(path: Path) -> Iterator[IO[str]]:
    """
    Open a file of UTF-8 text that may be compressed; what is not UTF-8 is read as U+FFFD.

    Raises:
        ReadError: it cannot be opened or, later, read, or is not what its name says.
    """
    with open_compressed(path) as stream:
        yield io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace")


def bounded_lines(lines: IO[str]) -> Iterator[str]:
    """Yield the lines; one that is far longer than two texts and a source is empty, and never held as a whole."""
    limit = 4 * LONGEST_TEXT
    while line := lines.readline(limit):
        if len(line) == limit and not line.endswith("\n"):
            while (rest := lines.readline(limit)) and not rest.endswith("\n"):
                pass
            line = ""
        yield line
