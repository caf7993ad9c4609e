"""Words that a translation always renders and in one place does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from align.engine.sides import Floats
from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.lengths import Lengths
from align.fidelity.matches import WordMatcher, WordMatches

_LEAST = 8
"""In so many pairs a word must have a counterpart before one without tells anything."""

_SHARE = 0.97
"""Least share of a word's pairs in which it has a counterpart."""

_ABSENT = 0.2
"""The similarity of words below which there is no counterpart."""

_LITERAL = 0.8
"""Least share of the rest of the pair that is covered: in a free rendering a word has no place of its own."""

_HEAVY = 1.2
"""Least weight of a content word, in usual weights of the text."""

_PARTNER = 0.35
"""A content word of the other side that is less alike to every word here may be what stands for the missing one."""

_TRUE = 0.6
"""Share of the findings that are true; see docs/fidelity-checks.md."""


class WordCheck:
    """
    Finds content words without counterpart where the rest of the text always has one.

    That one word of a sentence is not to be found in its translation means little: half of all human translations
    rephrase. It means something of a word that has a counterpart in each of its other pairs, in a pair that is
    otherwise literal, too long for its counterpart, and where no word of the other side is left over to stand for it.

    Args:
        reader: reads the text.
        side: ``source`` looks for words that the target lacks, ``target`` for the opposite.
    """

    rule = "word"

    def __init__(self, matcher: WordMatcher, side: Literal["source", "target"] = "source") -> None:
        self._matcher = matcher
        self._side = side

    def find(self, pairs: Sequence[SegmentPair]) -> Iterator[Fault]:
        """Yield a fault for each word that is left without counterpart; see `align.fidelity.fault.Check`."""
        matches = self._matcher.match(pairs)
        if not matches.known:
            return
        words = matches.source if self._side == "source" else matches.target
        best = _similarities(matches, axis=1 if self._side == "source" else 0)
        long = Lengths.of(pairs).residuals * (-1 if self._side == "source" else 1) > 0
        texts = np.repeat(np.arange(len(pairs)), np.diff(words.bounds))
        rendered = _counts(words.numbers, texts, best >= _ABSENT, len(words.forms))
        all_pairs = _counts(words.numbers, texts, np.ones(len(texts), bool), len(words.forms))
        steady = (rendered >= _LEAST) & (rendered >= _SHARE * all_pairs)
        steady &= words.weights >= _HEAVY * words.usual_weight
        steady &= np.array([form.isalpha() for form in words.forms], bool)
        for word in np.flatnonzero(steady[words.numbers] & (best < _ABSENT)).tolist():
            pair = int(texts[word])
            literal = self._rest(matches, pair, word - int(words.bounds[pair])) >= _LITERAL
            if literal and long[pair] and not self._left_over(matches, pair):
                form = words.numbers[word]
                evidence = f"“{words.forms[form]}” has a counterpart in {rendered[form]} of its {all_pairs[form]} pairs"
                span = words.span(word)
                source, target = ((span,), ()) if self._side == "source" else ((), (span,))
                yield Fault(self.rule, "minor", pair, source, target, evidence, _TRUE)

    def _left_over(self, matches: WordMatches, pair: int) -> bool:
        """Tell whether the other side has a content word without a counterpart, which may stand for the missing one."""
        words, axis = (matches.target, 0) if self._side == "source" else (matches.source, 1)
        alike = matches.coverages[pair].similarity.max(axis=axis, initial=-1)
        heavy = words.weights[words.numbers[words.slice(pair)]] >= words.usual_weight
        return bool((alike[heavy] < _PARTNER).any())

    def _rest(self, matches: WordMatches, pair: int, place: int) -> float:
        """Return the share of the pair that is covered, without the word at the place."""
        cover = matches.coverages[pair]
        covered, words = (cover.source, matches.source) if self._side == "source" else (cover.target, matches.target)
        weights = words.weights[words.numbers[words.slice(pair)]].copy()
        weights[place] = 0
        return float((weights * covered).sum() / max(float(weights.sum()), 1e-9))


def _similarities(matches: WordMatches, axis: int) -> Floats:
    """Return how alike each word is to its best counterpart, along an axis of the similarities; shape (words,)."""
    parts = [cover.similarity.max(axis=axis, initial=-1) for cover in matches.coverages]
    return np.concatenate([np.empty(0, np.float32), *parts])


def _counts(
    forms: NDArray[np.int32], texts: NDArray[np.int64], chosen: NDArray[np.bool_], count: int
) -> NDArray[np.int64]:
    """Return in how many texts each form is among the chosen words."""
    keys = np.unique(texts[chosen] * max(1, count) + forms[chosen])
    return np.bincount(keys % max(1, count), minlength=count)
