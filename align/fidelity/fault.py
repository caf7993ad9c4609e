"""
Faults: differences between a text and its translation that can be shown, and where they are.

Faults are evidence for a reader, not a measure of quality: checks cannot see everything (Freitag et al. 2021; Lommel
et al. 2014 for the severities).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from corpus import Span

MAX_CHARACTERS = 20_000
"""
Length of a side, in code points, beyond which a pair is not looked into: the time of a check that compares words of
both sides grows with their product.
"""

Severity = Literal["minor", "major", "critical"]
"""
The severities of Multidimensional Quality Metrics: a minor fault does not mislead a reader, a major one does, and with
a critical one the text says something false in a point that matters.
"""


@dataclass(frozen=True, slots=True)
class SegmentPair:
    """
    The two texts of a bead; the sentences of a side are joined by a space.

    Attributes:
        source: the source text; empty if the target is an addition.
        target: its translation; empty if the source was omitted.
        source_language: BCP 47 tag.
        target_language: likewise.
        confidence: probability of the link, 0 to 1.
    """

    source: str
    target: str
    source_language: str
    target_language: str
    confidence: float = 1.0

    @property
    def is_long(self) -> bool:
        """Whether a side is longer than `MAX_CHARACTERS`."""
        return max(len(self.source), len(self.target)) > MAX_CHARACTERS


@dataclass(frozen=True, slots=True)
class Fault:
    """
    A difference between a source and its translation that can be shown.

    Attributes:
        rule: name of the check, or a kind of it: the check of numbers yields number, date, unit and money.
        severity: how much it would mislead a reader.
        pair: index of the pair, from 0.
        source: the characters concerned in the pair's source, in code points; may be empty.
        target: the characters concerned in its target, likewise.
        evidence: what differs, in a few words, such as ``10,000 in the source, 1,000 in the translation``.
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
            pairs: the whole text in order; some checks learn from all of it.
        """
        ...


def quoted(text: str) -> str:
    """Return a text in quotation marks, cut to 60 characters."""
    return f"“{text if len(text) <= 60 else text[:57] + '…'}”"


def mismatch(source: str, target: str) -> str:
    """Return the evidence that a text differs from its counterpart, or that one side lacks it and its text is empty."""
    if source and target:
        return f"{source} in the source, {target} in the translation"
    return f"{source} is not in the translation" if source else f"{target} is not in the source"
