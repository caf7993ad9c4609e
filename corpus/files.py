"""Files and folders: read within bounds, and written whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISBLK, S_ISDIR, S_ISREG
from typing import BinaryIO

from corpus.errors import CorpusError, ReadError
from corpus.staging import temporary_folder

MAX_BYTES = 256 * 2**20
"""Maximum size of a file, so that no input can fill the memory."""

STANDARD_INPUT = "-"
"""The path that means standard input, as usual on command lines."""

_MAX_LINKS = 40
"""How many links are followed, as on Linux."""


def read_bytes(path: str | os.PathLike[str], max_bytes: int | None = None) -> bytes:
    """
    Return the bytes of an ordinary file, or of standard input for ``-``.

    Pipes and devices are refused without being opened, because they may be endless.

    Args:
        path: the file.
        max_bytes: the maximum size of the file; by default `MAX_BYTES`.

    Raises:
        ReadError: the file is missing, not an ordinary file, too large, empty or cannot be read.
    """
    where = source_name(path)
    most = MAX_BYTES if max_bytes is None else max_bytes
    if os.fspath(path) == STANDARD_INPUT:
        with _standard_input() as stream:
            data = stream.read(most + 1)
    else:
        with open_file(Path(path)) as stream:
            # As many bytes as are asked for are allocated before the first is read.
            data = stream.read(min(most, os.fstat(stream.fileno()).st_size) + 1)
    if len(data) > most:
        raise ReadError(f"is larger than {most // 2**20} MiB", where=where, remedy="split it into several texts")
    if not data:
        raise ReadError("the file is empty", where=where, remedy="check that it was saved")
    return data


def source_name(path: str | os.PathLike[str]) -> str:
    """Return the name of a file in messages: its path, or ``standard input``."""
    name = os.fspath(path)
    return "standard input" if name == STANDARD_INPUT else name


def named_inside(folder: Path, name: str) -> Path | None:
    """
    Return the path of what a file names in a folder; None if it is outside the folder.

    Symbolic links are followed first: beside the files of others may be one that leads to any file of this machine.

    Args:
        folder: the folder that must hold it.
        name: a relative path, which need not exist.
    """
    path = folder / name
    try:
        return path if path.resolve().is_relative_to(folder.resolve()) else None
    except (OSError, RuntimeError, ValueError):
        # A link to itself, a null character.
        return None


@contextmanager
def open_file(path: Path) -> Iterator[BinaryIO]:
    """
    Open an ordinary file as bytes; pipes and devices are refused without being opened, because they may be endless.

    Raises:
        ReadError: the file is missing, not an ordinary file, or cannot be opened or, later, read.
    """
    where = str(path)
    try:
        with _opened(path, where) as stream:
            yield stream
    except FileNotFoundError:
        raise ReadError("no such file", where=where, remedy="check the name and the folder") from None
    except PermissionError:
        raise ReadError(
            "cannot be read: permission denied", where=where, remedy="give yourself the permission to read it"
        ) from None
    except OSError as error:
        raise ReadError(f"cannot be read ({error.strerror or error})", where=where) from None


def _opened(path: Path, where: str) -> BinaryIO:
    try:
        mode = path.stat().st_mode
    except ValueError as error:
        # A null character in the name.
        raise ReadError(f"cannot be read ({error})", where=where) from None
    if S_ISDIR(mode):
        raise ReadError("is a folder, not a file", where=where, remedy="name one of the files in it")
    if not S_ISREG(mode):
        raise ReadError("is a pipe or a device, not a file", where=where, remedy="save its text to a file first")
    return path.open("rb")


@contextmanager
def _standard_input() -> Iterator[BinaryIO]:
    if sys.stdin is None:
        raise ReadError("is closed", where=source_name(STANDARD_INPUT), remedy="name a file, or open it")
    yield sys.stdin.buffer


@dataclass(frozen=True, slots=True)
class File:
    """
    A file to write: text, as UTF-8 with bare line feeds, or bytes.

    Attributes:
        name: its name in the folder.
        chunks: its content, piece by piece.
    """

    name: str
    chunks: Iterable[str] | Iterable[bytes]


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a failure of the file system, such as a full disk, into a `CorpusError` of one line."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CorpusError(f"cannot be written: {reason}", where=str(path)) from error


@contextmanager
def staged(path: Path) -> Iterator[Path]:
    """
    Yield a temporary path to write a file or a folder at, which takes its place at the end in one step.

    The temporary path is in a new folder of random name beside the place. When the work inside fails, the new folder
    is removed and the place is as it was before. Missing folders above the place are made, together with it. A link
    stays, and what it leads to is replaced or made.

    Args:
        path: the place; a file there is replaced, as is an empty folder by a folder.

    Raises:
        OSError: the file system fails, or a folder is where a file is to be.
    """
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    existing = next(parent for parent in target.parents if parent.exists())
    inside = target.relative_to(existing)
    with temporary_folder(existing) as temporary:
        new = temporary / inside
        new.parent.mkdir(parents=True, exist_ok=True)
        yield new
        (temporary / inside.parts[0]).replace(existing / inside.parts[0])


def write_file(path: Path, chunks: Iterable[str] | Iterable[bytes]) -> None:
    """
    Write a file, in place of the one that is there; whatever fails, all is as it was before.

    Pipes, devices and descriptors of this process, such as ``/dev/stdout``, are written to and never replaced.

    Args:
        path: the file; missing folders are made.
        chunks: its content, piece by piece, as in `File`.

    Raises:
        OSError: the file system fails, or the path is a folder.
    """
    refuse_folder(path)
    try:
        if is_stream(path):
            with _open_stream(path) as stream:
                stream.writelines(_encoded(chunks))
        else:
            with staged(path) as new:
                write_synced(new, chunks)
    except OSError as error:
        # The name of the file, not of the temporary one.
        raise OSError(error.errno or errno.EIO, error.strerror or str(error), str(path)) from error


def is_stream(path: Path) -> bool:
    """Return whether a path names a pipe, a device or a descriptor of this process, which cannot be replaced."""
    if _descriptor(path) is not None:
        return True
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not S_ISREG(mode) and not S_ISDIR(mode)


def _open_stream(path: Path) -> BinaryIO:
    descriptor = _descriptor(path)
    if descriptor is None:
        if S_ISBLK(path.stat().st_mode):
            raise OSError(errno.EINVAL, "it is a disk", str(path))
        return path.open("wb")
    # What was printed before comes before; the copy has the position of the original in a file.
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return os.fdopen(os.dup(descriptor), "wb")


def _descriptor(path: Path) -> int | None:
    """Return the number in ``/dev/fd/1`` and the like, and in links to them; None for any other path."""
    place = os.path.abspath(path)  # noqa: PTH100
    for _ in range(_MAX_LINKS):
        folder, name = os.path.realpath(os.path.dirname(place)), os.path.basename(place)  # noqa: PTH119, PTH120
        if folder in ("/dev/fd", f"/proc/{os.getpid()}/fd") and name.isdecimal():
            return int(name)
        try:
            place = os.path.join(folder, os.readlink(place))  # noqa: PTH115, PTH118
        except (OSError, ValueError):
            return None
    return None


def refuse_folder(path: Path) -> None:
    """Raise `IsADirectoryError` where a folder is in the place of a file."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))


def write_synced(path: Path, chunks: Iterable[str] | Iterable[bytes]) -> None:
    """
    Write a new file, and return when it is on the disk.

    Raises:
        OSError: the file system fails, or the file exists.
    """
    with path.open("xb") as stream:
        stream.writelines(_encoded(chunks))
        stream.flush()
        os.fsync(stream.fileno())


def _encoded(chunks: Iterable[str] | Iterable[bytes]) -> Iterator[bytes]:
    return (chunk.encode() if isinstance(chunk, str) else chunk for chunk in chunks)


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk, where the system can tell."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
