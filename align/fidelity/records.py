"""A report as JSON, for programs, and as a table in long form, for R, pandas and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass
from typing import Any

from align.fidelity.bitext import LocatedFault
from align.fidelity.overlap import Overlap
from align.fidelity.report import Comparison, FidelityReport, VersionReport
from align.fidelity.statistics import Estimate
from corpus import Document, Excerpt

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Record:
    """
    A line of the table: one figure, or one fault.

    Attributes:
        level: ``version``, ``comparison``, ``segment`` or ``fault``.
        version: id of the version.
        other: the other version or the reference in a comparison; else empty.
        source: ids of source sentences; of a fault with offsets, as ``ru.s4:8-10``.
        target: ids of sentences of the version, likewise.
        measure: name of the figure, or rule of the fault.
        value: the figure, or the confidence of the fault; None if unknown.
        low: lower end of the interval, if there is one.
        high: upper end of the interval.
        severity: severity of the fault.
        evidence: evidence of the fault, or reason of the verdict.
    """

    level: str
    version: str
    other: str = ""
    source: str = ""
    target: str = ""
    measure: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    severity: str = ""
    evidence: str = ""


def to_json(report: FidelityReport) -> str:
    """Return the report as JSON; spans are half-open and count the code points of a sentence."""
    texts = _texts((report.source, *(version.document for version in report.versions)))
    content = {
        "corpus": report.corpus,
        "source": {
            **_document(report.source),
            "words": report.words,
            "blocks": max(report.blocks, default=-1) + 1,
        },
        "versions": [_version(report.source, version, texts) for version in report.versions],
        "comparisons": [_comparison(comparison) for comparison in report.comparisons],
        "calibration": [asdict(each) for each in report.calibration],
        "unchecked": list(report.unchecked),
        "notes": list(report.notes),
        "signature": report.signature,
    }
    # No figure is precise to more than six digits.
    rounded = json.loads(json.dumps(content), parse_float=lambda digits: float(f"{float(digits):.6g}"))
    return json.dumps(rounded, ensure_ascii=False, indent=2)


def to_csv(report: FidelityReport) -> str:
    """
    Return the report as CSV: a line of column names, then one `Record` a line.

    A cell that a spreadsheet would take for a formula starts with an apostrophe.
    """
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(Record.__slots__)
    for row in _rows(report):
        table.writerow([_cell(value) for value in astuple(row)])
    return stream.getvalue()


def _cell(value: str | float | None) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _texts(documents: Iterable[Document]) -> dict[str, str]:
    return {sentence.id: sentence.text for document in documents for sentence in document.sentences}


def _document(document: Document) -> dict[str, Any]:
    return {"id": document.id, "language": document.language, "sentences": len(document.sentences)}


def _version(source: Document, version: VersionReport, texts: dict[str, str]) -> dict[str, Any]:
    rates = {
        "all": {"count": version.total.count, **asdict(version.total.rate)},
        "weighted": asdict(version.weighted),
        "rules": {rate.rule: {"count": rate.count, **asdict(rate.rate)} for rate in version.rates},
    }
    originals, sentences = source.sentences, version.document.sentences
    beads = [
        {
            "source": [originals[number].id for number in bead.source],
            "target": [sentences[number].id for number in bead.target],
            "confidence": bead.confidence,
            **asdict(closeness),
        }
        for bead, closeness in zip(version.beads, version.closeness, strict=True)
    ]
    return {
        **_document(version.document),
        "faults_per_1000_source_words": rates,
        "segments_with_a_fault": asdict(version.faulty),
        "source_sentences_without_counterpart": asdict(version.omitted),
        "sentences_without_counterpart": asdict(version.added),
        "closeness": asdict(version.means),
        "reference": asdict(version.overlap) if version.overlap else None,
        "findings": [_finding(finding, texts) for finding in version.findings],
        "segments": beads,
        "alignment": version.signature,
    }


def _finding(finding: LocatedFault, texts: dict[str, str]) -> dict[str, Any]:
    fault = finding.fault
    return {
        "rule": fault.rule,
        "severity": fault.severity,
        "confidence": fault.confidence,
        "evidence": fault.evidence,
        "segment": fault.pair,
        "source": [_excerpt(excerpt, texts) for excerpt in finding.source],
        "target": [_excerpt(excerpt, texts) for excerpt in finding.target],
    }


def _excerpt(excerpt: Excerpt, texts: dict[str, str]) -> dict[str, Any]:
    text = excerpt.span.of(texts[excerpt.sentence])
    return {"sentence": excerpt.sentence, "start": excerpt.span.start, "end": excerpt.span.end, "text": text}


def _comparison(comparison: Comparison) -> dict[str, Any]:
    better = comparison.verdict.better
    return {
        "versions": list(comparison.versions),
        "verdict": {
            "fewer_faults": None if better is None else comparison.versions[better],
            "strength": comparison.verdict.strength,
            "reason": comparison.verdict.reason,
        },
        **asdict(comparison.contrast),
        "overlap": asdict(comparison.overlap),
    }


def _rows(report: FidelityReport) -> Iterator[Record]:
    for version in report.versions:
        name = version.document.id
        yield from (_row("version", name, f"rate.{rate.rule}", rate.rate) for rate in (version.total, *version.rates))
        yield _row("version", name, "rate.weighted", version.weighted)
        for measure, share in (("faulty", version.faulty), ("omitted", version.omitted), ("added", version.added)):
            yield _row("version", name, f"share.{measure}", share)
        for measure in version.means.__slots__:
            yield _row("version", name, f"mean.{measure}", getattr(version.means, measure))
        if version.overlap:
            yield from _overlap_rows("version", version.overlap)
    for comparison in report.comparisons:
        yield from _comparison_rows(comparison)
    for version in report.versions:
        yield from _segment_rows(report.source, version)
    for version in report.versions:
        yield from _fault_rows(version)


def _row(level: str, version: str, measure: str, found: Estimate, other: str = "") -> Record:
    return Record(level, version, other, measure=measure, value=found.value, low=found.low, high=found.high)


def _overlap_rows(level: str, overlap: Overlap) -> Iterator[Record]:
    for score in overlap.scores:
        if score.value:
            yield _row(level, overlap.version, score.metric, score.value, overlap.reference)


def _comparison_rows(comparison: Comparison) -> Iterator[Record]:
    first, second = comparison.versions
    contrast, better = comparison.contrast, comparison.verdict.better
    for measure in ("difference", "coverage"):
        yield _row("comparison", first, measure, getattr(contrast, measure), second)
    yield Record("comparison", first, second, measure="p", value=contrast.p)
    value = None if better is None else float(better)
    verdict = comparison.verdict
    measure = f"verdict.{verdict.strength}" if verdict.strength else "verdict.none"
    yield Record("comparison", first, second, measure=measure, value=value, evidence=verdict.reason)
    yield from _overlap_rows("comparison", comparison.overlap)


def _segment_rows(source: Document, version: VersionReport) -> Iterator[Record]:
    originals, sentences = source.sentences, version.document.sentences
    for bead, closeness in zip(version.beads, version.closeness, strict=True):
        ids = (
            " ".join(originals[number].id for number in bead.source),
            " ".join(sentences[number].id for number in bead.target),
        )
        figures = [("confidence", bead.confidence), *zip(closeness.__slots__, astuple(closeness), strict=True)]
        for measure, value in figures:
            if value is not None:
                yield Record("segment", version.document.id, "", *ids, measure, value)


def _fault_rows(version: VersionReport) -> Iterator[Record]:
    for finding in version.findings:
        fault = finding.fault
        places = (_places(finding.source), _places(finding.target))
        yield Record(
            "fault",
            version.document.id,
            "",
            *places,
            fault.rule,
            fault.confidence,
            severity=fault.severity,
            evidence=fault.evidence,
        )


def _places(excerpts: Sequence[Excerpt]) -> str:
    return " ".join(f"{excerpt.sentence}:{excerpt.span.start}-{excerpt.span.end}" for excerpt in excerpts)
