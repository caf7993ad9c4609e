"""TSV: the table of links, edited in a spreadsheet or a text editor."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from corpus.errors import CorpusError, ReadError
from corpus.model import Alignment, Corpus, Document
from tei.corrections.edited_links import REVIEWED, EditedAlignment, EditedLink, files_of, version_in_name
from tei.corrections.sentence_index import SentenceIndex
from tei.export.aligned_pairs import run_ids
from tei.parser import FileError

_SEPARATORS = re.compile(r"[\s,;]+")


def edited_alignments(path: Path, corpus: Corpus) -> Iterator[EditedAlignment]:
    """
    Yield the links of tables as `tei.export` writes them.

    Columns are known by their names; ``source_ids`` and ``target_ids`` must be there. Where a text does not fit its
    ids, what was edited of the two counts. A ``status`` of ``corrected`` or ``confirmed`` marks a person's link.

    Raises:
        ReadError: a file cannot be read or is no such table.
    """
    for file in files_of(path, ".tsv", ".txt"):
        yield _sheet(file, corpus)


def _sheet(path: Path, corpus: Corpus) -> EditedAlignment:
    lines = _lines(path)
    names = [name.lower() for name in _cells(lines[0])] if lines else []
    if not {"source_ids", "target_ids"} <= set(names):
        remedy = "give a table that `align export --to tsv` wrote, saved as tab-separated text"
        raise ReadError("the columns source_ids and target_ids are missing", where=f"{path}:1", remedy=remedy)
    rows = [
        (number, dict(zip(names, _cells(line), strict=False)))
        for number, line in enumerate(islice(lines, 1, None), start=2)
        if line.strip()
    ]
    version = version_in_name(corpus, path, path.suffix) or _version_of(corpus, rows)
    number = next((number for number, each in enumerate(corpus.versions) if each.id == version), None)
    if number is None:
        raise ReadError("it does not tell which version it is of", where=str(path), remedy="leave its name as it was")
    table = _Table(corpus.pivot, corpus.versions[number], corpus.alignments[number])
    links, faults = [], []
    for line, row in rows:
        try:
            ids = table.ids(row)
        except CorpusError as error:
            faults.append(FileError(error.problem, path, line))
            continue
        if ids:
            links.append(EditedLink(line, ids, row.get("status", "").lower() in REVIEWED, row.get("by", "")))
    return EditedAlignment(path, version, tuple(links), tuple(faults))


class _Table:
    """The pair that a table is of."""

    def __init__(self, source: Document, target: Document, alignment: Alignment) -> None:
        self._sides = (("source", SentenceIndex(source)), ("target", SentenceIndex(target)))
        sources, targets = source.sentences, target.sentences
        self._before = [(run_ids(sources, bead.source), run_ids(targets, bead.target)) for bead in alignment.beads]

    def ids(self, row: dict[str, str]) -> tuple[str, ...]:
        link = row.get("link", "")
        number = int(link) - 1 if link.isascii() and link.isdigit() and len(link) < 10 else -1
        before = self._before[number] if 0 <= number < len(self._before) else (None, None)
        found: tuple[str, ...] = ()
        for (side, texts), known in zip(self._sides, before, strict=True):
            ids = tuple(filter(None, _SEPARATORS.split(row.get(f"{side}_ids", ""))))
            found += texts.resolve(ids, row.get(f"{side}_text"), None if known is None else tuple(known.split()))
        return found


def _lines(path: Path) -> list[str]:
    data = path.read_bytes()
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding).replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        raise ReadError("not UTF-8 text", where=str(path), remedy="save it as UTF-8") from error


def _cells(line: str) -> list[str]:
    return [_unquoted(cell.strip()) for cell in line.split("\t")]


def _unquoted(cell: str) -> str:
    """Return a cell without the quotation marks that spreadsheets put around one that has some in it."""
    inner = cell[1:-1]
    if len(cell) > 2 and cell[0] == cell[-1] == '"' and '""' in inner and '"' not in inner.replace('""', ""):
        return inner.replace('""', '"')
    return cell


def _version_of(corpus: Corpus, rows: list[tuple[int, dict[str, str]]]) -> str:
    homes = {sentence.id: version.id for version in corpus.versions for sentence in version.sentences}
    for _, row in rows:
        for identifier in _SEPARATORS.split(row.get("target_ids", "")):
            if identifier in homes:
                return homes[identifier]
    return ""
