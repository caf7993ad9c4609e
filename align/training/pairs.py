"""Training pairs, and the interface of their sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from align.training.lines import MAX_TEXT_LENGTH

PIVOT = "en"
"""The common language of all pairs."""


@dataclass(frozen=True, slots=True)
class TrainingPair:
    """
    An English text and its translation, or the reverse.

    Attributes:
        language: BCP 47 tag of the language that is not English.
        source: the name of the source; empty if the file does not state it.
        english: the English text.
        other: the text in the other language.
    """

    language: str
    source: str
    english: str
    other: str


class PairSource(Protocol):
    """
    A source of pairs, which is read several times.

    Attributes:
        label: its name on the command line, without folders.
    """

    @property
    def label(self) -> str:
        """Its name on the command line, without folders."""

    def read(self) -> Iterator[TrainingPair | None]:
        """
        Yield the pairs, and None for each line or unit without a valid pair.

        Raises:
            ReadError: the source cannot be read.
        """


def make_pair(language: str, source: str, english: str, other: str) -> TrainingPair | None:
    """Return a pair, stripped of white space; None if a text is empty, too long or not UTF-8."""
    source, english, other = source.strip(), english.strip(), other.strip()
    if not english or not other or max(len(english), len(other)) > MAX_TEXT_LENGTH:
        return None
    return None if "\ufffd" in f"{source}{english}{other}" else TrainingPair(language, source, english, other)
