"""One sentence a line: for texts whose sentences someone has already cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from corpus.model import Span


@dataclass(frozen=True, slots=True)
class LineSegmenter:
    r"""
    Takes each line as a sentence.

    Only ``\n`` ends a line: U+2028, U+0085, form feeds and the like are characters of the sentence, or white space
    around it. Lines of white space alone are no sentences.
    """

    signature: ClassVar[str] = "segmenter:lines"

    def spans(self, text: str) -> list[Span]:
        """Return the lines of `text` without the white space around them."""
        return list(_lines(text))


def _lines(text: str) -> Iterator[Span]:
    offset = 0
    for line in text.split("\n"):
        sentence = line.strip()
        if sentence:
            start = offset + len(line) - len(line.lstrip())
            yield Span(start, start + len(sentence))
        offset += len(line) + 1
