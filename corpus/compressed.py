"""Files that may be compressed, read as a stream with a limit on their size."""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from corpus.errors import ReadError
from corpus.files import open_file

_OPENERS: dict[str, Any] = {".gz": gzip.open, ".xz": lzma.open}

MAX_RATIO = 200
_MIN_LIMIT = 4 * 2**20
"""A file may unpack to this size, or to `MAX_RATIO` times its own: text unpacks to about 10 times, XML to 20 times."""


def max_unpacked(size: int) -> int:
    """Return the maximum number of bytes that a compressed file or part of this size may unpack to."""
    return max(_MIN_LIMIT, MAX_RATIO * size)


@contextmanager
def open_compressed(path: Path) -> Iterator[IO[bytes]]:
    """
    Open a file as bytes; one that ends in ``.gz`` or ``.xz`` is unpacked while it is read.

    Raises:
        ReadError: it is no ordinary file, cannot be opened or, later, read, or it unpacks to too much.
    """
    opener = _OPENERS.get(path.suffix.lower())
    with open_file(path) as file:
        if opener is None:
            yield file
            return
        try:
            with opener(file) as stream:
                yield cast(IO[bytes], io.BufferedReader(_Bounded(stream, path)))
        except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or error
            raise ReadError(f"cannot be read: {reason}", where=str(path)) from error


def read_whole(path: Path) -> bytes:
    """
    Return the bytes of a file, unpacked as by `open_compressed`.

    Raises:
        ReadError: as `open_compressed` does.
    """
    with open_compressed(path) as stream:
        return stream.read()


class _Bounded(io.RawIOBase):
    """A stream that raises an error if more than a limit is read from it."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        super().__init__()
        self._stream = stream
        self._path = path
        self._left = max_unpacked(path.stat().st_size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        self._left -= len(piece)
        if self._left < 0:
            problem = f"unpacks to more than {MAX_RATIO} times its size"
            raise ReadError(problem, where=str(self._path), remedy="unpack it yourself if you trust it")
        return len(piece)
