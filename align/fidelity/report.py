"""
The report: everything that was found about the fidelity of versions to their source.

The terminal, JSON, CSV, TEI and the page all show this one value and compute nothing themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from align.fidelity.bitext import LocatedFault
from align.fidelity.closeness import BeadCloseness, Closeness
from align.fidelity.overlap import Overlap
from align.fidelity.rates import Rate, weight
from align.fidelity.statistics import Estimate
from align.fidelity.verdict import Contrast, Verdict, VerdictReliability
from corpus import Bead, Document


@dataclass(frozen=True, slots=True)
class VersionReport:
    """
    One version compared with the source.

    Attributes:
        document: the version.
        beads: its beads with the source, ordered by source; the ``pair`` of a fault is an index of these.
        closeness: the closeness of each bead.
        findings: the faults, in the order of the beads.
        rates: faults of each rule per 1,000 source words, without rules that have none.
        total: faults of all rules.
        weighted: faults per 1,000 source words, each weighted by severity and confidence; see
            `align.fidelity.rates.weight`.
        faulty: share of beads with a fault.
        omitted: share of unaligned source sentences.
        added: share of unaligned sentences of the version.
        means: the closeness of the whole version.
        overlap: wording shared with the reference; None if there is none or it is in another language.
        signature: how the version was aligned.
        long: number of beads with two sides that are too long to be looked into; see
            `align.fidelity.fault.SegmentPair.is_long`.
    """

    document: Document
    beads: tuple[Bead, ...]
    closeness: tuple[BeadCloseness, ...]
    findings: tuple[LocatedFault, ...]
    rates: tuple[Rate, ...]
    total: Rate
    weighted: Estimate
    faulty: Estimate
    omitted: Estimate
    added: Estimate
    means: Closeness
    overlap: Overlap | None
    signature: str
    long: int = 0

    @property
    def worst(self) -> tuple[LocatedFault, ...]:
        """The findings, the most serious first."""
        return tuple(sorted(self.findings, key=lambda finding: -weight(finding.fault)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Two versions in one language.

    Attributes:
        versions: their ids; differences are the first minus the second.
        contrast: their difference in faults.
        verdict: which has fewer faults, or why there is no verdict.
        overlap: the wording that the first shares with the second.
    """

    versions: tuple[str, str]
    contrast: Contrast
    verdict: Verdict
    overlap: Overlap


@dataclass(frozen=True, slots=True)
class FidelityReport:
    """
    The fidelity of versions to their source.

    Attributes:
        corpus: name of the corpus.
        source: the version that the others are compared with.
        versions: the other versions.
        comparisons: comparisons of versions in one language; empty unless requested.
        blocks: the block of each source sentence, from 0; the bootstrap resamples blocks.
        words: number of words of the source.
        calibration: how often professionals agreed with verdicts of each strength.
        unchecked: aspects that no check covers.
        notes: what a reader must know to interpret the figures.
        signature: how the report was made.
    """

    corpus: str
    source: Document
    versions: tuple[VersionReport, ...]
    comparisons: tuple[Comparison, ...]
    blocks: tuple[int, ...]
    words: int
    calibration: tuple[VerdictReliability, ...]
    unchecked: tuple[str, ...]
    notes: tuple[str, ...]
    signature: str
