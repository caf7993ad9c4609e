"""ZIP archives: the parts of .docx and .epub files, read in memory and within bounds, never extracted."""

from __future__ import annotations

import io
import posixpath
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from corpus.compressed import MAX_RATIO, max_unpacked
from corpus.errors import ReadError

if TYPE_CHECKING:
    from lxml import etree

MAX_UNPACKED = 128 * 2**20
"""Maximum number of bytes that the parts of one archive may unpack to; a long novel has one hundredth of it."""

_MAX_PARTS = 2**16

_SAVE_AGAIN = "open it in its program and save it again"


class Archive:
    """
    An archive whose parts are read by name.

    Names are keys, not paths: ``../x`` only finds a part of exactly that name.

    Args:
        data: the bytes of the archive.
        where: its name, for messages.
        most: maximum number of bytes that its parts may unpack to in all; by default `MAX_UNPACKED`.

    Raises:
        ReadError: it is damaged, or has more parts than a document can have.
    """

    def __init__(self, data: bytes, where: str, most: int | None = None) -> None:
        self.where = where
        self._most = self._left = MAX_UNPACKED if most is None else most
        if data.count(b"PK\x01\x02") > _MAX_PARTS:
            raise ReadError("is an archive of too many files", where=where, remedy=_SAVE_AGAIN)
        try:
            self._file = ZipFile(io.BytesIO(data))
        # zipfile raises NotImplementedError for an archive of a later version of the format.
        except (BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as error:
            raise self._damaged(error) from None
        self._parts = {part.filename: part for part in self._file.infolist()}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def read(self, name: str) -> bytes:
        """
        Return the bytes of a part.

        Raises:
            ReadError: there is no such part, or it is damaged, encrypted or too large.
        """
        part = self._parts.get(name)
        if part is None:
            raise ReadError(f"is incomplete: it has no part {name[:200]!r}", where=self.where, remedy=_SAVE_AGAIN)
        if part.flag_bits & 1:
            raise ReadError("is encrypted", where=self.where, remedy="save it without a password")
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise self._damaged("unusual compression")
        if part.file_size > min(self._left, max_unpacked(part.compress_size)):
            raise self._too_large()
        try:
            with self._file.open(part) as stream:
                data = stream.read(self._left + 1)
        except (BadZipFile, OSError, EOFError, ValueError, zlib.error, struct.error, RuntimeError) as error:
            raise self._damaged(error) from None
        self._left -= len(data)
        if self._left < 0:
            raise self._too_large()
        return data

    def read_xml(self, name: str) -> etree._Element:
        """
        Return the root of a part that is XML, see `corpus.xml.parser.parse_xml`.

        Raises:
            ReadError: as `read` does, or it is not well-formed or has a document type declaration.
        """
        from corpus.xml.parser import XmlError, parse_xml

        try:
            return parse_xml(self.read(name))
        except XmlError as error:
            problem = f"is damaged in the part {name[:200]}, line {error.line}: {error.problem}"
            raise ReadError(problem, where=self.where, remedy=_SAVE_AGAIN) from None

    def _too_large(self) -> ReadError:
        problem = f"unpacks to more than any text needs ({self._most // 2**20} MiB, {MAX_RATIO} times its size)"
        return ReadError(problem, where=self.where, remedy="split it, or save it as plain text")

    def _damaged(self, reason: object) -> ReadError:
        return ReadError(f"is a damaged archive ({str(reason)[:100]})", where=self.where, remedy=_SAVE_AGAIN)


def resolve(base: str, target: str) -> str:
    """Return the name of the part that a link in the part `base` points to; links are relative and percent-encoded."""
    path = unquote(target.partition("#")[0])
    return (
        path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
    )
