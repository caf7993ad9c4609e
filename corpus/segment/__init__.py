"""Sentence segmentation: segmenters with one interface, chosen by name."""

from __future__ import annotations

from corpus.errors import SegmentError
from corpus.segment.language_rules import segmentation_rules
from corpus.segment.libraries import SAT_MODEL, LibrarySegmenter, sat_segmenter, sentencex_segmenter
from corpus.segment.rules import RuleSegmenter
from corpus.segment.segmenter import GivenSegmenter, LineSegmenter, Segmenter, check_spans

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
"""The names of the segmenters; ``sat`` may be followed by a colon and a model."""


def segmenter_for(name: str, language: str) -> Segmenter:
    """
    Return a segmenter.

    Args:
        name: one of `SEGMENTERS`, such as ``rules`` or ``sat:sat-12l-sm``.
        language: BCP 47 tag of the text; a language without data of its own gets the general rules.

    Raises:
        SegmentError: no segmenter has that name, or its library or model is missing.
    """
    kind, _, model = name.partition(":")
    match kind:
        case "rules" if not model:
            return RuleSegmenter(segmentation_rules(language))
        case "lines" if not model:
            return LineSegmenter()
        case "given" if not model:
            return GivenSegmenter()
        case "sentencex" if not model:
            return sentencex_segmenter(language)
        case "sat":
            return sat_segmenter(model or SAT_MODEL)
    raise SegmentError(f"unknown segmenter {name!r}", remedy=f"choose one of {', '.join(SEGMENTERS)}")
