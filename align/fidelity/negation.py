"""Negation: what one side denies and the other affirms."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from align.engine.sides import Floats
from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.matches import WordMatcher
from align.fidelity.script import main_language, script_pattern
from align.fidelity.words import Words
from corpus import Span

_NEIGHBOURS = 3
"""So many words on either side of a negation tell where its counterpart must be."""

_COVERED = 0.5
_LEAST, _LEAST_SHORT, _SHORT = 3, 2, 10
"""At least so many neighbours must be covered so well to tell it; two are enough in a sentence of up to ten words."""

_MARGIN = 4
"""So many words around the counterparts of the neighbours may hold the negation."""

_WORD = regex.compile(r"\w+(?:['’]\w+)?")
_LONG = 3
"""Letters from which a word is hardly a negator of one language and something else in another, as “no” is."""

_TRUE = 0.3
"""Share of the findings that are true; see docs/fidelity-checks.md."""


@dataclass(frozen=True, slots=True)
class _Grammar:
    """
    How a language denies, as regular expressions.

    Attributes:
        negators: words that deny.
        idioms: what holds a negator and does not plainly deny, such as ``not only``.
        hints: words that may stand for a negation of another language, such as ``without`` and ``unable``.
        strange: letters of other scripts.
    """

    negators: regex.Pattern[str]
    idioms: regex.Pattern[str]
    hints: regex.Pattern[str]
    strange: regex.Pattern[str]


class NegationCheck:
    """
    Finds negations without counterpart.

    A double negation is one wherever it stands close together, since only its absence is looked for: a text denies
    something, the words around it have counterparts, there is nothing near these that denies or might, and the other
    text has fewer negations as a whole, with those in idioms. Languages without data are passed over.

    Args:
        reader: reads the text.
    """

    rule = "negation"

    def __init__(self, matcher: WordMatcher) -> None:
        self._matcher = matcher

    def find(self, pairs: Sequence[SegmentPair]) -> Iterator[Fault]:
        """Yield a fault for each negation without counterpart; see `align.fidelity.fault.Check`."""
        matches = self._matcher.match(pairs)
        if not matches.known:
            return
        for number, pair in enumerate(pairs):
            grammars = _grammar(main_language(pair.source_language)), _grammar(main_language(pair.target_language))
            if not (grammars[0] and grammars[1] and pair.source and pair.target):
                continue
            source = _denials(pair.source, grammars[0], pair.target, grammars[1])
            target = _denials(pair.target, grammars[1], pair.source, grammars[0])
            similarity = matches.coverages[number].similarity
            places = _places(matches.source, number), _places(matches.target, number)
            if len(source) > len(grammars[1].negators.findall(pair.target)):
                lone = _lone(source, places[0], places[1], similarity, [*target, *_hints(pair.target, grammars[1])])
                if lone:
                    yield Fault(self.rule, "critical", number, (lone,), (), "only the source denies", _TRUE)
            elif len(target) > len(grammars[0].negators.findall(pair.source)):
                lone = _lone(target, places[1], places[0], similarity.T, [*source, *_hints(pair.source, grammars[0])])
                if lone:
                    yield Fault(self.rule, "critical", number, (), (lone,), "only the target denies", _TRUE)


def denial_difference(pair: SegmentPair) -> int:
    """Return by how many plain denials the two sides differ, at most 2; 0 for languages without data."""
    grammars = _grammar(main_language(pair.source_language)), _grammar(main_language(pair.target_language))
    if not (grammars[0] and grammars[1]):
        return 0
    source = _denials(pair.source, grammars[0], pair.target, grammars[1])
    return min(2, abs(len(source) - len(_denials(pair.target, grammars[1], pair.source, grammars[0]))))


def _lone(
    denials: list[Span], own: list[Span], other: list[Span], similarity: Floats, possible: list[Span]
) -> Span | None:
    """
    Return the first denial for which there is nothing where its counterpart must be.

    Args:
        denials: where a text denies.
        own: its words.
        other: the words of the other text.
        similarity: of the words, shape (own, other).
        possible: where the other text denies, or may.
    """
    for denial in denials:
        covered = [place for place in _neighbours(denial, own) if similarity[place].max(initial=-1) >= _COVERED]
        if not covered or len(covered) < (_LEAST if len(own) > _SHORT else min(_LEAST_SHORT, len(own) - 1)):
            continue
        counterparts = similarity[covered].argmax(axis=1)
        first, last = max(0, int(counterparts.min()) - _MARGIN), min(len(other) - 1, int(counterparts.max()) + _MARGIN)
        if not any(_overlap(span, Span(other[first].start, other[last].end)) for span in possible):
            return denial
    return None


def _neighbours(negation: Span, words: list[Span]) -> list[int]:
    before = [place for place, word in enumerate(words) if word.end <= negation.start]
    after = [place for place, word in enumerate(words) if word.start >= negation.end]
    return before[-_NEIGHBOURS:] + after[:_NEIGHBOURS]


def _places(words: Words, text: int) -> list[Span]:
    within = words.slice(text)
    return list(map(Span, words.starts[within].tolist(), words.ends[within].tolist()))


def _denials(text: str, grammar: _Grammar, other: str, other_grammar: _Grammar) -> list[Span]:
    """Return where a text plainly denies; a negator that the other text has as well and cannot mean is a quotation."""
    found = _spans(grammar.negators, text)
    if not found:
        return []
    idioms = _spans(grammar.idioms, text)
    quoted = {
        word.casefold()
        for word in _WORD.findall(other_grammar.negators.sub(" ", other))
        if len(word) >= _LONG or other_grammar.strange.search(word)
    }
    return [
        span
        for span in found
        if text[span.start : span.end].casefold() not in quoted and not any(_overlap(span, idiom) for idiom in idioms)
    ]


def _hints(text: str, grammar: _Grammar) -> list[Span]:
    """Return where a text may deny."""
    return _spans(grammar.idioms, text) + _spans(grammar.hints, text)


def _spans(pattern: regex.Pattern[str], text: str) -> list[Span]:
    return [Span(*match.span()) for match in pattern.finditer(text)]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


@cache
def _grammar(language: str) -> _Grammar | None:
    file = files("align.fidelity") / "negations" / f"{language}.toml"
    if not file.is_file():
        return None
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    edges = (r"(?<!\w)", r"(?!\w)") if data.get("segmented", True) else ("", "")

    def pattern(key: str) -> regex.Pattern[str]:
        return regex.compile(f"{edges[0]}(?:{'|'.join(data[key])}){edges[1]}", regex.IGNORECASE)

    return _Grammar(pattern("negators"), pattern("idioms"), pattern("hints"), script_pattern(language))
