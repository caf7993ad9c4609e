"""Compressed files, written piece by piece."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO

_MIN_PIECE = 1 << 16


class OutputBuffer(io.RawIOBase):
    """A binary stream to write to, whose bytes are removed while it is written."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._position

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Write a piece."""
        self._pieces.append(bytes(data))
        self._position += len(data)
        return len(data)

    def take(self) -> bytes:
        """Return and remove what was written since the last call."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def gzipped(chunks: Iterable[str]) -> Iterator[bytes]:
    """Yield text as a gzip file; the same text gives the same bytes."""
    buffer = OutputBuffer()
    with gzip.GzipFile("", "wb", fileobj=buffer, mtime=0) as stream:
        yield from _written(chunks, stream, buffer)
    yield buffer.take()


def zipped(name: str, chunks: Iterable[str]) -> Iterator[bytes]:
    """Yield a zip file with one text in it; the same text gives the same bytes."""
    buffer = OutputBuffer()
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(buffer, "w") as archive, archive.open(member, "w", force_zip64=True) as stream:
        yield from _written(chunks, stream, buffer)
    yield buffer.take()


def _written(chunks: Iterable[str], stream: gzip.GzipFile | IO[bytes], buffer: OutputBuffer) -> Iterator[bytes]:
    """Write text in pieces that are large enough to compress, and yield what each adds to the buffer."""
    pieces: list[str] = []
    size = 0
    for chunk in chunks:
        pieces.append(chunk)
        size += len(chunk)
        if size >= _MIN_PIECE:
            stream.write("".join(pieces).encode())
            yield buffer.take()
            pieces, size = [], 0
    stream.write("".join(pieces).encode())
    yield buffer.take()
