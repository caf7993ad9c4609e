"""Documents as the engine takes them: vectors, lengths and boundaries of sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from align.encoders.protocol import Encoder
from align.encoders.wrappers import RunEncoder
from align.engine.aligner import side_of
from align.engine.boundaries import HEADING, NO_BREAK, PARAGRAPH, boundaries_of
from align.engine.pair import LONGEST_RUN, PreparedPair
from align.engine.sides import Side
from corpus import Document

MIN_NUMBERED = 0.8
"""The share of sentences that begin with the number after that of the sentence before, where sentences are numbered."""

_MIN_SENTENCES = 8
_NUMBER = re.compile(r"\W{0,2}(\d{1,9})\b\W*")


def encode_document(document: Document, encoder: Encoder) -> Side:
    """
    Return the vectors of a document's sentences, their lengths in characters, and where paragraphs begin.

    Running numbers of sentences are not encoded: where one text has a sentence more than the other, they would link
    each sentence with the next but one.

    Raises:
        AlignmentError: the vectors do not match the sentences in number or shape.
        ModelError: the encoder failed.
    """
    texts = [sentence.text for sentence in document.sentences]
    plain = without_numbers(texts)
    side = side_of(encoder.encode(plain), [len(text) for text in texts], document.id)
    side = replace(side, boundaries=boundaries_of(texts, _breaks(document)))
    if isinstance(encoder, RunEncoder):
        return replace(side, runs=encoder.encode_runs(plain, LONGEST_RUN))
    return side


def prepare_documents(
    source: Document, target: Document, encoder: Encoder, progress: Callable[[str], None] = lambda _: None
) -> PreparedPair:
    """
    Encode two documents and prepare them for alignment.

    Args:
        source: the source document.
        target: the target document.
        encoder: turns sentences into vectors.
        progress: called with what is being done, a few words at a time.

    Raises:
        AlignmentError: the encoder's vectors do not fit.
        ModelError: the encoder failed.
    """
    sides = []
    for document in (source, target):
        progress(f"encoding {document.id}")
        sides.append(encode_document(document, encoder))
    progress("preparing")
    return PreparedPair.of(sides[0], sides[1], encoder.similarity_prior)


def without_numbers(sentences: Sequence[str]) -> list[str]:
    """Return the sentences of a text without their running numbers, unless a sentence is nothing else."""
    found = [_NUMBER.match(sentence) for sentence in sentences]
    numbers = [int(match[1]) if match else None for match in found]
    running = sum(one is not None and other == one + 1 for one, other in pairwise(numbers))
    if len(sentences) < _MIN_SENTENCES or running < MIN_NUMBERED * (len(sentences) - 1):
        return list(sentences)
    plain = (sentence[match.end() :] if match else "" for sentence, match in zip(sentences, found, strict=True))
    return [rest or sentence for rest, sentence in zip(plain, sentences, strict=True)]


def _breaks(document: Document) -> list[int]:
    """Return the break before each sentence; the one after a heading counts as a heading's too."""
    breaks: list[int] = []
    below_heading = False
    for block in document.blocks:
        if block.sentences:
            heading = block.kind == "head"
            first = HEADING if heading or below_heading else PARAGRAPH
            breaks += [first, *[NO_BREAK] * (len(block.sentences) - 1)]
            below_heading = heading
    return breaks
