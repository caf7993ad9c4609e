"""Overlap: the very figures and signatures of sacrebleu, over units that neither version's beads cross."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.base import Metric
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

from align.fidelity.bitext import Bitext
from align.fidelity.metrics import metric_scores
from align.fidelity.overlap import MIN_UNITS, SharedUnit, overlap, shared_units
from align.fidelity.rates import Blocks
from align.fidelity.statistics import Bootstrap
from corpus import Bead, Sentence, Span

WORDS = ["the", "a", "cat", "dog", "sat", "on", "mat,", "ran.", "“Who?”", "3.5", "%", "over-land", "it’s"]


def lines(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(chance.choices(WORDS, k=chance.randint(3, 12))) for _ in range(count)]


def blocks(count: int) -> tuple[Blocks, Bootstrap]:
    return Blocks(tuple(range(count)), (10,) * count, np.full(count, 10.0)), Bootstrap.over(count, 50, 1)


@pytest.mark.parametrize(
    ("language", "metrics"),
    [
        ("en-GB", (CHRF(), CHRF(word_order=2), BLEU(), TER())),
        ("zh", (CHRF(), CHRF(word_order=2), BLEU(tokenize="zh"), TER(normalized=True, asian_support=True))),
        ("ja", (CHRF(), CHRF(word_order=2), BLEU(tokenize="char"), TER(normalized=True, asian_support=True))),
    ],
)
def test_the_figures_are_those_of_sacrebleu(language: str, metrics: tuple) -> None:
    first, second = lines(25, 1), lines(25, 2)
    units = [SharedUnit(number, pair) for number, pair in enumerate(zip(first, second, strict=True))]
    found = overlap(("a", "b"), units, language, *blocks(25), ter=True)
    assert (found.version, found.reference, found.units) == ("a", "b", 25)
    assert len(found.scores) == len(metrics)
    for score, metric in zip(found.scores, metrics, strict=True):
        own = metric.corpus_score(first, [second])
        assert score.value is not None
        assert score.value.value == pytest.approx(own.score, abs=1e-9)
        assert score.signature == str(metric.get_signature())
        assert score.metric == own.name
        assert score.value.low < score.value.value < score.value.high


@pytest.mark.parametrize(
    ("metric", "size"),
    [(CHRF(), 18), (CHRF(word_order=2), 24), (BLEU(), 10), (TER(), 2)],
    ids=["chrF", "chrF++", "BLEU", "TER"],
)
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_many_scores_are_those_of_sacrebleu(metric: Metric, size: int, data: st.DataObject) -> None:
    counts = st.lists(st.integers(0, 9), min_size=size, max_size=size)
    rows = data.draw(st.lists(counts, min_size=1, max_size=8))
    found = metric_scores(metric, np.array(rows, np.float64))
    np.testing.assert_allclose(found, [metric._compute_score_from_stats(list(row)).score for row in rows], atol=1e-9)


def test_bleu_is_refused_for_few_units() -> None:
    units = [SharedUnit(number, ("a b c", "a b c")) for number in range(MIN_UNITS - 1)]
    scores = {score.metric: score for score in overlap(("a", "b"), units, "en", *blocks(30), ter=False).scores}
    assert scores["BLEU"].value is None
    assert "20" in scores["BLEU"].note
    assert scores["chrF2"].value is not None
    assert scores["chrF2"].value.value == pytest.approx(100)
    assert "TER" not in scores


def test_nothing_in_common_to_compare() -> None:
    assert overlap(("a", "b"), [], "en", *blocks(3), ter=True).scores == ()


@st.composite
def bitexts(draw: st.DrawFn, count: int) -> Bitext:
    beads, i, j = [], 0, 0
    while i < count:
        x, y = draw(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any))
        x = min(x, count - i)
        if x or y:
            beads.append(Bead(range(i, i + x), range(j, j + y), 1.0))
        i, j = i + x, j + y
    sides = [tuple(Sentence(f"{n}", f"w{n}", Span(0, len(f"w{n}"))) for n in range(size)) for size in (i, j)]
    return Bitext(*sides, ("ru", "en"), tuple(beads))


@given(st.integers(1, 12).flatmap(lambda count: st.tuples(bitexts(count), bitexts(count))))
@settings(deadline=None)
def test_units_are_crossed_by_no_bead_and_lose_nothing(pair: tuple[Bitext, Bitext]) -> None:
    units = shared_units(*pair)
    starts = [unit.source for unit in units]
    assert starts == sorted(set(starts))
    for side, bitext in enumerate(pair):
        for bead in bitext.beads:
            assert not any(start in bead.source[1:] for start in starts)
        words = [word for unit in units for word in unit.texts[side].split()]
        assert sorted(words) == sorted(sentence.text for sentence in bitext.target)
    # Where both have a boundary there is one, so that units are as small as can be.
    common = set.intersection(*({bead.source.start for bead in each.beads if bead.source} for each in pair))
    empty = [start for start in common if start not in starts]
    assert all(
        not bead.target for bitext in pair for bead in bitext.beads if bead.source and bead.source.start in empty
    )
