"""Sentences in a language other than that of the translation."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from align.fidelity.copies import is_copy
from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.matches import MatchCheck, WordMatches
from align.fidelity.script import LATIN, script_pattern
from corpus import Span, detect_language
from corpus.language import contradicts

_FREQUENT = 200
"""Number of most frequent words; nearly every longer sentence has one of them."""

_MIN_BYTES = 40
"""Letters, in bytes of UTF-8, that language identification needs."""

_MIN_FOREIGN_SHARE = 0.6
_MIN_FOREIGN_LETTERS = 8
"""Share and number of letters of another script from which a sentence is in another language."""

_TRUE = 0.9


class LanguageCheck(MatchCheck):
    """
    Finds targets in another script or language than that of the translation.

    Every sentence is judged by its script. Its language is identified only if it has none of the frequent words of its
    text, or if the whole text seems to be in another language. A sentence whose source is in the same other language is
    not a fault. Copies are left to `align.fidelity.copies.CopyCheck`.
    """

    rule = "language"

    def faults(self, matches: WordMatches) -> Iterator[Fault]:
        """Yield a fault for each target in another language."""
        unusual = _unusual(matches)
        for number, pair in enumerate(matches.pairs):
            found = _other_script(pair) or (_other_language(pair) if unusual[number] else "")
            if found and not is_copy(matches, number):
                span = (Span(0, len(pair.target)),)
                yield Fault(self.rule, "critical", number, (), span, f"seems to be in {found}", _TRUE)


def _unusual(matches: WordMatches) -> list[bool]:
    """Return for each pair whether its target has no frequent word; True for all if the whole text is suspicious."""
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
    """Return "another script" if the target is in one, else nothing; Latin letters are passed over, as in names."""
    letters = sum(map(str.isalpha, pair.target))
    foreign = script_pattern(pair.target_language)
    found = [letter for letter in foreign.findall(pair.target) if not LATIN.match(letter)]
    copied = set(found) <= set(pair.source) and set(found) <= set(foreign.findall(pair.source))
    many = len(found) >= max(_MIN_FOREIGN_LETTERS, _MIN_FOREIGN_SHARE * letters)
    return "another script" if many and not copied else ""


def _other_language(pair: SegmentPair) -> str:
    letters = sum(len(character.encode()) for character in pair.target if character.isalpha())
    if letters < _MIN_BYTES:
        return ""
    found = detect_language(pair.target)
    if not contradicts(found, pair.target_language) or detect_language(pair.source).language == found.language:
        return ""
    return f"the language {found.language}"
