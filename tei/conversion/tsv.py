"""TSV: a column for each language, a row for each link."""

from __future__ import annotations

from itertools import chain

from corpus.errors import LanguageError
from corpus.model import Corpus
from tei.conversion.request import Request, labels_of, language_of_code
from tei.conversion.segments import Segments
from tei.formats.tsv import TEXT_COLUMNS, cell_text, read_text_table


def convert(request: Request) -> Corpus:
    """
    Return a table as a corpus: a version for each column, a link for each row; the first column is the pivot.

    The first row has the languages of the columns, unless languages were given. A table that `tei.export` wrote has the
    names of its columns there, and needs languages for ``source_text`` and ``target_text``.

    Raises:
        ReadError: the file cannot be read, is not UTF-8, or a row has too few or too many cells.
        LanguageError: the columns have no languages.
        CorpusError: there are fewer than two columns.
    """
    path = request.paths[0]
    segments = Segments(request)
    rows = read_text_table(path)
    first = next(rows, (1, ("",)))
    names = [cell_text(name) for name in first[1]]
    exported = set(TEXT_COLUMNS) <= set(names)
    columns, has_names = _columns(request, names, exported=exported)
    for line, cells in chain([] if has_names else [first], rows):
        for place, language, label in columns:
            text = cell_text(cells[place]) if exported else cells[place]
            segments.add(line, label, language, text, f"{path}:{line}")
    return segments.corpus()


def _columns(request: Request, names: list[str], *, exported: bool) -> tuple[list[tuple[int, str, str]], bool]:
    """Return the place, language and label of each column of texts, and whether the first row has their names."""
    where = f"{request.paths[0]}:1"
    places = [names.index(name) for name in TEXT_COLUMNS] if exported else list(range(len(names)))
    if not request.languages:
        try:
            languages = [language_of_code(names[place], where) for place in places]
        except LanguageError:
            remedy = "add --languages en,ru" if len(places) == 2 else "add --languages with one for each column"
            raise LanguageError("its columns are not named by languages", where=where, remedy=remedy) from None
        return list(zip(places, languages, labels_of(languages), strict=True)), True
    if len(request.languages) != len(places):
        raise LanguageError(f"{len(request.languages)} languages for {len(places)} columns", where=where)
    languages = [language_of_code(code, "--languages") for code in request.languages]
    has_names = exported or set(map(str.lower, names)) == set(map(str.lower, languages))
    return list(zip(places, languages, labels_of(languages), strict=True)), has_names
