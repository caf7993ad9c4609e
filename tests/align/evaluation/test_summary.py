"""Which links a summary of an alignment quotes."""

from __future__ import annotations

from align.evaluation.summary import MAX_SHOWN, summarise
from corpus import Alignment, Bead, Corpus, Document, LineSegmenter, Metadata, SourceBlock, SourceText, build_document


def document(name: str, size: int) -> Document:
    blocks = tuple(SourceBlock("p", f"{name} {number}") for number in range(size))
    role = "pivot" if name == "en" else "version"
    return build_document(SourceText(blocks, Metadata()), LineSegmenter(), id=name, language=name, role=role)


def corpus_of(beads: list[tuple[range, range, float]]) -> Corpus:
    sizes = [max(side.stop for side in sides) for sides in list(zip(*beads, strict=True))[:2]]
    links = tuple(Bead(source, target, confidence) for source, target, confidence in beads)
    alignment = Alignment("en", "ru", links, signature="")
    return Corpus("x", document("en", sizes[0]), (document("ru", sizes[1]),), (alignment,))


def test_unaligned_sentences_that_face_each_other_are_one_entry() -> None:
    nothing = range(0)
    [summary] = summarise(
        corpus_of(
            [
                (range(1), range(1), 0.95),
                (range(1, 2), nothing, 0.33),
                (nothing, range(1, 2), 0.3),
                (range(2, 3), range(2, 3), 0.99),
                (range(3, 4), nothing, 0.4),
                (range(4, 5), nothing, 0.5),
                (range(5, 6), range(3, 4), 0.8),
            ]
        )
    )
    assert [(link.source, link.target, link.confidence, link.linked) for link in summary.worst] == [
        (("en.s2",), ("ru.s2",), 0.3, False),
        (("en.s4",), (), 0.4, True),
        (("en.s5",), (), 0.5, True),
        (("en.s6",), ("ru.s4",), 0.8, True),
    ]
    assert summary.doubtful == 4
    assert (summary.worst[0].source_text, summary.worst[0].target_text) == ("en 1", "ru 1")
    assert (summary.omissions, summary.additions) == (3, 1)


def test_no_more_links_than_a_reader_looks_at() -> None:
    [summary] = summarise(corpus_of([(range(n, n + 1), range(n, n + 1), n / 10) for n in range(9)]))
    assert (summary.doubtful, len(summary.worst)) == (9, MAX_SHOWN)
    assert [link.confidence for link in summary.worst] == [0, 0.1, 0.2, 0.3, 0.4]


def test_nothing_doubtful() -> None:
    [summary] = summarise(corpus_of([(range(1), range(1), 0.9), (range(1, 2), range(1, 2), 1.0)]))
    assert (summary.doubtful, summary.worst) == (0, ())
    assert len(summary.uncertain) == 1
