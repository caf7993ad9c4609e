"""What is estimated from two texts: the length ratio, the skip score and its limits."""

from __future__ import annotations

import numpy as np
import pytest

from align.engine.calibration import (
    GAP_EXTENSION,
    GAP_OPENING,
    MIN_SKIP_SCORE,
    RARE_SKIP_SCORE,
    Calibration,
)
from align.engine.sides import Side


def sides(cosine: float, lengths: tuple[list[float], list[float]]) -> tuple[Side, Side]:
    """Two texts whose i-th sentences have this cosine, and no others have any."""
    count = len(lengths[0])
    identity = np.eye(2 * count, dtype=np.float32)
    target = cosine * identity[:count] + np.sqrt(1 - cosine**2) * identity[count:]
    one, other = (np.array(each, np.float32) for each in lengths)
    return Side(identity[:count], one), Side(target, other)


def calibration(cosine: float, lengths: tuple[list[float], list[float]], anchors: int) -> Calibration:
    diagonal = np.arange(anchors)
    return Calibration.of(*sides(cosine, lengths), np.stack((diagonal, diagonal), axis=1))


EQUAL = ([50.0] * 30, [50.0] * 30)


@pytest.mark.parametrize(
    ("cosine", "score"),
    [(1.0, 0.0), (0.55, 0.0), (0.45, -0.05), (0.35, -0.1), (0.31, -0.12), (0.2, -0.12), (0.0, -0.12)],
)
def test_the_skip_score_falls_with_the_similarity_of_anchors(cosine: float, score: float) -> None:
    """It is half of what the typical similarity is below .55, and never less than the minimum."""
    assert calibration(cosine, EQUAL, 30).skip_score == pytest.approx(score, abs=1e-6)
    assert score >= MIN_SKIP_SCORE


def test_lengths_that_do_not_fit_lower_the_skip_score() -> None:
    uneven = ([50.0] * 30, [50.0, 200.0] * 15)
    assert calibration(0.6, uneven, 30).skip_score < calibration(0.6, EQUAL, 30).skip_score


def test_without_anchors_the_skip_score_is_the_minimum_and_the_ratio_that_of_the_whole_texts() -> None:
    found = calibration(1.0, ([50.0] * 4, [75.0] * 4), 0)
    assert (found.length_ratio, found.skip_score) == (1.5, MIN_SKIP_SCORE)


def test_the_length_ratio_is_the_median_of_stretches() -> None:
    """A chapter of the target with no counterpart between two anchors has no influence."""
    source, target = [50.0] * 100, [60.0] * 100
    target[35] = 100_000.0
    assert calibration(1.0, (source, target), 100).length_ratio == pytest.approx(1.2)
    assert calibration(1.0, (source, target), 10).length_ratio > 10


@pytest.mark.parametrize(
    ("factors", "ratio"),
    [
        pytest.param([1.2] * 10, 1.2, id="stretches that agree"),
        pytest.param([1.1, 1.3] * 5, 1.2, id="stretches that differ a little"),
        pytest.param(
            [0.3, 4.0, 1.0, 0.2, 5.0, 2.0, 0.5, 3.0, 0.4, 1.5], 10.0, id="stretches that contradict each other"
        ),
        pytest.param([1.2] * 2, 10.0, id="too few stretches"),
    ],
)
def test_stretches_between_anchors_count_where_they_agree(factors: list[float], ratio: float) -> None:
    """Ten anchors make a stretch. After the last of them the target goes on, so that the whole texts say ten."""
    source = [50.0] * (10 * len(factors) + 1)
    target = [50.0 * factor for factor in factors for _ in range(10)]
    rest = 10 * sum(source) - sum(target)
    found = calibration(1.0, (source, [*target, rest]), 10 * len(factors) + 1)
    assert found.length_ratio == pytest.approx(ratio, rel=0.01)


def test_boundaries_are_estimated_only_where_both_texts_have_them() -> None:
    one, other = sides(1.0, EQUAL)
    anchors = np.stack((np.arange(30), np.arange(30)), axis=1)
    assert Calibration.of(one, other, anchors).boundaries is None
    marked = [Side(side.vectors, side.lengths, boundaries=np.zeros((30, 3), np.int64)) for side in (one, other)]
    assert Calibration.of(*marked, anchors).boundaries is not None
    assert Calibration.of(marked[0], other, anchors).boundaries is None


@pytest.mark.parametrize(("skipped", "score"), [(0, RARE_SKIP_SCORE), (1, RARE_SKIP_SCORE), (20, 0.0), (40, 0.0)])
def test_where_nothing_else_is_left_out_an_unaligned_sentence_costs_more(skipped: int, score: float) -> None:
    """Of 400 sentences, stretches of 12 would be usual; each stretch counts once, however long it is."""
    side = Side(np.eye(200, dtype=np.float32), np.full(200, 50.0, np.float32))
    kept = np.array([number for number in range(200) if number >= 4 * skipped or number % 4])
    links = np.stack((kept, kept), axis=1)
    assert Calibration(1.0, 0.0).refined(side, side, links, links + 1).skip_score == pytest.approx(score)
    assert Calibration(1.0, -0.1).refined(side, side, links, links + 1).skip_score == -0.1


def test_the_more_similar_random_pairs_are_the_more_a_sentence_of_a_gap_scores() -> None:
    one, other = sides(0.8, EQUAL)
    anchors = np.stack((np.arange(30), np.arange(30)), axis=1)
    plain = Calibration.of(one, other, anchors).gaps
    shared = Calibration.of(one.with_similarity_prior(0.8), other.with_similarity_prior(0.8), anchors).gaps
    assert (plain.opening, plain.extension) == (GAP_OPENING, GAP_EXTENSION)
    assert shared.extension > GAP_EXTENSION + 1
