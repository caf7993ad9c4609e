"""Files of parallel text, opened whether they are compressed or not."""

from __future__ import annotations

import gzip
import lzma
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from corpus.errors import ReadError

LONGEST_TEXT = 2_000
"""Texts of more code points are no sentences, and their pairs are left out as broken."""

_OPENERS: dict[str, Callable[..., Any]] = {".xz": lzma.open, ".gz": gzip.open}


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """
    Open a file that may be compressed (``.xz``, ``.gz``).

    Raises:
        ReadError: it cannot be opened or, later, read, or is not what its name says.
    """
    with _opened(path, mode="rb") as stream:
        yield stream


@contextmanager
def open_text(path: Path) -> Iterator[IO[str]]:
    """
    Open a file of UTF-8 text that may be compressed; what is not UTF-8 is read as U+FFFD.

    Raises:
        ReadError: as `open_bytes`.
    """
    with _opened(path, mode="rt", encoding="utf-8-sig", errors="replace") as stream:
        yield stream


@contextmanager
def _opened(path: Path, **how: str) -> Iterator[IO[Any]]:
    try:
        with _OPENERS.get(path.suffix, open)(path, **how) as stream:
            yield stream
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise ReadError(f"cannot be read as pairs: {error}", where=str(path)) from error


def bounded_lines(lines: IO[str]) -> Iterator[str]:
    """Yield the lines; one that is far longer than two texts and a source is empty, and never held as a whole."""
    limit = 4 * LONGEST_TEXT
    while line := lines.readline(limit):
        if len(line) == limit and not line.endswith("\n"):
            while (rest := lines.readline(limit)) and not rest.endswith("\n"):
                pass
            line = ""
        yield line
