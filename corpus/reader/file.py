"""The bytes of a file, or one clear line on why there are none."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from corpus.errors import ReadError

MAX_BYTES = 256 * 2**20
"""The largest file that is read, so that no input can fill the memory."""


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """
    Return the bytes of an ordinary file of at most `MAX_BYTES`.

    Pipes and devices are refused unopened, because they may have no end.

    Raises:
        ReadError: the file is missing, no ordinary file, too large, empty or not to be read.
    """
    where = os.fspath(path)
    try:
        mode = Path(path).stat().st_mode
        if S_ISDIR(mode):
            raise ReadError("is a folder, not a file", where=where, remedy="name one of the files in it")
        if not S_ISREG(mode):
            raise ReadError("is a pipe or a device, not a file", where=where, remedy="save its text to a file first")
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ReadError("no such file", where=where, remedy="check the name and the folder") from None
    except PermissionError:
        raise ReadError("may not be read", where=where, remedy="give yourself the permission to read it") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(f"cannot be read ({reason})", where=where) from None
    if len(data) > MAX_BYTES:
        raise ReadError(f"is larger than {MAX_BYTES // 2**20} MiB", where=where, remedy="split it into several texts")
    if not data:
        raise ReadError("the file is empty", where=where, remedy="check that it was saved")
    return data
