"""Sides: vectors and lengths of sentences and runs, centring, and computing in chunks."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.engine import sides
from align.engine.sides import Side


def side(count: int, seed: int, dimensions: int = 5) -> Side:
    random = np.random.default_rng(seed)
    return Side(
        random.normal(0, 1, (count, dimensions)).astype(np.float32), random.integers(1, 90, count).astype(np.float32)
    )


def test_runs_have_the_lengths_and_norms_of_their_sentences() -> None:
    sentences = side(4, 3)
    lengths, norms = sentences.run_lengths(3), sentences.run_norms(3)
    assert lengths[4, 3] == sentences.lengths[1:4].sum()
    assert norms[4, 3] == pytest.approx(np.linalg.norm(sentences.vectors[1:4].sum(axis=0)), rel=1e-5)
    assert lengths[1, 2] == norms[1, 2] == 0


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 12), st.integers(1, 5), st.integers(1, 5))
def test_chunks_change_nothing(count: int, longest: int, size: int) -> None:
    sentences = side(count, 1)
    norms, runs = sentences.norms(), sentences.run_norms(longest)
    with patch.object(sides, "_CHUNK", size):
        np.testing.assert_allclose(sentences.norms(), norms, rtol=1e-6)
        np.testing.assert_allclose(sentences.run_norms(longest), runs, rtol=1e-5)
        covered = np.concatenate([np.empty(0, int), *(np.arange(count)[rows] for rows in sides.chunks(count))])
    assert covered.tolist() == list(range(count))


def test_centring_subtracts_what_all_sentences_share() -> None:
    shared = np.array([5.0, 0, 0], np.float32)
    own = np.array([[0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]] * 500, np.float32)
    centred = Side(own + shared, np.ones(2000, np.float32)).centred()
    assert np.allclose(centred.vectors[:], own, atol=0.05)


def test_a_short_text_keeps_some_of_its_mean() -> None:
    text = side(5, 1)
    centred = text.centred()
    whole = centred.vectors[:].sum(axis=0)
    assert np.allclose(whole, text.vectors.sum(axis=0) * (1 - 5 / 15), atol=1e-4)
    assert side(0, 1).centred().vectors.shape == (0, 5)


def test_a_similarity_prior_is_in_proportion_to_lengths() -> None:
    text = Side(np.array([[3, 4], [0, 5]], np.float32), np.array([10, 30], np.float32))
    extended = text.with_similarity_prior(0.5)
    np.testing.assert_allclose(extended.vectors[:], [[3, 4, 1.25], [0, 5, 3.75]])
    assert text.with_similarity_prior(0.0) is text
