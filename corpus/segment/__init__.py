"""Sentences: segmenters behind one protocol, by name."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import SegmentError
from corpus.model import Span
from corpus.segment.given import GivenSegmenter
from corpus.segment.libraries import SAT_MODEL, LibrarySegmenter, sat_segmenter, sentencex_segmenter
from corpus.segment.lines import LineSegmenter
from corpus.segment.protocol import Segmenter
from corpus.segment.rules import RuleSegmenter, rule_segmenter

__all__ = [
    "SEGMENTERS",
    "GivenSegmenter",
    "LibrarySegmenter",
    "LineSegmenter",
    "RuleSegmenter",
    "Segmenter",
    "check_spans",
    "segmenter_for",
]

SEGMENTERS = ("rules", "lines", "given", "sentencex", "sat")
"""The names of segmenters; ``sat`` may be followed by a colon and a model."""


def segmenter_for(name: str, language: str) -> Segmenter:
    """
    Return a segmenter.

    Args:
        name: one of `SEGMENTERS`, such as ``rules`` or ``sat:sat-12l-sm``.
        language: BCP 47 tag of the text; one without data of its own gets the generic rules.

    Raises:
        SegmentError: no segmenter has that name, or its library or model is missing.
    """
    kind, _, model = name.partition(":")
    match kind:
        case "rules" if not model:
            return rule_segmenter(language)
        case "lines" if not model:
            return LineSegmenter()
        case "given" if not model:
            return GivenSegmenter()
        case "sentencex" if not model:
            return sentencex_segmenter(language)
        case "sat":
            return sat_segmenter(model or SAT_MODEL)
    raise SegmentError(f"unknown segmenter {name!r}", remedy=f"choose one of {', '.join(SEGMENTERS)}")


def check_spans(text: str, spans: Sequence[Span], where: str) -> None:
    """
    Make sure that a segmenter's result keeps the law of `Segmenter.spans`.

    Args:
        text: what was cut.
        spans: what the segmenter returned.
        where: what to name in the error, such as a block's id.

    Raises:
        SegmentError: spans are out of order, overlap, start or end with white space, or leave text uncovered.
    """
    end = 0
    for span in spans:
        sentence = span.of(text)
        if span.start < end or span.end > len(text):
            raise SegmentError(f"sentence {span.start}-{span.end} overlaps another or the end of the text", where=where)
        if not sentence or sentence != sentence.strip():
            raise SegmentError(f"sentence {span.start}-{span.end} starts or ends with white space", where=where)
        if text[end : span.start].strip():
            raise SegmentError(f"the text before {span.start} is in no sentence", where=where)
        end = span.end
    if text[end:].strip():
        raise SegmentError(f"the text after {end} is in no sentence", where=where)
