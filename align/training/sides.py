"""Whether the two sides of pairs are what they are said to be."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

from corpus import detect_language
from corpus.errors import ModelError, TextWarning

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


def check_sides(count: SourceCount, samples: tuple[str, str], label: str) -> None:
    """
    Look for a column that was copied, and for columns that were swapped.

    Names are the same in two languages, sentences are not: where most are, a side is missing. Swapped columns are
    told with a `TextWarning`; they do little harm, since training treats both sides alike.

    Args:
        count: what there is.
        samples: the beginnings of the two sides, English first.
        label: what the pairs are called in messages.

    Raises:
        ModelError: in most of the sentence pairs, both sides are the same text.
    """
    if not count.is_terms and 2 * count.same > count.pairs:
        raise ModelError(
            f"in {count.same:,} of {count.pairs:,} pairs both sides are the same text",
            where=label,
            remedy=f"put English and {count.language} into the two columns",
        )
    if count.is_terms or min(sum(map(str.isalpha, sample)) for sample in samples) < _LEAST_LETTERS:
        return
    english, other = map(detect_language, samples)
    if other.language == "en" != english.language and min(english.probability, other.probability) >= _CERTAIN:
        warnings.warn(
            f"{label}: the columns look swapped: the English side looks like {english.language}, the other is English",
            TextWarning,
            stacklevel=2,
        )
