"""The corpus in the formats of other tools."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.errors import CorpusError
from corpus.file_names import name_fault
from corpus.files import File, writing
from corpus.model import Corpus
from corpus.transactions import publish
from tei.characters import legal
from tei.export import (
    beads,
    blacklab,
    cwb,
    intertext,
    jsonl,
    manatee,
    moses,
    nltk,
    opus,
    paraconc,
    parquet,
    rnc,
    tmx,
    tsv,
)
from tei.export.content import with_metadata
from tei.manifest import is_corpus_file
from tei.names import check_names

__all__ = ["FORMATS", "export_corpus", "make_files"]

_MAKERS: dict[str, Callable[[Corpus], Iterator[File]]] = {
    "beads": beads.files,
    "blacklab": blacklab.files,
    "cwb": cwb.files,
    "intertext": intertext.files,
    "jsonl": jsonl.files,
    "manatee": manatee.files,
    "moses": moses.files,
    "nltk": nltk.files,
    "opus": opus.files,
    "paraconc": paraconc.files,
    "parquet": parquet.files,
    "rnc": rnc.files,
    "tmx": tmx.files,
    "tmx-all": tmx.files_of_all,
    "tsv": tsv.files,
}

FORMATS = tuple(_MAKERS)
"""The names of the formats."""


def export_corpus(
    corpus: Corpus, format_name: str, folder: Path, *, force: bool = False, reviewed: bool = False
) -> tuple[Path, ...]:
    """
    Write a corpus in another format, completely or not at all.

    Args:
        corpus: the corpus.
        format_name: one of `FORMATS`.
        folder: the folder, which is created if missing.
        force: replace existing files.
        reviewed: export only the links that a person has corrected or confirmed; ``beads`` alone can.

    Returns:
        The files.

    Raises:
        CorpusError: the format is unknown, the corpus has no pair, the format cannot represent its content, a file
            already exists or is one of a corpus or the file system fails.

    Warns:
        TextWarning: characters were replaced, as by `tei.write_corpus`, or something was left out that the format
            cannot represent.
    """
    files = make_files(corpus, format_name, reviewed=reviewed)
    with writing(folder):
        present = [file.name for file in files if (folder / file.name).exists()]
        if present and not force:
            raise CorpusError(
                f"already there: {', '.join(present)}", where=str(folder), remedy="choose another folder or use --force"
            )
        for name in present:
            if (folder / name).is_dir():
                raise CorpusError("a folder is in the way", where=str(folder / name), remedy="choose another folder")
            if is_corpus_file(folder / name):
                raise CorpusError(
                    "this is a file of a corpus", where=str(folder / name), remedy="choose another folder"
                )
        return publish(folder, files, present)


def make_files(corpus: Corpus, format_name: str, *, reviewed: bool = False) -> list[File]:
    """
    Return the files of an export, whose content is made when it is read; the arguments are those of `export_corpus`.

    Raises:
        CorpusError: the format is unknown, the corpus has no pair, or the format cannot represent its content.
    """
    if format_name not in _MAKERS:
        raise CorpusError(f"unknown format {format_name!r}", remedy=f"choose one of {', '.join(FORMATS)}")
    if reviewed and format_name != "beads":
        problem = f"{format_name} cannot hold only the reviewed links"
        raise CorpusError(problem, remedy="export them as beads; the other formats mark them")
    if not corpus.versions:
        raise CorpusError("there is no version to export beside the pivot", where=corpus.name)
    check_names(corpus)
    corpus = legal(corpus)
    maker = beads.reviewed_files if reviewed else _MAKERS[format_name]
    files = [with_metadata(file, corpus) for file in maker(corpus)]
    for file in files:
        if fault := name_fault(file.name):
            raise CorpusError(f"the export has no file {file.name!r}: {fault}", where=corpus.name)
    return files
