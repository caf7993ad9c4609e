"""
Verdicts: which of two translations has fewer faults, where the evidence suffices.

A verdict rests on faults, never on similarity, which favours literal translation. It requires that two tests find the
difference significant and that the version with fewer faults covers no fewer words of the source. Otherwise there is no
verdict, and the reason is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from align.fidelity.rates import PER, Tally
from align.fidelity.statistics import Bootstrap, Estimate, chance, holm, randomisation
from corpus.messages import counted

Strength = Literal["clear", "likely"]
"""The strength of the evidence for a verdict."""

CHANCE: dict[Strength, float] = {"clear": 0.05, "likely": 0.2}
"""Maximum p-value for each strength, the strongest first."""

MIN_BLOCKS = 6
"""Minimum number of blocks: with five, one of 16 random swaps gives a difference as large as any."""

UNCHECKED = (
    "word order",
    "tone and register",
    "irony",
    "terminology",
    "ambiguity and reference",
    "grammar and style",
    "layout",
)
"""Aspects of a translation that no check and no verdict covers."""


@dataclass(frozen=True, slots=True)
class VerdictReliability:
    """
    How often professionals agreed with verdicts of one strength.

    Attributes:
        strength: the strength of the evidence.
        given: number of verdicts.
        agreed: number of verdicts that professionals agreed with, on documents other than those of the verdict.
        data: the judgements used.
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
    The differences between two versions, the first minus the second.

    Attributes:
        difference: weighted faults per 1,000 source words.
        coverage: share of the source words that is covered, -1 to 1; see `align.fidelity.rates.Tally`.
        p: p-value of the difference in faults: that of approximate randomisation, adjusted after Holm for the number of
            pairs of versions, or that of the bootstrap if it is larger.
    """

    difference: Estimate
    coverage: Estimate
    p: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    Which of two versions has fewer faults, or why there is no verdict.

    Attributes:
        better: 0 for the first version, 1 for the second, None for no verdict.
        strength: the strength of the evidence; None for no verdict.
        reason: the grounds of the verdict, or the reason why there is none.
    """

    better: int | None
    strength: Strength | None
    reason: str


def contrasts(
    tallies: Sequence[Tally], pairs: Sequence[tuple[int, int]], bootstrap: Bootstrap, *, trials: int, seed: int
) -> tuple[Contrast, ...]:
    """
    Compare pairs of versions of one source.

    Args:
        tallies: the sums of the versions, over the same blocks.
        pairs: the versions to compare, by index.
        bootstrap: the resamples of the blocks.
        trials: number of trials of approximate randomisation.
        seed: the same seed gives the same figures.
    """
    chosen = [(tallies[first], tallies[second]) for first, second in pairs]
    faults = [one.weighted - two.weighted for one, two in chosen]
    adjusted = holm([randomisation(difference, trials, seed) for difference in faults])
    return tuple(
        Contrast(
            difference=bootstrap.ratio(difference, one.words, PER),
            coverage=bootstrap.ratio(one.covered - two.covered, one.words),
            # The bootstrap has too few resamples for p-values small enough to survive an adjustment for many pairs.
            p=max(p, chance(bootstrap.sums(difference))),
        )
        for (one, two), difference, p in zip(chosen, faults, adjusted, strict=True)
    )


def decide(contrast: Contrast, names: tuple[str, str], blocks: int) -> Verdict:
    """
    Return the verdict on two versions.

    Args:
        contrast: their differences.
        names: their names.
        blocks: number of blocks of the source.
    """
    if blocks < MIN_BLOCKS:
        return no_verdict(f"the source has {counted(blocks, 'block')} of text, and a verdict needs {MIN_BLOCKS}")
    strength = next((strength for strength, most in CHANCE.items() if contrast.p < most), None)
    if strength is None:
        return no_verdict(f"the difference in faults is not significant (p = {contrast.p:.2f})")
    better = int(contrast.difference.value > 0)
    if contrast.difference.value * contrast.coverage.value > 0:
        return no_verdict(f"the evidence disagrees: {names[better]} has fewer faults, but covers fewer source words")
    return Verdict(better, strength, f"{names[better]} has fewer faults and covers no fewer source words")


def no_verdict(reason: str) -> Verdict:
    """Return that there is no verdict, with the reason."""
    return Verdict(None, None, reason)
