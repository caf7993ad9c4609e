"""Lines of text files, compressed or not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from corpus.compressed import open_compressed

MAX_TEXT_LENGTH = 2_000
"""The maximum length of a text in code points; a longer one is not a sentence, and its pair counts as broken."""


@contextmanager
def open_text(path: Path) -> Iterator[IO[str]]:
    """
    Open a file of UTF-8 text, compressed or not; invalid UTF-8 is read as U+FFFD.

    Raises:
        ReadError: the file cannot be opened or read, or is not in the format that its name states.
    """
    with open_compressed(path) as stream:
        yield io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace")


def bounded_lines(lines: IO[str]) -> Iterator[str]:
    """Yield the lines; one far above the maximum length is yielded as an empty line and not read into memory."""
    limit = 4 * MAX_TEXT_LENGTH
    while line := lines.readline(limit):
        if len(line) == limit and not line.endswith("\n"):
            while (rest := lines.readline(limit)) and not rest.endswith("\n"):
                pass
            line = ""
        yield line
