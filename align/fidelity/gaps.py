"""Omissions and additions: what has no counterpart, whole sentences and clauses within a linked pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from align.engine.sides import Floats
from align.fidelity.fault import Fault, SegmentPair, Severity
from align.fidelity.lengths import Lengths
from align.fidelity.matches import WordMatcher, WordMatches
from corpus import Span

_CLAUSE = {"omission": 2.0, "addition": 3.0}
"""Least that the words of a clause must lack; a word of usual weight without any counterpart lacks 0.5."""

_LEAST_WORDS = 4
_CONTENT = 0.8
"""A clause has so many words without counterpart; and the least weight of a word whose lack tells something."""

_SHORTFALL = 0.5
"""Least share of a clause's length by which the other side must fall short of its expected length."""

_SHORT = -1.0
"""The score of lengths below which a side is short."""

_USUAL = 0.95
"""Share of the pairs that are long enough, all of which lack less than a clause does."""

_SHARES = {"omission": 0.8, "addition": 0.5}
"""Share of the clauses found where professionals marked the same; see docs/fidelity-checks.md."""

_FEW_WORDS = 3
_PASSAGE = 3
"""A text of so few words is a trifle; so many beads in a row without counterpart are a passage."""


@dataclass(frozen=True, slots=True)
class _Run:
    """The run of a side's words that lacks most; `lack` counts words of usual weight."""

    lack: float
    span: Span


class GapCheck:
    """
    Finds what has no counterpart on the other side.

    A bead with an empty side is as certain as its alignment. Within a linked pair a clause is found when a run of words
    has no counterpart, more than is usual in the pairs of this text that are long enough, and when the other side is
    too short by about its length.

    Args:
        reader: reads the text.
        rule: ``omission`` looks for source text that the target lacks, ``addition`` for the opposite.
    """

    def __init__(self, matcher: WordMatcher, rule: Literal["omission", "addition"]) -> None:
        self._matcher = matcher
        self._rule = rule

    @property
    def rule(self) -> str:
        """Name of the check."""
        return self._rule

    def find(self, pairs: Sequence[SegmentPair]) -> Iterator[Fault]:
        """Yield a fault for each sentence or clause without counterpart; see `align.fidelity.fault.Check`."""
        clauses = self._clauses(pairs, self._matcher.match(pairs))
        ends = self._passage_ends(pairs)
        for number, pair in enumerate(pairs):
            if ends[number] > number:
                yield self._whole(number, pair, ends)
            elif number in clauses:
                evidence = f"no counterpart of {_quoted(self._text(pair), clauses[number])}"
                yield self._fault(number, clauses[number], "major", evidence, _SHARES[self._rule])

    def _text(self, pair: SegmentPair) -> str:
        return pair.source if self._rule == "omission" else pair.target

    def _fault(self, number: int, span: Span, severity: Severity, evidence: str, confidence: float) -> Fault:
        source, target = ((span,), ()) if self._rule == "omission" else ((), (span,))
        return Fault(self._rule, severity, number, source, target, evidence, confidence)

    def _passage_ends(self, pairs: Sequence[SegmentPair]) -> list[int]:
        """Return for each pair where the run of pairs without counterpart that it is in ends; its number if in none."""
        ends = list(range(len(pairs) + 1))
        for number in range(len(pairs) - 1, -1, -1):
            pair = pairs[number]
            if self._text(pair) and not (pair.target and pair.source):
                ends[number] = max(ends[number + 1], number + 1)
        return ends

    def _whole(self, number: int, pair: SegmentPair, ends: list[int]) -> Fault:
        text = self._text(pair)
        first = number
        while first and ends[first - 1] == ends[number]:
            first -= 1
        length = ends[number] - first
        severity: Severity = "critical" if length >= _PASSAGE else "major"
        evidence = "no counterpart"
        if length > 1:
            evidence += f", as {length} in a row"
        elif len(text.split()) <= _FEW_WORDS < len(text):
            severity = "minor"
        return self._fault(number, Span(0, len(text)), severity, evidence, pair.confidence)

    def _clauses(self, pairs: Sequence[SegmentPair], matches: WordMatches) -> dict[int, Span]:
        """Return the clauses without counterpart by the number of their pair."""
        if not matches.known:
            return {}
        sign = 1 if self._rule == "omission" else -1
        lengths = Lengths.of(pairs)
        scores = sign * lengths.scores
        runs = [self._run(matches, number) for number in range(len(pairs))]
        enough = [run.lack for run, score in zip(runs, scores, strict=True) if score >= 0]
        least = max(_CLAUSE[self._rule], float(np.quantile(enough, _USUAL)) if enough else 0.0)
        found = {}
        for number in np.flatnonzero(scores < _SHORT).tolist():
            run = runs[number]
            missing = len(self._text(pairs[number])) * (1 - np.exp(sign * lengths.residuals[number]))
            if run.lack > least and missing > _SHORTFALL * (run.span.end - run.span.start):
                found[number] = run.span
        return found

    def _run(self, matches: WordMatches, number: int) -> _Run:
        cover = matches.coverages[number]
        words, covered = (matches.source, cover.source) if self._rule == "omission" else (matches.target, cover.target)
        within = words.slice(number)
        weights = words.weights[words.numbers[within]] / words.usual_weight
        gains = np.where(weights >= _CONTENT, weights * (0.5 - covered), 0)
        lack, first, last = heaviest_run(gains)
        if np.count_nonzero(gains[first:last] > 0) < _LEAST_WORDS:
            return _Run(0.0, Span(0, 0))
        span = Span(int(words.starts[within][first]), int(words.ends[within][last - 1]))
        return _Run(lack, span)


def heaviest_run(gains: Floats) -> tuple[float, int, int]:
    """Return the largest sum of consecutive gains and where it is (Kadane's algorithm); no run if none is above 0."""
    sums = np.concatenate(([0.0], np.cumsum(gains, dtype=np.float64)))
    lowest = np.minimum.accumulate(sums)
    last = int(np.argmax(sums - lowest))
    return float(sums[last] - lowest[last]), int(np.argmin(sums[: last + 1])), last


def _quoted(text: str, span: Span) -> str:
    words = text[span.start : span.end]
    return f"“{words if len(words) <= 60 else words[:57] + '…'}”"
