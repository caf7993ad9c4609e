"""Negation: sentences that are negated on one side only."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.matches import MatchCheck, SideCoverage, WordMatches
from align.fidelity.script import script_pattern
from align.fidelity.words import Words
from corpus import Span
from corpus.language import primary_subtag

_NEIGHBOURS = 3
"""Number of words on either side of a negation whose counterparts show where its own must be."""

_COVERED = 0.5
_MIN_NEIGHBOURS, _MIN_NEIGHBOURS_SHORT, _SHORT = 3, 2, 10
"""Minimum number of neighbours with a similarity of 0.5; two suffice in a sentence of up to ten words."""

_MARGIN = 4
"""Number of words around the counterparts of the neighbours in which the negation may be."""

_WORD = regex.compile(r"\w+(?:['’]\w+)?")
_MIN_LETTERS = 3
"""Letters from which a word is hardly a negator in one language and another word in the other, as “no” is."""

_TRUE = 0.3
"""Share of true findings; see docs/fidelity-checks.md."""


@dataclass(frozen=True, slots=True)
class _NegationPatterns:
    """
    How a language expresses negation, as regular expressions.

    Attributes:
        negators: negating words.
        idioms: phrases with a negator that do not plainly negate, such as ``not only``.
        hints: words that may translate a negation, such as ``without`` and ``unable``.
        foreign: letters of other scripts.
    """

    negators: regex.Pattern[str]
    idioms: regex.Pattern[str]
    hints: regex.Pattern[str]
    foreign: regex.Pattern[str]


class NegationCheck(MatchCheck):
    """
    Finds negations without a counterpart.

    One side has a negation and the words around it have counterparts, but near these there is no negation and no word
    that may translate one, and the other side has fewer negators in all, idioms included. Double negation therefore
    counts as one. Languages without data are passed over.
    """

    rule = "negation"

    def faults(self, matches: WordMatches) -> Iterator[Fault]:
        """Yield a fault for each negation without a counterpart."""
        if not matches.known:
            return
        for number, pair in enumerate(matches.pairs):
            patterns = _patterns(pair)
            if not (patterns and pair.source and pair.target):
                continue
            source, target = _negations(pair, patterns)
            cover = matches.coverages[number]
            places = _places(matches.source, number), _places(matches.target, number)
            if len(source) > len(patterns[1].negators.findall(pair.target)):
                possible = [*target, *_hints(pair.target, patterns[1])]
                if lost := _unmatched(source, places[0], places[1], cover.source, possible):
                    yield Fault(self.rule, "critical", number, (lost,), (), "only the source is negated", _TRUE)
            elif len(target) > len(patterns[0].negators.findall(pair.source)):
                possible = [*source, *_hints(pair.source, patterns[0])]
                if added := _unmatched(target, places[1], places[0], cover.target, possible):
                    yield Fault(self.rule, "critical", number, (), (added,), "only the translation is negated", _TRUE)


def negation_difference(pair: SegmentPair) -> int:
    """Return the difference in plain negations between the sides, at most 2; 0 for languages without data."""
    patterns = _patterns(pair)
    if not patterns:
        return 0
    source, target = _negations(pair, patterns)
    return min(2, abs(len(source) - len(target)))


def _unmatched(
    negations: list[Span], own: list[Span], other: list[Span], cover: SideCoverage, possible: list[Span]
) -> Span | None:
    """
    Return the first negation that has no counterpart where its counterpart must be.

    Args:
        negations: the negations of a text.
        own: its words.
        other: the words of the other text.
        cover: the coverage of its words by those of the other text.
        possible: the negations, and the words that may be one, of the other text.
    """
    for negation in negations:
        covered = [place for place in _neighbours(negation, own) if cover.similarity[place] >= _COVERED]
        least = _MIN_NEIGHBOURS if len(own) > _SHORT else min(_MIN_NEIGHBOURS_SHORT, len(own) - 1)
        if not covered or len(covered) < least:
            continue
        counterparts = cover.partner[covered]
        first, last = max(0, int(counterparts.min()) - _MARGIN), min(len(other) - 1, int(counterparts.max()) + _MARGIN)
        if not any(_overlap(span, Span(other[first].start, other[last].end)) for span in possible):
            return negation
    return None


def _neighbours(negation: Span, words: list[Span]) -> list[int]:
    before = [place for place, word in enumerate(words) if word.end <= negation.start]
    after = [place for place, word in enumerate(words) if word.start >= negation.end]
    return before[-_NEIGHBOURS:] + after[:_NEIGHBOURS]


def _places(words: Words, text: int) -> list[Span]:
    within = words.slice(text)
    return list(map(Span, words.starts[within].tolist(), words.ends[within].tolist()))


def _negations(
    pair: SegmentPair, patterns: tuple[_NegationPatterns, _NegationPatterns]
) -> tuple[list[Span], list[Span]]:
    source, target = patterns
    return (
        _plain_negations(pair.source, source, pair.target, target),
        _plain_negations(pair.target, target, pair.source, source),
    )


def _plain_negations(text: str, own: _NegationPatterns, other_text: str, other: _NegationPatterns) -> list[Span]:
    """Return the negators of a text, without idioms and without those that the other text quotes as they are."""
    found = _spans(own.negators, text)
    if not found:
        return []
    idioms = _spans(own.idioms, text)
    quoted = {
        word.casefold()
        for word in _WORD.findall(other.negators.sub(" ", other_text))
        if len(word) >= _MIN_LETTERS or other.foreign.search(word)
    }
    return [
        span
        for span in found
        if text[span.start : span.end].casefold() not in quoted and not any(_overlap(span, idiom) for idiom in idioms)
    ]


def _hints(text: str, patterns: _NegationPatterns) -> list[Span]:
    """Return the places where a text may express negation."""
    return _spans(patterns.idioms, text) + _spans(patterns.hints, text)


def _spans(pattern: regex.Pattern[str], text: str) -> list[Span]:
    return [Span(*match.span()) for match in pattern.finditer(text)]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _patterns(pair: SegmentPair) -> tuple[_NegationPatterns, _NegationPatterns] | None:
    """Return the patterns of both languages of a pair; None if one of them has no data."""
    source, target = (_load(primary_subtag(tag)) for tag in (pair.source_language, pair.target_language))
    return (source, target) if source and target else None


@cache
def _load(language: str) -> _NegationPatterns | None:
    file = files("align.fidelity") / "negations" / f"{language}.toml"
    if not file.is_file():
        return None
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    edges = (r"(?<!\w)", r"(?!\w)") if data.get("segmented", True) else ("", "")

    def pattern(key: str) -> regex.Pattern[str]:
        return regex.compile(f"{edges[0]}(?:{'|'.join(data[key])}){edges[1]}", regex.IGNORECASE)

    return _NegationPatterns(pattern("negators"), pattern("idioms"), pattern("hints"), script_pattern(language))
