"""Copies: what was left in the source's language, whole sentences and words within them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.matches import WordMatcher, WordMatches
from align.fidelity.script import main_language
from corpus import Span
from corpus.language import language_odds

_LEAST = 4
"""A sentence of fewer words may be the same in two languages."""

_SHARE = 0.8
"""Least share of a copy's words that stand in the source."""

_ODDS = 3.0
"""Logarithm of the odds from which a sentence is in the source's language and not the target's."""

_WHOLE, _WORDS = 0.95, 0.9
"""Shares of the findings that are true; see docs/fidelity-checks.md."""


class CopyCheck:
    """
    Finds what was copied instead of translated.

    A sentence is a copy when nearly all of its words stand in the source, not all of them with capitals as in a list of
    names, and when it is in the source's language: what both sides quote in a third one is none. Within a translated
    sentence single words are found; see `align.fidelity.foreign`.

    Args:
        reader: reads the text.
    """

    rule = "copy"

    def __init__(self, matcher: WordMatcher) -> None:
        self._matcher = matcher

    def find(self, pairs: Sequence[SegmentPair]) -> Iterator[Fault]:
        """Yield a fault for each copied sentence or run of words; see `align.fidelity.fault.Check`."""
        matches = self._matcher.match(pairs)
        for number, pair in enumerate(pairs):
            if is_copy(matches, number):
                span = Span(0, len(pair.target))
                source = (Span(0, len(pair.source)),)
                yield Fault(self.rule, "critical", number, source, (span,), "left in the source's language", _WHOLE)
                continue
            within = matches.target.slice(number)
            for first, last in _runs(np.flatnonzero(matches.foreign[within]).tolist()):
                span = Span(int(matches.target.starts[within][first]), int(matches.target.ends[within][last]))
                evidence = f"“{pair.target[span.start : span.end]}” is left in the source's language"
                yield Fault(self.rule, "major", number, (), (span,), evidence, _WORDS)


def is_copy(matches: WordMatches, number: int) -> bool:
    """Tell whether the target of a pair is its source in the source's language, word for word."""
    pair = matches.pairs[number]
    languages = pair.source_language, pair.target_language
    if main_language(languages[0]) == main_language(languages[1]):
        return False
    source = {matches.source.forms[form] for form in matches.source.numbers[matches.source.slice(number)]}
    within = matches.target.slice(number)
    words = [matches.target.forms[form] for form in matches.target.numbers[within]]
    if len(words) < _LEAST or sum(word in source for word in words) < _SHARE * len(words):
        return False
    small = sum(not pair.target[start].isupper() for start in matches.target.starts[within])
    return 2 * small >= len(words) and language_odds(pair.target, *languages) > _ODDS


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of consecutive numbers."""
    for place, number in enumerate(places):
        if not place or places[place - 1] != number - 1:
            first = number
        if place + 1 == len(places) or places[place + 1] != number + 1:
            yield first, number
