"""What is suggested and aligned again: links that a person has reviewed are never moved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from review_samples import ANN, sample

from align.encoders import load_encoder
from align.review import operations as op
from align.review.changes import Mark
from align.review.draft import Draft
from align.review.pair import Pair
from align.review.suggestions import Suggester, moved_links
from corpus.model import Alignment


@pytest.fixture(scope="module")
def pair() -> Pair:
    return Draft.of(sample(4)).pairs[0]


@pytest.fixture(scope="module")
def suggester(pair: Pair) -> Suggester:
    return Suggester(pair.source.document, pair.target.document, load_encoder("surface"))


def runs(pair: Pair) -> set[tuple[range, range]]:
    return {(bead.source, bead.target) for bead in pair.beads}


def test_alternatives_leave_reviewed_links_alone(pair: Pair, suggester: Suggester) -> None:
    row = 9
    before = [each for found in suggester.alternatives(pair, row) for each in found.runs]
    assert before
    fixed = pair.after([op.confirm(pair, [row - 1, row + 1], ANN)])
    kept = [fixed.beads[row - 1], fixed.beads[row + 1]]
    for alternative in suggester.alternatives(fixed, row):
        assert 0 < alternative.probability <= 1
        for source, target in alternative.runs:
            assert not any(set(source) & set(bead.source) or set(target) & set(bead.target) for bead in kept)


def test_what_is_aligned_again_keeps_reviewed_links_and_doubts(pair: Pair, suggester: Suggester) -> None:
    edited = pair.after([op.set_mark(pair, 12, Mark("why?"))])
    edited = edited.after([op.merge(edited, 3, ANN, "next")])
    edited = edited.after([op.confirm(edited, [20], ANN)])
    reviewed = {bead for bead in edited.beads if bead.attribution}
    again = edited.after(suggester.aligned_anew(edited, range(3, 4)))
    assert reviewed <= set(again.beads)
    assert {bead for bead in again.beads if bead.attribution} == reviewed
    assert [mark.doubt for mark in again.marks.values()] == ["why?"]
    outside = list(edited.beads[21:])
    assert list(again.beads[-len(outside) :]) == outside


def test_everything_is_aligned_again_but_what_is_reviewed(pair: Pair, suggester: Suggester) -> None:
    found, left = suggester.all_anew(pair)
    again = pair.after(found)
    assert (left, sum(map(moved_links, found)) > 0, runs(again) != runs(pair)) == (0, True, True)
    reviewed = pair.after([op.confirm(pair, range(len(pair.beads)), ANN)])
    assert suggester.all_anew(reviewed) == ((), 0)
    assert suggester.aligned_anew(reviewed, range(3, 4)) == ()


@pytest.mark.parametrize("reviewed", [True, False])
@pytest.mark.parametrize(("source", "target"), [("en.s10", "ru.s29"), ("en.s28", "ru.s8")])
def test_a_crossing_link_freezes_nothing_elsewhere(
    pair: Pair, suggester: Suggester, source: str, target: str, reviewed: bool
) -> None:
    edited = pair.after([op.link(pair, [source, target], ANN)])
    if not reviewed:
        # As the aligner would have left it, between links that a person reviewed.
        beads = tuple(replace(bead, confidence=0.5, attribution=None) for bead in edited.beads)
        edited = replace(edited, beads=beads)
        edited = edited.after([op.confirm(edited, [edited.row("en.s19")], ANN)])
    found, left = suggester.all_anew(edited)
    again = edited.after(found)
    assert left == (0 if reviewed else 1)
    assert {bead for bead in edited.beads if bead.attribution} <= set(again.beads)
    crossing = edited.beads[edited.row(source)]
    assert (crossing.source, crossing.target) in runs(again)
    frozen = {bead for bead in again.beads if bead in set(edited.beads) and not bead.attribution}
    assert frozen <= {crossing, *(bead for bead in again.beads if not (bead.source and bead.target))}
    Alignment("", "", again.beads).check_coverage(len(pair.source.ids), len(pair.target.ids))
