"""The sentences that a file marks itself: TEI with ``s`` or ``seg``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from corpus.model import Span


@dataclass(frozen=True, slots=True)
class GivenSegmenter:
    """
    Cuts nothing.

    `corpus.build_document` takes the sentences of the file itself, and a text between two of them stays whole.
    """

    signature: ClassVar[str] = "segmenter:given"

    def spans(self, text: str) -> list[Span]:
        """Return the whole text without the white space around it."""
        stripped = text.strip()
        start = len(text) - len(text.lstrip())
        return [Span(start, start + len(stripped))] if stripped else []
