"""Tables of text, as spreadsheets and programs write them: cells between tabs, commas or semicolons, quoted or not."""

from __future__ import annotations

import codecs
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO

from corpus.compressed import open_compressed
from corpus.errors import ReadError
from tei.formats.lines import MAX_LINE, read_lines

_DELIMITERS = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "vertical bar"}
_SAMPLE = 100
"""How many rows the delimiter is found from."""

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _NotQuotedError(Exception):
    """A cell begins with a quotation mark and is not quoted as in CSV."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    """
    A row of a table.

    Attributes:
        line: where it starts in the file, from 1.
        cells: its cells; a line end in a cell is a space.
    """

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _QuotedRow(Row):
    """
    A row whose quoted cells are unquoted.

    Attributes:
        quoted: which cells were quoted.
        needed: whether one of them had to be, since it has quotation marks, delimiters or line ends.
    """

    quoted: tuple[bool, ...]
    needed: bool


@dataclass(slots=True)
class Table:
    """
    A table in UTF-8 or UTF-16, compressed or not; blank lines are left out.

    The delimiter is the one by which all rows at the start have the same number of cells. Cells are read as quoted
    (RFC 4180) if all that begin with a quotation mark can be, and between tabs only if it shows that a program has
    quoted them: one had to be quoted, or all of a column are. Otherwise quotation marks are a part of the texts, since
    many programs write tabs and do not quote.

    Attributes:
        path: the file.
    """

    path: Path

    def rows(self) -> Iterator[Row]:
        """
        Yield the rows.

        Raises:
            ReadError: the file cannot be read or is in another encoding, or a row does not have as many cells as the
                first.
        """
        delimiter = self._delimiter()
        fault = self._fault_of_quoting(delimiter)
        width = 0
        for row in self._plain_rows(delimiter) if fault is not None else self._quoted_rows(delimiter):
            width = width or len(row.cells)
            if len(row.cells) != width:
                problem = f"{len(row.cells)} cells, but {width} in the first row"
                remedy = f'quote each cell that has a {_DELIMITERS[delimiter]} in its text: "…"'
                if fault:
                    problem += f", and the quotation marks of the cell at line {fault} do not match"
                    remedy = 'write "" for each quotation mark in a quoted cell'
                raise ReadError(problem, where=f"{self.path}:{row.line}", remedy=remedy)
            yield row

    def _lines(self) -> Iterator[tuple[int, str]]:
        with open_compressed(self.path) as stream:
            utf_16 = stream.read(2) in _UTF_16
        with open_compressed(self.path) as stream:
            read = _utf_16_lines if utf_16 else read_lines
            with closing(read(stream, str(self.path))) as lines:
                yield from ((number, line) for number, line in enumerate(lines, start=1) if line.strip())

    def _plain_rows(self, delimiter: str) -> Iterator[Row]:
        return (Row(number, tuple(line.split(delimiter))) for number, line in self._lines())

    def _quoted_rows(self, delimiter: str) -> Iterator[_QuotedRow]:
        lines = self._lines()
        return (_quoted_row(number, line, delimiter, lines) for number, line in lines)

    def _delimiter(self) -> str:
        """Return the delimiter by which the first rows are a table, or else the one that the first row has most of."""
        for delimiter in _DELIMITERS:
            for rows in (self._quoted_rows, self._plain_rows):
                try:
                    widths = {len(row.cells) for row in islice(rows(delimiter), _SAMPLE)}
                except _NotQuotedError:
                    continue
                if len(widths) == 1 and widths.pop() > 1:
                    return delimiter
        _, first = next(self._lines(), (1, ""))
        return max(_DELIMITERS, key=first.count)

    def _fault_of_quoting(self, delimiter: str) -> int | None:
        """Return None if cells are quoted, else a line with a cell that cannot be, or 0."""
        width, needed = 0, False
        columns: dict[int, bool] = {}
        try:
            for row in self._quoted_rows(delimiter):
                if width and len(row.cells) != width:
                    return 0
                if width:
                    filled = ((place, quoted) for place, quoted in enumerate(row.quoted) if row.cells[place].strip())
                    columns |= {place: quoted and columns.get(place, True) for place, quoted in filled}
                width = width or len(row.cells)
                needed = needed or row.needed
        except _NotQuotedError as error:
            return error.line
        return None if needed or any(columns.values()) or delimiter != "\t" else 0


def _utf_16_lines(stream: IO[bytes], name: str) -> Generator[str]:
    number = 0
    text = TextIOWrapper(stream, "utf-16", newline="\n")
    try:
        while line := text.readline(MAX_LINE):
            number += 1
            if len(line) == MAX_LINE:
                raise ReadError(f"a line of more than {MAX_LINE // 2**20} million characters", where=f"{name}:{number}")
            yield line.rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise ReadError("not UTF-16 text", where=f"{name}:{number + 1}", remedy="save it as UTF-8") from error
    finally:
        text.detach()


def _quoted_row(number: int, line: str, delimiter: str, lines: Iterator[tuple[int, str]]) -> _QuotedRow:
    """Return the row that begins on a line, which may end on a later one."""
    cells: list[str] = []
    quoted: list[bool] = []
    needed, place = False, 0
    while True:
        begins = _after_spaces(line, place)
        is_quoted = line.startswith('"', begins)
        if is_quoted:
            text, line, place = _quoted_cell(number, line, begins + 1, lines)
            needed = needed or '"' in text or delimiter in text or "\n" in text
            end = _after_spaces(line, place)
            if end < len(line) and line[end] != delimiter:
                raise _NotQuotedError(number)
            text = text.replace("\n", " ")
        else:
            end = line.find(delimiter, place)
            end = len(line) if end < 0 else end
            text = line[place:end]
        cells.append(text)
        quoted.append(is_quoted)
        if end == len(line):
            return _QuotedRow(number, tuple(cells), tuple(quoted), needed)
        place = end + 1


def _after_spaces(line: str, place: int) -> int:
    while line.startswith(" ", place):
        place += 1
    return place


def _quoted_cell(number: int, line: str, place: int, lines: Iterator[tuple[int, str]]) -> tuple[str, str, int]:
    """Return the text of a quoted cell, the line that it ends on, and where it ends there."""
    pieces: list[str] = []
    size = 0
    while True:
        end = line.find('"', place)
        if end < 0:
            pieces += [line[place:], "\n"]
            size += len(line)
            following = next(lines, None)
            if following is None or size > MAX_LINE:
                raise _NotQuotedError(number)
            line, place = following[1], 0
        elif line.startswith('"', end + 1):
            pieces.append(line[place : end + 1])
            place = end + 2
        else:
            return "".join([*pieces, line[place:end]]), line, end + 1


def cell(text: str, delimiter: str = "\t") -> str:
    """Return a text as a cell, quoted if it has to be (RFC 4180)."""
    if not any(mark in text for mark in ('"', delimiter, "\n", "\r")):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
