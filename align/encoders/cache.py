"""Vectors and file hashes, kept on disk between runs so that no text is encoded twice."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import numpy as np
from platformdirs import user_cache_path

from align.encoders.protocol import Vectors
from corpus.messages import warn

MAX_BYTES = 1 << 30
"""The size of the cache on disk; when it is larger, the oldest quarter of the vectors is deleted."""

_LOCK_TIMEOUT = 5.0
_KEYS_PER_QUERY = 500
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS vectors (number INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, value BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, hash BLOB NOT NULL);
"""

_Result = TypeVar("_Result")


def cache_path() -> Path | None:
    """
    Return the path of the cache, in the user's cache folder: on Linux ``$XDG_CACHE_HOME`` or ``~/.cache``.

    A user without a home has none.
    """
    try:
        path = user_cache_path("teialign", appauthor=False) / "vectors.sqlite3"
    except RuntimeError:
        return None
    # Older versions of platformdirs return ~/.cache as it is.
    return path if path.is_absolute() else None


class VectorCache:
    """
    Vectors by the hash of what they were computed from, in an SQLite file that several runs may use at once.

    A cache that cannot be read or written is not used again, with one warning: results do not depend on it. One that
    another process has locked for long is used again as soon as it is free.

    Args:
        path: the file, created at first use; None for no cache.
        max_bytes: the size above which the oldest vectors are deleted.
    """

    def __init__(self, path: Path | None, max_bytes: int = MAX_BYTES) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self._timeout = _LOCK_TIMEOUT

    def get(self, keys: Sequence[bytes]) -> list[Vectors | None]:
        """Return the vector of each key, float32 of shape (d,), or None if it is not in the cache."""

        def select(database: sqlite3.Connection) -> list[Vectors | None]:
            found: dict[bytes, bytes] = {}
            for start in range(0, len(keys), _KEYS_PER_QUERY):
                part = keys[start : start + _KEYS_PER_QUERY]
                marks = ",".join("?" * len(part))
                found.update(database.execute(f"SELECT key, value FROM vectors WHERE key IN ({marks})", part))
            return [np.frombuffer(found[key], "<f4") if key in found else None for key in keys]

        return self._try(select, [None] * len(keys))

    def put(self, keys: Iterable[bytes], vectors: Vectors) -> None:
        """Store the vectors, float32 of shape (n, d), by their keys."""
        rows = [(key, row.tobytes()) for key, row in zip(keys, vectors.astype("<f4", copy=False), strict=True)]

        def insert(database: sqlite3.Connection) -> None:
            with database:
                database.executemany("INSERT OR IGNORE INTO vectors (key, value) VALUES (?, ?)", rows)
                [[used]] = database.execute(
                    "SELECT (page_count - freelist_count) * page_size"
                    " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
                )
                if used > self._max_bytes:
                    database.execute(
                        "DELETE FROM vectors WHERE number IN"
                        " (SELECT number FROM vectors ORDER BY number LIMIT (SELECT count(*) / 4 + 1 FROM vectors))"
                    )

        self._try(insert, None)

    def file_hash(self, path: Path) -> bytes:
        """Return a file's SHA-256, computed once for a path, size and modification time."""
        status = path.stat()
        known = (str(path.resolve()), status.st_size, status.st_mtime_ns)
        query = "SELECT hash FROM files WHERE path = ? AND size = ? AND modified = ?"
        found: list[tuple[bytes]] = self._try(lambda database: database.execute(query, known).fetchall(), [])
        if found:
            return found[0][0]
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").digest()

        def insert(database: sqlite3.Connection) -> None:
            with database:
                database.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (*known, digest))

        self._try(insert, None)
        return digest

    def _try(self, work: Callable[[sqlite3.Connection], _Result], otherwise: _Result) -> _Result:
        if self._path is None:
            return otherwise
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=self._timeout)) as database:
                database.executescript(_SCHEMA)
                return work(database)
        except (sqlite3.Error, OSError, ValueError) as error:
            if _is_locked(error):
                if self._timeout:
                    warn("locked by another process; vectors are computed until it is free", where=str(self._path))
                # It has been waited for once, and not for each call.
                self._timeout = 0.0
                return otherwise
            where, self._path = str(self._path), None
            problem = f"vectors are not kept for later runs ({error})"
            warn(problem, where=where, remedy="delete the file, or use --no-cache")
            return otherwise


def _is_locked(error: Exception) -> bool:
    # The lowest byte of an extended code is the primary one.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
