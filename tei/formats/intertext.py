"""InterText, the editor of alignments made for InterCorp (Vondřička 2014): ids, file names and the table of ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from corpus.beads import numbered_lines


def sentence_numbers(counts: Iterable[int]) -> Iterator[str]:
    """
    Yield the ids that InterText wants for sentences: ``2:1`` is the first sentence of the second block.

    Args:
        counts: the number of sentences in each block.
    """
    for block, count in enumerate(counts, start=1):
        yield from (f"{block}:{number}" for number in range(1, count + 1))


def text_file(name: str, version: str) -> str:
    """Return the file name of a text."""
    return f"{name}.{version}.xml"


def link_file(name: str, pivot: str, version: str) -> str:
    """Return the file name of the links between two versions of a text."""
    return f"{name}.{pivot}.{version}.xml"


def version_of(file: str) -> str:
    """Return the version that the file name of a text ends with."""
    return Path(file).name.removesuffix(".xml").rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class IdRow:
    """
    A row of the table that leads from the ids of InterText to those of the TEI files.

    Attributes:
        version: the version, as in the file names.
        intertext_id: the id in InterText.
        tei_id: the id in the TEI file.
        line: where it is in the file, from 1.
    """

    version: str
    intertext_id: str
    tei_id: str
    line: int = 0


ID_TABLE_SUFFIX = ".ids.tsv"
"""What the file name of a table of ids ends with."""


def id_table(rows: Iterable[IdRow]) -> Iterator[str]:
    """Yield the text of a table of ids."""
    yield "version\tintertext_id\ttei_id\n"
    yield from (f"{row.version}\t{row.intertext_id}\t{row.tei_id}\n" for row in rows)


def read_id_table(path: Path) -> Iterator[IdRow]:
    """
    Yield the rows of a table of ids.

    Raises:
        ReadError: it is not UTF-8 text.
    """
    for number, line in islice(numbered_lines(path), 1, None):
        version, intertext_id, tei_id, *_ = [*line.split("\t"), "", ""]
        yield IdRow(version, intertext_id, tei_id, number)
