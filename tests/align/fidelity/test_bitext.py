"""Bitexts: a fault found in the text of a bead is carried back to the characters of sentences."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from align.fidelity.bitext import Bitext, turned
from align.fidelity.fault import Fault
from corpus import Alignment, Bead, Block, Document, Sentence, Span

TEXTS = st.lists(st.text(st.sampled_from("ab 我é😀"), min_size=1, max_size=6).filter(str.strip), min_size=1, max_size=6)


def document(name: str, texts: list[str], language: str = "en") -> Document:
    blocks = tuple(
        Block(f"{name}.b{number}", "p", text, (Sentence(f"{name}.s{number}", text, Span(0, len(text))),))
        for number, text in enumerate(texts)
    )
    return Document(name, language, "version", blocks)


def bitext(source: list[str], target: list[str]) -> Bitext:
    bead = Bead(range(len(source)), range(len(target)), 0.5)
    return Bitext.of(document("a", source), document("b", target, "ru"), Alignment("a", "b", (bead,)))


@given(TEXTS, TEXTS, st.data())
@settings(deadline=None)
def test_passages_hold_the_very_characters(source: list[str], target: list[str], data: st.DataObject) -> None:
    made = bitext(source, target)
    [pair] = made.pairs()
    spans = []
    for text in (pair.source, pair.target):
        start = data.draw(st.integers(0, len(text)))
        spans.append(Span(start, data.draw(st.integers(start, len(text)))))
    finding = made.locate(Fault("x", "minor", 0, (spans[0],), (spans[1],), "", 1.0))
    for span, text, passages, sentences in (
        (spans[0], pair.source, finding.source, made.source),
        (spans[1], pair.target, finding.target, made.target),
    ):
        texts = {sentence.id: sentence.text for sentence in sentences}
        found = [passage.span.of(texts[passage.sentence]) for passage in passages]
        # The joints between sentences are in none of them.
        assert "".join(found).replace(" ", "") == span.of(text).replace(" ", "")
        assert span.start == span.end or all(found)


def test_pair_has_languages_and_confidence() -> None:
    [pair] = bitext(["One.", "Two."], ["Раз."]).pairs()
    assert (pair.source, pair.target, pair.source_language, pair.target_language) == ("One. Two.", "Раз.", "en", "ru")
    assert pair.confidence == 0.5


def test_an_alignment_is_turned() -> None:
    beads = (
        Bead(range(1), range(1, 2), 0.9),
        Bead(range(1, 2), range(2, 2), 0.8),
        Bead(range(2, 2), range(2, 3), 0.7),
        Bead(range(2, 4), range(1), 0.6),
    )
    made = Bitext.of(document("b", ["x", "y", "z"]), document("a", list("ijkl")), Alignment("a", "b", beads))
    assert [(bead.source, bead.target) for bead in made.beads] == [
        (range(1), range(2, 4)),
        (range(1, 2), range(1)),
        (range(2, 2), range(1, 2)),
        (range(2, 3), range(2, 2)),
    ]


@st.composite
def monotone(draw: st.DrawFn) -> tuple[Bead, ...]:
    beads, i, j = [], 0, 0
    for x, y in draw(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)).filter(any), max_size=8)):
        beads.append(Bead(range(i, i + x), range(j, j + y), 1.0))
        i, j = i + x, j + y
    return tuple(beads)


@given(monotone())
@settings(deadline=None)
def test_turned_beads_are_ordered_and_complete(beads: tuple[Bead, ...]) -> None:
    found = turned(beads)
    assert [number for bead in found for number in bead.source] == [number for bead in beads for number in bead.target]
    assert sorted(number for bead in found for number in bead.target) == [n for bead in beads for n in bead.source]
