"""Whether the two sides of pairs are what they are said to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus import detect_language
from corpus.errors import ModelError
from corpus.messages import warn

_TERM_LENGTH = 5.0
_LEAST_LETTERS = 600
_CERTAIN = 0.9


@dataclass(frozen=True, slots=True)
class SourceCount:
    """
    What one source gives for one language.

    Attributes:
        language: BCP 47 tag of the side that is not English.
        source: the tag in the first column; empty where there is none.
        pairs: the number of pairs.
        words: the mean number of words of an English side.
        same: in how many pairs both sides are the same text.
    """

    language: str
    source: str
    pairs: int
    words: float
    same: int = 0

    @property
    def is_terms(self) -> bool:
        """Whether these are entries of a dictionary or titles rather than sentences."""
        return self.words < _TERM_LENGTH


def check_copies(counts: Iterable[SourceCount], label: str) -> None:
    """
    Look for a column that was copied.

    Names are the same in two languages, sentences are not. Where most of all sentences are, a side is missing; where
    those of one source of several are, that source is hardly translated, which is told with a `TextWarning`.

    Args:
        counts: what a file gives for one language, by source.
        label: what the file is called in messages.

    Raises:
        ModelError: in most of the sentence pairs, both sides are the same text.
    """
    sentences = [count for count in counts if not count.is_terms]
    copied = [count for count in sentences if 2 * count.same > count.pairs]
    same, pairs = sum(count.same for count in sentences), sum(count.pairs for count in sentences)
    if 2 * same > pairs:
        raise ModelError(
            f"in {same:,} of {pairs:,} pairs both sides are the same text",
            where=label,
            remedy=f"put English and {sentences[0].language} into the two columns",
        )
    for count in copied:
        warn(f"{label}: in {count.same:,} of {count.pairs:,} pairs of {count.source!r} both sides are the same text")


def check_order(count: SourceCount, samples: tuple[str, str], label: str) -> None:
    """
    Look for columns that were swapped, which is told with a `TextWarning`.

    They do little harm, since training treats both sides alike.

    Args:
        count: what there is.
        samples: the beginnings of the two sides, English first.
        label: what the pairs are called in messages.
    """
    if count.is_terms or min(sum(map(str.isalpha, sample)) for sample in samples) < _LEAST_LETTERS:
        return
    english, other = map(detect_language, samples)
    if other.language == "en" != english.language and min(english.probability, other.probability) >= _CERTAIN:
        warn(f"{label}: the columns look swapped: the English side looks like {english.language}, the other is English")
