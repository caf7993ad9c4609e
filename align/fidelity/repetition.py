"""Repetitions: one translation for different sources, and words said over and over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import regex

from align.engine.sides import norms_of
from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.matches import WordMatcher, WordMatches
from corpus import Span

_LEAST_WORDS = 5
"""A shorter sentence may well translate several."""

_ALIKE = 0.3
_SAME_MEANING = 0.6
"""Share of words in common, and cosine, from which two sources are variants of each other."""

_LONGEST = 8
"""Longest phrase, in words, that is looked for twice in a row."""

_SHORTEST = 3
_TIMES = 4
"""The shortest phrase, and how often a single word must be said: many languages double words for emphasis."""

_PAUSE = regex.compile(r"[^\p{L}\p{M}\p{N}\s]")
"""What parts words on purpose, as in “Row, row, row your boat”."""

_SAME, _TWICE = 0.8, 0.9
"""Shares of the findings that are true; see docs/fidelity-checks.md."""


class RepetitionCheck:
    """
    Finds targets that stand for different sources, and phrases that only the target repeats.

    Args:
        reader: reads the text.
    """

    rule = "repetition"

    def __init__(self, matcher: WordMatcher) -> None:
        self._matcher = matcher

    def find(self, pairs: Sequence[SegmentPair]) -> Iterator[Fault]:
        """Yield a fault for each repeated target or phrase; see `align.fidelity.fault.Check`."""
        matches = self._matcher.match(pairs)
        first: dict[tuple[int, ...], int] = {}
        for number, pair in enumerate(pairs):
            target = _forms(matches, number, "target")
            earlier = first.setdefault(target, number)
            if earlier < number and len(target) >= _LEAST_WORDS and pair.source and _differ(matches, earlier, number):
                spans = (Span(0, len(pair.source)),), (Span(0, len(pair.target)),)
                evidence = f"the same as for “{_start(pairs[earlier].source)}”"
                yield Fault(self.rule, "major", number, *spans, evidence, _SAME)
            elif (found := _doubled(target)) and not _doubled(_forms(matches, number, "source")):
                start = int(matches.target.bounds[number])
                first_word, last_word = matches.target.span(start + found[0]), matches.target.span(start + found[1] - 1)
                span = Span(first_word.start, last_word.end)
                said = pair.target[span.start : span.end]
                if not _PAUSE.search(said):
                    yield Fault(self.rule, "minor", number, (), (span,), f"“{_start(said)}” repeats itself", _TWICE)


def _forms(matches: WordMatches, number: int, side: str) -> tuple[int, ...]:
    words = matches.source if side == "source" else matches.target
    return tuple(words.numbers[words.slice(number)].tolist())


def _differ(matches: WordMatches, one: int, other: int) -> bool:
    """Tell whether the sources of two pairs have little in common, in words and in meaning."""
    first, second = (set(_forms(matches, number, "source")) for number in (one, other))
    if not first or len(first & second) >= _ALIKE * len(first | second):
        return False
    vectors = matches.encoder.encode([matches.pairs[number].source for number in (one, other)])
    return float(vectors[0] @ vectors[1]) < _SAME_MEANING * float(np.prod(norms_of(vectors)))


def _doubled(words: tuple[int, ...]) -> tuple[int, int] | None:
    """Return where a phrase is said twice in a row, or a word four times."""
    for length in (1, *range(_SHORTEST, _LONGEST + 1)):
        run = 0
        for place in range(len(words) - length):
            run = run + 1 if words[place] == words[place + length] else 0
            if run >= (_TIMES - 1 if length == 1 else length):
                return place - run + 1, place + length + 1
    return None


def _start(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
