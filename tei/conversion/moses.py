"""Moses: files with a segment on each line."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import CorpusError, LanguageError
from corpus.model import Corpus
from tei.conversion.request import Request, labels_of, language_of_code
from tei.conversion.segments import Segments
from tei.formats.moses import language_at_end, open_line_files, read_line_tuples


def convert(request: Request) -> Corpus:
    """
    Return files of segments as a corpus: a version for each file, a link for each line; the first file is the pivot.

    The language of a file is the end of its name, ``NAME.en``, unless languages were given. A zip file, as OPUS has
    them, is read for the two files in it.

    Raises:
        ReadError: a file cannot be read or is not UTF-8, or one has more lines than another.
        LanguageError: the language of a file is unknown.
        CorpusError: there are fewer than two files.
    """
    with open_line_files(request.paths) as files:
        if len(files) < 2:
            raise CorpusError("one file of lines only", where=request.file, remedy="give the files of all languages")
        names = [name for name, _ in files]
        languages = request.languages_of(len(names), "files", request.file) or _named(names)
        labels = labels_of(languages)
        segments = Segments(request)
        for row, texts in enumerate(read_line_tuples(files), start=1):
            for label, language, text in zip(labels, languages, texts, strict=True):
                segments.add(row, label, language, text, f"{request.file}:{row}")
    return segments.corpus()


def _named(names: Sequence[str]) -> list[str]:
    codes = [language_at_end(name) for name in names]
    for name, code in zip(names, codes, strict=True):
        if not code:
            raise LanguageError("its name has no language", where=name, remedy="add --languages en,ru")
    return [language_of_code(code, name) for code, name in zip(codes, names, strict=True)]
