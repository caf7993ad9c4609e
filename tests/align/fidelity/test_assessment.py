"""From a corpus to a report: orientation, rivals, and texts that are hard to say anything of."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from align import align_documents, load_encoder
from align.encoders import Encoder
from align.fidelity import assessment
from align.fidelity.assessment import Reference, assess
from align.fidelity.fault import MAX_CHARACTERS, Fault, SegmentPair
from align.fidelity.records import to_csv, to_json
from align.fidelity.report import FidelityReport
from corpus import (
    Alignment,
    Bead,
    Block,
    BlockKind,
    Corpus,
    CorpusError,
    Document,
    LanguageError,
    Role,
    Sentence,
    Span,
)

SUBJECTS = ("The keeper", "A sailor", "Her brother", "The old captain", "Nobody", "The doctor", "My aunt", "A stranger")
VERBS = ("opened", "painted", "sold", "remembered", "repaired", "described", "lost", "carried")
OBJECTS = ("the lighthouse", "a letter", "two horses", "the harbour", "an old map", "the garden", "a clock")
TEXT = [
    f"{SUBJECTS[n % 8]} {VERBS[(n * 3 + n // 8) % 8]} {OBJECTS[(n * 5 + n // 7) % 7]} in {1800 + n} and slept well."
    for n in range(60)
]


def document(
    name: str, texts: Sequence[str], language: str = "en", role: Role = "version", kind: BlockKind = "p"
) -> Document:
    blocks = tuple(
        Block(f"{name}.b{number}", kind, text, (Sentence(f"{name}.s{number}", text, Span(0, len(text))),))
        for number, text in enumerate(texts)
    )
    return Document(name, language, role, blocks)


def straight(source: Document, target: Document) -> Alignment:
    """The first with the first and so on; what is left over has no counterpart."""
    sizes = len(source.sentences), len(target.sentences)
    beads = []
    for number in range(max(sizes)):
        left, right = (range(number, number + 1) if number < size else range(0) for size in sizes)
        beads.append(Bead(left, right, 1.0))
    return Alignment(source.id, target.id, tuple(beads))


def corpus(pivot: Document, *versions: Document) -> Corpus:
    return Corpus("t", replace(pivot, role="pivot"), versions, tuple(straight(pivot, version) for version in versions))


def marked(pairs: Sequence[SegmentPair], encoder: Encoder) -> tuple[Fault, ...]:
    """A check that finds nothing but empty sides and the letters XX in a target."""
    found = []
    for number, pair in enumerate(pairs):
        if not pair.target:
            found.append(
                Fault("omission", "major", number, (Span(0, len(pair.source)),), (), "missing", pair.confidence)
            )
        place = pair.target.find("XX")
        if place >= 0:
            spans = (Span(0, 3),), (Span(place, place + 2),)
            found.append(Fault("number", "critical", number, *spans, "XX <b>", 0.5))
    return tuple(found)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(autouse=True)
def checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assessment, "find_faults", marked)
    monkeypatch.setattr(assessment, "TRIALS", 500)


def spoilt(texts: Sequence[str], step: int) -> list[str]:
    return [f"{text} XX" if number % step == 0 else text for number, text in enumerate(texts)]


def test_many_versions_are_compared_only_if_they_are_named(encoder: Encoder) -> None:
    many = corpus(document("a", TEXT[:2]), *(document(f"b{number}", TEXT[:2]) for number in range(46)))
    with pytest.raises(CorpusError, match=r"46 versions make 1,035 pairs.*name the versions"):
        assess(many, encoder, rivals=True)
    steps: list[str] = []
    report = assess(many, encoder, rivals=True, versions=["b1", "b2", "b3"], progress=steps.append)
    assert len(report.comparisons) == 3
    assert [step for step in steps if "b2" in step] == [
        "checking b2, version 2 of 3",
        "comparing b1 with b2, pair 1 of 3",
        "comparing b2 with b3, pair 3 of 3",
    ]


def test_long_segments_are_counted_and_left_out(encoder: Encoder) -> None:
    long = [*TEXT, "word " * MAX_CHARACTERS]
    report = assess(
        corpus(document("a", long), document("b", long, "en"), document("c", long, "en")), encoder, rivals=True
    )
    notes = [note for note in report.notes if "20,000 characters" in note]
    assert [note.partition(" of ")[0] for note in notes] == ["b: 1 segment", "c: 1 segment"]
    [comparison] = report.comparisons
    assert (comparison.overlap.units, comparison.overlap.left_out) == (len(TEXT), 1)


def test_faults_are_located_in_sentences(encoder: Encoder) -> None:
    report = assess(corpus(document("a", TEXT), document("b", spoilt(TEXT, 20), "ru")), encoder)
    [version] = report.versions
    found = [(each.source[0].sentence, each.target[0].sentence, each.target[0].span) for each in version.findings]
    ends = [len(TEXT[number]) + 1 for number in (0, 20, 40)]
    assert found == [
        (f"a.s{number}", f"b.s{number}", Span(end, end + 2)) for number, end in zip((0, 20, 40), ends, strict=True)
    ]
    assert report.source.id == "a"
    assert version.total.count == 3
    assert version.faulty.value == 3 / 60
    assert version.weighted.value == pytest.approx(1000 * 3 * 25 * 0.5 / report.words)
    assert report.comparisons == ()


@pytest.mark.parametrize("original", ["ru", "b"])
def test_the_original_is_the_source(encoder: Encoder, original: str) -> None:
    content = corpus(document("a", TEXT), document("b", TEXT[:-1], "ru"), document("c", [*TEXT[:8], *TEXT[9:]]))
    report = assess(content, encoder, original=original)
    assert report.source.id == "b"
    assert [version.document.id for version in report.versions] == ["a", "c"]
    # a against b is the corpus's own alignment, c against b is made anew.
    assert report.versions[0].added.value == pytest.approx(1 / 60)
    [missing] = [finding for finding in report.versions[1].findings if finding.fault.rule == "omission"]
    assert [passage.sentence for passage in missing.source] == ["b.s8"]


def test_the_role_tells_the_original(encoder: Encoder) -> None:
    content = corpus(document("a", TEXT), document("b", TEXT, "ru", "original"))
    assert assess(content, encoder).source.id == "b"
    assert assess(content, encoder, original="a").source.id == "a"


def test_a_clear_case_has_a_verdict(encoder: Encoder) -> None:
    content = corpus(document("a", TEXT, "ru"), document("b", TEXT), document("c", spoilt(TEXT, 2)))
    report = assess(content, encoder, rivals=True)
    [comparison] = report.comparisons
    assert comparison.versions == ("b", "c")
    assert comparison.verdict.better == 0
    assert comparison.contrast.difference.high < 0
    assert comparison.overlap.units == 60
    assert 90 < comparison.overlap.scores[0].value.value < 100


def test_identical_versions(encoder: Encoder) -> None:
    report = assess(corpus(document("a", TEXT, "ru"), document("b", TEXT), document("c", TEXT)), encoder, rivals=True)
    [comparison] = report.comparisons
    assert comparison.verdict.better is None
    assert "identical" in comparison.verdict.reason
    assert all(score.value.value == pytest.approx(100) for score in comparison.overlap.scores)


def test_a_version_in_common_with_nothing(encoder: Encoder) -> None:
    strange = document("c", ["Quite another text."] * 3)
    none = range(0)
    alone = [
        *(Bead(range(n, n + 1), none, 1.0) for n in range(60)),
        *(Bead(none, range(n, n + 1), 1.0) for n in range(3)),
    ]
    content = Corpus(
        "t",
        document("a", TEXT, "ru", "pivot"),
        (document("b", TEXT), strange),
        (straight(document("a", TEXT), document("b", TEXT)), Alignment("a", "c", tuple(alone))),
    )
    report = assess(content, encoder, rivals=True)
    version = report.versions[1]
    assert (version.omitted.value, version.added.value, version.means.cosine.value) == (1, 1, 0)
    assert report.comparisons[0].verdict.better is None
    assert "no sentence of c" in report.comparisons[0].verdict.reason


def test_few_segments(encoder: Encoder) -> None:
    report = assess(
        corpus(document("a", TEXT[:9], "ru"), document("b", TEXT[:9]), document("c", TEXT[1:9])), encoder, rivals=True
    )
    assert any("wide" in note for note in report.notes)
    scores = {score.metric: score for score in report.comparisons[0].overlap.scores}
    assert scores["BLEU"].value is None
    assert report.comparisons[0].verdict.better is None


@pytest.mark.parametrize("kind", ["cell", "l"])
def test_tables_and_verse(encoder: Encoder, kind: BlockKind) -> None:
    texts = [f"{number} {number * 37} 12,5 %" for number in range(90)]
    report = assess(corpus(document("a", texts, "ru", kind=kind), document("b", texts, kind=kind)), encoder)
    assert report.versions[0].means.length_ratio.value == 1
    # Short lines are drawn together: each block has fifty words or more.
    assert max(report.blocks) + 1 < report.words / 50


def test_twelve_versions(encoder: Encoder) -> None:
    versions = [document(f"v{number}", TEXT[:24]) for number in range(11)]
    report = assess(corpus(document("a", TEXT[:24], "ru"), *versions), encoder, rivals=True, resamples=50)
    assert len(report.versions) == 11
    assert len(report.comparisons) == 55


def test_a_reference_of_the_corpus_and_one_of_ones_own(encoder: Encoder) -> None:
    content = corpus(
        document("a", TEXT, "ru"), document("b", TEXT), document("c", spoilt(TEXT, 9)), document("d", TEXT, "de")
    )
    own = assess(content, encoder, reference=Reference("b", content.versions[0]))
    assert [version.overlap and version.overlap.reference for version in own.versions] == [None, "b", None]
    # A reference may be cut otherwise: two sentences in one.
    joined = document("reference", [f"{one} {two}" for one, two in zip(TEXT[::2], TEXT[1::2], strict=True)])
    given = assess(content, encoder, reference=Reference("ref.txt", joined))
    assert given.versions[0].overlap.scores[0].value.value == pytest.approx(100)
    assert given.versions[0].overlap.units < 60
    assert given.versions[2].overlap is None


@pytest.mark.parametrize(
    ("arguments", "error", "problem"),
    [
        ({"original": "fr"}, CorpusError, "no version 'fr'"),
        ({"original": "en"}, CorpusError, "several versions"),
        ({"versions": ["b", "b"]}, CorpusError, "twice"),
        ({"versions": ["a"]}, CorpusError, "source itself"),
        ({"versions": ["e"]}, CorpusError, "no sentences"),
        ({"versions": ["b"], "reference": "fr"}, LanguageError, "the reference is in fr"),
        ({"versions": ["b"], "reference": "a"}, CorpusError, "source itself"),
    ],
)
def test_bad_input(encoder: Encoder, arguments: dict, error: type, problem: str) -> None:
    content = corpus(document("a", TEXT, "en"), document("b", TEXT), document("e", [], "ru"))
    if arguments.get("reference"):
        reference = content.pivot if arguments["reference"] == "a" else document("r", TEXT, "fr")
        arguments = {**arguments, "reference": Reference("r", reference)}
    with pytest.raises(error, match=problem):
        assess(content, encoder, **arguments)


def test_no_other_version(encoder: Encoder) -> None:
    with pytest.raises(CorpusError, match="no version beside"):
        assess(Corpus("t", document("a", TEXT, "en", "pivot"), (), ()), encoder)


def test_the_stored_links_are_used(encoder: Encoder) -> None:
    """What a person has mended must not be undone by aligning again."""
    pivot, version = document("a", TEXT[:4], "ru", "pivot"), document("b", TEXT[:4])
    beads = (Bead(range(1), range(2), 1.0), Bead(range(1, 4), range(2, 4), 1.0))
    content = Corpus("t", pivot, (version,), (Alignment("a", "b", beads, "by hand"),))
    [report] = assess(content, encoder).versions
    assert report.beads == beads
    assert report.signature == "by hand"


def test_the_report_is_the_same_each_time(encoder: Encoder) -> None:
    content = corpus(document("a", TEXT, "ru"), document("b", TEXT), document("c", spoilt(TEXT, 3)))
    one, two = (to_json(assess(content, encoder, rivals=True)) for _ in range(2))
    assert one == two
    assert to_json(assess(content, encoder, rivals=True, seed=1)) != one


@pytest.fixture(scope="module")
def report(encoder: Encoder) -> FidelityReport:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assessment, "find_faults", marked)
        content = corpus(document("a", TEXT, "ru"), document("b", TEXT[:-1]), document("c", spoilt(TEXT, 3)))
        return assess(content, encoder, rivals=True, reference=Reference("b", content.versions[0]))


def test_json(report: FidelityReport) -> None:
    content = json.loads(to_json(report))
    second = content["versions"][1]
    assert [finding["rule"] for finding in second["findings"]] == ["number"] * 20
    [place] = second["findings"][1]["target"]
    assert place["text"] == "XX" == spoilt(TEXT, 3)[3][place["start"] : place["end"]]
    assert second["faults_per_1000_source_words"]["all"]["count"] == 20
    assert len(second["segments"]) == 60
    assert content["versions"][0]["segments"][59]["cosine"] is None
    assert (
        content["comparisons"][0]["verdict"]["fewer_faults"] is None or content["comparisons"][0]["verdict"]["reason"]
    )
    assert content["signature"] == report.signature
    assert content["unchecked"]


def test_csv(report: FidelityReport) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(report))))
    faults = [row for row in rows if row["level"] == "fault" and row["version"] == "c"]
    assert len(faults) == 20
    assert (faults[1]["source"], faults[1]["measure"], faults[1]["value"]) == ("a.s3:0-3", "number", "0.5")
    segments = [row for row in rows if row["level"] == "segment" and row["measure"] == "cosine"]
    assert len(segments) == 59 + 60
    assert {"rate.all", "rate.weighted", "share.omitted", "mean.margin", "chrF2"} <= {row["measure"] for row in rows}


def test_a_cell_is_no_formula(report: FidelityReport) -> None:
    finding = report.versions[1].findings[0]
    evil = replace(finding, fault=replace(finding.fault, evidence='=HYPERLINK("http://x")'))
    version = replace(report.versions[1], findings=(evil,))
    rows = csv.DictReader(io.StringIO(to_csv(replace(report, versions=(version,)))))
    assert [row["evidence"][:2] for row in rows if row["level"] == "fault"] == ["'="]


def test_vectors_agree_with_align_documents(encoder: Encoder) -> None:
    """What compare aligns anew is aligned as `align run` does it."""
    content = corpus(document("a", TEXT), document("b", TEXT, "ru"), document("c", TEXT[3:]))
    report = assess(content, encoder, original="b", versions=["c"])
    [alignment] = align_documents(content.versions[0], [content.versions[1]], encoder)
    assert report.versions[0].beads == alignment.beads
