"""The aligner as a whole: its laws on arbitrary vectors, and every link of the seed."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align import Input, align_embeddings, build_corpus, load_encoder
from align.engine import corridor
from align.evaluation.metrics import bead_sets, read_beads
from corpus import AlignmentError, Bead, TextWarning

ROOT = Path(__file__).parents[3]
SEED = ROOT / "seeds"
GOLD = ROOT / "tests" / "data" / "seed"


def vectors(count: int, seed: int, dimensions: int = 16) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 1, (count, dimensions)).astype(np.float32)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 25), st.integers(0, 25), st.integers(0, 3), st.booleans())
def test_every_sentence_is_in_exactly_one_bead(rows: int, columns: int, kind: int, narrow: bool) -> None:
    make = (vectors, lambda n, _: np.zeros((n, 4)), lambda n, _: np.ones((n, 4)), lambda n, s: vectors(n, s) * 1e-30)
    source, target = make[kind](rows, 1), make[kind](columns, 2)
    with patch.object(corridor, "MAX_NODES", 20 if narrow else 10**9), patch.object(corridor, "RADIUS", 3):
        alignment = align_embeddings(source, target, np.arange(1, rows + 1), np.arange(1, columns + 1))
    alignment.check_coverage(rows, columns)
    assert all(0 <= bead.confidence <= 1 for bead in alignment.beads)


@pytest.mark.parametrize(("rows", "columns"), [(1, 1000), (1000, 1), (0, 1000), (1000, 0), (0, 0)])
def test_one_against_a_thousand(rows: int, columns: int) -> None:
    alignment = align_embeddings(vectors(rows, 1), vectors(columns, 2), [30.0] * rows, [30.0] * columns)
    alignment.check_coverage(rows, columns)
    assert len(alignment.beads) >= (max(rows, columns) - 4 if rows and columns else max(rows, columns))


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
def test_tiny_texts(count: int) -> None:
    for seed in range(40):
        source = vectors(count, seed, 64)
        alignment = align_embeddings(source, source + vectors(count, seed + 99, 64) / 3, [50] * count, [50] * count)
        assert [bead.type for bead in alignment.beads] == ["1-1"] * count


def test_a_text_beside_itself_with_a_gap() -> None:
    source = vectors(60, 3)
    target = np.concatenate([source[:20], source[25:]])
    alignment = align_embeddings(source, target, [50.0] * 60, [50.0] * 55)
    expected = [
        Bead(range(i, i + 1), range(0) if 20 <= i < 25 else range(i - 5 * (i >= 25), i + 1 - 5 * (i >= 25)), 1.0)
        for i in range(60)
    ]
    assert [(bead.source, bead.target) for bead in alignment.beads] == [(b.source, b.target) for b in expected]
    assert min(bead.confidence for bead in alignment.beads) > 0.9


def similar(source: np.ndarray, cosine: float = 0.5) -> np.ndarray:
    """Vectors of a translation: each has this cosine with its source on average."""
    return cosine * source + np.sqrt(1 - cosine**2) * vectors(len(source), 99, source.shape[1])


GAPS: dict[str, tuple[int, list[range]]] = {
    "a chapter": (200, [range(60, 140)]),
    "the beginning": (120, [range(40)]),
    "the end": (120, [range(80, 120)]),
    "several": (240, [range(30, 50), range(90, 130), range(200, 212)]),
    "half of the text": (100, [range(50, 100)]),
}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("case", GAPS)
def test_a_passage_that_one_text_lacks_is_a_gap(case: str, turned: bool) -> None:
    count, gaps = GAPS[case]
    source = vectors(count, 5, 64)
    lacking = {number for gap in gaps for number in gap}
    kept = [number for number in range(count) if number not in lacking]
    texts = [source, similar(source)[kept]]
    one, other = reversed(texts) if turned else texts
    alignment = align_embeddings(one, other, [50.0] * len(one), [50.0] * len(other))
    pairs = {(bead.target, bead.source) if turned else (bead.source, bead.target) for bead in alignment.beads}
    expected = {(range(i, i + 1), range(j, j + 1)) for j, i in enumerate(kept)}
    expected |= {(range(i, i + 1), range(0)) for i in lacking}
    assert pairs == expected
    assert np.mean([bead.confidence for bead in alignment.beads]) > 0.9


def test_where_half_of_the_sentences_are_left_out_the_others_are_linked() -> None:
    """All stretches are too short on one side, so that 2-1 beads would fit better than 1-1 beads."""
    source = vectors(400, 1, 64)
    kept = np.flatnonzero(np.random.default_rng(1).random(400) < 0.5)
    beads = align_embeddings(source, source[kept], [50.0] * 400, [50.0] * len(kept)).beads
    linked = {(bead.source, bead.target) for bead in beads if bead.target}
    assert linked == {(range(i, i + 1), range(j, j + 1)) for j, i in enumerate(kept.tolist())}


@pytest.mark.parametrize(("rows", "columns"), [(1, 6), (6, 1), (1, 7), (7, 1), (1, 8), (8, 1)])
def test_long_beads(rows: int, columns: int) -> None:
    """A run of sentences that together have the sum of a longer run is one bead."""
    source = vectors(60, 7, 64)
    parts = np.random.default_rng(1).dirichlet(np.full(columns, 5.0), rows)[:, :, None] * source[20 : 20 + rows, None]
    middle = parts.sum(axis=0) + vectors(columns, 8, 64) * 0.05
    target = np.concatenate([source[:20], middle, source[20 + rows :]])
    lengths = [50.0] * 20 + [50.0 * rows / columns] * columns + [50.0] * (40 - rows)
    beads = align_embeddings(source, target, [50.0] * 60, lengths).beads
    assert (range(20, 20 + rows), range(20, 20 + columns)) in {(bead.source, bead.target) for bead in beads}
    assert sum(bead.type == "1-1" for bead in beads) == 60 - rows


@pytest.mark.parametrize("scale", [1e20, 1e-25, 1e200, 1e-200, 2.0**40])
def test_only_the_ratios_of_vectors_count(scale: float) -> None:
    source = vectors(40, 1).astype(np.float64)
    target = similar(source)
    lengths = [50.0] * 40
    expected = align_embeddings(source, target, lengths, lengths).beads
    found = align_embeddings(source * scale, target / scale, lengths, lengths).beads
    assert [(bead.source, bead.target) for bead in found] == [(bead.source, bead.target) for bead in expected]
    assert [bead.confidence for bead in found] == pytest.approx([bead.confidence for bead in expected], abs=1e-3)


def test_a_narrow_corridor_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    source = vectors(300, 4)
    target = np.concatenate([source[:100], source[140:]]) + vectors(260, 5) * 0.3
    whole = align_embeddings(source, target, [50.0] * 300, [50.0] * 260)
    monkeypatch.setattr(corridor, "MAX_NODES", 1000)
    monkeypatch.setattr(corridor, "RADIUS", 10)
    narrow = align_embeddings(source, target, [50.0] * 300, [50.0] * 260)
    assert bead_sets(narrow) == bead_sets(whole)


def test_merged_sentences_are_found_from_sums() -> None:
    source = vectors(40, 6) * 30
    target = np.concatenate([source[:10], source[10:12].sum(axis=0, keepdims=True), source[12:]])
    lengths = [30.0] * 10 + [60.0] + [30.0] * 28
    beads = align_embeddings(source, target, [30.0] * 40, lengths).beads
    assert [bead.type for bead in beads] == ["1-1"] * 10 + ["2-1"] + ["1-1"] * 28


BAD = {
    "not finite": (np.full((2, 3), np.nan), np.ones((2, 3)), [1, 1], [1, 1], "source: the vector of sentence 0"),
    "infinite": (np.ones((2, 3)), np.full((2, 3), np.inf), [1, 1], [1, 1], "target: the vector of sentence 0"),
    "length 0": (np.ones((2, 3)), np.ones((2, 3)), [1, 0], [1, 1], "source: the vector of sentence 1"),
    "dimensions": (np.ones((2, 3)), np.ones((2, 4)), [1, 1], [1, 1], "vectors of 3 and of 4 dimensions"),
    "lengths": (np.ones((2, 3)), np.ones((2, 3)), [1], [1, 1], r"source: vectors of shape \(2, 3\) for lengths"),
    "flat": (np.ones(2), np.ones((2, 3)), [1, 1], [1, 1], r"source: vectors of shape \(2,\)"),
}


@pytest.mark.parametrize("case", BAD)
def test_vectors_that_do_not_fit_are_refused(case: str) -> None:
    source, target, source_lengths, target_lengths, message = BAD[case]
    with pytest.raises(AlignmentError, match=message):
        align_embeddings(source, target, source_lengths, target_lengths)


@pytest.mark.parametrize("breaks", [[0], [0, 3], [[0, 1]]])
def test_breaks_that_do_not_fit_are_refused(breaks: list[int]) -> None:
    with pytest.raises(AlignmentError, match="target: breaks do not fit the sentences; give 0, 1 or 2"):
        align_embeddings(np.ones((2, 3)), np.ones((2, 3)), [1, 1], [1, 1], target_breaks=breaks)


def test_breaks_part_what_vectors_leave_open() -> None:
    """Between two runs of equal sentences only the paragraphs tell where a sentence was left out."""
    source = np.repeat(vectors(20, 7), 3, axis=0)
    breaks = [1, 0, 0] * 20
    kept = np.delete(np.arange(60), range(30, 60, 3))
    lengths = [50.0] * 60, [50.0] * len(kept)
    target = source[kept] + 0.1 * vectors(len(kept), 8)
    starts = [int((number % 3 == 1 and number >= 30) or number % 3 == 0) for number in kept]

    def agreeing(**given: list[int]) -> int:
        beads = align_embeddings(source, target, *lengths, **given).beads
        nodes = {(bead.source.start, bead.target.start) for bead in beads}
        return sum((i, int(np.searchsorted(kept, i))) in nodes for i in range(0, 60, 3))

    assert agreeing(source_breaks=breaks, target_breaks=starts) == 20
    assert agreeing(source_breaks=breaks, target_breaks=[0] * len(kept)) == agreeing()


DIALOGUE = {
    "en": "Who is it?|It's me.|Come in.|Thanks.|Don't mention it.|Sit down.|I'd rather stand.|As you like.|Hungry?",
    "de": "Wer ist da?|Ich bin's.|Herein.|Danke.|Keine Ursache.|Setz dich.|Ich stehe lieber.|Wie du willst.|Hunger?",
    "ru": "Кто там?|Это я.|Войди.|Спасибо.|Не стоит.|Садись.|Я лучше постою.|Как хочешь.|Голоден?",
    "zh": "谁呀？|是我。|进来。|谢谢。|不客气。|坐吧。|我站着就好。|随你。|饿吗？",
}


@pytest.mark.parametrize("pair", ["en de", "en ru", "en zh", "de ru", "ru zh"])
def test_short_replies_that_face_each_other_are_links(pair: str) -> None:
    """Few words of "Don't mention it." and "Не стоит." are similar, and yet no reply is left out."""
    encoder = load_encoder()
    sides = [DIALOGUE[language].split("|") for language in pair.split()]
    beads = align_embeddings(*map(encoder.encode, sides), *([len(text) for text in side] for side in sides)).beads
    assert [(bead.source, bead.target) for bead in beads] == [(range(i, i + 1), range(i, i + 1)) for i in range(9)]


@pytest.mark.parametrize("pair", ["en de", "en ru", "en en-rival", "ru en-rival"])
def test_every_link_of_the_seed(pair: str) -> None:
    versions = pair.split()
    inputs = [Input(SEED / f"deir-ez-zor.{version}.txt") for version in versions]
    corpus = build_corpus(inputs, load_encoder(), name="seed")
    gold = read_beads(GOLD / f"{'-'.join(versions)}.gold")
    assert bead_sets(corpus.alignments[0]) == gold
    assert min(bead.confidence for bead in corpus.alignments[0].beads) > 0.5


def test_texts_that_do_not_belong_together_are_told(tmp_path: Path) -> None:
    stranger = tmp_path / "shopping.en.txt"
    lines = ("Two pounds of flour", "Half a pound of butter", "Six eggs", "Milk", "A little salt and pepper", "Yeast")
    stranger.write_text("\n\n".join(f"{line} for the {day}." for day in ("cake", "bread") for line in lines))
    with pytest.warns(TextWarning, match=r"hardly looks like a translation of en.*confidence of its links is 0"):
        build_corpus([Input(SEED / "deir-ez-zor.en.txt"), Input(stranger)], load_encoder(), name="x")
