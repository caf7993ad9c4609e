"""Why a link is as it is: the terms of scores against the aligner's own, and the laws of alternatives."""

from __future__ import annotations

import math
from collections.abc import Sequence
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.engine import pair
from align.engine.corridor import Corridor
from align.engine.crossings import crossing_links
from align.engine.lattice import bead_types
from align.engine.pair import TYPES
from align.engine.scores import BeadScores
from align.engine.similarity import SIMILARITY_NATS
from align.explain import alternatives, explanation
from align.explain.explanation import Explainer, Explanation
from align.pipeline import align_documents
from corpus import Alignment, AlignmentError, Bead, Block, Document, Sentence, Span

NONE = range(0)


class Topics:
    """An encoder for sentences such as ``3 3 5``: a direction of its own for each number, and some noise."""

    name = "topics"
    signature = "encoder:topics"
    similarity_prior = 0.0

    def __init__(self, noise: float = 0.3) -> None:
        self._noise = noise

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        random = np.random.default_rng(1)
        vectors = random.normal(0, self._noise, (len(texts), 16)).astype(np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for topic in text.split():
                vector[int(topic)] += 1
        return vectors


def document(name: str, *texts: str) -> Document:
    sentences, start = [], 0
    for number, text in enumerate(texts, 1):
        sentences.append(Sentence(f"{name}.s{number}", text, Span(start, start + len(text))))
        start += len(text) + 1
    blocks = (Block(f"{name}.b1", "p", " ".join(texts), tuple(sentences)),) if texts else ()
    return Document(name, name, "version", blocks)


def explainer(source: Document, target: Document, *beads: tuple[range, range], noise: float = 0.3) -> Explainer:
    encoder = Topics(noise)
    alignment = align_documents(source, [target], encoder)[0]
    if beads:
        alignment = Alignment(source.id, target.id, tuple(Bead(*bead, 1.0) for bead in beads))
    return Explainer(source, target, alignment, encoder)


ENGLISH = document("en", "0 0", "1 1 2 2", "3 3", "4 4", "5 5")
RUSSIAN = document("ru", "0 0", "1 1", "2 2", "3 3", "5 5")

# A whole text adds up to nothing once it is centred, so texts hold more sentences than a bead.
sentences = st.lists(st.integers(0, 9).map(str), min_size=1, max_size=3).map(" ".join)
texts = st.lists(sentences, min_size=6, max_size=8)
short_texts = st.lists(sentences, min_size=3, max_size=4)


def ids(beads: Sequence[explanation.ScoredBead]) -> list[tuple[str, str]]:
    return [
        (" ".join(quote.id for quote in bead.source), " ".join(quote.id for quote in bead.target)) for bead in beads
    ]


def test_a_link_with_its_terms_and_alternatives() -> None:
    found = explainer(ENGLISH, RUSSIAN, noise=0.05).explain(2, alternatives=2)
    assert ids([found.bead]) == [("en.s2", "ru.s2 ru.s3")]
    assert [quote.text for quote in found.bead.target] == ["1 1", "2 2"]
    assert (found.source, found.target, found.number) == ("en", "ru", 2)
    like = found.bead.similarity
    assert like is not None
    assert (like.source_length, like.target_length) == (7, 6)
    assert like.expected_length == pytest.approx(7 * found.length_ratio)
    assert like.mean == pytest.approx((like.runs + like.sentences) / 2)
    assert found.bead.score == pytest.approx(like.mean * like.fit)
    assert found.bead.nats == pytest.approx(SIMILARITY_NATS * found.bead.score + found.bead.boundaries)
    assert found.typical is not None
    assert found.typical > 0.8
    assert len(found.alternatives) == 2
    assert {"en.s2", "ru.s2", "ru.s3"} <= {
        id for other in found.alternatives for side in ids(other.beads) for id in side
    }
    assert all(quote.id not in ("en.s2", "ru.s2", "ru.s3") for quote in found.neighbours)


def test_an_unaligned_sentence() -> None:
    found = explainer(ENGLISH, RUSSIAN, noise=0.05).explain(4)
    assert ids([found.bead]) == [("en.s4", "")]
    assert found.bead.similarity is None
    assert found.bead.score == found.skip_score
    assert all("en.s4" in other.beads[0].source[0].id or len(other.beads[0].source) > 1 for other in found.alternatives)
    assert {quote.id for quote in found.neighbours} >= {"en.s3", "ru.s4"}


@settings(deadline=None, max_examples=8)
@given(texts, texts)
def test_terms_are_those_of_the_aligner(source: list[str], target: list[str]) -> None:
    one = explainer(document("a", *source), document("b", *target))
    scores = one._pair.scores
    corridor = Corridor.full(len(source), len(target))
    block = BeadScores(scores.source, scores.target, corridor, TYPES, scores.calibration)(0, len(source) + 1)
    for i in range(len(source) + 1):
        for j in range(len(target) + 1):
            for kind, (x, y) in enumerate(TYPES.tolist()):
                if x <= i and y <= j:
                    assert one._scored((range(i - x, i), range(j - y, j))).nats == pytest.approx(
                        block[i, j, kind], abs=1e-3
                    )


@pytest.mark.filterwarnings("ignore:.*hardly looks like")
@settings(deadline=None, max_examples=12)
@given(texts, texts)
def test_probabilities_are_those_of_the_aligner(source: list[str], target: list[str]) -> None:
    one = explainer(document("a", *source), document("b", *target))
    for number, bead in enumerate(one._alignment.beads, 1):
        with patch.object(alternatives, "NEIGHBOURS", 100):
            found = one.explain(number)
        assert found.probability is not None
        assert found.probability == pytest.approx(bead.confidence, abs=6e-5)


@settings(deadline=None, max_examples=15)
@given(short_texts, short_texts, st.integers(1, 3))
def test_probabilities_of_a_link_and_its_alternatives_sum_to_1(
    source: list[str], target: list[str], number: int
) -> None:
    same = min(len(source), len(target))
    beads = [(range(i, i + 1), range(i, i + 1)) for i in range(same)]
    beads += [(range(i, i + 1), NONE) for i in range(same, len(source))]
    beads += [(NONE, range(j, j + 1)) for j in range(same, len(target))]
    with patch.object(pair, "TYPES", bead_types(2, 2)), patch.object(alternatives, "_CANDIDATES", 10**6):
        one = explainer(document("a", *source), document("b", *target), *beads)
        found = one.explain(len(beads) + 1 - number, alternatives=10**6)
    assert found.probability is not None
    assert found.probability + sum(other.probability for other in found.alternatives) == pytest.approx(1, abs=1e-6)
    links = [tuple(ids(other.beads)) for other in found.alternatives]
    assert len(set(links)) == len(links)
    assert tuple(ids([found.bead])) not in links
    likely = [other.probability for other in found.alternatives]
    assert likely == sorted(likely, reverse=True)
    own = {quote.id for quote in (*found.bead.source, *found.bead.target)}
    for other in found.alternatives:
        held = [{quote.id for quote in (*bead.source, *bead.target)} for bead in other.beads]
        assert own <= set().union(*held)
        assert sum(map(len, held)) == len(set().union(*held))
        assert other.behind == pytest.approx(math.log(found.probability / other.probability), abs=1e-6)


def test_few_candidates_are_the_best() -> None:
    one = explainer(ENGLISH, RUSSIAN)
    with patch.object(alternatives, "_CANDIDATES", 10**6):
        expected = one.explain(2, alternatives=5)
    found = one.explain(2, alternatives=5)
    assert [ids(other.beads) for other in found.alternatives] == [ids(other.beads) for other in expected.alternatives]


HAND_MADE: dict[str, tuple[list[tuple[range, range]], int, bool]] = {
    "a worse link than the aligner's": ([(range(1), range(2)), (range(1, 5), range(2, 5))], 1, True),
    "two unaligned at once": (
        [(range(0, 3), range(0, 4)), (range(3, 5), NONE), (NONE, range(4, 5))],
        2,
        True,
    ),
    "more sentences than the aligner links": ([(range(5), range(5))], 1, False),
    "crossing": ([(range(2), range(3, 5)), (range(2, 4), range(1, 3)), (range(4, 5), range(1))], 2, True),
}


@pytest.mark.parametrize("case", HAND_MADE)
def test_links_by_hand(case: str) -> None:
    beads, number, possible = HAND_MADE[case]
    found = explainer(ENGLISH, RUSSIAN, *beads).explain(number)
    assert found.confidence == 1
    assert (found.probability is not None) == possible
    assert found.probability is None or found.probability < 0.9
    assert all((other.behind is not None) == possible for other in found.alternatives)
    if case == "a worse link than the aligner's":
        assert found.alternatives[0].behind is not None
        assert found.alternatives[0].behind < 0
        assert found.alternatives[0].probability > 0.5


def test_a_version_without_sentences() -> None:
    found: Explanation = explainer(document("en", "1", "2"), document("ru")).explain(1)
    assert (found.probability, found.alternatives, found.typical) == (1, (), None)


@pytest.mark.parametrize("number", [0, 6, -1])
def test_there_is_no_such_link(number: int) -> None:
    with pytest.raises(AlignmentError, match=f"en-ru: no link {number}; give one from 1 to 5"):
        explainer(ENGLISH, RUSSIAN, noise=0.05).explain(number)


def test_links_that_hold_too_much() -> None:
    count = alternatives.MAX_WINDOW + 1
    source, target = (document(name, *["1"] * count) for name in ("en", "ru"))
    with pytest.raises(AlignmentError, match="link 1 have too many sentences"):
        explainer(source, target, (range(count), range(count))).explain(1)


def test_links_that_cross_are_explained_and_so_are_those_around() -> None:
    count = 200
    source, target = (document(name, *(str(i % 7) for i in range(count))) for name in ("en", "ru"))
    order = [*range(20), *range(21, 150), 20, *range(150, count)]
    beads = [(range(i, i + 1), range(j, j + 1)) for i, j in enumerate(order)]
    one = explainer(source, target, *beads, noise=0.05)
    moved, beside = one.explain(1 + order.index(20)), one.explain(order.index(20))
    assert ids([moved.bead]) == [("en.s150", "ru.s21")]
    assert (moved.moved, moved.probability, beside.moved) == (True, None, False)
    assert moved.bead.similarity
    assert moved.alternatives
    assert beside.probability is not None
    assert all("ru.s21" not in pair for other in moved.alternatives for pair in ids(other.beads))


@settings(deadline=None, max_examples=30)
@given(st.permutations(range(12)), st.sets(st.integers(0, 11)))
def test_in_order_no_link_crosses_and_each_sentence_stays(order: list[int], alone: set[int]) -> None:
    beads = [Bead(range(i, i + 1), range(0) if i in alone else range(j, j + 1), 1.0) for i, j in enumerate(order)]
    beads += [Bead(range(0), range(order[i], order[i] + 1), 1.0) for i in sorted(alone)]
    ordered = alternatives.without_crossings(beads, crossing_links(beads))
    assert not crossing_links(ordered)
    assert [i for bead in ordered for i in bead.source] == list(range(12))
    assert [j for bead in ordered for j in bead.target] == list(range(12))


def test_a_link_deep_in_a_long_text_is_explained_by_its_surroundings() -> None:
    sentences = [str(number % 10) for number in range(300)]
    one = explainer(document("en", *sentences), document("ru", *sentences), noise=0.05)
    found = one.explain(150)
    assert ids([found.bead]) == [("en.s150", "ru.s150")]
    assert found.probability == pytest.approx(found.confidence, abs=1e-3)


def test_an_encoder_that_fails_is_named() -> None:
    class Broken(Topics):
        def encode(self, texts: Sequence[str]) -> np.ndarray:
            return np.full((len(texts), 2), np.nan, np.float32)

    with pytest.raises(AlignmentError, match="en: "):
        Explainer(ENGLISH, RUSSIAN, Alignment("en", "ru", ()), Broken())


def _beads(*confidences: float) -> list[Bead]:
    return [Bead(range(i, i + 1), range(i, i + 1), confidence) for i, confidence in enumerate(confidences)]


@pytest.mark.parametrize(
    ("beads", "index", "window"),
    [
        (_beads(*[1.0] * 40), 20, range(14, 27)),
        (_beads(*[1.0] * 10, *[0.5] * 20, *[1.0] * 10), 20, range(9, 31)),
        (_beads(*[0.5] * 30), 20, range(30)),
        (_beads(*[0.5] * 30, 1.0), 2, range(31)),
        (_beads(*[0.5] * 200), 100, range(61, 140)),
        (_beads(*[1.0] * 3), 0, range(3)),
    ],
)
def test_a_window_ends_at_sure_links(beads: list[Bead], index: int, window: range) -> None:
    assert alternatives.window_around(beads, index) == (window, window)
