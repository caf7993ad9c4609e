"""TSV: a column for each language, a row for each link."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from corpus.compressed import open_compressed
from corpus.errors import LanguageError, ReadError
from corpus.model import Corpus
from tei.conversion.moses import read_lines
from tei.conversion.request import Request, labels_of, language_of
from tei.conversion.segments import Segments

_TEXTS = ("source_text", "target_text")


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
    with open_compressed(path) as stream:
        lines = enumerate(read_lines(stream, str(path)), start=1)
        first = next(lines, (1, ""))
        names = [name.strip() for name in first[1].split("\t")]
        columns, has_names = _columns(request, names)
        for number, line in chain([] if has_names else [first], lines):
            if not line.strip():
                continue
            cells = line.split("\t")
            if len(cells) != len(names):
                problem = f"{len(cells)} cells, where the first row has {len(names)}"
                raise ReadError(problem, where=f"{path}:{number}", remedy="give a table without tabs in its texts")
            for column in columns:
                segments.add(number, column.label, column.language, cells[column.place], f"{path}:{number}")
    return segments.corpus()


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that holds a version: which it is, and the version's label and language."""

    place: int
    label: str
    language: str


def _columns(request: Request, names: list[str]) -> tuple[list[_Column], bool]:
    """Return the columns of texts, and whether the first row holds their names."""
    where = f"{request.paths[0]}:1"
    exported = set(_TEXTS) <= set(names)
    places = [names.index(name) for name in _TEXTS] if exported else list(range(len(names)))
    if not request.languages:
        try:
            languages = [language_of(names[place], where) for place in places]
        except LanguageError:
            remedy = "add --languages en,ru" if len(places) == 2 else "add --languages with one for each column"
            raise LanguageError("its columns are not named by languages", where=where, remedy=remedy) from None
        return _labelled(places, languages), True
    if len(request.languages) != len(places):
        raise LanguageError(f"{len(request.languages)} languages for {len(places)} columns", where=where)
    languages = [language_of(code, "--languages") for code in request.languages]
    return _labelled(places, languages), exported or set(map(str.lower, names)) == set(map(str.lower, languages))


def _labelled(places: list[int], languages: list[str]) -> list[_Column]:
    labels = labels_of(languages)
    return [_Column(*each) for each in zip(places, labels, languages, strict=True)]
