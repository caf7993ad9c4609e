"""What a segmenter is."""

from __future__ import annotations

from typing import Protocol

from corpus.model import Span


class Segmenter(Protocol):
    """
    Cuts a block's text into sentences.

    Attributes:
        signature: the segmenter, its version and settings, as ``segmenter:rules|version:2|language:ru``.
    """

    @property
    def signature(self) -> str:
        """How to name this segmenter in a result."""

    def spans(self, text: str) -> list[Span]:
        """
        Return the sentences of one block.

        The spans are sorted and disjoint, each starts and ends with a character that is not white space, and
        everything outside them is white space. A text of white space alone has none.
        """
