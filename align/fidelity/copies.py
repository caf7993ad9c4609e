"""Copies: sentences, and words within sentences, left in the source language."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from align.fidelity.fault import Fault, quoted
from align.fidelity.matches import MatchCheck, WordMatches
from corpus import Span
from corpus.language import language_odds, primary_subtag

_MIN_WORDS = 4
"""A shorter sentence may be the same in two languages."""

_MIN_SHARE = 0.8
"""Minimum share of the words of a copy that are in the source."""

_MIN_ODDS = 3.0
"""Minimum log-odds that a sentence is in the source language rather than the target language."""

_WHOLE, _WORDS = 0.95, 0.9
"""Shares of true findings; see docs/fidelity-checks.md."""


class CopyCheck(MatchCheck):
    """
    Finds text that was copied instead of translated.

    A sentence is a copy if it is in the source language and nearly all of its words are in the source. A list of
    capitalised names is not a copy, nor is a quotation in a third language on both sides. Single untranslated words are
    found as well; see `align.fidelity.foreign`.
    """

    rule = "copy"

    def faults(self, matches: WordMatches) -> Iterator[Fault]:
        """Yield a fault for each copied sentence or run of words."""
        for number, pair in enumerate(matches.pairs):
            if is_copy(matches, number):
                span = Span(0, len(pair.target))
                source = (Span(0, len(pair.source)),)
                yield Fault(self.rule, "critical", number, source, (span,), "left in the source language", _WHOLE)
                continue
            within = matches.target.slice(number)
            foreign = within.start + np.flatnonzero(matches.foreign[within])
            for run in np.split(foreign, np.flatnonzero(np.diff(foreign) > 1) + 1) if len(foreign) else ():
                span = matches.target.span(run[0], run[-1])
                evidence = f"{quoted(span.of(pair.target))} is left in the source language"
                yield Fault(self.rule, "major", number, (), (span,), evidence, _WORDS)


def is_copy(matches: WordMatches, number: int) -> bool:
    """Return whether the target of a pair repeats its source word for word, in the source language."""
    pair = matches.pairs[number]
    languages = pair.source_language, pair.target_language
    if primary_subtag(languages[0]) == primary_subtag(languages[1]):
        return False
    source = {matches.source.forms[form] for form in matches.source.numbers[matches.source.slice(number)]}
    within = matches.target.slice(number)
    words = [matches.target.forms[form] for form in matches.target.numbers[within]]
    if len(words) < _MIN_WORDS or sum(word in source for word in words) < _MIN_SHARE * len(words):
        return False
    small = sum(not pair.target[start].isupper() for start in matches.target.starts[within])
    return 2 * small >= len(words) and language_odds(pair.target, *languages) > _MIN_ODDS
