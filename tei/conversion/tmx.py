"""TMX: translation memories in any number of languages."""

from __future__ import annotations

from contextlib import suppress

from corpus.errors import LanguageError
from corpus.messages import warn
from corpus.model import Corpus
from tei.conversion.request import Request, language_of_code
from tei.conversion.segments import Segments
from tei.formats.tmx import OWN_TOOL, TmxFile, Unit


def convert(request: Request) -> Corpus:
    """
    Return a translation memory as a corpus: a version for each language, a link for each unit.

    The pivot is the ``srclang`` of the header, or the first language if the header has none. A second text of one
    language in a unit makes a second version of that language; a text that is there twice counts once.

    Raises:
        ReadError: the file is broken or hostile, or not a translation memory.
        LanguageError: a text has no language, or an unknown one.
        CorpusError: there are fewer than two versions, or too many versions or segments.

    Warns:
        TextWarning: units have several texts of one language.
    """
    segments = Segments(request)
    pivot, row, doubled = "", 0, 0
    for file in map(TmxFile, request.paths):
        for unit in file.units():
            row += 1
            doubled += _add(segments, row, file, unit)
        # It may have no srclang, or *all*.
        with suppress(LanguageError):
            pivot = pivot or language_of_code(file.source_language, str(file.path))
    if doubled:
        problem = f"units have several texts in one language, which became another version: {doubled}"
        warn(problem, where=request.file)
    return segments.corpus(pivot)


def _add(segments: Segments, row: int, file: TmxFile, unit: Unit) -> bool:
    """Add the texts of a unit, and return whether it has several of one language."""
    texts: dict[str, str] = {}
    doubled = False
    for variant in unit.variants:
        where = f"{file.path}:{variant.line}"
        language = language_of_code(variant.language, where)
        name = (variant.document if file.tool == OWN_TOOL else "") or language
        label, number = name, 1
        while label in texts and texts[label] != variant.text:
            number += 1
            label = f"{name}-{number}"
        if not variant.text or label in texts:
            continue
        doubled |= number > 1
        texts[label] = variant.text
        segments.add(row, label, language, variant.text, where)
    return doubled
