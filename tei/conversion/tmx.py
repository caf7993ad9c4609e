"""TMX: translation memories in any number of languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from corpus.errors import CorpusError, LanguageError
from corpus.messages import warn
from corpus.model import Corpus, Metadata, Role
from tei.conversion.memories import joined_units
from tei.conversion.request import Request, language_of_code
from tei.conversion.segments import Segments
from tei.formats.fields import FIELDS, described
from tei.formats.tmx import TmxFile, Unit, is_own


def convert(request: Request) -> Corpus:
    """
    Return translation memories as a corpus: a version for each language, a link for each unit.

    The pivot is the ``srclang`` of the header, or the first language if the header has none. A second text of one
    language in a unit makes a second version of that language; a text that is there twice counts once. The memories
    that teialign made for the pairs of a corpus become that corpus, with its metadata.

    Raises:
        ReadError: a file is broken or hostile, or not a translation memory.
        LanguageError: a text has no language, or an unknown one.
        CorpusError: there are fewer than two versions, or too many versions or segments.

    Warns:
        TextWarning: units have several texts of one language, or as `Segments.corpus` does.
    """
    if request.languages:
        problem = "a translation memory names its languages itself"
        raise CorpusError(problem, where=request.file, remedy="leave out --languages")
    own = all(map(is_own, request.paths))
    files = list(map(TmxFile, request.paths))
    units = _Units(request, named=own)
    for row, (file, unit) in enumerate(_units(files, joined=own and len(files) > 1), start=1):
        units.add(row, file, unit)
    if units.doubled:
        problem = f"units have several texts in one language, which became another version: {units.doubled}"
        warn(problem, where=request.file)
    return units.segments.corpus(_source_language(files), _known(files, request) if own else None)


def _units(files: Sequence[TmxFile], *, joined: bool) -> Iterator[tuple[TmxFile, Unit]]:
    if joined:
        yield from ((files[0], unit) for unit in joined_units(files))
    else:
        yield from ((file, unit) for file in files for unit in file.units())


def _source_language(files: Sequence[TmxFile]) -> str:
    for file in files:
        # It may have no srclang, or *all*.
        with suppress(LanguageError):
            return language_of_code(file.source_language, str(file.path))
    return ""


def _known(files: Sequence[TmxFile], request: Request) -> Mapping[str, tuple[Role, Metadata]]:
    """Return the metadata of each version that the headers describe."""
    properties = {name: value for file in files for name, value in file.properties.items()}
    fields: dict[str, dict[str, str]] = {}
    for field in FIELDS:
        for name, value in properties.items():
            start = f"x-{field}-"
            if name.startswith(start):
                fields.setdefault(name.removeprefix(start), {})[field] = value
    return {version: described(values, request.file) for version, values in fields.items()}


class _Units:
    """
    The units of memories as rows.

    Attributes:
        segments: their texts.
        doubled: how many have several texts of one language.
    """

    def __init__(self, request: Request, *, named: bool) -> None:
        self.segments = Segments(request)
        self.doubled = 0
        self._named = named
        self._languages: dict[str, str] = {}

    def add(self, row: int, file: TmxFile, unit: Unit) -> None:
        """Add the texts of a unit."""
        texts: dict[str, str] = {}
        doubled = False
        for variant in unit.variants:
            where = f"{file.path}:{variant.line}"
            language = self._language(variant.language, where)
            name = (variant.document if self._named else "") or language
            label, number = name, 1
            while label in texts and texts[label] != variant.text:
                number += 1
                label = f"{name}-{number}"
            if not variant.text or label in texts:
                continue
            doubled |= number > 1
            texts[label] = variant.text
            self.segments.add(row, label, language, variant.text, where)
        self.doubled += doubled

    def _language(self, code: str, where: str) -> str:
        # A memory repeats the codes in each unit.
        if code not in self._languages:
            self._languages[code] = language_of_code(code, where)
        return self._languages[code]
