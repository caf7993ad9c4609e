"""Word matches: which words of a text have a counterpart in its translation, and the checks that rest on them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from align.encoders import EMBEDDED, Encoder, StaticEncoder, load_static
from align.engine.sides import Floats
from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.foreign import foreign_words
from align.fidelity.words import Words

UNMATCHED, MATCHED = 0.1, 0.5
"""The cosines of two words at which they are surely no counterparts, and surely are; chosen on DEMETR."""

_MIN_COVERAGE = 0.4
_SAMPLE = 200
_MIN_TEXTS = 3
_MIN_DICE = 0.4
_MAX_SHARE = 0.02
_MAX_PRODUCTS = 1000


@dataclass(frozen=True, slots=True, eq=False)
class WordCoverage:
    """
    How well the words of a pair are covered by words of the other side.

    Attributes:
        similarity: of each source and target word, -1 to 1; float32 of shape (n, m) for n source and m target words.
        source: coverage of each source word by its most similar target word, from 0 at a similarity of `UNMATCHED` to 1
            at `MATCHED`; shape (n,).
        target: coverage of each target word, likewise; shape (m,).
    """

    similarity: Floats
    source: Floats
    target: Floats


class WordMatches:
    """
    The words of a text and its translation, and their similarities.

    The similarity of two words is the cosine of their vectors or, if that is higher, Dice's coefficient of their
    occurrence in the pairs of this text. A target word that was left in the source language matches nothing.

    Args:
        pairs: the text.
        encoder: gives the word vectors; an encoder without any is replaced with the embedded model.

    Attributes:
        pairs: the text.
        source: the words of the sources.
        target: the words of the targets.
    """

    def __init__(self, pairs: Sequence[SegmentPair], encoder: Encoder) -> None:
        self.pairs = pairs
        self.encoder = encoder if isinstance(encoder, StaticEncoder) else load_static(EMBEDDED)
        self.source = Words.of([pair.source for pair in pairs], self.encoder)
        self.target = Words.of([pair.target for pair in pairs], self.encoder)

    @cached_property
    def known(self) -> bool:
        """Whether the model covers both languages well enough to say that a word has no counterpart."""
        step = len(self.pairs) // _SAMPLE + 1
        sample = self.pairs[::step]
        sides = [pair.source for pair in sample], [pair.target for pair in sample]
        return all(self.encoder.coverage(side) >= _MIN_COVERAGE for side in sides)

    @cached_property
    def foreign(self) -> NDArray[np.bool_]:
        """Which target words were left in the source language; shape (words,)."""
        return foreign_words(self.pairs, self.source, self.target)

    @cached_property
    def coverages(self) -> tuple[WordCoverage, ...]:
        """The word coverage of each pair."""
        return tuple(self._cover(pair) for pair in range(len(self.pairs)))

    def _cover(self, pair: int) -> WordCoverage:
        rows = self.source.numbers[self.source.slice(pair)]
        columns = self.target.numbers[self.target.slice(pair)]
        similarity = _products(self.source.units[rows], self.target.units[columns])
        if similarity.size:
            keys = rows.astype(np.int64)[:, None] * len(self.target.forms) + columns
            known, values = self._cooccurrences
            if len(known):
                places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
                similarity = np.where(known[places] == keys, np.maximum(similarity, values[places]), similarity)
            similarity[:, self.foreign[self.target.slice(pair)]] = 0
        best = (similarity.max(axis=axis, initial=-1) for axis in (1, 0))
        return WordCoverage(similarity, *(np.clip((each - UNMATCHED) / (MATCHED - UNMATCHED), 0, 1) for each in best))

    @cached_property
    def _cooccurrences(self) -> tuple[NDArray[np.int64], Floats]:
        """
        Source and target forms that occur in the same pairs, and their Dice coefficients.

        Words that are in many pairs are left out, and a repeated sentence counts once.

        Returns:
            For each two forms, the index of the source form times the number of target forms plus the index of the
            target form, ascending; and the coefficients.
        """
        firsts = {pair.source: number for number, pair in reversed(list(enumerate(self.pairs)))}
        fresh = np.array([firsts[pair.source] == number for number, pair in enumerate(self.pairs)], bool)
        most = max(_MIN_TEXTS, int(_MAX_SHARE * fresh.sum()))
        rows, row_spread = _presence(self.source, fresh, most)
        columns, column_spread = _presence(self.target, fresh, most)
        width = len(self.target.forms)
        parts = [(rows[number][:, None] * width + columns[number]).ravel() for number in np.flatnonzero(fresh)]
        keys, counts = np.unique(np.concatenate([np.empty(0, np.int64), *parts]), return_counts=True)
        keys, counts = keys[counts >= _MIN_TEXTS], counts[counts >= _MIN_TEXTS]
        dice = 2 * counts / (row_spread[keys // max(1, width)] + column_spread[keys % max(1, width)])
        return keys[dice >= _MIN_DICE], dice[dice >= _MIN_DICE].astype(np.float32)


class WordMatcher:
    """
    Matches the words of texts; all checks of one text share the result.

    Args:
        encoder: gives the word vectors; see `WordMatches`.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._latest = WordMatches((), encoder)

    def match(self, pairs: Sequence[SegmentPair]) -> WordMatches:
        """Return the word matches of the pairs; they are kept until other pairs are given."""
        if self._latest.pairs is not pairs:
            self._latest = WordMatches(pairs, self._encoder)
        return self._latest


class MatchCheck(ABC):
    """
    A check that looks at the words of both sides; see `align.fidelity.fault.Check`.

    Args:
        matcher: matches the words of the pairs.
    """

    rule: str

    def __init__(self, matcher: WordMatcher) -> None:
        self._matcher = matcher

    def find(self, pairs: Sequence[SegmentPair]) -> Iterator[Fault]:
        """Yield the faults in the pairs of one text and one translation, in their order."""
        return self.faults(self._matcher.match(pairs))

    @abstractmethod
    def faults(self, matches: WordMatches) -> Iterator[Fault]:
        """Yield the faults in pairs whose words have been matched, in the order of the pairs."""


def _presence(words: Words, chosen: NDArray[np.bool_], most: int) -> tuple[list[NDArray[np.int64]], NDArray[np.int64]]:
    """
    Return the distinct forms of each text that are neither rare nor frequent, and the number of texts with each form.

    Args:
        words: the words of the texts.
        chosen: whether each text counts.
        most: the number of chosen texts beyond which a form is frequent; one in fewer than `_MIN_TEXTS` is rare.
    """
    texts, forms = words.occurrences(chosen[words.texts])
    spread = np.bincount(forms, minlength=len(words.forms))
    kept = ((spread >= _MIN_TEXTS) & (spread <= most))[forms]
    return np.split(forms[kept], np.searchsorted(texts[kept], np.arange(1, len(chosen)))), spread


def _products(rows: Floats, columns: Floats) -> Floats:
    """Return all dot products, in steps too small for BLAS to start threads."""
    step = max(1, _MAX_PRODUCTS // max(1, len(columns)))
    parts = [rows[first : first + step] @ columns.T for first in range(0, len(rows), step)]
    return np.concatenate(parts) if parts else np.zeros((0, len(columns)), np.float32)
