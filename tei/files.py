"""Files that appear in a folder all together or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import CorpusError


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
def writing(folder: Path) -> Iterator[None]:
    """Turn a failure of the file system, such as a full disk, into a `CorpusError` of one line."""
    try:
        yield
    except OSError as error:
        raise CorpusError(f"cannot be written: {error.strerror or error}", where=str(folder)) from error
    except ValueError as error:
        raise CorpusError(f"cannot be written: {error}", where=str(folder)) from error


def publish(folder: Path, files: Iterable[File], replaced: Iterable[str] = ()) -> tuple[Path, ...]:
    """
    Write files into a folder, made when it is missing; whatever fails, all is as it was before.

    A missing folder is written beside its place and renamed into it. In one that exists the files are swapped one by
    one, so that the folder itself may be a mount point, a link or the current folder.

    Args:
        folder: where to.
        files: what to write, in this order.
        replaced: names of files to remove from the folder.

    Returns:
        The paths of the files.

    Raises:
        OSError: the file system fails, or a folder stands where a file is to be.
    """
    replaced = list(replaced)
    for name in replaced:
        if (folder / name).is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(folder / name))
    exists = folder.is_dir()
    # Not resolve(), which raises RuntimeError for a link to itself.
    target = Path(os.path.abspath(folder))  # noqa: PTH100
    place = target if exists else next(parent for parent in target.parents if parent.exists())
    with TemporaryDirectory(prefix=".teialign-", dir=place, ignore_cleanup_errors=True) as temporary:
        new, old = Path(temporary, "new"), Path(temporary, "old")
        inside = new / target.relative_to(place)
        inside.mkdir(parents=True)
        names = [_write(inside, file) for file in files]
        if exists:
            old.mkdir()
            _move([(target / name, old / name) for name in replaced] + [(new / name, target / name) for name in names])
        else:
            top = target.relative_to(place).parts[0]
            _move([(new / top, place / top)])
    return tuple(folder / name for name in names)


def _write(folder: Path, file: File) -> str:
    with (folder / file.name).open("xb") as stream:
        stream.writelines(chunk.encode() if isinstance(chunk, str) else chunk for chunk in file.chunks)
    return file.name


def _move(moves: list[tuple[Path, Path]]) -> None:
    """Rename each first path to the second; when one fails, all are back."""
    done: list[tuple[Path, Path]] = []
    try:
        for start, end in moves:
            start.rename(end)
            done.append((start, end))
    except BaseException:
        for start, end in reversed(done):
            end.rename(start)
        raise
