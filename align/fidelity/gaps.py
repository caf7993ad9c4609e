"""Omissions and additions: unaligned sentences, and clauses without a counterpart within a linked pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

import numpy as np

from align.engine.sides import Floats
from align.fidelity.fault import Fault, SegmentPair, Severity, quoted
from align.fidelity.lengths import Lengths
from align.fidelity.matches import MatchCheck, WordMatcher, WordMatches
from corpus import Span

_MIN_LACK = {"omission": 2.0, "addition": 3.0}
"""Minimum coverage that the words of a clause lack; a word of usual weight without a counterpart lacks 0.5."""

_MIN_WORDS = 4
_CONTENT = 0.8
"""Minimum number of words in a clause without a counterpart, and the minimum weight of a content word."""

_SHORTFALL = 0.5
"""Minimum share of the length of a clause by which the other side is shorter than expected."""

_SHORT = -1.0
"""Length score below which a side is short."""

_USUAL = 0.95
"""Quantile of what the pairs of sufficient length lack; a clause must lack more."""

_SHARES = {"omission": 0.8, "addition": 0.5}
"""Share of the clauses found that professionals marked as well; see docs/fidelity-checks.md."""

_MAX_MINOR_WORDS = 3
_PASSAGE = 3
"""A sentence of up to three words is a minor fault; three unaligned beads in a row are a passage."""


GapRule = Literal["omission", "addition"]
"""What is without a counterpart: ``omission`` is source text that the target lacks, ``addition`` the opposite."""


class UnalignedCheck:
    """
    Finds unaligned sentences, each as certain as its bead.

    Args:
        rule: on which side.
    """

    def __init__(self, rule: GapRule) -> None:
        self.rule = rule

    def find(self, pairs: Sequence[SegmentPair]) -> Iterator[Fault]:
        """Yield a fault for each unaligned sentence of one text and one translation, in their order."""
        for unaligned, run in groupby(enumerate(pairs), lambda numbered: self._is_unaligned(numbered[1])):
            passage = list(run)
            if unaligned:
                yield from (self._fault(number, pair, len(passage)) for number, pair in passage)

    def _is_unaligned(self, pair: SegmentPair) -> bool:
        return bool(_text(pair, self.rule)) and not (pair.source and pair.target)

    def _fault(self, number: int, pair: SegmentPair, length: int) -> Fault:
        """Return the fault of an unaligned sentence in a passage of so many beads."""
        text = _text(pair, self.rule)
        severity: Severity = "critical" if length >= _PASSAGE else "major"
        evidence = "unaligned"
        if length > 1:
            evidence += f", one of {length} in a row"
        elif len(text.split()) <= _MAX_MINOR_WORDS < len(text):
            severity = "minor"
        return _fault(self.rule, number, Span(0, len(text)), severity, evidence, pair.confidence)


class ClauseCheck(MatchCheck):
    """
    Finds clauses without a counterpart within linked pairs.

    A clause is found if a run of words has no counterpart, if it is longer than is usual in pairs of sufficient length
    in this text, and if the other side is too short by about its length.

    Args:
        matcher: matches the words of the pairs.
        rule: on which side.
    """

    def __init__(self, matcher: WordMatcher, rule: GapRule) -> None:
        super().__init__(matcher)
        self.rule = rule

    def faults(self, matches: WordMatches) -> Iterator[Fault]:
        """Yield a fault for each clause without a counterpart."""
        for number, span in self._clauses(matches).items():
            evidence = f"no counterpart of {quoted(span.of(_text(matches.pairs[number], self.rule)))}"
            yield _fault(self.rule, number, span, "major", evidence, _SHARES[self.rule])

    def _clauses(self, matches: WordMatches) -> dict[int, Span]:
        """Return the clauses without a counterpart by the index of their pair."""
        if not matches.known:
            return {}
        pairs = matches.pairs
        sign = 1 if self.rule == "omission" else -1
        lengths = Lengths.of(pairs)
        scores = sign * lengths.scores
        runs = [self._run(matches, number) for number in range(len(pairs))]
        enough = [lack for (lack, _), score in zip(runs, scores, strict=True) if score >= 0]
        least = max(_MIN_LACK[self.rule], float(np.quantile(enough, _USUAL)) if enough else 0.0)
        found = {}
        for number in np.flatnonzero(scores < _SHORT).tolist():
            lack, span = runs[number]
            missing = len(_text(pairs[number], self.rule)) * (1 - np.exp(sign * lengths.residuals[number]))
            if lack > least and missing > _SHORTFALL * (span.end - span.start):
                found[number] = span
        return found

    def _run(self, matches: WordMatches, number: int) -> tuple[float, Span]:
        """Return the coverage that the words of the worst run lack, in words of usual weight, and its span."""
        cover = matches.coverages[number]
        words, own = (matches.source, cover.source) if self.rule == "omission" else (matches.target, cover.target)
        within = words.slice(number)
        weights = words.weights[words.numbers[within]] / words.usual_weight
        gains = np.where(weights >= _CONTENT, weights * (0.5 - own.covered), 0)
        lack, first, last = heaviest_run(gains)
        if np.count_nonzero(gains[first:last] > 0) < _MIN_WORDS:
            return 0.0, Span(0, 0)
        return lack, words.span(within.start + first, within.start + last - 1)


def _text(pair: SegmentPair, rule: str) -> str:
    return pair.source if rule == "omission" else pair.target


def _fault(rule: str, number: int, span: Span, severity: Severity, evidence: str, confidence: float) -> Fault:
    source, target = ((span,), ()) if rule == "omission" else ((), (span,))
    return Fault(rule, severity, number, source, target, evidence, confidence)


def heaviest_run(gains: Floats) -> tuple[float, int, int]:
    """Return the largest sum of consecutive gains, its start and its end; an empty run if no gain is above 0."""
    sums = np.concatenate(([0.0], np.cumsum(gains, dtype=np.float64)))
    lowest = np.minimum.accumulate(sums)
    last = int(np.argmax(sums - lowest))
    return float(sums[last] - lowest[last]), int(np.argmin(sums[: last + 1])), last
