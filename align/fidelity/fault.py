"""
Faults: what can be shown to differ between a text and its translation, and where.

A check looks at the linked texts and names the faults that it can show. It claims nothing of what it cannot see: faults
are evidence for a reader, not a measure of quality (Freitag et al. 2021, Lommel et al. 2014 for the severities).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from corpus import Span

Severity = Literal["minor", "major", "critical"]
"""
The severities of Multidimensional Quality Metrics: minor does not mislead a reader, major does, critical makes the text
say something that is false in a point that matters.
"""


@dataclass(frozen=True, slots=True)
class SegmentPair:
    """
    The two texts of a bead as a check sees them; the sentences of a side are joined by a space.

    Attributes:
        source: the text that was translated; empty if the target is an addition.
        target: its translation; empty if it was omitted.
        source_language: BCP 47 tag.
        target_language: likewise.
        confidence: probability that the two belong together, 0 to 1.
    """

    source: str
    target: str
    source_language: str
    target_language: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Fault:
    """
    Something that can be shown to differ between a source and its translation.

    Attributes:
        rule: the check that found it or a kind of it; that of numbers yields number, date, unit and money.
        severity: how much it would mislead a reader.
        pair: which of the pairs it is in, from 0.
        source: where it shows in the pair's source, in code points; may be empty.
        target: where it shows in the target, likewise.
        evidence: what differs, in a few plain words, such as ``10,000 against 1,000``.
        confidence: the share of such findings that are true faults, 0 to 1.
    """

    rule: str
    severity: Severity
    pair: int
    source: tuple[Span, ...]
    target: tuple[Span, ...]
    evidence: str
    confidence: float


class Check(Protocol):
    """Finds faults of one kind in the pairs of a text."""

    @property
    def rule(self) -> str:
        """Name of the check, an XML name such as ``number``."""
        ...

    def find(self, pairs: Sequence[SegmentPair]) -> Iterator[Fault]:
        """
        Yield the faults in the pairs of one text and one translation, in their order.

        Args:
            pairs: the text from its beginning to its end, so that a check may learn from the whole.
        """
        ...
