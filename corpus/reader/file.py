"""The bytes of a file or of standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from corpus.errors import ReadError

MAX_BYTES = 256 * 2**20
"""Maximum size of a file, so that no input can fill the memory."""

STANDARD_INPUT = "-"
"""The path that means standard input, as usual on command lines."""


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """
    Return the bytes of an ordinary file, or of standard input for ``-``; at most `MAX_BYTES`.

    Pipes and devices are refused without being opened, because they may be endless.

    Raises:
        ReadError: the file is missing, not an ordinary file, too large, empty or cannot be read.
    """
    where = source_name(path)
    data = sys.stdin.buffer.read(MAX_BYTES + 1) if os.fspath(path) == STANDARD_INPUT else _read(Path(path), where)
    if len(data) > MAX_BYTES:
        raise ReadError(f"is larger than {MAX_BYTES // 2**20} MiB", where=where, remedy="split it into several texts")
    if not data:
        raise ReadError("the file is empty", where=where, remedy="check that it was saved")
    return data


def source_name(path: str | os.PathLike[str]) -> str:
    """Return the name of a file in messages: its path, or ``standard input``."""
    name = os.fspath(path)
    return "standard input" if name == STANDARD_INPUT else name


def _read(path: Path, where: str) -> bytes:
    try:
        mode = path.stat().st_mode
        if S_ISDIR(mode):
            raise ReadError("is a folder, not a file", where=where, remedy="name one of the files in it")
        if not S_ISREG(mode):
            raise ReadError("is a pipe or a device, not a file", where=where, remedy="save its text to a file first")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ReadError("no such file", where=where, remedy="check the name and the folder") from None
    except PermissionError:
        raise ReadError(
            "cannot be read: permission denied", where=where, remedy="give yourself the permission to read it"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(f"cannot be read ({reason})", where=where) from None
