"""Intervals and tests: their laws, and figures worked out by hand or by other libraries."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.fidelity.statistics import Bootstrap, holm, randomisation, wilson

VALUES = st.lists(st.floats(-10, 10, allow_subnormal=False), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (1, 100, 0.0018, 0.0545), (0, 0, 0.0, 1.0)],
)
def test_wilson(hits: int, total: int, low: float, high: float) -> None:
    found = wilson(hits, total)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.low <= found.value <= found.high


@given(st.integers(1, 200).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
@settings(deadline=None)
def test_wilson_is_symmetric(case: tuple[int, int]) -> None:
    hits, total = case
    one, other = wilson(hits, total), wilson(total - hits, total)
    assert one.low == pytest.approx(1 - other.high, abs=1e-12)


def test_each_resample_draws_as_many_blocks_as_there_are() -> None:
    draws = Bootstrap.over(7, 300, 1).draws
    assert draws.shape == (300, 7)
    assert (draws.sum(axis=1) == 7).all()
    assert draws.mean(axis=0) == pytest.approx(np.ones(7), abs=0.2)


def test_the_seed_decides() -> None:
    assert (Bootstrap.over(9, 50, 3).draws == Bootstrap.over(9, 50, 3).draws).all()
    assert (Bootstrap.over(9, 50, 3).draws != Bootstrap.over(9, 50, 4).draws).any()


def test_interval_of_a_mean_is_that_of_the_normal_distribution() -> None:
    values = np.random.default_rng(0).normal(5, 2, 400)
    found = Bootstrap.over(400, 4000, 1).ratio(values, np.ones(400))
    half = 1.96 * values.std() / 20
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - half, abs=0.05 * half * 2)
    assert found.high == pytest.approx(values.mean() + half, abs=0.05 * half * 2)


def test_a_ratio_without_a_denominator_is_zero() -> None:
    found = Bootstrap.over(3, 20, 1).ratio([1, 2, 3], [0, 0, 0])
    assert (found.value, found.low, found.high) == (0, 0, 0)
    assert not found.decided


@given(VALUES)
@settings(deadline=None, max_examples=50)
def test_randomisation_against_all_swaps(values: list[float]) -> None:
    # Sums that differ by less than a float can tell are ties to the test, and none to the reckoning here.
    values = [round(value, 3) for value in values[:8]]
    sums = [
        abs(sum(s * v for s, v in zip(signs, values, strict=True))) for signs in product((1, -1), repeat=len(values))
    ]
    exact = sum(each >= abs(sum(values)) - 1e-9 for each in sums) / len(sums)
    assert randomisation(values, 4000, 1) == pytest.approx(exact, abs=0.04)


def test_no_difference_has_probability_one() -> None:
    assert randomisation([0.0] * 9, 200, 1) == 1.0
    assert randomisation([1.0] * 20, 999, 1) == pytest.approx(1 / 1000, abs=0.002)


def test_holm() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == ()


@given(st.lists(st.floats(0, 1), max_size=12))
@settings(deadline=None)
def test_holm_raises_and_keeps_the_order(probabilities: list[float]) -> None:
    adjusted = holm(probabilities)
    assert all(p <= q <= 1 for p, q in zip(probabilities, adjusted, strict=True))
    ranked = sorted(range(len(probabilities)), key=lambda number: probabilities[number])
    assert [adjusted[number] for number in ranked] == sorted(adjusted)
