"""An export compared with the corpus that it was made from."""

from __future__ import annotations

import gzip
import io
import json
import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast

from corpus.errors import CorpusError, ReadError, TextWarning
from corpus.files import File, open_file
from corpus.model import Corpus
from corpus.transactions import publish
from tei.export import FORMATS, make_files
from tei.finding import Finding

RULE = "export"
"""The rule that findings in an export break."""

_README = "README.md"
_VERTICALS = frozenset({".vrt", ".vert"})
_MAX_FINDINGS = 20
_MAX_LINE = 1 << 20
_MAX_SHOWN = 120
_BROKEN = (ValueError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError)
"""What reading broken text, gzip, zip or parquet raises; `UnicodeDecodeError` and ``ArrowInvalid`` are ValueErrors."""


def check_export(corpus: Corpus, folder: Path) -> tuple[Finding, ...]:
    """
    Find where an export differs from the corpus: a link, an id, a count, a token position, a text.

    The corpus is exported again and compared line by line, also inside zipped files, and row by row in parquet. So the
    counts, the token positions, both directions and all ids are checked in every format. Columns added at the end of a
    vertical, such as lemmas, are allowed; other files in the folder are ignored.

    Args:
        corpus: the corpus.
        folder: an export; its format is recognised by its files.

    Returns:
        The findings, file by file and line by line; of each file at most 20, and how many more there are.

    Raises:
        CorpusError: there is no such folder, or it has no export of this corpus.
    """
    if not folder.is_dir():
        raise CorpusError("there is no such folder", where=str(folder))
    with TemporaryDirectory(prefix="teialign-") as temporary:
        paths = _exported(corpus, folder, Path(temporary))
        return tuple(
            finding for path in paths if path.name != _README for finding in _compare(path, folder / path.name)
        )


def _exported(corpus: Corpus, folder: Path, place: Path) -> tuple[Path, ...]:
    """Export the corpus again, in the format whose files a folder has."""
    with warnings.catch_warnings():
        # What was left out or replaced was reported when the export was made.
        warnings.simplefilter("ignore", TextWarning)
        candidates = [files for name in FORMATS if (files := _files(corpus, name))]
        files = max(candidates, key=lambda files: _match(files, folder))
        if not any((folder / file.name).exists() for file in files if file.name != _README):
            raise CorpusError(
                f"no export of the corpus {corpus.name} in it", where=str(folder), remedy="name the folder of an export"
            )
        return publish(place, files)


def _files(corpus: Corpus, format_name: str) -> list[File]:
    try:
        return make_files(corpus, format_name)
    except CorpusError:
        # The format cannot represent the corpus, so no folder is an export of it.
        return []


def _match(files: list[File], folder: Path) -> tuple[bool, int]:
    """Return whether the READMEs have the same heading, and how many files exist minus how many do not."""
    present = sum(1 if (folder / file.name).exists() else -1 for file in files)
    headings = (str(chunk).partition("\n")[0] for file in files if file.name == _README for chunk in file.chunks)
    return _first_line(folder / _README) in headings, present


def _first_line(path: Path) -> str:
    """Return the first line of a file; empty if there is none."""
    if not path.is_file():
        return ""
    with open_file(path) as stream:
        return stream.readline(_MAX_LINE).decode(errors="replace").rstrip("\n")


def _compare(expected: Path, found: Path) -> Iterator[Finding]:
    """Yield a finding for each line of a file that differs."""
    name = str(found)
    findings: list[Finding] = []
    count = 0
    try:
        with closing(_lines(expected)) as wanted, closing(_lines(found)) as there:
            for number, pair in enumerate(zip_longest(wanted, there), start=1):
                if not _agree(*pair, found.suffix):
                    count += 1
                    if count <= _MAX_FINDINGS:
                        findings.append(Finding(name, number, RULE, _message(*pair)))
                    if None in pair:
                        # If lines are missing or added, only the first difference shows where.
                        yield findings[0]
                        return
    except ReadError as error:
        yield Finding(name, 0, RULE, error.problem)
        return
    except _BROKEN as error:
        yield Finding(name, 0, RULE, f"cannot be read: {' '.join(str(error).split())}")
        return
    yield from findings
    if count > _MAX_FINDINGS:
        yield Finding(name, 0, RULE, f"{count - _MAX_FINDINGS} more lines differ from the corpus")


def _message(expected: str | None, found: str | None) -> str:
    """Return how a line differs from that of the corpus; either is None if it is missing."""
    if found is None:
        return f"ends here; the corpus has {_excerpt(expected)}"
    if expected is None:
        return f"{_excerpt(found)} is not in the corpus"
    return f"{_excerpt(found)}; the corpus has {_excerpt(expected)}"


def _agree(expected: str | None, found: str | None, suffix: str) -> bool:
    if expected == found:
        return True
    if expected is None or found is None or suffix not in _VERTICALS:
        return False
    return found.startswith(f"{expected.removesuffix(chr(10))}\t")


def _lines(path: Path) -> Generator[str]:
    """Yield the lines of a file, of a compressed file, or the rows of a table, each with its line end."""
    with open_file(path) as file:
        if path.suffix == ".zip":
            with zipfile.ZipFile(file) as archive:
                for name in archive.namelist():
                    yield f"{name}\n"
                    with archive.open(name) as stream:
                        yield from _pieces(stream)
        elif path.suffix == ".parquet":
            import pyarrow.parquet

            with pyarrow.parquet.ParquetFile(file) as table:
                for batch in table.iter_batches():
                    yield from (f"{json.dumps(row, ensure_ascii=False)}\n" for row in batch.to_pylist())
        else:
            yield from _pieces(cast(IO[bytes], gzip.GzipFile(fileobj=file)) if path.suffix == ".gz" else file)


def _pieces(stream: IO[bytes]) -> Iterator[str]:
    with io.TextIOWrapper(stream, encoding="utf-8", newline="\n") as text:
        # A hostile file may have a line without end, which is read in pieces.
        while piece := text.readline(_MAX_LINE):
            yield piece


def _excerpt(line: str | None) -> str:
    text = (line or "").rstrip("\n")
    return repr(text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…")
