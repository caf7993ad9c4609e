"""InterText, the editor of alignments made for InterCorp (Vondřička 2014): ids, file names and the table of ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from corpus.beads import numbered_lines
from corpus.model import Document


def sentence_numbers(document: Document) -> Iterator[str]:
    """Yield the ids that the sentences of a version have in InterText: ``2:1`` is the first of the second block."""
    for number, block in enumerate(document.blocks, start=1):
        yield from (f"{number}:{place}" for place in range(1, len(block.sentences) + 1))


def text_file(name: str, version: str) -> str:
    """Return the file name of a text."""
    return f"{name}.{version}.xml"


def version_of(file: str) -> str:
    """Return the version that the file name of a text ends with."""
    return Path(file).name.removesuffix(".xml").rpartition(".")[2]


ID_TABLE_SUFFIX = ".ids.tsv"
"""What the file name of a table of ids ends with."""


def id_table(rows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """
    Yield the text of the table that leads from the ids of InterText to those of the TEI files.

    Args:
        rows: of each sentence the version, as in the file names, and both ids.
    """
    yield "version\tintertext_id\ttei_id\n"
    yield from ("\t".join(row) + "\n" for row in rows)


def read_id_table(path: Path) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """
    Yield the rows of a table of ids, each with its line in the file, from 1.

    Raises:
        ReadError: it is not UTF-8 text.
    """
    for number, line in islice(numbered_lines(path), 1, None):
        version, intertext_id, tei_id, *_ = [*line.split("\t"), "", ""]
        yield number, (version, intertext_id, tei_id)
