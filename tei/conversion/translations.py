"""XLIFF and PO: segments of one source language and their translations, a file for each target language."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from corpus.errors import LanguageError
from corpus.language_names import declared_in_name
from corpus.messages import warn
from corpus.model import Corpus
from tei.conversion.request import Request, labels_of, language_of_code
from tei.conversion.segments import Segments
from tei.formats.lines import flat
from tei.formats.po import header_fields, read_messages
from tei.formats.xliff import XliffFile

_NOT_MADE = "translations that are marked as not made yet were left out"
_FUZZY = "translations that are marked as fuzzy were left out"
_FORMS = "further plural forms, for which the source has no text, were left out"


def convert_xliff(request: Request) -> Corpus:
    """
    Return XLIFF files as a corpus: the source is the pivot, each target language a version, each segment a link.

    Sources that several files have, as those of one program in several languages, are one.

    Raises:
        ReadError: a file is broken or hostile, or not XLIFF.
        LanguageError: a file does not give its languages, or one is unknown.
        CorpusError: there are no translations, or too many segments.

    Warns:
        TextWarning: translations were left out.
    """
    rows = _Rows(request)
    for path in request.paths:
        file = XliffFile(path)
        for segment in file.segments():
            rows.open(path, file.source_language, file.target_language)
            rows.left_out[_NOT_MADE] += bool(segment.source and segment.target) and not segment.made
            rows.add(segment.key, segment.source, segment.target if segment.made else "", segment.line)
    return rows.corpus()


def convert_po(request: Request) -> Corpus:
    """
    Return PO catalogues as a corpus: the messages are the pivot, each catalogue is a version, each message a link.

    The language of a catalogue is that of its header, or else of its name. The messages are in the language that the
    header calls ``X-Source-Language``, or else in English, as gettext recommends. A message with a plural is two
    segments.

    Raises:
        ReadError: a file cannot be read or is not PO.
        LanguageError: a catalogue does not give its language, or one is unknown.
        CorpusError: there are no translations, or too many segments.

    Warns:
        TextWarning: translations were left out, or the source language was assumed.
    """
    rows = _Rows(request)
    for path in request.paths:
        declared = declared_in_name(path)
        source, target = "", declared[0] if declared else ""
        for message in read_messages(path):
            if not message.parts.get("msgid"):
                header = header_fields(message)
                source, target = header.get("x-source-language", source), header.get("language") or target
                continue
            rows.open(path, source, target, assumed="en")
            sources = [message.parts[name] for name in ("msgid", "msgid_plural") if name in message.parts]
            translations = message.translations
            rows.left_out[_FORMS] += sum(bool(text) for text in translations[len(sources) :])
            for number, text in enumerate(sources):
                translation = translations[number] if number < len(translations) else ""
                rows.left_out[_FUZZY] += bool(translation) and message.fuzzy
                key = (message.parts.get("msgctxt", ""), message.parts["msgid"], str(number))
                rows.add(key, text, "" if message.fuzzy else translation, message.line)
    return rows.corpus()


class _Rows:
    """
    Segments as rows; those of several files with the same key and source are one.

    Attributes:
        left_out: how many translations were left out, by the message that reports them.
    """

    def __init__(self, request: Request) -> None:
        self.left_out: Counter[str] = Counter()
        self._request = request
        self._segments = Segments(request)
        self._numbers: dict[tuple[tuple[str, str, str], str], int] = {}
        self._taken: set[tuple[int, str]] = set()
        self._path: Path | None = None
        self._source = ""
        self._target = ""
        self._label = ""

    def open(self, path: Path, source: str, target: str, assumed: str = "") -> None:
        """
        Take the languages of a file whose segments are added next.

        Args:
            path: the file.
            source: the code of its source language; empty if it does not give one.
            target: that of its target language, likewise.
            assumed: the source language of a file that does not give one; empty if there is none.

        Raises:
            LanguageError: a language is missing or unknown, or the source is not that of the file before.
        """
        if path == self._path:
            return
        self._path = path
        given = self._request.languages_of(
            len(self._request.paths) + 1, "languages, of the source and each file", str(path)
        )
        if given:
            source, target = given[0], given[self._request.paths.index(path) + 1]
        elif not source and assumed:
            source = assumed
            warn(
                f"its source language is not given, and taken to be {assumed}",
                where=str(path),
                remedy="or add --languages",
            )
        if not source or not target:
            raise LanguageError("its languages are not given", where=str(path), remedy="add --languages en,fr")
        language = language_of_code(source, str(path))
        if self._source not in ("", language):
            problem = f"its source language is {language}, but that of the file before is {self._source}"
            raise LanguageError(problem, where=str(path), remedy="convert them one by one")
        self._source, self._target = language, language_of_code(target, str(path))
        self._label = labels_of([self._source, self._target])[1]

    def add(self, key: tuple[str, str, str], source: str, target: str, line: int) -> None:
        """Add a segment and its translation, which is empty if there is none."""
        where = f"{self._path}:{line}"
        source, target = map(flat, (source, target))
        row = self._numbers.get((key, source))
        if row is None or (row, self._label) in self._taken:
            row = self._numbers[key, source] = len(self._taken) + 1
            self._segments.add(row, self._source, self._source, source, where)
        self._taken.add((row, self._label))
        self._segments.add(row, self._label, self._target, target, where)

    def corpus(self) -> Corpus:
        """Return the rows as a corpus, and report what was left out."""
        for problem, count in self.left_out.items():
            if count:
                warn(f"{problem}: {count}", where=self._request.file)
        return self._segments.corpus(self._source)
