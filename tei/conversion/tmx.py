"""TMX: translation memories of any number of languages."""

from __future__ import annotations

from corpus.errors import LanguageError
from corpus.memory import Memory, Unit
from corpus.messages import warn
from corpus.model import Corpus
from tei.conversion.request import Request, language_of
from tei.conversion.segments import Segments

_OWN_TOOL = "teialign"


def convert(request: Request) -> Corpus:
    """
    Return a translation memory as a corpus: a version for each language, a link for each unit.

    The pivot is the ``srclang`` of the header, or the first language where that says none. A second text of one
    language in a unit makes a second version of that language; the same text twice counts once.

    Raises:
        ReadError: the file is broken, hostile, or no translation memory.
        LanguageError: a text has no language, or an unknown one.
        CorpusError: there are fewer than two versions, or more than any memory has.

    Warns:
        TextWarning: units hold several texts of one language.
    """
    reading = _Reading(request)
    for path in request.paths:
        reading.read(Memory(path))
    if reading.doubled:
        message = (
            f"{request.file}: units with several texts in one language, which make another version: {reading.doubled}"
        )
        warn(message)
    return reading.segments.corpus(reading.pivot)


class _Reading:
    """What has been read of the memories."""

    def __init__(self, request: Request) -> None:
        self.segments = Segments(request)
        self.pivot = ""
        self.doubled = 0
        self._rows = 0
        self._languages: dict[str, str] = {}

    def read(self, memory: Memory) -> None:
        for unit in memory.units():
            self._rows += 1
            self._add(memory, unit)
        try:
            self.pivot = self.pivot or self._language(memory.source_language, str(memory.path))
        except LanguageError:
            # It says none, or *all*.
            return

    def _add(self, memory: Memory, unit: Unit) -> None:
        texts: dict[str, str] = {}
        doubled = False
        for variant in unit.variants:
            where = f"{memory.path}:{variant.line}"
            language = self._language(variant.language, where)
            document = variant.property("x-document") if memory.tool == _OWN_TOOL else ""
            label, number = document or language, 1
            while label in texts and texts[label] != variant.text:
                number += 1
                label = f"{document or language}-{number}"
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
