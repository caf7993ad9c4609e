"""What the beginnings and ends of sentences tell: their classes, their agreement, and their share in scores."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.engine import jit
from align.engine.boundaries import BREAK, CLASSES, ENDING, NO_BREAK, OPENING, PARAGRAPH, BoundaryModel, boundaries_of
from align.engine.calibration import Calibration
from align.engine.corridor import Corridor
from align.engine.lattice import bead_types
from align.engine.scores import BeadScores
from align.engine.sides import Side
from align.pipeline import align_documents
from corpus import Block, Document, Sentence, Span


def ending(text: str) -> int:
    return int(boundaries_of([text], [NO_BREAK])[0, ENDING])


def opening(text: str) -> int:
    return int(boundaries_of([text], [NO_BREAK])[0, OPENING])


@pytest.mark.parametrize(
    "same",
    [
        ["Yes.", "是。", "हाँ।", "نعم."],
        ["Yes?", "是？", "Oui ?", "نعم؟"],
        ["Yes!", "是！"],
        ["Well…", "Well...", "好⋯", "好。。。"],
        ["“Yes.”", "« Oui. »", "「是。」", "(Yes.)", "Yes.”’"],
        ["Chapter 2", "Глава вторая", ""],
    ],
)
def test_sentences_that_end_alike(same: list[str]) -> None:
    first, *others = map(ending, same)
    assert others == [first] * len(others)


def test_sentences_that_end_unlike_each_other() -> None:
    texts = ["Yes.", "Yes?", "Yes!", "Yes…", "Yes:", "Yes;", "Yes,", "Yes –", "Yes", "“Yes.”", "“Yes?”", "“Yes”"]
    numbers = [*map(ending, texts)]
    assert len(set(numbers)) == len(texts)
    assert max(numbers) < CLASSES


@pytest.mark.parametrize(
    ("same", "other"),
    [
        (["“Yes”", "«Oui»", "「是」", "„Ja“", "' a'"], "Yes"),
        (["— Да", "- Да", "– Да"], "«Да»"),
        (["(yes)", "[yes]", "（是）"], "— Да"),
        (["Yes", "да", "是", "3 men", ""], "¿Sí?"),
    ],
)
def test_sentences_that_begin_alike(same: list[str], other: str) -> None:
    assert len({opening(text) for text in same}) == 1
    assert opening(other) != opening(same[0])


texts = st.text(max_size=6)


@given(st.lists(texts, max_size=5))
def test_every_text_has_boundaries(some: list[str]) -> None:
    found = boundaries_of(some, [PARAGRAPH] * len(some))
    assert found.shape == (len(some), 3)
    assert ((found >= 0) & (found < CLASSES)).all()


def marks(random: np.random.Generator, count: int) -> np.ndarray:
    return random.integers(0, 3, (count, 3))


@pytest.mark.parametrize("seed", range(3))
def test_boundaries_count_as_far_as_they_agree(seed: int) -> None:
    random = np.random.default_rng(seed)
    links = np.stack((np.arange(1200), np.arange(1200)), axis=1)
    some, others = (random.random((2, 1200, 3)) < 0.2).astype(np.int64)

    def tables(source: np.ndarray, target: np.ndarray) -> np.ndarray:
        return BoundaryModel.of(source, target, links, links + 1).ends

    same = tables(some, some)
    assert (same[:, 1, 1] > 1).all()
    assert (same[:, 0, 1] < 0).all()
    assert np.abs(tables(some, others)).max() < 0.5
    assert np.abs(tables(some, 0 * some)).max() < 1e-6
    assert np.abs(tables(0 * some + 1, 0 * some + 1)).max() < 1e-6
    assert not BoundaryModel.of(some, some, links[:0], links[:0]).is_informative()


def test_boundaries_count_as_they_stand_inside_links() -> None:
    # Each link holds two source sentences; a dash begins the second, a paragraph the first, and each fifth ends so.
    firsts = np.arange(0, 400, 2)
    source = np.zeros((400, 3), np.int64)
    source[firsts, BREAK], source[firsts + 1, OPENING], source[9::10, ENDING] = 1, 2, 3
    target = np.ones((200, 3), np.int64)
    begins = np.stack((firsts, firsts // 2), axis=1)
    found = BoundaryModel.of(source, target, begins, begins + np.array((2, 1)))
    inside = found.inside[0]
    assert inside[BREAK, 1] < -2
    assert inside[OPENING, 2] > 0.5
    assert inside[ENDING, 3] < -1
    assert inside[BREAK, 0] == pytest.approx(inside[OPENING, 2])
    assert not found.inside[1].any()
    alone = BoundaryModel.of(source, target, begins, begins + 1)
    assert not alone.inside.any()


def worth(agreement: BoundaryModel, source: np.ndarray, target: np.ndarray) -> float:
    found = agreement.score(source, target)
    expected = agreement.ends[BREAK, source[0, BREAK], target[0, BREAK]]
    expected += agreement.ends[OPENING, source[0, OPENING], target[0, OPENING]]
    expected += agreement.ends[ENDING, source[-1, ENDING], target[-1, ENDING]]
    for inside, boundaries in zip(agreement.inside, (source, target), strict=True):
        for before, after in pairwise(boundaries):
            expected += inside[BREAK, after[BREAK]] + inside[OPENING, after[OPENING]] + inside[ENDING, before[ENDING]]
    assert found == pytest.approx(expected, abs=1e-4)
    return found


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 7), st.integers(1, 7), st.integers(0, 99), st.booleans())
def test_scores_hold_what_boundaries_are_worth(rows: int, columns: int, seed: int, interpreted: bool) -> None:
    random = np.random.default_rng(seed)
    ends = marks(random, rows), marks(random, columns)
    sides = [
        Side(random.normal(0, 1, (len(each), 4)).astype(np.float32), np.ones(len(each), np.float32), boundaries=each)
        for each in ends
    ]
    tables = (random.normal(0, 1, shape).astype(np.float32) for shape in ((3, CLASSES, CLASSES), (2, 3, CLASSES)))
    agreement = BoundaryModel(*tables)
    corridor, types = Corridor.full(rows, columns), bead_types(3, 3)
    with patch.object(jit, "MIN_STEPS", 10**9 if interpreted else 0):
        bare = BeadScores(*sides, corridor, types, Calibration(1.0, -0.1))(0, rows + 1)
        scores = BeadScores(*sides, corridor, types, Calibration(1.0, -0.1, agreement))(0, rows + 1)
    for i in range(rows + 1):
        for j in range(columns + 1):
            for kind, (x, y) in enumerate(types.tolist()):
                inside = 0 < x <= i and 0 < y <= j
                expected = worth(agreement, ends[0][i - x : i], ends[1][j - y : j]) if inside else 0
                assert scores[i, j, kind] - bare[i, j, kind] == pytest.approx(expected, abs=1e-4)


class Noisy:
    """An encoder that hardly knows which sentence is which: each has a number, and little of its own."""

    name = "noisy"
    signature = "encoder:noisy"
    similarity_prior = 0.0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        own = np.random.default_rng(0).normal(0, 1, (300, 16))
        noise = np.random.default_rng(len(texts)).normal(0, 1.5, (len(texts), 16))
        return (own[[int("".join(filter(str.isdigit, text))) for text in texts]] + noise).astype(np.float32)


def document(name: str, texts: Sequence[str]) -> Document:
    sentences, start = [], 0
    for number, text in enumerate(texts, 1):
        sentences.append(Sentence(f"{name}.s{number}", text, Span(start, start + len(text))))
        start += len(text) + 1
    return Document(name, name, "version", (Block(f"{name}.b1", "p", " ".join(texts), tuple(sentences)),))


def test_questions_and_speech_tell_what_vectors_leave_open() -> None:
    kinds = np.random.default_rng(5).integers(0, 3, 300).tolist()
    kept = [number for number in range(300) if number % 8 != 5]

    def right(source: Sequence[str], target: Sequence[str]) -> int:
        texts = [[signs[kinds[n]].format(n) for n in some] for signs, some in ((source, range(300)), (target, kept))]
        [alignment] = align_documents(document("a", texts[0]), [document("b", texts[1])], Noisy())
        links = {(bead.source.start, bead.target.start) for bead in alignment.beads if bead.type == "1-1"}
        return len(links & {(number, place) for place, number in enumerate(kept)})

    signed = right(("“Who is {}?”", "“It is {}.”", "That is {}."), ("— Кто {}?", "— Это {}.", "Вот он {}."))
    assert signed > 10 + right(("Who is {}", "It is {}", "That is {}"), ("Кто {}", "Это {}", "Вот он {}"))
