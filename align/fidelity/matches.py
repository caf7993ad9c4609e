"""A text and its translation read word by word: which words of one side have a counterpart on the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from align.encoders import EMBEDDED, Encoder, StaticEncoder, load_static
from align.engine.sides import Floats
from align.fidelity.fault import SegmentPair
from align.fidelity.foreign import foreign_words
from align.fidelity.words import Words

UNMATCHED, MATCHED = 0.1, 0.5
"""The cosines of words at which a counterpart is impossible and beyond doubt; chosen on DEMETR."""

_KNOWN = 0.4
_SAMPLE = 200
_SEEN = 3
_FAITHFUL = 0.4
_FREQUENT = 0.02
_FEW_PRODUCTS = 1000


@dataclass(frozen=True, slots=True, eq=False)
class WordCoverage:
    """
    How well the words of the two sides of a pair have counterparts on the other side.

    Attributes:
        similarity: float32 of shape (n, m) for n source and m target words, -1 to 1.
        source: the similarity of each source word to its best counterpart, from 0 at `UNMATCHED` to 1 at `MATCHED`;
            shape (n,).
        target: likewise for the target words, shape (m,).
    """

    similarity: Floats
    source: Floats
    target: Floats


class WordMatches:
    """
    The words of a text and its translation.

    Two words are alike as their vectors are, or as the text itself shows by using the one wherever it uses the other
    (Dice's coefficient). A word that was copied from the source and is foreign in the target counts for nothing.

    Args:
        pairs: the text.
        encoder: whose word vectors to take; of an encoder without word vectors the embedded model stands in.

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
        """Whether the model knows both languages well enough to say that a word has no counterpart."""
        step = len(self.pairs) // _SAMPLE + 1
        sample = self.pairs[::step]
        sides = [pair.source for pair in sample], [pair.target for pair in sample]
        return all(self.encoder.coverage(side) >= _KNOWN for side in sides)

    @cached_property
    def foreign(self) -> NDArray[np.bool_]:
        """Which of the target's words were copied from the source and are of its language, shape (words,)."""
        return foreign_words(self.pairs, self.source, self.target)

    @cached_property
    def coverages(self) -> tuple[WordCoverage, ...]:
        """The cover of each pair."""
        return tuple(self._cover(pair) for pair in range(len(self.pairs)))

    def _cover(self, pair: int) -> WordCoverage:
        rows = self.source.numbers[self.source.slice(pair)]
        columns = self.target.numbers[self.target.slice(pair)]
        similarity = _products(self.source.units[rows], self.target.units[columns])
        if similarity.size:
            keys = rows.astype(np.int64)[:, None] * len(self.target.forms) + columns
            known, values = self._companions
            if len(known):
                places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
                similarity = np.where(known[places] == keys, np.maximum(similarity, values[places]), similarity)
            similarity[:, self.foreign[self.target.slice(pair)]] = 0
        return WordCoverage(similarity, *(_degree(similarity, axis) for axis in (1, 0)))

    @cached_property
    def _companions(self) -> tuple[NDArray[np.int64], Floats]:
        """
        Pairs of forms that the text uses together, and how faithfully (Dice's coefficient).

        Words that are in most pairs tell nothing, nor does a sentence that comes again.

        Returns:
            Row of the source form times the number of target forms plus the target form, in rising order; and the
            coefficients.
        """
        firsts = {pair.source: number for number, pair in reversed(list(enumerate(self.pairs)))}
        fresh = np.array([firsts[pair.source] == number for number, pair in enumerate(self.pairs)], bool)
        most = max(_SEEN, int(_FREQUENT * fresh.sum()))
        rows, columns = _Presence.of(self.source, fresh, most), _Presence.of(self.target, fresh, most)
        width = len(self.target.forms)
        parts = [np.empty(0, np.int64)]
        for number in np.flatnonzero(fresh).tolist():
            parts.append((rows.forms_of(number)[:, None] * width + columns.forms_of(number)).ravel())
        keys, counts = np.unique(np.concatenate(parts), return_counts=True)
        keys, counts = keys[counts >= _SEEN], counts[counts >= _SEEN]
        dice = 2 * counts / (rows.spread[keys // max(1, width)] + columns.spread[keys % max(1, width)])
        return keys[dice >= _FAITHFUL], dice[dice >= _FAITHFUL].astype(np.float32)


class WordMatcher:
    """
    Reads texts for the checks, which share what was read.

    Args:
        encoder: whose word vectors to take; see `WordMatches`.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._latest = WordMatches((), encoder)

    def match(self, pairs: Sequence[SegmentPair]) -> WordMatches:
        """Return the reading of the pairs, which is kept until other pairs are read."""
        if self._latest.pairs is not pairs:
            self._latest = WordMatches(pairs, self._encoder)
        return self._latest


@dataclass(frozen=True, slots=True, eq=False)
class _Presence:
    """
    Which forms are in which texts, for forms that are in some and not in most.

    Attributes:
        forms: the forms of each text, each once, in the order of the texts.
        bounds: where the forms of a text begin and end among them.
        spread: in how many texts each form is.
    """

    forms: NDArray[np.int64]
    bounds: NDArray[np.int64]
    spread: NDArray[np.int64]

    @classmethod
    def of(cls, words: Words, chosen: NDArray[np.bool_], most: int) -> _Presence:
        """Return the presence in the chosen texts of forms that are in `_SEEN` of them or more, and at most `most`."""
        count = max(1, len(words.forms))
        texts = np.repeat(np.arange(len(chosen)), np.diff(words.bounds))
        keys = np.unique((texts * count + words.numbers)[chosen[texts]])
        spread = np.bincount(keys % count, minlength=count)
        keys = keys[((spread >= _SEEN) & (spread <= most))[keys % count]]
        return cls(keys % count, np.searchsorted(keys // count, np.arange(len(chosen) + 1)), spread)

    def forms_of(self, text: int) -> NDArray[np.int64]:
        """Return the forms of a text."""
        return self.forms[self.bounds[text] : self.bounds[text + 1]]


def _products(rows: Floats, columns: Floats) -> Floats:
    """Return all dot products, in steps so small that they are not worth the start of a thread each."""
    step = max(1, _FEW_PRODUCTS // max(1, len(columns)))
    parts = [rows[first : first + step] @ columns.T for first in range(0, len(rows), step)]
    return np.concatenate(parts) if parts else np.zeros((0, len(columns)), np.float32)


def _degree(similarity: Floats, axis: int) -> Floats:
    """Return how well the words along the other axis are covered, from 0 at `UNMATCHED` to 1 at `MATCHED`."""
    best = similarity.max(axis=axis, initial=-1)
    degree: Floats = np.clip((best - UNMATCHED) / (MATCHED - UNMATCHED), 0, 1)
    return degree
