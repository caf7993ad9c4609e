"""Locks on folders, which the system lifts when their holder ends, however it ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from corpus.errors import CorpusError
from corpus.messages import warn

HOLDER_FILE = ".teialign-holder"
"""Names who holds a folder for long; without a lock on the folder it was left by a killed command."""

_INTERVAL = 0.05
"""Seconds between two attempts to lock a folder that is locked."""

_MAX_HOLDER = 200

_locked: ContextVar[frozenset[str]] = ContextVar("locked", default=frozenset())

if sys.platform == "win32":
    import msvcrt

    LOCK_FILE = ".teialign-lock"
    """Windows locks no folders, and so a file in it, which is there as long as the lock is held or waited for."""

    def _open(folder: Path) -> int:
        return os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT)

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

    def _close(descriptor: int, folder: Path) -> None:
        os.close(descriptor)
        # Windows removes no file that another command has open.
        with suppress(OSError):
            (folder / LOCK_FILE).unlink()

    _HELD: tuple[type[OSError], ...] = (PermissionError,)

else:
    import fcntl

    def _open(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _close(descriptor: int, _folder: Path) -> None:
        os.close(descriptor)

    _HELD: tuple[type[OSError], ...] = (BlockingIOError,)


class HeldError(CorpusError):
    """A folder is held by an editor, which may take hours."""


class FolderLock:
    """
    A lock on a folder that exists.

    Args:
        folder: the folder.

    Raises:
        OSError: the folder cannot be opened.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor = _open(folder)

    def acquire(self) -> bool:
        """
        Lock the folder unless another holds the lock, and return whether it is locked now.

        Raises:
            OSError: the file system has no locks.
        """
        try:
            _lock(self._descriptor)
        except _HELD:
            return False
        return True

    def release(self) -> None:
        """Lift the lock, if it is held, and close the folder."""
        # Closing is not enough where a forked process has the descriptor, too.
        with suppress(OSError):
            _unlock(self._descriptor)
        _close(self._descriptor, self._folder)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """
    Keep other commands from changing a folder; one that changes it is waited for, and a message says so.

    Within the same task the lock may be taken again. Where the file system has no locks, nothing is locked.

    Raises:
        HeldError: an editor holds it (`held`).
        OSError: the folder cannot be opened.
    """
    place = os.path.realpath(folder)
    if place in _locked.get():
        yield
        return
    lock = FolderLock(Path(place))
    token = _locked.set(_locked.get() | {place})
    try:
        _wait(lock, folder)
        yield
    finally:
        _locked.reset(token)
        lock.release()


@contextmanager
def held(folder: Path, holder: str) -> Iterator[None]:
    """
    Lock a folder for as long as a person works on it: others are told who does instead of waiting.

    Within the same task `locked` may lock it again. Where the file system has no locks, nothing is locked.

    Args:
        folder: the folder.
        holder: who works on it, in a few words.

    Raises:
        HeldError: another holds it.
        OSError: the folder cannot be opened or written.
    """
    with locked(folder):
        file = folder / HOLDER_FILE
        file.write_text(f"{holder}, process {os.getpid()}", "utf-8")
        try:
            yield
        finally:
            file.unlink(missing_ok=True)


def _refuse_held(folder: Path) -> None:
    try:
        holder = (folder / HOLDER_FILE).read_text("utf-8")[:_MAX_HOLDER]
    except (OSError, ValueError):
        return
    raise HeldError(f"is being edited by {holder}", where=str(folder), remedy="close the editor first")


def _wait(lock: FolderLock, folder: Path) -> None:
    # Some network file systems have no locks.
    with suppress(OSError):
        if lock.acquire():
            (folder / HOLDER_FILE).unlink(missing_ok=True)
            return
        _refuse_held(folder)
        warn("another command is changing it; waiting for that to end", where=str(folder))
        while not lock.acquire():
            _refuse_held(folder)
            time.sleep(_INTERVAL)
