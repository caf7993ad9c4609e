"""The journal of a review: a line of JSON for each decision, on the disk before the decision counts as made."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.errors import CorpusError, ReadError
from corpus.files import read_bytes, sync_folder
from corpus.messages import warn

Record = Mapping[str, Any]

_FORMAT = {"format": "teialign review", "version": 1}
_MAX_BYTES = 2**31


class Journal:
    """
    A file to which records are only added.

    A line that a kill left unfinished was never acknowledged, and is removed.

    Args:
        path: the file; it is made if it is missing.

    Raises:
        CorpusError: it is not a journal, or cannot be read or written.

    Attributes:
        records: what it held when it was opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.records, size = read_journal(path) if path.exists() else ((), 0)
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
            os.ftruncate(self._file, size)
            os.lseek(self._file, size, os.SEEK_SET)
            if not size:
                self._write(_FORMAT)
                sync_folder(path.parent)
        except OSError as error:
            raise self._fault(error) from error

    def add(self, record: Record) -> None:
        """
        Add a record, and return when it is on the disk.

        Raises:
            CorpusError: the file system fails; the journal is as it was before.
        """
        try:
            self._write(record)
        except OSError as error:
            raise self._fault(error) from error

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _write(self, record: Record) -> None:
        size = os.lseek(self._file, 0, os.SEEK_CUR)
        data = memoryview(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        try:
            while data:
                data = data[os.write(self._file, data) :]
            os.fsync(self._file)
        except OSError:
            os.ftruncate(self._file, size)
            os.lseek(self._file, size, os.SEEK_SET)
            raise

    def _fault(self, error: OSError) -> CorpusError:
        return CorpusError(f"cannot be written: {error.strerror or error}", where=str(self._path))


def read_journal(path: Path) -> tuple[tuple[Record, ...], int]:
    """
    Read a journal.

    Returns:
        Its records, and the size of its complete lines in bytes.

    Raises:
        CorpusError: it is not a journal, or a line is broken.
    """
    try:
        data = read_bytes(path, _MAX_BYTES)
    except ReadError:
        if path.is_file() and not path.stat().st_size:
            return (), 0
        raise
    complete = data.rfind(b"\n") + 1
    if complete < len(data):
        warn("the last line was not finished, and so never acknowledged; it is left out", where=str(path))
    records = [_record(path, number, line) for number, line in enumerate(data[:complete].split(b"\n")[:-1], start=1)]
    if records and records[0] != _FORMAT:
        raise CorpusError("not a journal of a review", where=str(path), remedy="move it elsewhere")
    return tuple(records[1:]), complete


def _record(path: Path, number: int, line: bytes) -> Record:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise CorpusError("not a record of a review", where=f"{path}:{number}", remedy="restore the file from a copy")
    return value
