"""Sentences in a language that is not the translation's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import regex

from align.fidelity.copies import is_copy
from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.matches import WordMatcher, WordMatches
from align.fidelity.script import script_pattern
from corpus import Span, detect_language
from corpus.language import contradicts

_FREQUENT = 200
"""So many of a text's most frequent words are in nearly every sentence of some length."""

_LEAST_LETTERS = 40
"""Letters, in bytes of UTF-8, below which a sentence does not tell its language."""

_ALIEN = 0.6
_ALIEN_LETTERS = 8
"""Share and number of letters of a strange script from which a sentence is in another language."""

_LATIN = regex.compile(r"\p{Script=Latin}")

_TRUE = 0.9


class LanguageCheck:
    """
    Finds targets in another script or language than the translation's.

    A sentence is judged by its script; without the frequent words of its text, or in a text that seems to be in another
    language as a whole, also by its words. What the source says in the same other language is none, nor is a copy, for
    which there is `align.fidelity.copies.CopyCheck`.

    Args:
        reader: reads the text.
    """

    rule = "language"

    def __init__(self, matcher: WordMatcher) -> None:
        self._matcher = matcher

    def find(self, pairs: Sequence[SegmentPair]) -> Iterator[Fault]:
        """Yield a fault for each target in another language; see `align.fidelity.fault.Check`."""
        matches = self._matcher.match(pairs)
        unusual = _unusual(matches)
        for number, pair in enumerate(pairs):
            found = _other_script(pair) or (_other_language(pair) if unusual[number] else "")
            if found and not is_copy(matches, number):
                span = (Span(0, len(pair.target)),)
                yield Fault(self.rule, "critical", number, (), span, f"seems to be in {found}", _TRUE)


def _unusual(matches: WordMatches) -> list[bool]:
    """Tell of each pair whether its target has none of the text's frequent words, or all if the text is suspicious."""
    pairs, words = matches.pairs, matches.target
    sample = " ".join(pair.target for pair in pairs[:: len(pairs) // _FREQUENT + 1])
    if pairs and contradicts(detect_language(sample), pairs[0].target_language):
        return [True] * len(pairs)
    counts = np.bincount(words.numbers, minlength=len(words.forms))
    frequent = np.zeros(len(counts), bool)
    frequent[np.argsort(-counts, kind="stable")[:_FREQUENT]] = True
    frequent &= counts > 1
    met = np.concatenate(([0], np.cumsum(frequent[words.numbers])))
    unusual: list[bool] = (met[words.bounds[1:]] == met[words.bounds[:-1]]).tolist()
    return unusual


def _other_script(pair: SegmentPair) -> str:
    """Return what to call the script of the target; nothing for Latin letters, in which names stand everywhere."""
    letters = sum(map(str.isalpha, pair.target))
    alien = script_pattern(pair.target_language)
    strange = [letter for letter in alien.findall(pair.target) if not _LATIN.match(letter)]
    quoted = set(strange) <= set(pair.source) and set(strange) <= set(alien.findall(pair.source))
    return "another script" if len(strange) >= max(_ALIEN_LETTERS, _ALIEN * letters) and not quoted else ""


def _other_language(pair: SegmentPair) -> str:
    letters = sum(len(character.encode()) for character in pair.target if character.isalpha())
    if letters < _LEAST_LETTERS:
        return ""
    found = detect_language(pair.target)
    if not contradicts(found, pair.target_language) or detect_language(pair.source).language == found.language:
        return ""
    return f"the language {found.language}"
