"""The files to convert, and what the user specified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CorpusError, LanguageError
from corpus.language import parse_language, primary_subtag
from corpus.messages import warn


@dataclass(frozen=True, slots=True)
class Request:
    """
    A conversion.

    Attributes:
        format_name: the format of the files.
        paths: the files.
        name: the name of the corpus.
        pivot: language or label of the version to link the others with; empty for that of the files.
        languages: languages of the columns, files or documents, in order; empty if they give them.
    """

    format_name: str
    paths: tuple[Path, ...]
    name: str
    pivot: str = ""
    languages: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The name of the first file, without folders, for headers."""
        return " ".join(self.paths[0].name.split())

    @property
    def signature(self) -> str:
        """The signature of the corpus: how it was made."""
        return f"converted:{self.format_name}|file:{self.file}"

    def place_of_pivot(self, labels: Sequence[str], default: int = 0) -> int:
        """
        Return the index of the pivot among versions.

        Args:
            labels: the languages or labels of the versions.
            default: the index if the user did not choose one.

        Raises:
            CorpusError: the version that the user chose is not there.
        """
        if not self.pivot:
            return default
        place = place_of_language(self.pivot, labels)
        if place is None:
            raise CorpusError(
                f"no version {self.pivot!r} for the pivot", where=self.file, remedy=f"choose one of {', '.join(labels)}"
            )
        return place

    def languages_of(self, count: int, things: str, where: str) -> list[str] | None:
        """
        Return the languages that the user gave, as BCP 47 tags; None if there are none.

        Args:
            count: how many are needed.
            things: what has them, in the plural, for the message.
            where: the place, likewise.

        Raises:
            LanguageError: there are more or fewer of them, or one is unknown.
        """
        if not self.languages:
            return None
        if len(self.languages) != count:
            raise LanguageError(f"{len(self.languages)} languages for {count} {things}", where=where)
        return [language_of_code(code, "--languages") for code in self.languages]


def place_of_language(wanted: str, labels: Sequence[str]) -> int | None:
    """Return the index of a label, or else of the first in the same language; None if there is none."""
    if wanted in labels:
        return labels.index(wanted)
    primary = [primary_subtag(label) for label in labels]
    return next((primary.index(code) for code in (wanted, primary_subtag(wanted)) if code in primary), None)


def language_of_code(code: str, where: str) -> str:
    """
    Return the BCP 47 tag for a language as tools write it, such as ``en_US`` or ``eng``.

    Raises:
        LanguageError: it is not a language.

    Warns:
        TextWarning: it is Norwegian (``no``), which is taken for Bokmål.
    """
    if not code.strip():
        raise LanguageError("a text without a language", where=where)
    try:
        tag = parse_language(code.strip().replace("_", "-"))
    except LanguageError as error:
        raise LanguageError(error.problem, where=where, remedy=error.remedy) from error
    if primary_subtag(tag) == "nb" and primary_subtag(code.strip()) in ("no", "nor"):
        warn(f"{code.strip()}, Norwegian, is read as nb, Bokmål", where=where, remedy="write nn if it is Nynorsk")
    return tag


def labels_of(languages: Sequence[str]) -> list[str]:
    """Return a label for each version: its language, with a number from the second version in a language."""
    counts = (languages[: number + 1].count(language) for number, language in enumerate(languages))
    return [f"{language}-{count}" if count > 1 else language for language, count in zip(languages, counts, strict=True)]
