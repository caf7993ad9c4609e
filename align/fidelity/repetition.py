"""Repetitions: the same translation for different sources, and repeated words and phrases."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import regex

from align.engine.sides import norms_of
from align.fidelity.fault import Fault, quoted
from align.fidelity.matches import MatchCheck, WordMatches
from corpus import Span

_MIN_WORDS = 5
"""A shorter sentence may translate several sources."""

_SHARED_WORDS = 0.3
_SAME_MEANING = 0.6
"""Share of words in common, and cosine, from which two sources are variants of each other."""

_MAX_PHRASE = 8
"""Maximum length, in words, of a phrase that is said twice in a row."""

_MIN_PHRASE = 3
_TIMES = 4
"""Minimum length of such a phrase, and the times a single word is repeated: languages double words for emphasis."""

_PAUSE = regex.compile(r"[^\p{L}\p{M}\p{N}\s]")
"""Punctuation that shows a deliberate repetition, as in “Row, row, row your boat”."""

_SAME, _TWICE = 0.8, 0.9
"""Shares of true findings; see docs/fidelity-checks.md."""


class RepetitionCheck(MatchCheck):
    """Finds targets that translate different sources, and phrases that only the target repeats."""

    rule = "repetition"

    def faults(self, matches: WordMatches) -> Iterator[Fault]:
        """Yield a fault for each repeated target or phrase."""
        pairs = matches.pairs
        first: dict[tuple[int, ...], int] = {}
        for number, pair in enumerate(pairs):
            target = _forms(matches, number, "target")
            earlier = first.setdefault(target, number)
            if earlier < number and len(target) >= _MIN_WORDS and pair.source and _differ(matches, earlier, number):
                spans = (Span(0, len(pair.source)),), (Span(0, len(pair.target)),)
                evidence = f"same translation as for {quoted(pairs[earlier].source)}"
                yield Fault(self.rule, "major", number, *spans, evidence, _SAME)
            elif (found := _doubled(target)) and not _doubled(_forms(matches, number, "source")):
                start = int(matches.target.bounds[number])
                span = matches.target.span(start + found[0], start + found[1] - 1)
                said = span.of(pair.target)
                if not _PAUSE.search(said):
                    yield Fault(self.rule, "minor", number, (), (span,), f"{quoted(said)} is a repetition", _TWICE)


def _forms(matches: WordMatches, number: int, side: str) -> tuple[int, ...]:
    words = matches.source if side == "source" else matches.target
    return tuple(words.numbers[words.slice(number)].tolist())


def _differ(matches: WordMatches, one: int, other: int) -> bool:
    """Return whether the sources of two pairs have little in common, in words and in meaning."""
    first, second = (set(_forms(matches, number, "source")) for number in (one, other))
    if not first or len(first & second) >= _SHARED_WORDS * len(first | second):
        return False
    vectors = matches.encoder.encode([matches.pairs[number].source for number in (one, other)])
    return float(vectors[0] @ vectors[1]) < _SAME_MEANING * float(np.prod(norms_of(vectors)))


def _doubled(words: tuple[int, ...]) -> tuple[int, int] | None:
    """Return where a phrase is repeated at once, or a word occurs four times in a row."""
    for length in (1, *range(_MIN_PHRASE, _MAX_PHRASE + 1)):
        run = 0
        for place in range(len(words) - length):
            run = run + 1 if words[place] == words[place + length] else 0
            if run >= (_TIMES - 1 if length == 1 else length):
                return place - run + 1, place + length + 1
    return None
