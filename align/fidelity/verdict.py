"""
Verdicts: which of two translations has fewer faults, where the evidence suffices to say so.

A verdict rests on faults that can be shown, never on likeness alone, which favours the literal rendering. It is given
only where two tests agree that the difference is hardly chance, and where the version with fewer faults covers no
fewer of the source's words. Otherwise there is none, and the reason is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from align.fidelity.rates import PER, Tally
from align.fidelity.statistics import Bootstrap, Estimate, chance, holm, randomisation

Strength = Literal["clear", "likely"]
"""How strong the evidence of a verdict is."""

CHANCE: dict[Strength, float] = {"clear": 0.05, "likely": 0.2}
"""How often a difference as large may come about by chance, at most; the strongest first."""

MIN_BLOCKS = 6
"""With fewer blocks no test can tell a difference from chance: of five, one in 16 swaps gives as large a one."""

UNCHECKED = (
    "word order",
    "tone and register",
    "irony",
    "terminology",
    "ambiguity and reference",
    "grammar and style",
    "layout",
)
"""What no check looks at, and no verdict speaks of."""


@dataclass(frozen=True, slots=True)
class VerdictReliability:
    """
    How verdicts fared on translations that professionals judged.

    Attributes:
        strength: the strength of the evidence.
        given: how many verdicts there were.
        agreed: how many of them the professionals shared, on other documents than the verdict was made from.
        data: the judgements.
    """

    strength: Strength
    given: int
    agreed: int
    data: str


RELIABILITY: tuple[VerdictReliability, ...] = (
    VerdictReliability("clear", 275, 275, "bio-MQM, Russian-English"),
    VerdictReliability("likely", 48, 44, "bio-MQM, Russian-English"),
)
"""Measured by ``benchmarks/verdicts.py``."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """
    How two versions differ; all differences are the first version less the second.

    Attributes:
        difference: faults per 1,000 source words by severity.
        coverage: share of the source's words that is covered, 0 to 1; see `align.fidelity.rates.Tally`.
        p: probability of so large a difference in faults by chance: that of approximate randomisation, adjusted after
            Holm for the number of pairs of versions, or that of the bootstrap if it is larger.
    """

    difference: Estimate
    coverage: Estimate
    p: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    Which of two versions has fewer faults, or why that cannot be said.

    Attributes:
        better: 0 or 1 for the first or the second version, None for no verdict.
        strength: how strong the evidence is; None for no verdict.
        reason: what it rests on, or why there is none.
    """

    better: int | None
    strength: Strength | None
    reason: str


def contrasts(
    tallies: Sequence[Tally], pairs: Sequence[tuple[int, int]], bootstrap: Bootstrap, *, trials: int, seed: int
) -> tuple[Contrast, ...]:
    """
    Compare versions of one source two by two.

    Args:
        tallies: the versions, over the same blocks.
        pairs: which two to compare, by their numbers from 0.
        bootstrap: the blocks drawn again.
        trials: how often to swap in the test of randomisation.
        seed: the same seed gives the same figures.
    """
    chosen = [(tallies[first], tallies[second]) for first, second in pairs]
    faults = [one.weighted - two.weighted for one, two in chosen]
    adjusted = holm([randomisation(difference, trials, seed) for difference in faults])
    return tuple(
        Contrast(
            difference=bootstrap.ratio(difference, one.words, PER),
            coverage=bootstrap.ratio(one.covered - two.covered, one.words),
            # Of the bootstrap's few resamples no probability comes that is small enough to be adjusted for many pairs.
            p=max(p, chance(bootstrap.sums(difference))),
        )
        for (one, two), difference, p in zip(chosen, faults, adjusted, strict=True)
    )


def decide(contrast: Contrast, names: tuple[str, str], blocks: int) -> Verdict:
    """
    Return the verdict on two versions.

    Args:
        contrast: how they differ.
        names: what they are called.
        blocks: how many blocks the source has.
    """
    if blocks < MIN_BLOCKS:
        return no_verdict(f"the source has {blocks} blocks of text, and a verdict needs {MIN_BLOCKS}")
    strength = next((strength for strength, most in CHANCE.items() if contrast.p < most), None)
    if strength is None:
        return no_verdict(f"so large a difference in faults comes about by chance too often (p = {contrast.p:.2f})")
    better = int(contrast.difference.value > 0)
    if contrast.difference.value * contrast.coverage.value > 0:
        return no_verdict(f"the evidence disagrees: {names[better]} has fewer faults, but covers fewer words")
    return Verdict(better, strength, f"{names[better]} has fewer faults and covers no fewer of the source's words")


def no_verdict(reason: str) -> Verdict:
    """Return that nothing can be said, and why."""
    return Verdict(None, None, reason)
