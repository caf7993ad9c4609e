"""TMX: translation memories in any number of languages."""

from __future__ import annotations

from corpus.errors import LanguageError
from corpus.messages import warn
from corpus.model import Corpus
from tei.conversion.request import Request, language_of
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
    units = _UnitReader(request)
    for path in request.paths:
        units.read(TmxFile(path))
    if units.doubled:
        problem = f"units have several texts in one language, which became another version: {units.doubled}"
        warn(problem, where=request.file)
    return units.segments.corpus(units.pivot)


class _UnitReader:
    """Collects the segments of translation memories."""

    def __init__(self, request: Request) -> None:
        self.segments = Segments(request)
        self.pivot = ""
        self.doubled = 0
        self._rows = 0
        self._languages: dict[str, str] = {}

    def read(self, file: TmxFile) -> None:
        for unit in file.units():
            self._rows += 1
            self._add(file, unit)
        try:
            self.pivot = self.pivot or self._language(file.source_language, str(file.path))
        except LanguageError:
            # It has no srclang, or *all*.
            return

    def _add(self, file: TmxFile, unit: Unit) -> None:
        texts: dict[str, str] = {}
        doubled = False
        for variant in unit.variants:
            where = f"{file.path}:{variant.line}"
            language = self._language(variant.language, where)
            name = (variant.document if file.tool == OWN_TOOL else "") or language
            label, number = name, 1
            while label in texts and texts[label] != variant.text:
                number += 1
                label = f"{name}-{number}"
            if not variant.text or label in texts:
                continue
            doubled |= number > 1
            texts[label] = variant.text
            self.segments.add(self._rows, label, language, variant.text, where)
        self.doubled += doubled

    def _language(self, code: str, where: str) -> str:
        if code not in self._languages:
            self._languages[code] = language_of(code, where)
        return self._languages[code]
