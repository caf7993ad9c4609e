"""Documents built from blocks and a segmenter; ids."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import (
    Block,
    CorpusError,
    Document,
    Metadata,
    SegmentError,
    Sentence,
    SourceBlock,
    SourceText,
    Span,
    build_document,
    version_ids,
)


class Words:
    """A segmenter that takes each word for a sentence."""

    signature = "segmenter:words"

    def spans(self, text: str) -> list[Span]:
        return [Span(*match.span()) for match in re.finditer(r"\S+", text)]


class Wrong(Words):
    """A segmenter with a fault."""

    def __init__(self, fault: Callable[[str], list[Span]]) -> None:
        self.spans = fault  # type: ignore[method-assign]


def source(*texts: str) -> SourceText:
    blocks = (SourceBlock("head", texts[0]), *(SourceBlock("p", text) for text in texts[1:]))
    return SourceText(blocks, Metadata(title=texts[0], source="x.txt"))


def test_ids_are_numbered_through_the_document() -> None:
    document = build_document(
        source("A title", "one two", "three"), Words(), id="ru-2", language="ru", role="translation"
    )
    assert [block.id for block in document.blocks] == ["ru-2.b1", "ru-2.b2", "ru-2.b3"]
    assert [block.kind for block in document.blocks] == ["head", "p", "p"]
    assert [sentence.id for sentence in document.sentences] == [f"ru-2.s{n}" for n in range(1, 6)]
    assert [sentence.text for sentence in document.sentences] == ["A", "title", "one", "two", "three"]
    assert (document.id, document.language, document.role) == ("ru-2", "ru", "translation")
    assert document.metadata == Metadata(title="A title", source="x.txt")
    assert document.signature == "segmenter:words"


@pytest.mark.parametrize(
    "fault",
    [
        lambda text: [Span(0, 3)],
        lambda text: [Span(0, len(text) + 1)],
        lambda text: [Span(0, 4), Span(4, 7)],
        lambda text: [Span(0, 3), Span(2, 7)],
        lambda text: [Span(4, 7), Span(0, 3)],
        lambda text: [Span(0, 7), Span(7, 7)],
        lambda text: [],
    ],
)
def test_a_segmenter_that_breaks_the_law_is_refused(fault: Callable[[str], list[Span]]) -> None:
    with pytest.raises(SegmentError) as caught:
        build_document(source("one two"), Wrong(fault), id="en", language="en", role="pivot")
    assert caught.value.where == "x.txt: block 1"


def test_a_document_has_a_sentence() -> None:
    with pytest.raises(CorpusError, match="no sentence"):
        build_document(source(" ", "\n"), Words(), id="en", language="en", role="pivot")


@pytest.mark.parametrize(
    ("labels", "ids"),
    [
        ([], []),
        (["en", "ru", "en-rival"], ["en", "ru", "en-rival"]),
        (["ru", "ru", "ru"], ["ru", "ru-2", "ru-3"]),
        (["ru-2", "ru", "ru"], ["ru-2", "ru", "ru-3"]),
        (["pt-BR", "pt-br"], ["pt-BR", "pt-br-2"]),
        (["en-Толстой", "en:a/b", "en.b1", "en a"], ["en", "en-a-b", "en-b1", "en-a"]),
        (["1", "", "-", "_a"], ["version-1", "version", "version-2", "version-_a"]),
    ],
)
def test_version_ids(labels: list[str], ids: list[str]) -> None:
    assert version_ids(labels) == ids


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from(["ru", "RU", "ru-2", "ru.b1", "1"]), st.text(max_size=6)), max_size=8))
def test_version_ids_are_names_and_differ(labels: list[str]) -> None:
    ids = version_ids(labels)
    assert len({identifier.lower() for identifier in ids}) == len(labels)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", identifier) for identifier in ids)


def test_the_sentences_are_gathered_once() -> None:
    block = Block(
        "en.b1", "p", "One. Two.", (Sentence("en.s1", "One.", Span(0, 4)), Sentence("en.s2", "Two.", Span(5, 9)))
    )
    document = Document("en", "en", "pivot", (block, replace(block, id="en.b2")))
    assert document.sentences is document.sentences
    assert document.sentences == block.sentences * 2
    assert replace(document, blocks=(block,)).sentences == block.sentences
