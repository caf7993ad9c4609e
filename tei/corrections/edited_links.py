"""Links as they are in an edited file, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadError
from corpus.model import Corpus
from tei.parser import FileError

REVIEWED = frozenset({"corrected", "confirmed", "man"})
"""The statuses of a link that a person reviewed; ``man`` is InterText's."""


@dataclass(frozen=True, slots=True)
class EditedLink:
    """
    A link in an edited file.

    Attributes:
        path: the file.
        line: where it is in the file, from 1.
        ids: the xml:ids of its sentences, of both sides.
        reviewed: whether the file marks it as reviewed by a person.
        reviewer: the name of that person; empty if the file does not give one.
    """

    path: Path
    line: int
    ids: tuple[str, ...]
    reviewed: bool = False
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class EditedAlignment:
    """
    The links of one pair in an edited file.

    Attributes:
        path: the file.
        version: id of the version that is linked with the pivot; empty if only the ids of the sentences show it.
        links: the links.
        faults: what cannot be read as a link.
    """

    path: Path
    version: str
    links: tuple[EditedLink, ...]
    faults: tuple[FileError, ...] = ()


def edited_files(path: Path, *endings: str) -> Iterator[Path]:
    """
    Yield a file, or all files of a folder whose names have one of the endings, in alphabetical order.

    Raises:
        ReadError: there is none.
    """
    if not path.exists():
        raise ReadError("no such file or folder", where=str(path))
    if not path.is_dir():
        yield path
        return
    found = sorted(file for file in path.iterdir() if file.is_file() and file.name.lower().endswith(endings))
    if not found:
        raise ReadError(f"no file ending in {' or '.join(endings)} in the folder", where=str(path))
    yield from found


def version_in_name(corpus: Corpus, path: Path, extension: str) -> str:
    """Return the version in the name of an exported file, or the only version there is; empty if neither is known."""
    if len(corpus.versions) == 1:
        return corpus.versions[0].id
    name = path.name.removesuffix(extension)
    found = [version.id for version in corpus.versions if name.endswith(f".{version.id}")]
    return max(found, key=len, default="")
