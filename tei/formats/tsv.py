"""TSV: tables of the links of a pair, and tables with the texts of each language in a column."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from corpus.compressed import open_compressed
from corpus.errors import ReadError
from corpus.files import read_bytes
from corpus.spreadsheet import protect, unprotect
from tei.formats.lines import BREAKS, read_lines

TEXT_COLUMNS = ("source_text", "target_text")
"""The columns of a table of links that hold texts."""

_COLUMNS = ("link", "source_ids", "target_ids", "type", "confidence", *TEXT_COLUMNS, "status", "by")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_SEPARATORS = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class LinkRow:
    """
    A row of a table of links.

    Attributes:
        number: the number of the link, from 1; 0 if the row has none.
        source_ids: ids of its sentences of the pivot.
        target_ids: ids of its sentences of the version.
        source_text: the text of the first; None if the table has no such column.
        target_text: the text of the second, likewise.
        status: ``aligned``, or how the link was made otherwise.
        by: who is responsible for it; empty for the aligner.
        confidence: its probability; None if it does not come from the aligner, and when read.
        line: where it is in the file, from 1.
    """

    number: int
    source_ids: tuple[str, ...]
    target_ids: tuple[str, ...]
    source_text: str | None
    target_text: str | None
    status: str = ""
    by: str = ""
    confidence: float | None = None
    line: int = 0


def link_table(rows: Iterable[LinkRow]) -> Iterator[str]:
    """
    Yield the text of a table of links: the names of the columns, then a line for each row.

    A cell that begins with a quotation mark is quoted, as CSV programs expect; one that a spreadsheet would take for a
    formula has an apostrophe before it. Others are as they are.
    """
    yield _line(_COLUMNS)
    for row in rows:
        ids = (" ".join(row.source_ids), " ".join(row.target_ids))
        kind = f"{len(row.source_ids)}-{len(row.target_ids)}"
        confidence = "" if row.confidence is None else repr(row.confidence)
        texts = ((text or "").translate(BREAKS) for text in (row.source_text, row.target_text))
        yield _line((str(row.number), *ids, kind, confidence, *texts, row.status, row.by))


def _line(cells: Iterable[str]) -> str:
    return "\t".join(map(_cell, cells)) + "\n"


def _cell(text: str) -> str:
    text = protect(text)
    if not text.lstrip().startswith('"'):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def read_link_table(path: Path) -> tuple[LinkRow, ...]:
    """
    Return the rows of a table of links that was edited, perhaps in a spreadsheet, in UTF-8 or UTF-16.

    Raises:
        ReadError: it is in another encoding, or has no columns ``source_ids`` and ``target_ids``.
    """
    lines = _edited_lines(path)
    names = [name.lower() for name in _cells(lines[0])]
    if not {"source_ids", "target_ids"} <= set(names):
        remedy = "give a table that `align export --to tsv` wrote, saved as tab-separated text"
        raise ReadError("the columns source_ids and target_ids are missing", where=f"{path}:1", remedy=remedy)
    rows = ((number, line) for number, line in enumerate(islice(lines, 1, None), start=2) if line.strip())
    return tuple(_row(number, dict(zip(names, _cells(line), strict=False))) for number, line in rows)


def _row(line: int, cells: dict[str, str]) -> LinkRow:
    link = cells.get("link", "")
    return LinkRow(
        int(link) if link.isascii() and link.isdigit() and len(link) < 10 else 0,
        _ids(cells.get("source_ids", "")),
        _ids(cells.get("target_ids", "")),
        cells.get("source_text"),
        cells.get("target_text"),
        cells.get("status", "").lower(),
        cells.get("by", ""),
        line=line,
    )


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, _SEPARATORS.split(cell)))


def _edited_lines(path: Path) -> list[str]:
    data = read_bytes(path)
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding).replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        raise ReadError("not UTF-8 text", where=str(path), remedy="save it as UTF-8") from error


def _cells(line: str) -> list[str]:
    return list(map(cell_text, line.split("\t")))


def cell_text(cell: str) -> str:
    """Return the text of a cell of a table of links, which a CSV program may have quoted."""
    cell = cell.strip()
    quoted = _QUOTED.fullmatch(cell)
    return unprotect(quoted[1].replace('""', '"') if quoted else cell)


def read_text_table(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """
    Yield the line, from 1, and the cells of each row of a table in UTF-8, compressed or not.

    After the first, blank rows are left out.

    Raises:
        ReadError: it cannot be read or is not UTF-8, or a row does not have as many cells as the first.
    """
    with open_compressed(path) as stream:
        width = 0
        for number, line in enumerate(read_lines(stream, str(path)), start=1):
            if width and not line.strip():
                continue
            cells = tuple(line.split("\t"))
            if len(cells) != (width := width or len(cells)):
                problem = f"{len(cells)} cells, but {width} in the first row"
                raise ReadError(problem, where=f"{path}:{number}", remedy="give a table without tabs in its texts")
            yield number, cells
