"""Operations on links: what each makes of the links around it, and what is refused with a reason."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_samples import ANN, attempt, beads, document, sample

from align.review import operations as op
from align.review.changes import Change, Link, Mark, Replacement
from align.review.draft import Draft
from align.review.linking import LEFT_OVER, RefusedError
from align.review.pair import Pair, StaleError, Text
from align.review.text_operations import correct_text, merge_sentences, split_sentence
from corpus.beads import order_beads


def pair_of(*types: str) -> Pair:
    links = beads(*types)
    counts = (sum(len(bead.source) for bead in links), sum(len(bead.target) for bead in links))
    return Pair(Text(document("en", counts[0])), Text(document("ru", counts[1])), links)


def links(pair: Pair) -> list[str]:
    """Links as ``1+2:3``, by the numbers of sentences."""
    return [
        ":".join("+".join(each.rpartition("s")[2] for each in ids) for ids in (link.source, link.target))
        for link in map(pair.link, pair.beads)
    ]


Make = Callable[[Pair], Replacement]

DONE: list[tuple[str, Make, str]] = [
    ("1-1 1-2", lambda pair: op.merge(pair, 0, ANN, "next"), "1+2:1+2+3"),
    ("1-1 0-1 1-1", lambda pair: op.merge(pair, 1, ANN, "previous"), "1:1+2 2:3"),
    ("2-2", lambda pair: op.split(pair, 0, ANN), "1:1 2:2"),
    ("1-2", lambda pair: op.split(pair, 0, ANN, ["ru.s2"]), "1:1 :2"),
    ("3-3", lambda pair: op.split(pair, 0, ANN, ["en.s3", "ru.s2"]), "1+2:1 3:2+3"),
    ("1-1 1-2", lambda pair: op.shift(pair, 1, ANN, "previous", "target"), "1:1+2 2:3"),
    ("1-1 1-1", lambda pair: op.shift(pair, 1, ANN, "previous", "target"), "1:1+2 2:"),
    ("1-2 1-1", lambda pair: op.shift(pair, 0, ANN, "next", "target"), "1:1 2:2+3"),
    ("1-1 1-0 1-2", lambda pair: op.shift(pair, 2, ANN, "previous", "target"), "1:1 2:2 3:3"),
    ("2-1 0-1", lambda pair: op.shift(pair, 0, ANN, "next", "source"), "1:1 2:2"),
    ("1-1 1-1", lambda pair: op.swap(pair, 1, ANN), "1:2 2:1"),
    ("1-1 1-1 1-1", lambda pair: op.link(pair, ["en.s1", "ru.s3"], ANN), "1:3 :1 2:2 3:"),
    ("2-2 1-1", lambda pair: op.link(pair, ["en.s2", "ru.s3"], ANN), "1:1+2 2:3 3:"),
    ("3-1 1-1", lambda pair: op.link(pair, ["en.s2", "ru.s2"], ANN), "1:1 2:2 3: 4:"),
    ("2-2", lambda pair: op.unlink(pair, ["en.s1", "en.s2", "ru.s1", "ru.s2"], ANN), ":1 :2 1: 2:"),
    ("1-2", lambda pair: op.unlink(pair, ["ru.s2"], ANN), "1:1 :2"),
    ("1-1 1-1 0-1", lambda pair: op.choose(pair, [(range(0, 2), range(0, 3))], ANN), "1+2:1+2+3"),
]

REFUSED: list[tuple[str, Make, str]] = [
    ("1-1", lambda pair: op.merge(pair, 0, ANN, "next"), "no next link"),
    ("1-1 1-1", lambda pair: op.merge(pair, 0, ANN, "previous"), "no previous link"),
    ("1-1", lambda pair: op.split(pair, 0, ANN), "no two sentences"),
    ("1-2 1-1", lambda pair: op.split(pair, 0, ANN, ["ru.s3"]), "before ru.s3"),
    ("1-2", lambda pair: op.split(pair, 0, ANN, ["ru.s1"]), "before ru.s1"),
    ("1-1 1-0", lambda pair: op.shift(pair, 1, ANN, "previous", "target"), "no sentence to move"),
    ("1-0 0-1", lambda pair: op.swap(pair, 1, ANN), "would be empty"),
    ("1-1 1-1", lambda pair: op.link(pair, ["en.s1", "ru.s1"], ANN), "already"),
    ("1-1 1-1", lambda pair: op.link(pair, ["en.s1"], ANN), "both texts"),
    ("1-1 1-1 1-1", lambda pair: op.link(pair, ["en.s1", "en.s3", "ru.s1"], ANN), "consecutive"),
    ("1-0", lambda pair: op.unlink(pair, ["en.s1"], ANN), "already"),
    ("1-1", lambda pair: op.unlink(pair, [], ANN), "choose sentences"),
    ("1-1", lambda pair: op.set_mark(pair, 0, Mark()), "already"),
]


@pytest.mark.parametrize(("types", "make", "wanted"), DONE)
def test_an_operation_makes_links(types: str, make: Make, wanted: str) -> None:
    pair = pair_of(*types.split())
    after = pair.after([make(pair)])
    assert sorted(links(after)) == sorted(wanted.split())
    assert any(bead.attribution == ANN.corrected for bead in after.beads)


def test_what_is_left_over_of_a_link_is_nobody_s_decision() -> None:
    pair = pair_of("1-2", "1-1")
    after = pair.after([op.link(pair, ["en.s2", "ru.s2"], ANN)])
    found = dict(zip(links(after), after.beads, strict=True))
    assert found["2:2"].attribution == ANN.corrected
    assert [(found[each].attribution, found[each].confidence) for each in ("1:1", ":3")] == [(None, LEFT_OVER)] * 2


@pytest.mark.parametrize(("types", "make", "reason"), REFUSED)
def test_what_cannot_be_done_is_refused_with_the_reason(types: str, make: Make, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        make(pair_of(*types.split()))


def test_links_that_cross_are_not_merged_over_others() -> None:
    pair = pair_of("1-1", "1-1", "1-1")
    pair = pair.after([op.link(pair, ["en.s1", "ru.s3"], ANN)])
    with pytest.raises(RefusedError, match="consecutive"):
        op.merge(pair, pair.row("en.s1"), ANN, "previous" if pair.row("en.s1") else "next")


def test_confirming_settles_a_doubt_and_keeps_a_bookmark() -> None:
    pair = pair_of("1-1", "1-1")
    pair = pair.after([op.set_mark(pair, 0, Mark("really?", bookmarked=True))])
    assert pair.mark(pair.beads[0]) == Mark("really?", bookmarked=True)
    pair = pair.after([op.confirm(pair, [0, 1], ANN)])
    assert [bead.attribution for bead in pair.beads] == [ANN.confirmed] * 2
    assert pair.mark(pair.beads[0]) == Mark(None, bookmarked=True)
    with pytest.raises(RefusedError, match="reviewed"):
        op.confirm(pair, [0, 1], ANN)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_after_any_operations_every_sentence_is_in_one_link_and_undoing_gives_what_was(seed: int) -> None:
    dice = random.Random(seed)
    first = draft = Draft.of(sample())
    done: list[Change] = []
    for _ in range(30):
        change = attempt(draft, dice)
        if change:
            done.append(change)
            draft = draft.after(change)
            draft.corpus()
            for pair in draft.pairs:
                assert pair.beads == order_beads(pair.beads)
                assert [pair.row(pair.anchor(bead)) for bead in pair.beads] == list(range(len(pair.beads)))
    assert first.after(*done) == draft
    assert draft.after(*(change.inverse for change in reversed(done))) == first
    assert [Change.from_json(change.as_json()) for change in done] == done


def test_a_change_that_no_longer_fits_is_noticed() -> None:
    draft = Draft.of(sample())
    one = Change("one", (op.merge(draft.pairs[0], 0, ANN, "next"),))
    other = Change("other", (op.split(draft.pairs[0], 1, ANN),))
    with pytest.raises(StaleError):
        draft.after(one, other)
    lost = Link(("en.s1",), ("ru.s9",))
    with pytest.raises(StaleError):
        draft.after(Change("lost", (Replacement("ru", (draft.pairs[0].link(draft.pairs[0].beads[0]),), (lost,)),)))


def test_text_operations_keep_ids_and_links() -> None:
    draft = Draft.of(sample())
    after = draft.after(split_sentence(draft, "en.s1", 8, {"en.s1.2"}))
    assert after.texts[0].ids[:3] == ("en.s1", "en.s1.3", "en.s2")
    assert [pair.link(pair.beads[0]).source for pair in after.pairs] == [("en.s1", "en.s1.3")] * 2
    again = after.after(merge_sentences(after, "en.s1"))
    assert again == draft
    text = correct_text(draft, "de.s2", " Ein  <anderer>\nSatz. ")
    assert draft.after(text).texts[2].document.sentences[1].text == "Ein <anderer> Satz."


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda draft: split_sentence(draft, "en.s1", 0, ()), "inside the sentence"),
        (lambda draft: split_sentence(draft, "en.s1", 999, ()), "inside the sentence"),
        (lambda draft: merge_sentences(draft, "en.s3"), "last sentence of its paragraph"),
        (lambda draft: merge_sentences(draft, "en.s1"), "different links of ru"),
        (lambda draft: correct_text(draft, "en.s1", " \n"), "cannot be empty"),
        (lambda draft: correct_text(draft, "en.s1", "Sentence 0 of en,  and more."), "the same"),
        (lambda draft: correct_text(draft, "en.s99", "x"), "no sentence"),
    ],
)
def test_text_operations_are_refused_with_the_reason(make: Callable[[Draft], Change], reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        make(Draft.of(sample()))
