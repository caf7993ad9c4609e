"""Import of corrected links: files that were exported and edited are read, and the corpus is updated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.errors import CorpusError, ReadError
from corpus.files import writing
from corpus.locks import locked
from corpus.model import Corpus
from tei.corrections import beads, intertext, opus, standoff, tmx, tsv
from tei.corrections.alignment_file import revised_file
from tei.corrections.changes import Change, LinkWithTexts
from tei.corrections.edited_links import EditedAlignment
from tei.corrections.revision import CorrectionError, revise
from tei.manifest import corpus_folder, read_manifest
from tei.reader import read_corpus
from tei.responsibility import person_name
from tei.writer import check_date
from tei.written import replace_files

__all__ = ["IMPORT_FORMATS", "Change", "CorrectionError", "LinkWithTexts", "import_links"]

_READERS: dict[str, Callable[[Path, Corpus], Iterator[EditedAlignment]]] = {
    "beads": beads.edited_alignments,
    "intertext": intertext.edited_alignments,
    "opus": opus.edited_alignments,
    "tei": standoff.edited_alignments,
    "tmx": tmx.edited_alignments,
    "tsv": tsv.edited_alignments,
}

IMPORT_FORMATS = tuple(_READERS)
"""The names of the formats."""


def import_links(
    folder: Path,
    format_name: str,
    path: Path,
    *,
    by: str = "",
    confirm: bool = False,
    force: bool = False,
    date: str | None = None,
) -> tuple[Change, ...]:
    """
    Import corrected links into a corpus: completely, or not at all.

    Only the file of alignments is written, and only the links that changed or were confirmed; texts and ids stay. Links
    that changed, and those that the file marks as reviewed, have the person in ``resp`` and no probability.

    Args:
        folder: the corpus, its folder or the ``corpus.xml`` in it.
        format_name: one of `IMPORT_FORMATS`.
        path: a file that `tei.export_corpus` wrote and that was edited, or a folder of such files.
        by: the person who edited it; if empty, the person whom the file names, or ``anonymous``.
        confirm: treat all unchanged links of the file as confirmed.
        force: let links that are not marked as a person's replace those of a person.
        date: when, as YYYY-MM-DD, for the header.

    Returns:
        The changes, in the order of the texts.

    Raises:
        CorrectionError: texts were edited, ids are unknown, a sentence is in two links, the sentences of a link are not
            consecutive, or a person's link would be replaced.
        TeialignError: the corpus or the file cannot be read, or the file system fails.

    Warns:
        TextWarning: links of the corpus are not in the file and are kept, or a sentence of a replaced link is in no
            other.
    """
    if format_name not in _READERS:
        raise CorpusError(f"unknown format {format_name!r}", remedy=f"choose one of {', '.join(IMPORT_FORMATS)}")
    name = person_name(by)
    check_date(date)
    folder = corpus_folder(folder)
    if not folder.is_dir():
        read_corpus(folder)
    # From reading to writing, so that of two imports at once neither loses the changes of the other.
    with locked(folder):
        return _import(folder, format_name, path, by=name, confirm=confirm, force=force, date=date)


def _import(
    folder: Path, format_name: str, path: Path, *, by: str, confirm: bool, force: bool, date: str | None
) -> tuple[Change, ...]:
    corpus = read_corpus(folder)
    try:
        edited = _READERS[format_name](path, corpus)
        revised, changes = revise(corpus, edited, by=by, confirm=confirm, force=force)
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", where=str(error.filename or path)) from error
    if changes:
        kinds = Counter(change.kind for change in changes)
        summary = f"Links edited ({format_name}): {kinds['corrected']} corrected, {kinds['confirmed']} confirmed."
        manifest = read_manifest(folder)
        with writing(folder):
            file = revised_file(manifest, corpus, revised, summary, date)
            replace_files(manifest, [file])
    return changes
