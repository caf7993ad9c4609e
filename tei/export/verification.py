"""An export held against the corpus that it should be of."""

from __future__ import annotations

import gzip
import io
import json
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from corpus.errors import CorpusError, TextWarning
from corpus.files import File, publish
from corpus.model import Corpus
from tei.export import FORMATS, make_files
from tei.finding import Finding

RULE = "export"
"""The rule that findings in an export break."""

_GUIDE = "README.md"
_VERTICALS = frozenset({".vrt", ".vert"})
_MOST = 20
_LONGEST = 1 << 20
_SHOWN = 120
_BROKEN = (ValueError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError)
"""What reading broken text, gzip, zip or parquet raises; `UnicodeDecodeError` and ``ArrowInvalid`` are ValueErrors."""


def check_export(corpus: Corpus, folder: Path) -> tuple[Finding, ...]:
    """
    Find where an export is not what the corpus gives: a link, an id, a count, a token position, a text.

    The corpus is exported anew and compared line by line, also inside zipped files, and row by row in parquet. So the
    counts, the token positions, both directions and all ids are looked at, whatever the format. Columns added at the
    end of a vertical, such as lemmas, are let through; so are files that are not of the export.

    Args:
        corpus: the corpus.
        folder: an export of any format; which one it is, its files tell.

    Returns:
        The findings, file by file and line by line, at most 20 and their number for each file.

    Raises:
        CorpusError: there is no such folder, or it holds no export of this corpus.
    """
    if not folder.is_dir():
        raise CorpusError("there is no such folder", where=str(folder))
    with TemporaryDirectory(prefix="teialign-") as temporary:
        paths = _exported(corpus, folder, Path(temporary))
        return tuple(finding for path in paths if path.name != _GUIDE for finding in _compare(path, folder / path.name))


@dataclass(frozen=True, slots=True)
class _Difference:
    """A line that is not as the corpus gives it; None for a line that one of the two has not."""

    line: int
    expected: str | None
    found: str | None

    @property
    def message(self) -> str:
        if self.found is None:
            return f"ends here; the corpus gives {_excerpt(self.expected)}"
        if self.expected is None:
            return f"{_excerpt(self.found)} is more than the corpus gives"
        return f"{_excerpt(self.found)}; the corpus gives {_excerpt(self.expected)}"


def _exported(corpus: Corpus, folder: Path, place: Path) -> tuple[Path, ...]:
    """Export the corpus anew, in the format whose files a folder has."""
    with warnings.catch_warnings():
        # What had to be left out or replaced was told when the export was made.
        warnings.simplefilter("ignore", TextWarning)
        candidates = [files for name in FORMATS if (files := _files(corpus, name))]
        files = max(candidates, key=lambda files: _likeness(files, folder))
        if not any((folder / file.name).exists() for file in files if file.name != _GUIDE):
            raise CorpusError(
                f"holds no export of the corpus {corpus.name}", where=str(folder), remedy="name the folder of an export"
            )
        return publish(place, files)


def _files(corpus: Corpus, format_name: str) -> list[File]:
    try:
        return make_files(corpus, format_name)
    except CorpusError:
        # The format cannot hold the corpus, so that no folder is an export of it.
        return []


def _likeness(files: list[File], folder: Path) -> tuple[bool, int]:
    """Return whether the guides have the same heading, and how many of the files are there rather than not."""
    present = sum(1 if (folder / file.name).exists() else -1 for file in files)
    guides = [file for file in files if file.name == _GUIDE]
    return any(_heading(map(str, file.chunks)) == _heading(_guide_lines(folder)) for file in guides), present


def _guide_lines(folder: Path) -> Iterator[str]:
    path = folder / _GUIDE
    if path.is_file():
        with path.open(encoding="utf-8", errors="replace") as stream:
            yield stream.readline(_LONGEST)


def _heading(lines: Iterable[str]) -> str:
    return next(iter(lines), "").partition("\n")[0]


def _compare(expected: Path, found: Path) -> Iterator[Finding]:
    """Yield the lines of a file that are not as they should be."""
    name = str(found)
    differences: list[_Difference] = []
    count = 0
    try:
        for number, pair in enumerate(zip_longest(_lines(expected), _lines(found)), start=1):
            if not _agree(*pair, found.suffix):
                count += 1
                if count <= _MOST:
                    differences.append(_Difference(number, *pair))
                if None in pair:
                    # Where lines are missing or too many, only the first difference tells where.
                    yield Finding(name, differences[0].line, RULE, differences[0].message)
                    return
    except OSError as error:
        yield Finding(name, 0, RULE, f"cannot be read: {error.strerror or error}")
        return
    except _BROKEN as error:
        yield Finding(name, 0, RULE, f"cannot be read: {' '.join(str(error).split())}")
        return
    yield from (Finding(name, each.line, RULE, each.message) for each in differences)
    if count > _MOST:
        yield Finding(name, 0, RULE, f"{count - _MOST} more lines are not as the corpus gives them")


def _agree(expected: str | None, found: str | None, suffix: str) -> bool:
    if expected == found:
        return True
    if expected is None or found is None or suffix not in _VERTICALS:
        return False
    return found.startswith(f"{expected.removesuffix(chr(10))}\t")


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file, those in a zipped one, or the rows of a table, each with its end."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield f"{name}\n"
                with archive.open(name) as stream:
                    yield from _pieces(io.TextIOWrapper(stream, encoding="utf-8", newline="\n"))
    elif path.suffix == ".parquet":
        import pyarrow.parquet

        with pyarrow.parquet.ParquetFile(path) as table:
            for batch in table.iter_batches():
                yield from (f"{json.dumps(row, ensure_ascii=False)}\n" for row in batch.to_pylist())
    else:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8", newline="\n") as text:
            yield from _pieces(text)


def _pieces(text: TextIO) -> Iterator[str]:
    # A line without end, in a file made to do harm, is taken in pieces.
    return iter(lambda: text.readline(_LONGEST), "")


def _excerpt(line: str | None) -> str:
    text = (line or "").rstrip("\n")
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
