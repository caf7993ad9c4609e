"""Moses: files with a segment on each line, in which the same line of each file is the same link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import IO

from corpus.compressed import open_compressed
from corpus.errors import ReadError
from corpus.files import read_bytes
from corpus.language_names import declared_in_name, language_code
from corpus.reader.archive import Archive
from tei.formats.lines import read_lines

MAX_UNPACKED = 2**31
"""How many bytes the texts in a zip file may unpack to."""


def language_at_end(name: str) -> str:
    """
    Return the code of the language that the name of a file ends with, as in ``NAME.en`` and ``NAME.eng``; else nothing.

    An extension may follow, as in ``NAME.en.txt``.
    """
    path = Path(name)
    path = path.with_suffix("") if path.suffix.lower() in (".gz", ".xz") else path
    declared = declared_in_name(path)
    return language_code(path.suffix.removeprefix(".")) or (declared[0] if declared else "")


@contextmanager
def open_line_files(paths: Sequence[Path]) -> Iterator[Sequence[tuple[str, IO[bytes]]]]:
    """
    Open files of segments, compressed or not: the name of each, and its bytes.

    The name of a file in a zip file is the path of that and the name inside.

    Args:
        paths: the files, or one zip file as OPUS has them: the parts of it that differ only in the language at the end
            of their names are taken.

    Raises:
        ReadError: a file cannot be read.
    """
    if paths[0].suffix.lower() == ".zip":
        yield list(_zipped(paths[0]))
        return
    with ExitStack() as stack:
        yield [(str(path), stack.enter_context(open_compressed(path))) for path in paths]


def _zipped(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    archive = Archive(read_bytes(path, MAX_UNPACKED), str(path), MAX_UNPACKED)
    names = [name for name in archive if language_at_end(name)]
    stems = [name.rpartition(".")[0] for name in names]
    for name, stem in zip(names, stems, strict=True):
        if stems.count(stem) > 1:
            yield f"{path}/{name}", BytesIO(archive.read(name))


def read_line_tuples(files: Sequence[tuple[str, IO[bytes]]]) -> Iterator[tuple[str, ...]]:
    """
    Yield the segments on each line, one of each file.

    Raises:
        ReadError: a file is not UTF-8, or has fewer lines than another.
    """
    for row, texts in enumerate(zip_longest(*(read_lines(stream, name) for name, stream in files)), start=1):
        if None in texts:
            name, _ = files[texts.index(None)]
            remedy = "give files with the same number of lines"
            raise ReadError(f"it ends before line {row} of the others", where=name, remedy=remedy)
        yield tuple(text or "" for text in texts)
