"""Words for the example queries of a README, which are in the text."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Corpus, Sentence, slice_of
from tei.export.tokens import tokens

ANYTHING = ".*"
"""A query that any token matches, for texts without words."""


def query_words(corpus: Corpus) -> tuple[str, str]:
    """
    Return a word of the pivot and one of the first version, in small letters, from two sentences that are linked.

    They are the longest words of the first link that has words on both sides.
    """
    sources, targets = corpus.pivot.sentences, corpus.versions[0].sentences
    for bead in corpus.alignments[0].beads:
        source, target = _longest(sources[slice_of(bead.source)]), _longest(targets[slice_of(bead.target)])
        if source and target:
            return source, target
    return ANYTHING, ANYTHING


def _longest(sentences: Sequence[Sentence]) -> str:
    words = (token for sentence in sentences for token in tokens(sentence.text) if token.isalpha())
    return max(words, key=len, default="").lower()
