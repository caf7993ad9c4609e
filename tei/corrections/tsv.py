"""TSV: the table of links, edited in a spreadsheet or a text editor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.errors import CorpusError, ReadError
from corpus.model import Corpus
from tei.corrections.edited_links import REVIEWED, EditedAlignment, EditedLink, edited_files, version_in_name
from tei.corrections.sentence_index import SentenceIndex
from tei.export.content import AlignedPair
from tei.formats.tsv import LinkRow, read_link_table
from tei.parser import FileError


def edited_alignments(path: Path, corpus: Corpus) -> Iterator[EditedAlignment]:
    """
    Yield the links of tables that `tei.export` wrote.

    If the ids and the text of a side disagree, the one that was edited counts. A ``status`` of ``corrected`` or
    ``confirmed`` marks a link that a person reviewed.

    Raises:
        ReadError: a file cannot be read or is not such a table.
    """
    for file in edited_files(path, ".tsv", ".txt"):
        yield _alignment(file, corpus)


def _alignment(path: Path, corpus: Corpus) -> EditedAlignment:
    rows = read_link_table(path)
    version = version_in_name(corpus, path, path.suffix) or _version_of(corpus, rows)
    number = next((number for number, each in enumerate(corpus.versions) if each.id == version), None)
    if number is None:
        raise ReadError("neither its name nor its ids give a version", where=str(path), remedy="keep the exported name")
    pair = AlignedPair(corpus, number)
    exported = list(map(pair.ids, pair.alignment.beads))
    source, target = SentenceIndex(pair.source), SentenceIndex(pair.target)
    links, faults = [], []
    for row in rows:
        before = exported[row.number - 1] if 0 < row.number <= len(exported) else (None, None)
        try:
            ids = _resolve(source, row.source_ids, row.source_text, before[0])
            ids += _resolve(target, row.target_ids, row.target_text, before[1])
        except CorpusError as error:
            faults.append(FileError(error.problem, path, row.line))
            continue
        if ids:
            links.append(EditedLink(path, row.line, ids, row.status in REVIEWED, row.by))
    return EditedAlignment(path, version, tuple(links), tuple(faults))


def _resolve(
    index: SentenceIndex, ids: tuple[str, ...], text: str | None, before: tuple[str, ...] | None
) -> tuple[str, ...]:
    try:
        return index.resolve(ids, text, before)
    except CorpusError as error:
        # The quotation marks of a text that a person wrote into the table look like those of a quoted cell.
        try:
            return index.resolve(ids, f'"{text}"', before)
        except CorpusError:
            raise error from None


def _version_of(corpus: Corpus, rows: Sequence[LinkRow]) -> str:
    versions = {sentence.id: version.id for version in corpus.versions for sentence in version.sentences}
    return next((versions[each] for row in rows for each in row.target_ids if each in versions), "")
