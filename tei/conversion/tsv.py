"""Tables: a column for each language, a row for each link."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from corpus.errors import LanguageError, ReadError
from corpus.model import Corpus
from tei.conversion.request import Request, labels_of, language_of_code
from tei.conversion.segments import Segments
from tei.formats.table import Row, Table
from tei.formats.tsv import TEXT_COLUMNS, link_cell


def convert(request: Request) -> Corpus:
    """
    Return tables as a corpus: a version for each column, a link for each row; the first column is the pivot.

    The first row has the languages of the columns, unless languages were given. A table that `tei.export` wrote has the
    names of its columns there, and needs languages for ``source_text`` and ``target_text``. See `Table` for what is
    read.

    Raises:
        ReadError: a file cannot be read, or a row has too few or too many cells; there are several tables of links.
        LanguageError: the columns have no languages.
        CorpusError: there are fewer than two columns.

    Warns:
        TextWarning: as `Segments.corpus` does.
    """
    segments = Segments(request)
    number = 0
    for path in request.paths:
        rows = Table(path).rows()
        first = next(rows, Row(1, ("",)))
        names = [link_cell(name) for name in first.cells]
        exported = set(TEXT_COLUMNS) <= set(names)
        if exported and len(request.paths) > 1:
            remedy = "convert one of them, or the corpus that they were exported from"
            raise ReadError("several tables of links", where=str(path), remedy=remedy)
        columns, has_names = _columns(request, path, names, exported=exported)
        for row in chain([] if has_names else [first], rows):
            number += 1
            for place, language, label in columns:
                text = link_cell(row.cells[place]) if exported else row.cells[place]
                segments.add(number, label, language, text, f"{path}:{row.line}")
    return segments.corpus()


def _columns(
    request: Request, path: Path, names: list[str], *, exported: bool
) -> tuple[list[tuple[int, str, str]], bool]:
    """Return the place, language and label of each column of texts, and whether the first row has their names."""
    where = f"{path}:1"
    places = [names.index(name) for name in TEXT_COLUMNS] if exported else list(range(len(names)))
    named = [_language(names[place]) for place in places]
    if languages := request.languages_of(len(places), "columns", where):
        return list(zip(places, languages, labels_of(languages), strict=True)), exported or named == languages
    if "" in named:
        remedy = "add --languages en,ru" if len(places) == 2 else "add --languages with one for each column"
        raise LanguageError("its columns are not named by languages", where=where, remedy=remedy)
    return list(zip(places, named, labels_of(named), strict=True)), True


def _language(name: str) -> str:
    """Return the language that a column is named by: its code or its English name; empty if it is named otherwise."""
    from babel import Locale

    codes = {english.lower(): code for code, english in Locale("en").languages.items()}
    try:
        return language_of_code(codes.get(name.lower(), name), name)
    except LanguageError:
        return ""
