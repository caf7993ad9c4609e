"""Negation: what one side denies and the other affirms."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from align.fidelity.fault import Fault, Pair
from align.fidelity.reading import Reader
from align.fidelity.script import main_language
from align.fidelity.words import Words
from align.side import Floats
from corpus import Span

_NEIGHBOURS = 3
"""So many words on either side of a negation tell where its counterpart must be."""

_COVERED = 0.5
_LEAST = 3
"""At least so many neighbours must be covered so well to tell it."""

_MARGIN = 4
"""So many words around the counterparts of the neighbours may hold the negation."""

_TRUE = 0.5


@dataclass(frozen=True, slots=True)
class _Grammar:
    """
    How a language denies, as regular expressions.

    Attributes:
        negators: words that deny.
        idioms: what holds a negator and does not plainly deny, such as ``not only``.
        hints: words that may stand for a negation of another language, such as ``without`` and ``unable``.
    """

    negators: regex.Pattern[str]
    idioms: regex.Pattern[str]
    hints: regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Negations:
    """Where a text denies, and where it may."""

    plain: tuple[Span, ...]
    possible: tuple[Span, ...]


class NegationCheck:
    """
    Finds negations without counterpart.

    A double negation is one wherever it stands close together, since only its absence is looked for: a text denies
    something, the words around it have counterparts, there is nothing near these that denies or might, and the other
    text has fewer negations as a whole. Languages without data are passed over.

    Args:
        reader: reads the text.
    """

    rule = "negation"

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def find(self, pairs: Sequence[Pair]) -> Iterator[Fault]:
        """Yield a fault for each negation without counterpart; see `align.fidelity.fault.Check`."""
        reading = self._reader.read(pairs)
        if not reading.known:
            return
        for number, pair in enumerate(pairs):
            source_grammar = _grammar(main_language(pair.source_language))
            target_grammar = _grammar(main_language(pair.target_language))
            if not (source_grammar and target_grammar and pair.source and pair.target):
                continue
            source, target = _negations(pair.source, source_grammar), _negations(pair.target, target_grammar)
            if len(source.plain) == len(target.plain):
                continue
            similarity = reading.covers[number].similarity
            places = _places(reading.source, number), _places(reading.target, number)
            if len(source.plain) > len(target.plain):
                lone = _lone(source, target, *places, similarity)
            else:
                lone = _lone(target, source, *places[::-1], similarity.T)
            if lone:
                in_source = len(source.plain) > len(target.plain)
                evidence = f"only the {'source' if in_source else 'target'} denies"
                sides: tuple[tuple[Span, ...], tuple[Span, ...]] = ((lone,), ()) if in_source else ((), (lone,))
                yield Fault(self.rule, "critical", number, *sides, evidence, _TRUE)


def _lone(here: _Negations, there: _Negations, own: list[Span], other: list[Span], similarity: Floats) -> Span | None:
    """Return the first negation for which there is nothing where its counterpart must be."""
    taken = [*there.plain, *there.possible]
    for negation in here.plain:
        near = _neighbours(negation, own)
        covered = [place for place in near if len(other) and similarity[place].max() >= _COVERED]
        if len(covered) < min(_LEAST, len(own) - 1) or not covered:
            continue
        counterparts = similarity[covered].argmax(axis=1)
        first, last = max(0, int(counterparts.min()) - _MARGIN), min(len(other) - 1, int(counterparts.max()) + _MARGIN)
        window = Span(other[first].start, other[last].end)
        if not any(span.start < window.end and window.start < span.end for span in taken):
            return negation
    return None


def _neighbours(negation: Span, words: list[Span]) -> list[int]:
    before = [place for place, word in enumerate(words) if word.end <= negation.start]
    after = [place for place, word in enumerate(words) if word.start >= negation.end]
    return before[-_NEIGHBOURS:] + after[:_NEIGHBOURS]


def _places(words: Words, text: int) -> list[Span]:
    within = words.slice(text)
    return list(map(Span, words.starts[within].tolist(), words.ends[within].tolist()))


def _negations(text: str, grammar: _Grammar) -> _Negations:
    idioms = [Span(*match.span()) for match in grammar.idioms.finditer(text)]
    found = [Span(*match.span()) for match in grammar.negators.finditer(text)]
    plain = [span for span in found if not any(span.start < idiom.end and idiom.start < span.end for idiom in idioms)]
    hints = [Span(*match.span()) for match in grammar.hints.finditer(text)]
    return _Negations(tuple(plain), (*idioms, *hints))


@cache
def _grammar(language: str) -> _Grammar | None:
    file = files("align.fidelity") / "negations" / f"{language}.toml"
    if not file.is_file():
        return None
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    edges = (r"(?<!\w)", r"(?!\w)") if data.get("segmented", True) else ("", "")

    def pattern(key: str) -> regex.Pattern[str]:
        return regex.compile(f"{edges[0]}(?:{'|'.join(data[key])}){edges[1]}", regex.IGNORECASE)

    return _Grammar(pattern("negators"), pattern("idioms"), pattern("hints"))
