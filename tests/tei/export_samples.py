"""What the tests of the exports share: corpora, one with all that is hard to hold, and the texts of their links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tei_samples import make_block, make_corpus

from corpus.model import Alignment, Bead, Block, Corpus, Document, Metadata, Sentence
from corpus.segment import segmenter_for
from tei.formats.lines import one_line

ROOT = Path(__file__).parents[2]


@cache
def seed_corpus() -> Corpus:
    """The seed text in English, with a Russian and a German version and a rival English one, linked by hand."""
    names = {"en": "en", "ru": "ru", "de": "de", "en-rival": "en"}
    documents = [_document(name, language) for name, language in names.items()]
    alignments = [_gold("en", document.id) for document in documents[1:]]
    return Corpus("deir-ez-zor", documents[0], tuple(documents[1:]), tuple(alignments))


def _document(name: str, language: str) -> Document:
    segmenter = segmenter_for("rules", language)
    text = (ROOT / "seeds" / f"deir-ez-zor.{name}.txt").read_text(encoding="utf-8")
    blocks, number = [], 0
    for block_number, paragraph in enumerate(filter(None, (part.strip() for part in text.split("\n\n"))), start=1):
        sentences = []
        for span in segmenter.spans(paragraph):
            number += 1
            sentences.append(Sentence(f"{name}.s{number}", span.of(paragraph), span))
        blocks.append(Block(f"{name}.b{block_number}", "p", paragraph, tuple(sentences)))
    return Document(name, language, "pivot" if name == "en" else "version", tuple(blocks))


def _gold(source: str, target: str) -> Alignment:
    lines = (ROOT / "tests" / "data" / "seed" / f"{source}-{target}.gold").read_text(encoding="utf-8").splitlines()
    beads, ends = [], [0, 0]
    for line in lines:
        runs = []
        for side, text in enumerate(line.split(":")):
            numbers = [int(number) for number in re.findall(r"\d+", text)]
            runs.append(range(numbers[0], numbers[-1] + 1) if numbers else range(ends[side], ends[side]))
            ends[side] = runs[side].stop
        beads.append(Bead(runs[0], runs[1], 0.9))
    return Alignment(source, target, tuple(beads))


def hard_corpus() -> Corpus:
    """Nulls on both sides, two Russian versions, Hebrew, Chinese, markup, quotes, tabs, line ends; nothing crosses."""
    english = Document(
        "en",
        "en",
        "pivot",
        (
            make_block("en.b1", "head", 'A & B <i> "C"'),
            make_block("en.b2", "p"),
            make_block("en.b3", "p", "One\ttwo\nthree.", "= 1939-1945 =", "He's 3.14\u2028&amp; done."),
        ),
        Metadata('The "A & B"'),
    )
    russian = Document("ru", "ru", "original", (make_block("ru.b1", "p", "А и Б.", "Раз-два.", "Три.", "Конец."),))
    second = Document("ru-2", "ru", "version", (make_block("ru-2.b1", "p", "А, Б.", "Раз,\r\nдва, три. 1939-1945."),))
    hebrew = Document("he", "he", "version", (make_block("he.b1", "p", "שָׁלוֹם, „עולם‟ \u200f(א)."),))
    chinese = Document("zh-Hant", "zh-Hant", "version", (make_block("zh.b1", "p", "他起身。", "沒有人。"),))
    return Corpus(
        "a & b",
        english,
        (russian, second, hebrew, chinese),
        (
            _links("ru", (1, 1, 0.9), (1, 0, 0.5), (0, 1, 0.25), (1, 1, 1.0), (1, 1, 0.1)),
            _links("ru-2", (1, 1, 0.9), (2, 1, 0.5), (1, 0, 0.0)),
            _links("he", (3, 0, 0.5), (1, 1, 0.5)),
            _links("zh-Hant", (0, 1, 0.5), (2, 0, 0.5), (2, 1, 1 / 3)),
        ),
    )


def _links(target: str, *sizes: tuple[int, int, float]) -> Alignment:
    beads, source, other = [], 0, 0
    for left, right, confidence in sizes:
        beads.append(Bead(range(source, source + left), range(other, other + right), confidence))
        source, other = source + left, other + right
    return Alignment("en", target, tuple(beads))


def window_corpus() -> Corpus:
    """The corpus of the pages in docs."""
    english = Document("en", "en", "pivot", (make_block("en.b1", "p", "He rose and went to the window.", "No one."),))
    russian = Document("ru", "ru", "original", (make_block("ru.b1", "p", "Он встал.", "Подошёл к окну.", "Никого."),))
    return Corpus("window", english, (russian,), (_links("ru", (1, 2, 0.81), (1, 1, 0.97)),))


CORPORA = [make_corpus, hard_corpus, seed_corpus, window_corpus]


def linked_texts(corpus: Corpus) -> Iterator[tuple[Document, Alignment, list[tuple[str, str]]]]:
    """Version, alignment, and the texts of both sides of each link."""
    for version, alignment in zip(corpus.versions, corpus.alignments, strict=True):
        yield (
            version,
            alignment,
            [(_text(corpus.pivot, bead.source), _text(version, bead.target)) for bead in alignment.beads],
        )


def _text(document: Document, run: range) -> str:
    return " ".join(one_line(sentence.text) for sentence in document.sentences[run.start : run.stop])
