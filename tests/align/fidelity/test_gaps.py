"""Sentences and clauses without counterpart."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.gaps import ClauseCheck, UnalignedCheck, heaviest_run
from align.fidelity.lengths import Lengths
from align.fidelity.matches import WordMatcher
from corpus import Span

FULL = "The soldier climbed the tower, opened the heavy wooden door with a rusty key, and saw the whole city burning."
PART = "Der Soldat stieg auf den Turm und sah die ganze Stadt brennen."
WHOLE = (
    "Der Soldat stieg auf den Turm, öffnete die schwere Holztür mit einem rostigen Schlüssel und sah die Stadt brennen."
)


def test_a_faithful_text_has_no_gap(matcher: WordMatcher, faults_in: Callable[..., list[Fault]]) -> None:
    assert faults_in(ClauseCheck(matcher, "omission"), (FULL, WHOLE)) == []
    assert faults_in(ClauseCheck(matcher, "addition"), (FULL, WHOLE)) == []


def test_a_clause_is_located(matcher: WordMatcher, faults_in: Callable[..., list[Fault]]) -> None:
    [fault] = faults_in(ClauseCheck(matcher, "omission"), (FULL, PART))
    [span] = fault.source
    assert (fault.rule, fault.severity, fault.pair, fault.target) == ("omission", "major", 0, ())
    assert {"heavy", "wooden", "rusty"} <= set(FULL[span.start : span.end].replace(",", "").split())
    assert "burning" not in FULL[span.start : span.end]


@pytest.mark.parametrize(
    ("rule", "pair"),
    [("omission", ("A sentence of five words.", "")), ("addition", ("", "Ein Satz aus fünf Wörtern."))],
)
def test_an_empty_side_is_as_certain_as_the_bead(rule: str, pair: tuple[str, str]) -> None:
    [fault] = UnalignedCheck(rule).find([SegmentPair(*pair, "en", "de", confidence=0.7)])  # type: ignore[arg-type]
    text = pair[0] or pair[1]
    spans = fault.source if rule == "omission" else fault.target
    assert (fault.severity, fault.confidence, spans) == ("major", 0.7, (Span(0, len(text)),))
    other = "addition" if rule == "omission" else "omission"
    assert not list(UnalignedCheck(other).find([SegmentPair(*pair, "en", "de")]))  # type: ignore[arg-type]


def test_several_in_a_row_are_a_passage(faults_in: Callable[..., list[Fault]]) -> None:
    dropped = ("The whole paragraph is missing here.", "")
    faults = faults_in(UnalignedCheck("omission"), ("Yes.", ""), ("No.", "Nein."), dropped, dropped, dropped)
    assert [(fault.pair, fault.severity) for fault in faults] == [
        (0, "minor"),
        (2, "critical"),
        (3, "critical"),
        (4, "critical"),
    ]
    assert faults[1].evidence == "unaligned, one of 3 in a row"


@settings(deadline=None)
@given(st.lists(st.integers(-9, 9), max_size=12))
def test_the_heaviest_run_is_the_best_of_all(gains: list[int]) -> None:
    sums = [sum(gains[first:last]) for first in range(len(gains) + 1) for last in range(first, len(gains) + 1)]
    best, first, last = heaviest_run(np.array(gains, np.float32))
    assert best == max(sums) == sum(gains[first:last])


def test_lengths_are_measured_by_their_text() -> None:
    pairs = [SegmentPair("x" * size, "y" * (2 * size + 5), "en", "de") for size in range(20, 60)]
    lengths = Lengths.of([*pairs, SegmentPair("x" * 40, "y" * 20, "en", "de"), SegmentPair("x", "", "en", "de")])
    assert abs(lengths.residuals[:-2]).max() < 1e-6
    assert lengths.scores[-2] < -5
    assert lengths.residuals[-1] == 0
    assert Lengths.of([]).residuals.shape == (0,)
