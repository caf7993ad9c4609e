"""The words of texts, their positions and their vectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray

from align.encoders import StaticEncoder
from align.encoders.tokens import normalise
from align.engine.sides import Floats, norms_of
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
        split = _Splitter(encoder)
        found: list[tuple[str, int, int]] = []
        bounds = [0]
        for text in texts:
            found.extend(split(text))
            bounds.append(len(found))
        forms = sorted({form for form, _, _ in found})
        places = {form: number for number, form in enumerate(forms)}
        vectors = encoder.encode(forms)
        weights = norms_of(vectors)
        units: Floats = vectors / np.where(weights > 0, weights, 1).astype(np.float32)[:, None]
        numbers, starts, ends = (np.fromiter(column, np.int32, len(found)) for column in _columns(found, places))
        usual = float(np.median(weights[numbers])) if len(numbers) else 1.0
        return cls(tuple(forms), units, weights, usual, numbers, starts, ends, np.array(bounds, np.int64))

    def slice(self, text: int) -> slice:
        """Return the positions of the words of a text among all words."""
        return slice(int(self.bounds[text]), int(self.bounds[text + 1]))

    def span(self, word: int) -> Span:
        """Return the span of a word in its text."""
        return Span(int(self.starts[word]), int(self.ends[word]))


def _columns(found: list[tuple[str, int, int]], places: dict[str, int]) -> tuple[Iterable[int], ...]:
    return (
        (places[form] for form, _, _ in found),
        (start for _, start, _ in found),
        (end for _, _, end in found),
    )


class _Splitter:
    """Splits texts into words; each distinct run of Chinese or Japanese is tokenised once."""

    def __init__(self, encoder: StaticEncoder) -> None:
        self._encoder = encoder
        self._pieces: dict[str, list[str]] = {}

    def __call__(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield the words of a text with start and end."""
        for match in _RUN.finditer(text):
            start, end = match.span()
            form = normalise(match.group())
            if not match.lastindex:
                yield form, start, end
                continue
            pieces = self._pieces.get(form)
            if pieces is None:
                pieces = self._pieces[form] = self._encoder.pieces(form)
            place = 0
            for piece in pieces:
                place = form.index(piece, place)
                yield piece, min(end, start + place), min(end, start + place + len(piece))
                place += len(piece)
