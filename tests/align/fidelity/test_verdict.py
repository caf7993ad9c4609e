"""Verdicts: given where the evidence is clear and agrees, refused with a reason elsewhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from align.fidelity.rates import Tally
from align.fidelity.statistics import Bootstrap
from align.fidelity.verdict import Contrast, Verdict, contrasts, decide

BLOCKS = 40


def tally(faults: float, covered: float = 60.0, noise: int = 0) -> Tally:
    """A version with faults of so much weight in each block, more or less, and so many words covered."""
    spread = np.random.default_rng(noise).uniform(0.5, 1.5, BLOCKS)
    return Tally(np.full(BLOCKS, 100.0), faults * spread, covered * spread)


def compare(*tallies: Tally) -> tuple[Contrast, ...]:
    pairs = [(i, j) for j in range(len(tallies)) for i in range(j)]
    return contrasts(tallies, pairs, Bootstrap.over(BLOCKS, 500, 1), trials=999, seed=1)


def verdict(one: Tally, two: Tally) -> Verdict:
    return decide(compare(one, two)[0], ("one", "two"), BLOCKS)


def test_fewer_faults_and_more_words_win() -> None:
    first, second = verdict(tally(1, 70), tally(4, 50, 1)), verdict(tally(4, 50), tally(1, 70, 1))
    assert (first.better, second.better) == (0, 1)
    assert first.strength == second.strength == "clear"
    assert "two has fewer faults" in second.reason


def test_weaker_evidence_is_called_so() -> None:
    faults = np.zeros(BLOCKS)
    faults[:4] = 5.0
    better, worse = tally(0, 70), replace(tally(0, 50), weighted=faults)
    assert verdict(better, worse).strength == "likely"
    faults[3] = 0.0
    assert verdict(better, worse).strength is None


@pytest.mark.parametrize(
    ("one", "two", "reason"),
    [
        (tally(1, 60), tally(1, 50, noise=1), "not significant"),
        (tally(0, 60), tally(0, 50), "not significant"),
        (tally(1, 50), tally(4, 70, noise=1), "disagrees: one has fewer"),
        (tally(4, 61), tally(1, 60), "disagrees: two has fewer"),
    ],
)
def test_no_verdict(one: Tally, two: Tally, reason: str) -> None:
    found = verdict(one, two)
    assert (found.better, found.strength) == (None, None)
    assert reason in found.reason


def test_few_blocks_give_no_verdict() -> None:
    [contrast] = compare(tally(1, 70), tally(4, 50, noise=1))
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


def test_chance_gives_no_more_verdicts_than_promised() -> None:
    """Two versions with faults of one rate: verdicts are all by chance, and as rare as their strength says."""
    generator = np.random.default_rng(0)
    bootstrap = Bootstrap.over(BLOCKS, 300, 1)
    words, found = np.full(BLOCKS, 100.0), []
    for number in range(200):
        one, two = (Tally(words, generator.poisson(0.5, BLOCKS) * 5.0, np.zeros(BLOCKS)) for _ in range(2))
        [contrast] = contrasts([one, two], [(0, 1)], bootstrap, trials=300, seed=number)
        found.append(decide(contrast, ("one", "two"), BLOCKS).strength)
    assert found.count("clear") <= 0.05 * 200 + 8
    assert found.count("clear") + found.count("likely") <= 0.2 * 200 + 12
    assert found.count("likely") > 0
