"""Parallel text for training: what a pair is, and what a source of pairs is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from align.training.lines import LONGEST_TEXT

PIVOT = "en"
"""The language that all pairs share."""


@dataclass(frozen=True, slots=True)
class Pair:
    """
    A text and its translation.

    Attributes:
        language: BCP 47 tag of the side that is not English.
        source: where the pair was taken from; empty where the file does not say.
        english: the English side.
        other: the other side.
    """

    language: str
    source: str
    english: str
    other: str


class PairSource(Protocol):
    """
    Where pairs come from; it is read several times.

    Attributes:
        label: how the command line names it, without folders.
    """

    @property
    def label(self) -> str:
        """How the command line names it, without folders."""

    def read(self) -> Iterator[Pair | None]:
        """
        Yield the pairs, and None for each place that should hold one and does not.

        Raises:
            ReadError: it cannot be read.
        """


def make_pair(language: str, source: str, english: str, other: str) -> Pair | None:
    """Return a pair without outer white space; None when a side is empty, too long or not UTF-8."""
    source, english, other = source.strip(), english.strip(), other.strip()
    if not english or not other or max(len(english), len(other)) > LONGEST_TEXT:
        return None
    return None if "\ufffd" in f"{source}{english}{other}" else Pair(language, source, english, other)
