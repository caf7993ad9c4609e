"""TSV: tables of the links of a pair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadError
from corpus.spreadsheet import protect, unprotect
from tei.formats.lines import BREAKS
from tei.formats.table import Row, Table, cell

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

    A cell with a quotation mark is quoted, as CSV programs expect. One that a spreadsheet would take for a formula has
    an apostrophe before it.
    """
    yield _line(_COLUMNS)
    for row in rows:
        ids = (" ".join(row.source_ids), " ".join(row.target_ids))
        kind = f"{len(row.source_ids)}-{len(row.target_ids)}"
        confidence = "" if row.confidence is None else repr(row.confidence)
        texts = ((text or "").translate(BREAKS) for text in (row.source_text, row.target_text))
        yield _line((str(row.number), *ids, kind, confidence, *texts, row.status, row.by))


def _line(cells: Iterable[str]) -> str:
    return "\t".join(cell(protect(text)) for text in cells) + "\n"


def read_link_table(path: Path) -> tuple[LinkRow, ...]:
    """
    Return the rows of a table of links that was edited, perhaps in a spreadsheet; see `Table` for what is read.

    Raises:
        ReadError: it cannot be read, or has no columns ``source_ids`` and ``target_ids``.
    """
    rows = Table(path).rows()
    names = [link_cell(name).lower() for name in next(rows, Row(1, ())).cells]
    if not {"source_ids", "target_ids"} <= set(names):
        remedy = "give a table that `align export --to tsv` wrote, with its first row"
        raise ReadError("the columns source_ids and target_ids are missing", where=f"{path}:1", remedy=remedy)
    return tuple(_row(row.line, dict(zip(names, map(link_cell, row.cells), strict=True))) for row in rows)


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


def link_cell(text: str) -> str:
    """Return the text of a cell of a table of links, which may be quoted though others that should be are not."""
    text = text.strip()
    quoted = _QUOTED.fullmatch(text)
    return unprotect(quoted[1].replace('""', '"') if quoted else text)
