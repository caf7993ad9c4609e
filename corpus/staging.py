"""Temporary folders in which files are made before they take their place, and what killed commands left of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from corpus.locks import FolderLock
from corpus.messages import warn

PREFIX = ".teialign-"
"""How the names of all files and folders begin that commands make for themselves beside their output."""

_STAGE = f"{PREFIX}new-"


@contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """
    Yield a new folder of random name, locked while it is in use, and remove it at the end.

    Those that killed commands left in the same place are removed before; a message reports it.

    Raises:
        OSError: the file system fails.
    """
    remove_left_folders(parent)
    folder, lock = _locked_folder(parent)
    try:
        yield folder
    finally:
        remove_folder(folder)
        if lock:
            lock.release()
            # Windows removes no folder with an open file in it.
            with suppress(OSError):
                folder.rmdir()


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that is in it, as far as the system allows; after a fault it is tried once more."""
    for _ in range(2):
        shutil.rmtree(folder, ignore_errors=True)


def remove_left_folders(parent: Path) -> None:
    """Remove the temporary folders that no living command uses, as far as the system allows; a message reports it."""
    for folder in sorted(parent.glob(f"{_STAGE}*")):
        with suppress(OSError):
            if not folder.is_symlink() and _remove_unused(folder):
                warn("what an interrupted command left has been removed", where=str(parent))


def _locked_folder(parent: Path) -> tuple[Path, FolderLock | None]:
    while True:
        folder = Path(mkdtemp(prefix=_STAGE, dir=parent))
        try:
            lock = FolderLock(folder)
        except FileNotFoundError:
            # Another command took it for one that was left.
            continue
        except OSError:
            folder.rmdir()
            raise
        try:
            if lock.acquire() and folder.exists():
                return folder, lock
        except OSError:
            # Where there are no locks, nothing is taken for left.
            lock.release()
            return folder, None
        lock.release()


def _remove_unused(folder: Path) -> bool:
    lock = FolderLock(folder)
    try:
        if not lock.acquire():
            return False
        remove_folder(folder)
    finally:
        lock.release()
    with suppress(FileNotFoundError):
        folder.rmdir()
    return True
