"""Reports made by hand, for the tests of the page."""

from __future__ import annotations

from collections.abc import Sequence

from align.fidelity.bitext import LocatedFault
from align.fidelity.closeness import BeadCloseness, Closeness
from align.fidelity.fault import Fault
from align.fidelity.overlap import MetricScore, Overlap
from align.fidelity.rates import Rate
from align.fidelity.report import Comparison, FidelityReport, VersionReport
from align.fidelity.statistics import Estimate
from align.fidelity.verdict import Contrast, Verdict, VerdictReliability
from corpus import Bead, Block, Document, Excerpt, Sentence, Span

EVIL = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'> & \"quoted\""


def document(identifier: str, language: str, texts: Sequence[str]) -> Document:
    blocks = tuple(
        Block(
            f"{identifier}.b{number}",
            "head" if number == 1 else "p",
            text,
            (Sentence(f"{identifier}.s{number}", text, Span(0, len(text))),),
        )
        for number, text in enumerate(texts, 1)
    )
    return Document(identifier, language, "version", blocks)


def number_fault(source: Document, target: Document, bead: Bead, pair: int, spans: tuple[Span, Span]) -> LocatedFault:
    fault = Fault("number", "major", pair, (spans[0],), (spans[1],), "10 in the source, 100 in the translation", 0.9)
    return LocatedFault(
        fault,
        (Excerpt(source.sentences[bead.source.start].id, spans[0]),),
        (Excerpt(target.sentences[bead.target.start].id, spans[1]),),
    )


def omission(source: Document, bead: Bead, pair: int) -> LocatedFault:
    sentences = [source.sentences[number] for number in bead.source]
    text = " ".join(sentence.text for sentence in sentences)
    fault = Fault("omission", "critical", pair, (Span(0, len(text)),), (), "unaligned", bead.confidence)
    return LocatedFault(fault, tuple(Excerpt(each.id, Span(0, len(each.text))) for each in sentences), ())


def version(target: Document, beads: Sequence[Bead], findings: Sequence[LocatedFault]) -> VersionReport:
    figure = Estimate(2.0, 1.0, 3.0)
    share = Estimate(0.1, 0.0, 0.2)
    rules = sorted({finding.fault.rule for finding in findings})
    linked = BeadCloseness(0.7, 1.2, 1.0, 0.6, 0.6)
    return VersionReport(
        document=target,
        beads=tuple(beads),
        closeness=tuple(linked if bead.source and bead.target else BeadCloseness() for bead in beads),
        findings=tuple(findings),
        rates=tuple(Rate(rule, sum(each.fault.rule == rule for each in findings), figure) for rule in rules),
        total=Rate("all", len(findings), figure),
        weighted=figure,
        faulty=share,
        omitted=share,
        added=share,
        means=Closeness(figure, figure, figure, figure, figure),
        overlap=None,
        signature="encoder:none",
    )


def report(source: Document, versions: Sequence[VersionReport], *, compared: bool = False) -> FidelityReport:
    names = tuple(each.document.id for each in versions)[:2]
    difference = Estimate(-1.5, -2.5, -0.5)
    comparison = Comparison(
        (names[0], names[-1]),
        Contrast(difference, difference, 0.01),
        Verdict(0, "clear", f"{names[0]} has fewer faults"),
        Overlap(
            names[0],
            names[-1],
            30,
            (MetricScore("chrF2", Estimate(60.0, 50.0, 70.0), "sig"), MetricScore("BLEU", None, "", "few")),
        ),
    )
    return FidelityReport(
        corpus="<sample>",
        source=source,
        versions=tuple(versions),
        comparisons=(comparison,) if compared else (),
        blocks=tuple(range(len(source.sentences))),
        words=1234,
        calibration=(
            VerdictReliability("clear", 7, 6, "some judgements"),
            VerdictReliability("likely", 9, 5, "some judgements"),
        ),
        unchecked=("tone",),
        notes=("the text is short",),
        signature="teialign:test",
    )


def sample() -> FidelityReport:
    """Return a report of two versions: a number is wrong in one, which also lacks a sentence and adds one."""
    source = document("ru", "ru", ["Заголовок", "Их было 10.", EVIL, "Четыре.", "Пять."])
    first = document("en", "en", ["Heading", "They were 10.", EVIL, "Four.", "Five."])
    second = document("en-2", "en", ["Heading", "There were 100.", "Added!", "Four and five."])
    faithful = [Bead(range(number, number + 1), range(number, number + 1), 0.99) for number in range(5)]
    faulty = [
        Bead(range(1), range(1), 0.99),
        Bead(range(1, 2), range(1, 2), 0.97),
        Bead(range(2, 3), range(0), 0.8),
        Bead(range(0), range(2, 3), 0.7),
        Bead(range(3, 5), range(3, 4), 0.4),
    ]
    findings = [
        number_fault(source, second, faulty[1], 1, (Span(8, 10), Span(11, 14))),
        omission(source, faulty[2], 2),
    ]
    return report(source, [version(first, faithful, ()), version(second, faulty, findings)], compared=True)
