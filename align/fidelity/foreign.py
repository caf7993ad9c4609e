"""Source-language words in the target: words left untranslated within a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import regex
from numpy.typing import NDArray

from align.fidelity.fault import SegmentPair
from align.fidelity.script import LATIN, script_pattern
from align.fidelity.words import Words
from corpus.language import language_odds, primary_subtag

_MIN_ODDS = 2.0
"""Minimum log-odds that a copied word is in the source language; chosen on DEMETR."""

_LETTERS = regex.compile(r"[\p{L}\p{M}]+")
_QUOTATION = regex.compile(
    r"[«“„\"(\[‹「『‘][^«»“”„\"()\[\]‹›「」『』‘’]{1,200}[»”“\")\]›」』’]|\S*[/@\\_#]\S*|\w+\.\w[\w.]*"
)
"""Quotations, brackets, addresses and file names, which may be in another language."""


def foreign_words(pairs: Sequence[SegmentPair], source: Words, target: Words) -> NDArray[np.bool_]:
    """
    Return for each target word whether it was copied from the source and is in the source language.

    Such a word is in the source in the same form, does not begin with a capital, and is not in quotation marks,
    brackets or an address. It is in a script that the target language does not use, or it is more likely in the source
    language and occurs once in the target: a word that is used twice is borrowed. In another script, words in Latin
    letters count as borrowed.

    Returns:
        Booleans of shape (words of the targets,).
    """
    foreign = np.zeros(len(target.numbers), bool)
    places = {form: number for number, form in enumerate(source.forms)}
    twins = np.array([places.get(form, -1) for form in target.forms], np.int64)
    base, texts = len(source.forms), target.texts
    sought = texts * base + twins[target.numbers]
    copied = (twins[target.numbers] >= 0) & np.isin(sought, source.texts * base + source.numbers)
    counts = np.bincount(target.numbers, minlength=len(target.forms))
    for word in np.flatnonzero(copied).tolist():
        pair, span = pairs[texts[word]], target.span(word)
        written = span.of(pair.target)
        if (
            not written[0].isupper()
            and (counts[target.numbers[word]] == 1 or not LATIN.match(written))
            and _is_foreign(written, pair.source_language, pair.target_language)
        ):
            quoted = any(
                match.start() <= span.start and span.end <= match.end() for match in _QUOTATION.finditer(pair.target)
            )
            foreign[word] = not quoted and language_odds(pair.source, pair.source_language, pair.target_language) >= 0
    return foreign


@cache
def _is_foreign(word: str, source_language: str, target_language: str) -> bool:
    if primary_subtag(source_language) == primary_subtag(target_language) or not _LETTERS.fullmatch(word):
        return False
    if script_pattern(target_language).search(word):
        return not LATIN.search(word)
    if script_pattern(source_language).search(word):
        return False
    return language_odds(word, source_language, target_language) > _MIN_ODDS
