"""The files to convert, and what the user specified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.errors import CorpusError, LanguageError
from corpus.language import parse_language


@dataclass(frozen=True, slots=True)
class Request:
    """
    A conversion.

    Attributes:
        format_name: the format of the files.
        paths: the files.
        name: the name of the corpus.
        pivot: language or label of the version to link the others with; empty for that of the files.
        languages: languages of the columns or files, in order; empty if they give them.
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

    def place_of_pivot(self, labels: list[str], default: int = 0) -> int:
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
        if self.pivot in labels:
            return labels.index(self.pivot)
        primary = [label.partition("-")[0] for label in labels]
        if self.pivot not in primary:
            raise CorpusError(
                f"no version {self.pivot!r} for the pivot", where=self.file, remedy=f"choose one of {', '.join(labels)}"
            )
        return primary.index(self.pivot)


# A memory repeats the codes in each unit.
_tag = lru_cache(parse_language)


def language_of_code(code: str, where: str) -> str:
    """
    Return the BCP 47 tag for a language as tools write it, such as ``en_US``.

    Raises:
        LanguageError: it is not a language.
    """
    if not code.strip():
        raise LanguageError("a text without a language", where=where)
    try:
        return _tag(code.strip().replace("_", "-"))
    except LanguageError as error:
        raise LanguageError(error.problem, where=where, remedy=error.remedy) from error


def labels_of(languages: Sequence[str]) -> list[str]:
    """Return a label for each version: its language, with a number from the second version in a language."""
    counts = (languages[: number + 1].count(language) for number, language in enumerate(languages))
    return [f"{language}-{count}" if count > 1 else language for language, count in zip(languages, counts, strict=True)]
