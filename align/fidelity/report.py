"""
The report: all that is known of how faithful some versions are to their source.

It is one value; the terminal, JSON, CSV, TEI and the page each show it, and none of them works anything out again.
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
    One version against the source.

    Attributes:
        document: the version.
        beads: its beads with the source, ordered by source; the ``pair`` of a fault counts these from 0.
        closeness: how near the two sides of each bead are.
        findings: the faults, in the order of the beads.
        rates: faults of each rule per 1,000 source words, rules without faults left out.
        total: faults of all rules.
        weighted: faults per 1,000 source words, each multiplied by its severity (`align.fidelity.rates.WEIGHTS`) and
            by the share of such findings that are true.
        faulty: share of beads in which a fault was found.
        omitted: share of source sentences without counterpart.
        added: share of the version's sentences without counterpart.
        means: closeness of the whole version.
        overlap: what it shares with the reference; None without one, or with one of another language.
        signature: how the beads were found.
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

    @property
    def worst(self) -> tuple[LocatedFault, ...]:
        """The findings, those that count most first."""
        return tuple(sorted(self.findings, key=lambda finding: -weight(finding.fault)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Two versions of one language.

    Attributes:
        versions: their ids; differences are the first less the second.
        contrast: how they differ in faults.
        verdict: which has fewer faults, or why that cannot be said.
        overlap: how much of its wording the first shares with the second.
    """

    versions: tuple[str, str]
    contrast: Contrast
    verdict: Verdict
    overlap: Overlap


@dataclass(frozen=True, slots=True)
class FidelityReport:
    """
    How faithful some versions are to their source.

    Attributes:
        corpus: the corpus's name.
        source: the version that the others are held against.
        versions: each version against it.
        comparisons: versions of one language two by two; none unless that was asked for.
        blocks: the block of each source sentence, from 0: what the bootstrap draws.
        words: words of the source.
        calibration: how often professionals shared verdicts of each strength.
        unchecked: what no check looks at.
        notes: what a reader must know to read the figures.
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
