"""Rates: words, blocks of the source, and what is summed up in them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.fidelity.fault import Fault, Severity
from align.fidelity.rates import MAX_BLOCKS, MIN_BLOCK_WORDS, Blocks, Tally, count_words, rate, rates, weighted_rate
from align.fidelity.statistics import Bootstrap
from corpus import Bead, Block, Document, Sentence, Span


def document(*sizes: int) -> Document:
    """A text of paragraphs of one sentence each, of so many words."""
    blocks = []
    for number, size in enumerate(sizes):
        text = " ".join(["word"] * size) or "—"
        blocks.append(Block(f"b{number}", "p", text, (Sentence(f"s{number}", text, Span(0, len(text))),)))
    return Document("d", "en", "pivot", tuple(blocks))


def fault(rule: str, pair: int, severity: Severity = "major", confidence: float = 1.0) -> Fault:
    return Fault(rule, severity, pair, (), (), "", confidence)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It's a well-known fact, isn't it?", 6),
        ("10,000 человек — 3,5 %", 5),
        ("他今天来了。", 5),
        ("東京タワーに行く", 8),
        ("", 0),
        ("… — !", 0),
        ("ไทย", 3),
    ],
)
def test_words(text: str, words: int) -> None:
    assert count_words(text) == words


def test_words_take_linear_time(least_seconds) -> None:
    short, long = ("a-" * size + "!" for size in (50_000, 200_000))
    assert least_seconds(lambda: count_words(long)) < 16 * max(1e-4, least_seconds(lambda: count_words(short)))


def test_short_blocks_are_joined() -> None:
    blocks = Blocks.of(document(3, 60, 50, 10, 10, 45, 4))
    assert blocks.numbers == (0, 0, 1, 2, 2, 2, 2)
    assert blocks.words.tolist() == [63, 50, 69]


@given(st.lists(st.integers(0, 120), min_size=1, max_size=40))
@settings(deadline=None)
def test_blocks_hold_all_words_and_sentences(sizes: list[int]) -> None:
    blocks = Blocks.of(document(*sizes))
    assert len(blocks.numbers) == len(sizes)
    assert list(blocks.numbers) == sorted(blocks.numbers)
    assert set(blocks.numbers) == set(range(len(blocks.words)))
    assert blocks.words.sum() == sum(blocks.sizes) == sum(sizes)
    assert len(blocks.words) == 1 or min(blocks.words) >= MIN_BLOCK_WORDS


def test_a_long_text_has_larger_blocks() -> None:
    assert len(Blocks.of(document(*[MIN_BLOCK_WORDS] * (MAX_BLOCKS + 1000))).words) <= MAX_BLOCKS


def test_beads_without_source_are_in_the_block_before() -> None:
    blocks = Blocks((0, 0, 1), (25, 25, 50), np.array([50.0, 50.0]))
    none = range(0)
    beads = (Bead(none, range(1), 1), Bead(range(2), none, 1), Bead(none, range(1, 2), 1), Bead(range(2, 3), none, 1))
    assert blocks.of_beads(beads) == (0, 0, 0, 1)


def test_rates_count_by_rule_and_weigh_by_severity() -> None:
    blocks = Blocks((0, 1), (100, 300), np.array([100.0, 300.0]))
    faults = [fault("number", 0, "critical", 0.5), fault("word", 1, "minor"), fault("number", 1)]
    bootstrap = Bootstrap.over(2, 200, 1)
    found = rates(faults, blocks, (0, 1), bootstrap)
    assert [(each.rule, each.count, each.rate.value) for each in found] == [("number", 2, 5.0), ("word", 1, 2.5)]
    beads = (Bead(range(1), range(1), 1), Bead(range(1, 2), range(1, 2), 1))
    tally = Tally.of(faults, beads, (0.5, None), blocks)
    assert tally.weighted.tolist() == [12.5, 6.0]
    assert tally.covered.tolist() == [50.0, 0.0]
    assert weighted_rate(faults, tally, bootstrap).value == pytest.approx(1000 * 18.5 / 400)


def test_no_fault_is_not_certainty() -> None:
    blocks = Blocks((0, 1), (500, 500), np.array([500.0, 500.0]))
    found = rate("all", [], blocks, (0, 1), Bootstrap.over(2, 10, 1))
    # The Poisson interval of none: 3.689 in 1,000 words.
    assert (found.rate.value, found.rate.low) == (0.0, 0.0)
    assert found.rate.high == pytest.approx(3.689, abs=0.001)
