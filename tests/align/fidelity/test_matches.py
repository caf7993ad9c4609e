"""Words, their places and their counterparts; words that are missing; the estimates; all checks together."""

from __future__ import annotations

import tracemalloc
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.encoders import StaticEncoder, SurfaceEncoder, load_static
from align.fidelity.checks import WHOLE_CHECKS, find_faults, inner_checks
from align.fidelity.fault import MAX_CHARACTERS, Fault, SegmentPair
from align.fidelity.matches import WordMatcher, WordMatches
from align.fidelity.missing import WordCheck
from align.fidelity.quality import estimate_quality
from align.fidelity.words import Words
from corpus import Span

LETTERS = "aé ß.-'漢字かな한글абв囫ﬁ１\u0301\U0001f600नही"


@cache
def embedded() -> StaticEncoder:
    return load_static("embedded")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(st.sampled_from(LETTERS), max_size=30), max_size=4))
def test_words_stand_where_they_say(texts: list[str]) -> None:
    words = Words.of(texts, embedded())
    assert len(words.bounds) == len(texts) + 1
    for number, text in enumerate(texts):
        end = 0
        for place in range(words.slice(number).start, words.slice(number).stop):
            span = words.span(place)
            assert end <= span.start < span.end <= len(text)
            end = span.end


def test_forms_are_lower_case_and_chinese_is_cut() -> None:
    text = "Das Haus, 我喜欢猫"
    words = Words.of([text], embedded())
    assert [text[words.span(place).start : words.span(place).end] for place in (0, 1)] == ["Das", "Haus"]
    assert [words.forms[number] for number in words.numbers[:2]] == ["das", "haus"]
    assert "".join(words.forms[number] for number in words.numbers[2:]) == "我喜欢猫"


def test_counterparts_are_alike(pairs: tuple[SegmentPair, ...]) -> None:
    matches = WordMatches(pairs, embedded())
    cover = matches.coverages[0]
    source, target = (
        [words.forms[number] for number in words.numbers[words.slice(0)]] for words in (matches.source, matches.target)
    )
    assert target[int(cover.source.partner[source.index("village")])] == "dorfes"
    assert cover.source.covered[source.index("house")] == 1
    assert matches.known


def test_a_text_teaches_its_own_words() -> None:
    frame = [(f"number {n}", f"zahl {n}") for n in range(300)]
    new = [(f"glorpish thing {n}", f"brantig ding {n}") for n in range(5)]
    pairs = [SegmentPair(*sides, "en", "de") for sides in (*frame, *new, *new)]
    assert WordMatches(pairs, embedded()).similarity(len(pairs) - 1)[0, 0] == 1
    repeated = [SegmentPair(*sides, "en", "de") for sides in (*frame, *new[:1] * 9)]
    assert WordMatches(repeated, embedded()).similarity(len(repeated) - 1)[0, 0] < 1


