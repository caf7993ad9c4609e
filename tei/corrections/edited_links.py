"""Links as an edited file states them, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadError
from corpus.model import Corpus
from tei.parser import FileError

REVIEWED = frozenset({"corrected", "confirmed", "man"})
"""How the formats mark a link that a person looked at; ``man`` is InterText's."""


@dataclass(frozen=True, slots=True)
class EditedLink:
    """
    A link of an edited file.

    Attributes:
        line: where it is in the file, from 1.
        ids: the xml:ids of its sentences, of both sides.
        reviewed: whether the file marks it as a person's.
        reviewer: that person's name; empty where the file does not say.
    """

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
        version: id of the version that the pivot is linked with; empty where the ids alone tell.
        links: the links.
        faults: what in the file cannot be taken for a link.
    """

    path: Path
    version: str
    links: tuple[EditedLink, ...]
    faults: tuple[FileError, ...] = ()


def files_of(path: Path, *endings: str) -> Iterator[Path]:
    """
    Yield a file, or all files of a folder whose names end so, in order.

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
    """Return the version that the name of an exported file tells, or the only one; empty where neither tells."""
    if len(corpus.versions) == 1:
        return corpus.versions[0].id
    name = path.name.removesuffix(extension)
    found = [version.id for version in corpus.versions if name.endswith(f".{version.id}")]
    return max(found, key=len, default="")
