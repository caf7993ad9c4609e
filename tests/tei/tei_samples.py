"""Corpora for the tests: a small one made by hand, and arbitrary ones."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from hypothesis import strategies as st

from corpus.file_names import portable_name
from corpus.model import (
    Alignment,
    Attribution,
    AttributionKind,
    Bead,
    Block,
    BlockKind,
    Corpus,
    Document,
    Metadata,
    Role,
    Sentence,
    Span,
)

KINDS = get_args(BlockKind)
XML_TEXT = st.text(
    st.one_of(
        st.sampled_from("&<>\"']] \t\n\r\x85\u2028\xa0{}%#$é\u0301אبяж中文。😀\u200d👩\ufeff\ufffd"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff" + "".join(map(chr, range(32)))),
    ),
    max_size=12,
)
ANY_TEXT = st.text(
    st.one_of(st.sampled_from("a \x00\x0b\x0c\x1c\x1f\ud800\udfff\ufffe\uffff\r"), st.characters()), max_size=12
)
XML_NAMES = st.from_regex(r"[A-Za-z_àяあ中][A-Za-z0-9._яあ中-]{0,5}", fullmatch=True)
NAMES = st.text(st.sampled_from("ab&'%#;, +яü中😀.-"), max_size=6).map(
    lambda name: f"{portable_name(name.strip('.'))}x"
)
LANGUAGES = st.sampled_from(["en", "ru", "pt-BR", "zh-Hant-TW", "x-klingon", "de-1996"])


def make_block(identifier: str, kind: BlockKind, *texts: str, gap: str = " ") -> Block:
    """A block of sentences `identifier.1`, `identifier.2` … with `gap` between them."""
    sentences, start = [], 0
    for number, text in enumerate(texts, start=1):
        sentences.append(Sentence(f"{identifier}.{number}", text, Span(start, start + len(text))))
        start += len(text) + len(gap)
    return Block(identifier, kind, gap.join(texts), tuple(sentences))


def make_corpus() -> Corpus:
    """Three versions: one link each of 1-1, 1-2 and 1-0 to Russian, and crossing targets in a second English one."""
    english = Document(
        "en",
        "en",
        "pivot",
        (
            make_block("en.b1", "head", "The Lighthouse"),
            make_block("en.b2", "p", "He rose. ", "“Who's <there>?”", "No one."),
        ),
        Metadata("The Lighthouse", "lighthouse.en.txt", "0f" * 32),
        "segmenter:rules|language:en",
    )
    russian = Document(
        "ru",
        "ru",
        "original",
        (
            make_block("ru.b1", "head", "Маяк"),
            make_block("ru.b2", "p", "Он встал.", "Кто там?", "И всё?", gap="\n"),
        ),
        Metadata("Маяк", "lighthouse.ru.txt"),
    )
    rival = Document(
        "en-2", "en", "translation", (make_block("en-2.b1", "p", "None.", "Who?", "Rose he.", "Lighthouse & more"),)
    )
    one = range(1)
    alignments = (
        Alignment(
            "en",
            "ru",
            (
                Bead(one, one, 0.98),
                Bead(range(1, 2), range(1, 2), 1 / 3),
                Bead(range(2, 3), range(2, 4), 1e-07),
                Bead(range(3, 4), range(4, 4), 1.0),
            ),
            "encoder:static|model:embedded",
        ),
        Alignment(
            "en",
            "en-2",
            (Bead(one, range(3, 4), 0.5), Bead(range(1, 2), range(2, 3), 0.5), Bead(range(2, 4), range(2), 0.0)),
        ),
    )
    return Corpus("lighthouse", english, (russian, rival), alignments)


@st.composite
def blocks(draw: st.DrawFn, identifier: str, texts: st.SearchStrategy[str] = XML_TEXT) -> Block:
    white = st.text(st.sampled_from(" \n\t\r\u3000\x85"), max_size=3)
    sentence_texts = draw(st.lists(texts.filter(lambda text: bool(text.strip())), max_size=3))
    text, sentences = draw(white), []
    for number, sentence in enumerate(sentence_texts):
        sentences.append(Sentence(f"{identifier}.{number}", sentence, Span(len(text), len(text) + len(sentence))))
        text += sentence + draw(white)
    return Block(identifier, draw(st.sampled_from(KINDS)), text, tuple(sentences))


@st.composite
def documents(draw: st.DrawFn, identifier: str, texts: st.SearchStrategy[str] = XML_TEXT) -> Document:
    count = draw(st.integers(0, 6))
    return Document(
        identifier,
        draw(LANGUAGES),
        draw(st.sampled_from(get_args(Role))),
        tuple(draw(blocks(f"{identifier}..{number}", texts)) for number in range(count)),
        draw(metadata(texts)),
        draw(texts),
    )


def metadata(texts: st.SearchStrategy[str] = XML_TEXT) -> st.SearchStrategy[Metadata]:
    """What may be known of a version: arbitrary texts, dates and addresses."""
    dates = st.one_of(texts, st.sampled_from(["1920", "1920-05", "1920-05-01", "1920-02-31", "0000", "1873–1877"]))
    addresses = st.one_of(texts, st.sampled_from(["https://x.org/?a=1&b=2", "https://x.org/a b", 'http://x/"']))
    names = st.lists(texts, max_size=2).map(tuple)
    return st.builds(Metadata, texts, texts, texts, names, names, addresses, dates, addresses)


@st.composite
def alignments(
    draw: st.DrawFn, source: Document, target: Document, texts: st.SearchStrategy[str] = XML_TEXT
) -> Alignment:
    """Cut both sides into runs; pair them in any order, so that targets cross, or leave them alone."""
    made_by = st.builds(Attribution, st.sampled_from(get_args(AttributionKind)), st.sampled_from(["Anna", "<Ö & Co>"]))
    probability = st.floats(0, 1, allow_subnormal=True).map(lambda value: (value, None)) | made_by.map(
        lambda attribution: (1.0, attribution)
    )
    left, right = (draw(_runs(len(document.sentences))) for document in (source, target))
    right = draw(st.permutations(right))
    beads = []
    for run in left:
        other = right.pop() if right and draw(st.booleans()) else range(0)
        beads.append(Bead(run, other, *draw(probability)))
    for run in right:
        beads.insert(draw(st.integers(0, len(beads))), Bead(range(0), run, *draw(probability)))
    return Alignment(source.id, target.id, tuple(beads), draw(texts))


@st.composite
def _runs(draw: st.DrawFn, count: int) -> list[range]:
    runs, start = [], 0
    while start < count:
        end = draw(st.integers(start + 1, count))
        runs.append(range(start, end))
        start = end
    return runs


@st.composite
def corpora(draw: st.DrawFn, texts: st.SearchStrategy[str] = XML_TEXT) -> Corpus:
    identifiers = draw(
        st.lists(XML_NAMES, min_size=1, max_size=3, unique_by=str.casefold).filter(lambda ids: "alignment" not in ids)
    )
    pivot, *versions = (draw(documents(identifier, texts)) for identifier in identifiers)
    pairs = tuple(draw(alignments(pivot, version, texts)) for version in versions)
    name = draw(NAMES)
    if draw(st.booleans()):
        pivot = replace(pivot, metadata=replace(pivot.metadata, title=name))
    return Corpus(name, pivot, tuple(versions), pairs)
