"""Words of the source's language in the target: what was left untranslated within a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import regex
from numpy.typing import NDArray

from align.fidelity.fault import SegmentPair
from align.fidelity.script import main_language, script_pattern
from align.fidelity.words import Words
from corpus.language import language_odds

_ODDS = 2.0
"""Logarithm of the odds from which a copied word is of the source's language; chosen on DEMETR."""

_LETTERS = regex.compile(r"[\p{L}\p{M}]+")
_LATIN = regex.compile(r"\p{Script=Latin}")
_SET_APART = regex.compile(
    r"[«“„\"(\[‹「『‘][^«»“”„\"()\[\]‹›「」『』‘’]{1,200}[»”“\")\]›」』’]|\S*[/@\\_#]\S*|\w+\.\w[\w.]*"
)
"""Quotations, brackets, addresses and names of files: what may well stand in another language."""


def foreign_words(pairs: Sequence[SegmentPair], source: Words, target: Words) -> NDArray[np.bool_]:
    """
    Tell of each target word whether it was copied from the source and is of its language.

    It stands in the source in the same form, begins with a small letter (or has none), is not set apart by quotation
    marks, brackets or as an address, and is either in a script that the target's language does not use, or likelier in
    the source's language, as its sentence is, and nowhere else in the target: a word that is used twice was borrowed.
    Words in Latin letters within another script count as borrowed.

    Returns:
        Shape (words of the targets,).
    """
    foreign = np.zeros(len(target.numbers), bool)
    places = {form: number for number, form in enumerate(source.forms)}
    twins = np.array([places.get(form, -1) for form in target.forms], np.int64)
    texts = np.arange(len(pairs))
    base = len(source.forms)
    stands = np.repeat(texts, np.diff(source.bounds)) * base + source.numbers
    sought = np.repeat(texts, np.diff(target.bounds)) * base + twins[target.numbers]
    copied = (twins[target.numbers] >= 0) & np.isin(sought, stands)
    counts = np.bincount(target.numbers, minlength=len(target.forms))
    for word in np.flatnonzero(copied).tolist():
        text = int(np.searchsorted(target.bounds, word, side="right")) - 1
        pair, span = pairs[text], target.span(word)
        written = pair.target[span.start : span.end]
        if (
            not written[0].isupper()
            and (counts[target.numbers[word]] == 1 or not _LATIN.match(written))
            and _is_foreign(written, pair.source_language, pair.target_language)
        ):
            apart = any(
                match.start() <= span.start and span.end <= match.end() for match in _SET_APART.finditer(pair.target)
            )
            foreign[word] = not apart and language_odds(pair.source, pair.source_language, pair.target_language) >= 0
    return foreign


@cache
def _is_foreign(word: str, source_language: str, target_language: str) -> bool:
    if main_language(source_language) == main_language(target_language) or not _LETTERS.fullmatch(word):
        return False
    if script_pattern(target_language).search(word):
        return not _LATIN.search(word)
    if script_pattern(source_language).search(word):
        return False
    return language_odds(word, source_language, target_language) > _ODDS
