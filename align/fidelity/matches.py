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
_MAX_BLOCK = 1 << 20
"""Number of similarities, or of co-occurrences, that are held at once."""


@dataclass(frozen=True, slots=True, eq=False)
class SideCoverage:
    """
    How well the words of one side of a pair are covered by words of the other side.

    Attributes:
        similarity: of each word to the most similar word of the other side, -1 to 1; -1 if there is none; float32 of
            shape (n,) for n words.
        partner: which of the words of the other side that is, the first of several; int32 of shape (n,).
    """

    similarity: Floats
    partner: NDArray[np.int32]

    @property
    def covered(self) -> Floats:
        """The coverage of each word, from 0 at a similarity of `UNMATCHED` to 1 at `MATCHED`; shape (n,)."""
        covered: Floats = np.clip((self.similarity - UNMATCHED) / (MATCHED - UNMATCHED), 0, 1)
        return covered


@dataclass(frozen=True, slots=True, eq=False)
class WordCoverage:
    """
    How well the words of a pair are covered by words of the other side.

    Attributes:
        source: the coverage of the source words by target words.
        target: the coverage of the target words by source words.
    """

    source: SideCoverage
    target: SideCoverage


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

    def similarity(self, pair: int) -> Floats:
        """Return the similarities of the words of a pair, float32 of shape (source words, target words)."""
        return np.concatenate([np.zeros((0, len(self._columns(pair))), np.float32), *self._blocks(pair)])

    def _columns(self, pair: int) -> NDArray[np.int32]:
        return self.target.numbers[self.target.slice(pair)]

    def _blocks(self, pair: int) -> Iterator[Floats]:
        """Yield the similarities of a pair, some source words at a time; nothing if a side has no words."""
        rows, columns = self.source.numbers[self.source.slice(pair)], self._columns(pair)
        if not len(columns):
            return
        step = max(1, _MAX_BLOCK // len(columns))
        targets = self.target.units[columns]
        foreign = self.foreign[self.target.slice(pair)]
        known, values = self._cooccurrences
        for start in range(0, len(rows), step):
            block = rows[start : start + step]
            similarity = _products(self.source.units[block], targets)
            if len(known):
                keys = block.astype(np.int64)[:, None] * len(self.target.forms) + columns
                places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
                similarity = np.where(known[places] == keys, np.maximum(similarity, values[places]), similarity)
            similarity[:, foreign] = 0
            yield similarity

    def _cover(self, pair: int) -> WordCoverage:
        source, target = (
            SideCoverage(np.full(count, -1, np.float32), np.zeros(count, np.int32))
            for count in (np.diff(words.bounds[pair : pair + 2])[0] for words in (self.source, self.target))
        )
        start = 0
        for block in self._blocks(pair):
            within = slice(start, start + len(block))
            source.similarity[within], source.partner[within] = block.max(axis=1), block.argmax(axis=1)
            best = block.max(axis=0)
            closer = best > target.similarity
            target.similarity[closer] = best[closer]
            target.partner[closer] = start + block.argmax(axis=0)[closer]
            start += len(block)
        return WordCoverage(source, target)

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
        source, target = (_Presence.of(words, fresh, most) for words in (self.source, self.target))
        width = max(1, len(self.target.forms))
        found = [(np.empty(0, np.int64), np.empty(0, np.float32))]
        for keys, counts in _joint_counts(source, target, width):
            frequent = counts >= _MIN_TEXTS
            together, joint = keys[frequent], counts[frequent]
            dice = 2 * joint / (source.spread[together // width] + target.spread[together % width])
            found.append((together[dice >= _MIN_DICE], dice[dice >= _MIN_DICE].astype(np.float32)))
        keys, values = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return keys, values


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


@dataclass(frozen=True, slots=True, eq=False)
class _Presence:
    """
    In which texts the forms are that are neither rare nor frequent.

    Attributes:
        texts: the text of each occurrence, ascending; a form counts once for each text.
        forms: the form of each occurrence.
        bounds: the occurrences in text i are those from ``bounds[i]`` to ``bounds[i + 1]``.
        spread: the number of texts with each form.
    """

    texts: NDArray[np.int64]
    forms: NDArray[np.int64]
    bounds: NDArray[np.int64]
    spread: NDArray[np.int64]

    @classmethod
    def of(cls, words: Words, chosen: NDArray[np.bool_], most: int) -> _Presence:
        """
        Find the forms.

        Args:
            words: the words of the texts.
            chosen: whether each text counts.
            most: the number of chosen texts beyond which a form is frequent; one in fewer than `_MIN_TEXTS` is rare.
        """
        texts, forms = words.occurrences(chosen[words.texts])
        spread = np.bincount(forms, minlength=len(words.forms))
        kept = ((spread >= _MIN_TEXTS) & (spread <= most))[forms]
        texts, forms = texts[kept], forms[kept]
        return cls(texts, forms, np.searchsorted(texts, np.arange(len(chosen) + 1)), spread)


def _joint_counts(
    source: _Presence, target: _Presence, width: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """
    Yield two forms that are in the same pair, as ``source * width + target`` ascending, and the number of such pairs.

    All pairs of a source form are yielded together, and about `_MAX_BLOCK` co-occurrences at a time.
    """
    order = np.argsort(source.forms, kind="stable")
    texts, forms = source.texts[order], source.forms[order]
    sizes = np.diff(target.bounds)[texts]
    ends = np.cumsum(sizes)
    # The last occurrence of each source form.
    lasts = np.flatnonzero(np.diff(forms, append=-1))
    first = 0
    while first < len(forms):
        done = ends[first] - sizes[first]
        fitting = lasts[np.searchsorted(ends[lasts], done + _MAX_BLOCK, "right") - 1]
        last = int(max(fitting, lasts[np.searchsorted(lasts, first)])) + 1
        counts = sizes[first:last]
        starts = np.repeat(target.bounds[texts[first:last]] - (ends[first:last] - counts - done), counts)
        columns = target.forms[starts + np.arange(len(starts))]
        yield np.unique(np.repeat(forms[first:last], counts) * width + columns, return_counts=True)
        first = last


def _products(rows: Floats, columns: Floats) -> Floats:
    """Return all dot products, in pieces that are too small for BLAS to start threads and that fit its cache."""
    width = min(len(columns), _MAX_PRODUCTS)
    step = max(1, _MAX_PRODUCTS // width)
    products = np.empty((len(rows), len(columns)), np.float32)
    for left in range(0, len(columns), width):
        some = columns[left : left + width].T
        for first in range(0, len(rows), step):
            np.matmul(rows[first : first + step], some, out=products[first : first + step, left : left + width])
    return products
