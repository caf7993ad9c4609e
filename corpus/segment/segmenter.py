"""What a segmenter is, and the two that need no rules: lines, and the sentences that a file marks itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from corpus.errors import SegmentError
from corpus.model import Span


class Segmenter(Protocol):
    """Splits the text of a block into sentences."""

    @property
    def signature(self) -> str:
        """The segmenter, its version and settings, as ``segmenter:rules|version:2|language:ru``."""

    def spans(self, text: str) -> list[Span]:
        """
        Return the sentences of one block.

        The spans are sorted and do not overlap. Each starts and ends with a character that is not white space, and
        only white space is outside them. A text of white space has none.
        """


@dataclass(frozen=True, slots=True)
class LineSegmenter:
    r"""
    Takes each line as a sentence, for texts that are already segmented.

    Only ``\n`` ends a line. U+2028, U+0085, form feeds and the like are characters of the sentence, or white space
    around it. Blank lines are not sentences.
    """

    signature: ClassVar[str] = "segmenter:lines"

    def spans(self, text: str) -> list[Span]:
        """Return the lines of `text` without the white space around them."""
        spans = []
        start = 0
        for line in text.split("\n"):
            spans.append(Span(start, start + len(line)).stripped(text))
            start += len(line) + 1
        return [span for span in spans if span.start < span.end]


@dataclass(frozen=True, slots=True)
class GivenSegmenter:
    """
    Keeps the sentences that a TEI file marks (``s``, or else ``seg``) and adds no boundaries.

    `corpus.build_document` takes the marked sentences from the file. Text between two of them is one sentence.
    """

    signature: ClassVar[str] = "segmenter:given"

    def spans(self, text: str) -> list[Span]:
        """Return the whole text without the white space around it."""
        span = Span(0, len(text)).stripped(text)
        return [span] if span.start < span.end else []


def check_spans(text: str, spans: Sequence[Span], where: str) -> None:
    """
    Check that the result of a segmenter is as `Segmenter.spans` requires.

    Args:
        text: the text that was segmented.
        spans: the result of the segmenter.
        where: the place that the error names, such as the id of a block.

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
