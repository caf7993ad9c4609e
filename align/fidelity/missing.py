"""Words that a translation renders everywhere but in one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from align.fidelity.fault import Fault
from align.fidelity.lengths import Lengths
from align.fidelity.matches import MatchCheck, WordMatcher, WordMatches

_MIN_PAIRS = 8
"""Minimum number of pairs in which a word has a counterpart."""

_MIN_SHARE = 0.97
"""Minimum share of the pairs of a word in which it has a counterpart."""

_ABSENT = 0.2
"""Similarity of words below which there is no counterpart."""

_MIN_COVERED = 0.8
"""Minimum share of the rest of the pair that is covered: in a free rendering single words need no counterpart."""

_MIN_WEIGHT = 1.2
"""Minimum weight of a content word, as a multiple of the usual weight in the text."""

_PARTNER = 0.35
"""A content word of the other side less similar than this to every word may translate the missing one."""

_TRUE = 0.6
"""Share of true findings; see docs/fidelity-checks.md."""


class WordCheck(MatchCheck):
    """
    Finds content words without a counterpart that have one everywhere else in the text.

    A word without a counterpart means little by itself: half of all human translations rephrase. It is reported if the
    word has a counterpart in each of its other pairs, if the rest of the pair is literal, if its side is too long, and
    if the other side has no unmatched content word that may translate it.

    Args:
        matcher: matches the words of the pairs.
        side: ``source`` looks for words that the target lacks, ``target`` for the opposite.
    """

    rule = "word"

    def __init__(self, matcher: WordMatcher, side: Literal["source", "target"] = "source") -> None:
        super().__init__(matcher)
        self._side = side

    def faults(self, matches: WordMatches) -> Iterator[Fault]:
        """Yield a fault for each word that lacks a counterpart."""
        if not matches.known:
            return
        pairs = matches.pairs
        words = matches.source if self._side == "source" else matches.target
        texts = words.texts
        parts = [getattr(cover, self._side).similarity for cover in matches.coverages]
        best = np.concatenate([np.empty(0, np.float32), *parts])
        long = Lengths.of(pairs).residuals * (-1 if self._side == "source" else 1) > 0
        rendered, all_pairs = (
            np.bincount(words.occurrences(chosen)[1], minlength=len(words.forms))
            for chosen in (best >= _ABSENT, np.ones(len(best), bool))
        )
        steady = (rendered >= _MIN_PAIRS) & (rendered >= _MIN_SHARE * all_pairs)
        steady &= words.weights >= _MIN_WEIGHT * words.usual_weight
        steady &= np.array([form.isalpha() for form in words.forms], bool)
        for word in np.flatnonzero(steady[words.numbers] & (best < _ABSENT)).tolist():
            pair = int(texts[word])
            literal = self._rest(matches, pair, word - int(words.bounds[pair])) >= _MIN_COVERED
            if literal and long[pair] and not self._left_over(matches, pair):
                form = words.numbers[word]
                evidence = f"“{words.forms[form]}” has a counterpart in {rendered[form]} of {all_pairs[form]} segments"
                span = words.span(word)
                source, target = ((span,), ()) if self._side == "source" else ((), (span,))
                yield Fault(self.rule, "minor", pair, source, target, evidence, _TRUE)

    def _left_over(self, matches: WordMatches, pair: int) -> bool:
        """Return whether the other side has an unmatched content word, which may translate the missing one."""
        cover = matches.coverages[pair]
        words, other = (matches.target, cover.target) if self._side == "source" else (matches.source, cover.source)
        heavy = words.weights[words.numbers[words.slice(pair)]] >= words.usual_weight
        return bool((other.similarity[heavy] < _PARTNER).any())

    def _rest(self, matches: WordMatches, pair: int, place: int) -> float:
        """Return the share of the pair that is covered, leaving out the word at `place`."""
        cover = matches.coverages[pair]
        own, words = (cover.source, matches.source) if self._side == "source" else (cover.target, matches.target)
        weights = words.weights[words.numbers[words.slice(pair)]].copy()
        weights[place] = 0
        return float((weights * own.covered).sum() / max(float(weights.sum()), 1e-9))
