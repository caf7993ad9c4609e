"""The words of texts, their positions and their vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
import regex
from numpy.typing import NDArray

from align.encoders import StaticEncoder
from align.encoders.tokens import normalise
from align.engine.sides import Floats, norms_of, units_of
from corpus import Span

_IDEOGRAPHIC = r"[\p{Han}\p{Hiragana}\p{Katakana}ー]"
_RUN = regex.compile(rf"(?V1)({_IDEOGRAPHIC}+)|[[\p{{L}}\p{{M}}\p{{N}}]--{_IDEOGRAPHIC}]+")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """
    The words of texts: runs of letters and digits; in Chinese and Japanese, the tokens of the model.

    Attributes:
        forms: the distinct words in lower case, in alphabetical order.
        units: their unit vectors, float32 of shape (forms, d); zeros for forms that the model does not know.
        weights: the lengths of their vectors, small for function words; float32 of shape (forms,).
        usual_weight: the median weight of the words of the texts.
        numbers: the index of the form of each word, int32 of shape (words,).
        starts: the start of each word in its text, in code points; int32 of shape (words,).
        ends: the end of each word, likewise.
        bounds: the words of text i are those from ``bounds[i]`` to ``bounds[i + 1]``; int64 of shape (texts + 1,).
    """

    forms: tuple[str, ...]
    units: Floats
    weights: Floats
    usual_weight: float
    numbers: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    bounds: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[str], encoder: StaticEncoder) -> Words:
        """Return the words of the texts."""
        # Each distinct run of Chinese or Japanese is tokenised once.
        pieces = cache(encoder.pieces)
        split = [tuple(_split(text, pieces)) for text in texts]
        found = list(chain.from_iterable(split))
        forms = sorted({form for form, _, _ in found})
        places = {form: number for number, form in enumerate(forms)}
        vectors = encoder.encode(forms)
        weights = norms_of(vectors)
        numbers = np.array([places[form] for form, _, _ in found], np.int32)
        return cls(
            forms=tuple(forms),
            units=units_of(vectors),
            weights=weights,
            usual_weight=float(np.median(weights[numbers])) if len(numbers) else 1.0,
            numbers=numbers,
            starts=np.array([start for _, start, _ in found], np.int32),
            ends=np.array([end for _, _, end in found], np.int32),
            bounds=np.cumsum([0, *map(len, split)], dtype=np.int64),
        )

    @property
    def texts(self) -> NDArray[np.int64]:
        """The index of the text of each word, shape (words,)."""
        return np.repeat(np.arange(len(self.bounds) - 1), np.diff(self.bounds))

    def slice(self, text: int) -> slice:
        """Return the positions of the words of a text among all words."""
        return slice(int(self.bounds[text]), int(self.bounds[text + 1]))

    def span(self, first: int, last: int | None = None) -> Span:
        """Return the span of a word in its text, or that of the words from the first to the last."""
        return Span(int(self.starts[first]), int(self.ends[first if last is None else last]))

    def occurrences(self, chosen: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the texts and the forms of the chosen words, in order; a form counts once for each text."""
        width = max(1, len(self.forms))
        keys = np.unique((self.texts * width + self.numbers)[chosen])
        return keys // width, keys % width


def _split(text: str, pieces: Callable[[str], list[str]]) -> Iterator[tuple[str, int, int]]:
    """Yield the words of a text with start and end; `pieces` tokenises Chinese and Japanese."""
    for match in _RUN.finditer(text):
        start, end = match.span()
        form = normalise(match.group())
        if not match.lastindex:
            yield form, start, end
            continue
        place = 0
        for piece in pieces(form):
            place = form.index(piece, place)
            yield piece, min(end, start + place), min(end, start + place + len(piece))
            place += len(piece)
