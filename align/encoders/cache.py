"""Vectors and file hashes kept on disk between runs, so that a second run encodes nothing."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import numpy as np

from align.encoders.protocol import Vectors
from corpus.messages import warn

LARGEST = 1 << 30
"""Bytes that the vectors on disk may take; beyond them the oldest quarter is dropped."""

_PATIENCE = 5.0
_QUESTION = 500
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS vectors (number INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, value BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, hash BLOB NOT NULL);
"""

_Answer = TypeVar("_Answer")


def cache_path() -> Path:
    """Return where the cache lies: the user's cache folder (XDG Base Directory Specification)."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    home = given if given.is_absolute() else Path("~/.cache").expanduser()
    return home / "teialign" / "vectors.sqlite3"


class VectorCache:
    """
    Vectors by the hash of what they were made from, in a file of SQLite that several runs may use at once.

    A cache that cannot be read or written is left aside with one warning: it saves time and decides nothing.

    Args:
        path: the file, made when it is first written; None keeps nothing.
        largest: bytes that it may take.
    """

    def __init__(self, path: Path | None, largest: int = LARGEST) -> None:
        self._path = path
        self._largest = largest

    def get(self, keys: Sequence[bytes]) -> list[Vectors | None]:
        """Return the vector of each key, float32 of shape (d,), or None where there is none."""

        def ask(database: sqlite3.Connection) -> list[Vectors | None]:
            found: dict[bytes, bytes] = {}
            for start in range(0, len(keys), _QUESTION):
                some = keys[start : start + _QUESTION]
                marks = ",".join("?" * len(some))
                found.update(database.execute(f"SELECT key, value FROM vectors WHERE key IN ({marks})", some))
            return [np.frombuffer(found[key], "<f4") if key in found else None for key in keys]

        nothing: list[Vectors | None] = [None] * len(keys)
        return self._try(ask, nothing)

    def put(self, keys: Iterable[bytes], vectors: Vectors) -> None:
        """Keep the vectors, float32 of shape (n, d), by their keys."""
        rows = [(key, row.tobytes()) for key, row in zip(keys, vectors.astype("<f4", copy=False), strict=True)]

        def keep(database: sqlite3.Connection) -> None:
            with database:
                database.executemany("INSERT OR IGNORE INTO vectors (key, value) VALUES (?, ?)", rows)
                [[used]] = database.execute(
                    "SELECT (page_count - freelist_count) * page_size"
                    " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
                )
                if used > self._largest:
                    database.execute(
                        "DELETE FROM vectors WHERE number IN"
                        " (SELECT number FROM vectors ORDER BY number LIMIT (SELECT count(*) / 4 + 1 FROM vectors))"
                    )

        self._try(keep, None)

    def file_hash(self, path: Path) -> bytes:
        """Return a file's SHA-256; it is computed once for a path, size and time of change."""
        status = path.stat()
        known = (str(path.resolve()), status.st_size, status.st_mtime_ns)
        query = "SELECT hash FROM files WHERE path = ? AND size = ? AND modified = ?"
        found: list[tuple[bytes]] = self._try(lambda database: database.execute(query, known).fetchall(), [])
        if found:
            return found[0][0]
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").digest()

        def keep(database: sqlite3.Connection) -> None:
            with database:
                database.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (*known, digest))

        self._try(keep, None)
        return digest

    def _try(self, work: Callable[[sqlite3.Connection], _Answer], otherwise: _Answer) -> _Answer:
        if self._path is None:
            return otherwise
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as database:
                database.executescript(_SCHEMA)
                return work(database)
        except (sqlite3.Error, OSError, ValueError) as error:
            remedy = "delete the file, or use --no-cache"
            message = f"{self._path}: vectors are not kept for later runs ({error}); {remedy}"
            self._path = None
            warn(message)
            return otherwise