@pytest.mark.parametrize("block", [1, 7, 50])
def test_blocks_of_any_size_give_the_same(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [(f"glorpish thing {n % 7} of {n % 5}", f"brantig ding {n % 7} von {n % 5}") for n in range(40)]
    pairs = [SegmentPair(*sides, "en", "de") for sides in (*lines, ("", "leer"), ("…", "!"))]
    whole = WordMatches(pairs, embedded())
    expected = [whole.similarity(number) for number in range(len(pairs))]
    assert any(np.isclose(similarity, 1).any() for similarity in expected)
    monkeypatch.setattr("align.fidelity.matches._MAX_BLOCK", block)
    parts = WordMatches(pairs, embedded())
    for number, (similarity, cover) in enumerate(zip(expected, parts.coverages, strict=True)):
        np.testing.assert_allclose(parts.similarity(number), similarity, atol=1e-6)
        for axis, side in ((1, cover.source), (0, cover.target)):
            np.testing.assert_allclose(side.similarity, similarity.max(axis=axis, initial=-1), atol=1e-6)
            if similarity.size:
                best = np.take_along_axis(similarity, np.expand_dims(side.partner, axis), axis)
                np.testing.assert_allclose(best.max(axis=axis), side.similarity, atol=1e-6)


def test_memory_does_not_grow_with_the_product_of_both_sides() -> None:
    pair = SegmentPair("new " * 5000, "neu " * 5000, "en", "de")
    matches = WordMatches([pair], embedded())
    tracemalloc.start()
    assert matches.coverages[0].source.similarity.shape == (5000,)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5000 * 5000


def test_a_long_pair_is_not_looked_into_and_found_missing(pairs: tuple[SegmentPair, ...]) -> None:
    long = "In 1989 Peter bought 12 houses and never a garden. " * (MAX_CHARACTERS // 40)
    text = (*pairs, SegmentPair(long, "Nichts.", "en", "de"), SegmentPair(long, "", "en", "de"))
    found = [(fault.rule, fault.pair, fault.source) for fault in find_faults(text, embedded())]
    assert found == [("omission", 11, (Span(0, len(long)),))]


def test_an_encoder_without_words_is_replaced(pairs: tuple[SegmentPair, ...]) -> None:
    assert isinstance(WordMatches(pairs, SurfaceEncoder()).encoder, StaticEncoder)


def test_a_word_that_is_always_rendered_but_here() -> None:
    things = ["house", "garden", "mountain", "river", "letter", "train", "window", "car", "city", "book"]
    renderings = ["Haus", "Garten", "Berg", "Fluss", "Brief", "Zug", "Fenster", "Auto", "Stadt", "Buch"]
    usual = [
        (f"The doctor saw the {thing} at night.", f"Der Arzt sah nachts {rendering}.")
        for thing, rendering in zip(things, renderings, strict=True)
    ]
    missing = ("The doctor saw the bridge at night.", "Man sah nachts Brücke.")
    pairs = [SegmentPair(*sides, "en", "de") for sides in (*usual * 4, missing)]
    [fault] = WordCheck(WordMatcher(embedded())).find(pairs)
    assert (fault.pair, fault.severity, fault.source) == (40, "minor", (Span(4, 10),))
    assert not list(WordCheck(WordMatcher(embedded()), "target").find(pairs[:-1]))


@pytest.mark.parametrize(
    "target",
    ["Schornsteinfeger sah nachts Brücke.", "Man sah in dieser Nacht eine alte Brücke über den Fluss."],
    ids=["another word is left over", "the side is long enough"],
)
def test_a_word_that_something_may_stand_for_is_not_missing(target: str) -> None:
    usual = [("The doctor saw the house at night.", "Der Arzt sah nachts Haus.")] * 10
    pairs = [SegmentPair(*sides, "en", "de") for sides in (*usual, ("The doctor saw the bridge at night.", target))]
    assert not list(WordCheck(WordMatcher(embedded())).find(pairs))


def test_estimates_order_pairs(pairs: tuple[SegmentPair, ...]) -> None:
    worse = (
        SegmentPair("The doctor gave him a strong medicine.", "Der Arzt.", "en", "de"),
        SegmentPair(
            "The train leaves the station every morning.", "Der Jeden Zug Bahnhof verlässt Morgen den.", "en", "de"
        ),
        SegmentPair("She wrote a long letter to her mother.", "Die Fische schlafen tief im Meer.", "en", "de"),
    )
    text = (*pairs, *worse, SegmentPair("Gone.", "", "en", "de"), SegmentPair("", "Neu.", "en", "de"))
    matcher = WordMatcher(embedded())
    found = estimate_quality(text, [], matcher.match(text))
    assert found.quality[10] < found.quality[6]
    assert found.quality[11] < found.quality[4]
    assert found.quality[12] < found.quality[3]
    assert found.omission[10] > found.omission[:10].max()
    assert found.quality[13] == found.quality[14] == -np.inf
    assert (found.omission[13], found.omission[14]) == (1, 0)
    fault = Fault("number", "critical", 0, (), (), "", 1.0)
    assert estimate_quality(text, [fault], matcher.match(text)).quality[0] < found.quality[0]


def test_all_checks_agree_on_a_faithful_text(pairs: tuple[SegmentPair, ...]) -> None:
    assert find_faults(pairs, embedded()) == ()
    assert find_faults((), embedded()) == ()


@pytest.mark.parametrize(
    "pair",
    [
        SegmentPair("", "", "en", "de"),
        SegmentPair("…", "!", "en", "ru"),
        SegmentPair("囫囵吞枣", "囫", "zh", "ja"),
        SegmentPair("word " * 2000, "Wort " * 2000, "en", "de"),
        SegmentPair("a" * 20_000, "«" * 20_000, "en", "fr"),
        SegmentPair("a " * 50_000, "b" * 50_000, "en", "fr"),
        SegmentPair("ne " * 5000, "n'" * 5000, "fr", "fr"),
        SegmentPair("text", "texte", "und", "x-klingon"),
    ],
)
def test_odd_pairs_are_survived(pair: SegmentPair) -> None:
    for fault in find_faults([pair, pair], embedded()):
        for text, spans in ((pair.source, fault.source), (pair.target, fault.target)):
            assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_faults_come_in_the_order_of_the_text(pairs: tuple[SegmentPair, ...]) -> None:
    text = (
        SegmentPair("Gone is this sentence.", "", "en", "de"),
        *pairs,
        SegmentPair("", "Das ist neu in diesem Text.", "en", "de"),
    )
    faults = find_faults(text, embedded())
    assert [(fault.rule, fault.pair) for fault in faults] == [("omission", 0), ("addition", 11)]
    assert {fault.rule for fault in faults} <= {
        check.rule for check in (*WHOLE_CHECKS, *inner_checks(WordMatcher(embedded())))
    }
