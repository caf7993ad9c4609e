"""Passages that moved: found where they are, and nowhere else."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align import align_embeddings
from align.engine.crossings import MIN_LINKS, add_crossings, crossing_links
from align.engine.pair import PreparedPair
from align.engine.sides import Side
from align.evaluation.metrics import bead_sets
from align.evaluation.summary import summarise
from corpus import Alignment, Bead, Block, Corpus, Document, Role, Sentence, Span

NONE = range(0)


def vectors(count: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 1, (count, 32)).astype(np.float32)


def aligned(order: list[int], count: int = 60, noise: float = 0.5) -> Alignment:
    """Align `count` sentences with a translation that has them in another order."""
    source = vectors(count)
    target = source[order] + noise * vectors(len(order), 2)
    return align_embeddings(source, target, [50] * count, [50] * len(order))


def moved_to(first: int, last: int, place: int, count: int = 60) -> list[int]:
    """The order in which the sentences `first` to `last` (not included) stand before the one at `place`."""
    rest = [number for number in range(count) if not first <= number < last]
    cut = rest.index(place)
    return [*rest[:cut], *range(first, last), *rest[cut:]]


@pytest.mark.parametrize(
    ("first", "last", "place"), [(20, 21, 23), (20, 22, 25), (10, 15, 40), (40, 50, 5), (20, 21, 50), (0, 6, 30)]
)
def test_a_passage_that_moved(first: int, last: int, place: int) -> None:
    order = moved_to(first, last, place)
    alignment = aligned(order)
    alignment.check_coverage(60, 60)
    found = bead_sets(alignment)
    assert sorted(found, key=str) == sorted(((frozenset({i}), frozenset({j})) for j, i in enumerate(order)), key=str)
    moved = [alignment.beads[number] for number in crossing_links(alignment.beads)]
    assert [bead.source.start for bead in moved] == list(range(first, last))
    assert min(bead.confidence for bead in moved) > 0.5


def test_neighbours_that_changed_places() -> None:
    order = [*range(30), 31, 30, *range(32, 60)]
    alignment = aligned(order)
    beads = {(bead.source, bead.target) for bead in alignment.beads}
    assert {(range(30, 31), range(31, 32)), (range(31, 32), range(30, 31))} <= beads
    assert len(crossing_links(alignment.beads)) == 1


@pytest.mark.parametrize("gap", [0, 1, 5])
def test_a_text_in_order_stays_in_order(gap: int) -> None:
    """What is left out on either side at different places is not linked."""
    order = [number for number in range(60) if not 20 <= number < 20 + gap]
    source = np.delete(vectors(60), range(40, 40 + gap), axis=0)
    target = vectors(60)[order] + 0.5 * vectors(len(order), 2)
    alignment = align_embeddings(source, target, [50] * len(source), [50] * len(target))
    assert crossing_links(alignment.beads) == ()


def test_a_common_phrase_has_not_moved() -> None:
    """A sentence that many others equal tells nothing of where it belongs."""
    source = vectors(60)
    source[5:60:5] = source[5]
    order = [*range(10), *range(11, 60)]
    target = np.concatenate([source[order], source[5:6]])
    alignment = align_embeddings(source, target, [50] * 60, [50] * 60)
    assert crossing_links(alignment.beads) == ()


def prepared(source: np.ndarray, target: np.ndarray) -> PreparedPair:
    return PreparedPair.of(*(Side(each, np.full(len(each), 50, np.float32)) for each in (source, target)))


def one_to_one(count: int, but: range = NONE) -> list[Bead]:
    """1-1 links of sentences with the same number; those of `but` are unaligned on both sides."""
    beads = [Bead(range(i, i + 1), NONE if i in but else range(i, i + 1), 0.99) for i in range(count)]
    for place in but:
        beads.insert(but.stop, Bead(NONE, range(place, place + 1), 0.99))
    return beads


@pytest.mark.parametrize("gap", [range(30, 31), range(30, 33), range(0, 2), range(58, 60)])
def test_unaligned_sentences_that_face_each_other_do_not_cross(gap: range) -> None:
    """However similar they are: to link them is the task of dynamic programming, which had its reasons."""
    source = vectors(60)
    pair = prepared(source, source + 0.1 * vectors(60, 2))
    beads = one_to_one(60, gap)
    assert add_crossings(beads, pair) == tuple(beads)


def test_in_a_passage_that_moved_only_likely_pairs_are_linked() -> None:
    """The third sentence of five has another text in the translation, so weakly similar that it may be chance."""
    order = moved_to(20, 25, 45)
    source, noise = vectors(60), vectors(60, 2)
    target = source[order] + 0.3 * noise
    place = order.index(22)
    target[place] = 0.15 * source[22] + noise[place]
    alignment = align_embeddings(source, target, [50] * 60, [50] * 60)
    links = {bead.source.start: bead.target for bead in alignment.beads if bead.type == "1-1"}
    assert {20, 21, 23, 24} <= links.keys()
    assert 22 not in links


@pytest.mark.parametrize("count", [MIN_LINKS - 1, MIN_LINKS])
def test_few_links_show_no_crossings(count: int) -> None:
    """Two sentences that changed places, beside so many links that kept theirs."""
    source = vectors(count + 2)
    pair = prepared(source, source[[*range(count), count + 1, count]])
    beads = [*one_to_one(count), Bead(range(count, count + 2), range(count, count + 2), 0.9)]
    assert (len(add_crossings(beads, pair)) > len(beads)) == (count == MIN_LINKS)


def test_a_sure_link_is_kept_and_a_doubtful_one_may_give_way() -> None:
    """A sentence of a passage that moved is linked with an unrelated one: with little confidence it becomes free."""
    order = moved_to(20, 24, 45)
    source = vectors(60)
    target = source[order] + 0.3 * vectors(60, 2)
    pair = prepared(source, target)
    beads = list(align_embeddings(source, target, [50] * 60, [50] * 60).beads)
    kept = [bead for bead in beads if not 20 <= bead.source.start < 24]
    free = [Bead(NONE, range(j, j + 1), 0.99) for j in range(order.index(20) + 1, order.index(20) + 4)]
    for confidence, linked in ((0.9, False), (0.5, True)):
        wrong = Bead(range(20, 21), range(order.index(20), order.index(20) + 1), 0.99)
        unrelated = Bead(range(20, 21), range(0, 1), confidence)
        others = [bead for bead in kept if bead.target != range(0, 1)]
        alone = [Bead(range(i, i + 1), NONE, 0.99) for i in range(21, 24)]
        first = Bead(range(0, 1), NONE, 0.99)
        loose = Bead(NONE, wrong.target, 0.99)
        start = sorted([first, unrelated, *alone, *(b for b in others if b.source.start)], key=lambda b: b.source.start)
        found = add_crossings([*start, loose, *free], pair)
        assert any((bead.source, bead.target) == (wrong.source, wrong.target) for bead in found) == linked


@settings(deadline=None, max_examples=30)
@given(st.permutations(range(14)), st.floats(0, 2))
def test_any_order_leaves_each_sentence_in_one_bead(order: list[int], noise: float) -> None:
    alignment = aligned(order, 14, noise)
    alignment.check_coverage(14, 14)
    out_of_order = crossing_links(alignment.beads)
    links = [
        bead for place, bead in enumerate(alignment.beads) if bead.source and bead.target and place not in out_of_order
    ]
    assert all(one.target.stop <= other.target.start for one, other in pairwise(links))


def test_the_smaller_passage_is_the_one_that_moved() -> None:
    beads = [Bead(range(0, 1), range(3, 4), 1.0), *(Bead(range(i, i + 1), range(i - 1, i), 1.0) for i in (1, 2, 3))]
    assert crossing_links(beads) == (0,)
    assert crossing_links([Bead(range(0, 1), range(0), 1.0)]) == ()


def test_moves_are_in_the_summary() -> None:
    def document(name: str, role: Role) -> Document:
        sentences = tuple(Sentence(f"{name}.s{n}", text, Span(2 * n, 2 * n + 1)) for n, text in enumerate("abcd"))
        return Document(name, "en", role, (Block(f"{name}.b1", "p", "a b c d", sentences),))

    source, target = document("en", "pivot"), document("x", "version")
    links = [(0, 1), (1, 0), (2, 2), (3, 3)]
    beads = tuple(Bead(range(i, i + 1), range(j, j + 1), 0.9) for i, j in links)
    [summary] = summarise(Corpus("c", source, (target,), (Alignment("en", "x", beads),)))
    assert [(link.source_text, link.target_text) for link in summary.moved] in ([("a", "b")], [("b", "a")])
