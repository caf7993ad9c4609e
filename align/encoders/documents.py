"""Documents as the engine takes them: vectors, lengths and boundaries of sentences."""

from __future__ import annotations

from dataclasses import replace

from align.encoders.protocol import Encoder
from align.encoders.wrappers import RunEncoder
from align.engine.aligner import side_of
from align.engine.boundaries import HEADING, NO_BREAK, PARAGRAPH, boundaries_of
from align.engine.pair import LONGEST_RUN
from align.engine.sides import Side
from corpus import Document


def encode_document(document: Document, encoder: Encoder) -> Side:
    """
    Return the vectors of a document's sentences, their lengths in characters, and where paragraphs begin.

    Raises:
        AlignmentError: the vectors do not match the sentences in number or shape.
        ModelError: the encoder failed.
    """
    texts = [sentence.text for sentence in document.sentences]
    side = side_of(encoder.encode(texts), [len(text) for text in texts], document.id)
    side = replace(side, boundaries=boundaries_of(texts, _breaks(document)))
    if isinstance(encoder, RunEncoder):
        return replace(side, runs=encoder.encode_runs(texts, LONGEST_RUN))
    return side


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
