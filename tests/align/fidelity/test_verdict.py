"""Verdicts: given where the evidence is clear and agrees, refused with a reason elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from align.fidelity.rates import Tally
from align.fidelity.statistics import Bootstrap
from align.fidelity.verdict import Contrast, Verdict, contrasts, decide

BLOCKS = 40


def tally(differs: float, missing: float = 0.0, noise: int = 0) -> Tally:
    """A version with so much weight in each block, more or less."""
    spread = np.random.default_rng(noise).uniform(0.5, 1.5, BLOCKS)
    coverage = missing * spread
    return Tally(np.full(BLOCKS, 100.0), differs * spread + coverage, coverage)


def compare(*tallies: Tally) -> tuple[Contrast, ...]:
    pairs = [(i, j) for j in range(len(tallies)) for i in range(j)]
    return contrasts(tallies, pairs, Bootstrap.over(BLOCKS, 500, 1), trials=999, seed=1)


def verdict(one: Tally, two: Tally) -> Verdict:
    return decide(compare(one, two)[0], ("one", "two"), BLOCKS)


def test_fewer_faults_win() -> None:
    assert verdict(tally(1), tally(4, noise=1)).better == 0
    assert verdict(tally(4), tally(1, noise=1)).better == 1
    assert "two" in verdict(tally(4), tally(1, noise=1)).reason


@pytest.mark.parametrize(
    ("one", "two", "reason"),
    [
        (tally(1), tally(1, noise=1), "chance"),
        (tally(0), tally(0), "chance"),
        (tally(9, missing=0), tally(1, missing=3, noise=1), "disagrees"),
        (tally(0, missing=9), tally(3, missing=1, noise=1), "disagrees"),
    ],
)
def test_no_verdict(one: Tally, two: Tally, reason: str) -> None:
    found = verdict(one, two)
    assert found.better is None
    assert reason in found.reason


def test_few_blocks_give_no_verdict() -> None:
    [contrast] = compare(tally(1), tally(4, noise=1))
    assert decide(contrast, ("one", "two"), 6).better == 0
    found = decide(contrast, ("one", "two"), 5)
    assert found.better is None
    assert "5 blocks" in found.reason


def test_many_comparisons_ask_for_more() -> None:
    alone = compare(tally(1), tally(1.3, noise=1))[0]
    among = compare(tally(1), tally(1.3, noise=1), *(tally(1, noise=seed) for seed in range(2, 10)))[0]
    assert alone.difference == among.difference
    assert alone.p < among.p <= 1


def test_a_version_against_itself() -> None:
    [contrast] = compare(tally(2), tally(2))
    assert (contrast.difference.value, contrast.p) == (0.0, 1.0)
