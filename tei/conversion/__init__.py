"""Conversion of other parallel corpora: translation memories, XLIFF, PO, files of lines, tables, XCES, TEI."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from corpus.errors import CorpusError, ReadError
from corpus.file_names import portable_name
from corpus.language_names import stem_without_language
from corpus.model import Corpus
from tei.conversion import moses, opus, standoff, tmx, translations, tsv
from tei.conversion.recognition import recognise
from tei.conversion.request import Request
from tei.manifest import corpus_folder, read_manifest
from tei.names import ALIGNMENT_SUFFIX, CORPUS_FILE

__all__ = ["CONVERT_FORMATS", "convert_corpus"]

_CONVERTERS: dict[str, Callable[[Request], Corpus]] = {
    "moses": moses.convert,
    "opus": opus.convert,
    "po": translations.convert_po,
    "tei": standoff.convert,
    "tmx": tmx.convert,
    "tsv": tsv.convert,
    "xliff": translations.convert_xliff,
}

CONVERT_FORMATS = tuple(_CONVERTERS)
"""The names of the formats."""


def convert_corpus(
    paths: Sequence[Path],
    format_name: str = "",
    *,
    name: str = "",
    pivot: str = "",
    languages: Sequence[str] = (),
) -> Corpus:
    """
    Make a corpus of files that are aligned already; `tei.write_corpus` writes it.

    Segments and links are those of the files. Each link is attributed to the file and has no probability. If files have
    no documents, each segment is a block.

    Args:
        paths: the files, or a folder of them.
        format_name: one of `CONVERT_FORMATS`; by default recognised by the content.
        name: the name of the corpus; by default that of the first file.
        pivot: language or label of the version to link the others with; by default as the format defines.
        languages: languages of the columns of a table or of the files of lines, if they do not give them.

    Raises:
        TeialignError: a file is missing, broken, hostile or of an unknown format; a language is unknown; there is only
            one version.

    Warns:
        TextWarning: something was merged, added or left out, and how much of it.
    """
    if format_name and format_name not in _CONVERTERS:
        raise CorpusError(f"unknown format {format_name!r}", remedy=f"choose one of {', '.join(CONVERT_FORMATS)}")
    files = [file for path in paths for file in _files(path)]
    format_name, found = recognise(files, format_name)
    request = Request(format_name, found, name or _name(found[0]), pivot, tuple(languages))
    try:
        return _CONVERTERS[format_name](request)
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", where=str(error.filename or found[0])) from error


def _name(path: Path) -> str:
    """Return a name for the corpus: that of a file, without what is added to the name of a corpus."""
    plain = path.with_suffix("") if path.suffix.lower() in (".gz", ".xz") else path
    stem = stem_without_language(plain).removesuffix(ALIGNMENT_SUFFIX.removesuffix(".xml"))
    return portable_name(stem.strip(".")) or "corpus"


def _files(path: Path) -> list[Path]:
    if path.is_dir() or path.name == CORPUS_FILE:
        # A corpus of ours, whose first file gives the name.
        with suppress(CorpusError):
            manifest = read_manifest(corpus_folder(path))
            return [manifest.alignment, *manifest.documents]
    if path.is_dir():
        # Our exports have a README.md beside their files.
        files = (file for file in path.iterdir() if file.is_file() and file.name != "README.md")
        return sorted(file for file in files if not file.name.startswith("."))
    if not path.exists():
        raise ReadError("no such file or folder", where=str(path))
    return [path]
