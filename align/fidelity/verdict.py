"""
Verdicts: which of two translations has fewer faults, where the evidence suffices to say so.

A verdict rests on faults that can be shown, never on likeness, which favours the literal rendering. It is given only
where two tests agree that the difference is not chance, and where what has no counterpart at all and what differs from
its counterpart do not point in different directions. Otherwise there is none, and the reason is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from align.fidelity.rates import PER, Tally
from align.fidelity.statistics import LEVEL, Bootstrap, Estimate, holm, randomisation

LEAST_BLOCKS = 6
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
class Calibration:
    """
    How verdicts fared on translations that professionals judged.

    Attributes:
        given: how many verdicts there were.
        agreed: how many of them the professionals shared, beyond chance or not.
        pairs: how many pairs of translations were compared.
        data: the judgements.
    """

    given: int
    agreed: int
    pairs: int
    data: str


CALIBRATION = Calibration(given=0, agreed=0, pairs=36, data="bio-MQM, Russian-English")
"""Measured by ``benchmarks/verdicts.py``."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """
    How two versions differ in faults.

    Attributes:
        difference: faults per 1,000 source words by severity, the first version less the second.
        rest: the same of the rules that look at what has a counterpart.
        coverage: the same of the rules that look at what has none.
        p: probability of so large a difference by chance (approximate randomisation), adjusted after Holm for the
            number of pairs of versions.
    """

    difference: Estimate
    rest: Estimate
    coverage: Estimate
    p: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    Which of two versions has fewer faults, or why that cannot be said.

    Attributes:
        better: 0 or 1 for the first or the second version, None for no verdict.
        reason: what it rests on, or why there is none.
    """

    better: int | None
    reason: str


def contrasts(
    tallies: Sequence[Tally], pairs: Sequence[tuple[int, int]], bootstrap: Bootstrap, *, trials: int, seed: int
) -> tuple[Contrast, ...]:
    """
    Compare versions of one source two by two.

    Args:
        tallies: the faults of each version, over the same blocks.
        pairs: which two to compare, by their numbers from 0.
        bootstrap: the blocks drawn again.
        trials: how often to swap in the test of randomisation.
        seed: the same seed gives the same figures.
    """
    found = []
    for first, second in pairs:
        one, two = tallies[first], tallies[second]
        weighted, coverage = one.weighted - two.weighted, one.coverage - two.coverage
        found.append(
            Contrast(
                difference=bootstrap.ratio(weighted, one.words, PER),
                rest=bootstrap.ratio(weighted - coverage, one.words, PER),
                coverage=bootstrap.ratio(coverage, one.words, PER),
                p=randomisation(weighted, trials, seed),
            )
        )
    adjusted = holm([contrast.p for contrast in found])
    return tuple(replace(contrast, p=p) for contrast, p in zip(found, adjusted, strict=True))


def decide(contrast: Contrast, names: tuple[str, str], blocks: int) -> Verdict:
    """
    Return the verdict on two versions.

    Args:
        contrast: how they differ.
        names: what they are called.
        blocks: how many blocks the source has.
    """
    if blocks < LEAST_BLOCKS:
        return Verdict(None, f"the source has {blocks} blocks of text, and a verdict needs {LEAST_BLOCKS}")
    difference = contrast.difference
    if not difference.decided:
        return Verdict(None, "the interval of the difference holds zero: it may be chance")
    if contrast.p >= 1 - LEVEL:
        return Verdict(None, f"so large a difference comes about by chance too often (p = {contrast.p:.3f})")
    better = int(difference.value > 0)
    for name, part in (("what has no counterpart", contrast.coverage), ("what differs", contrast.rest)):
        if part.value * difference.value < 0 and part.decided:
            return Verdict(None, f"the evidence disagrees: {name} speaks for {names[1 - better]}")
    return Verdict(better, f"{names[better]} has fewer faults by both tests, and no part of the evidence disagrees")
