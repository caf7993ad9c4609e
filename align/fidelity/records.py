"""A report as JSON, for programs, and as a table in long form, for R, pandas and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from align.fidelity.bitext import LocatedFault
from align.fidelity.overlap import Overlap
from align.fidelity.report import Comparison, FidelityReport, VersionReport
from corpus import Document, Excerpt
from corpus.spreadsheet import protect

_COLUMNS = ("level", "version", "other", "source", "target", "measure", "value", "low", "high", "severity", "evidence")

CSV_MARK = ",".join(_COLUMNS).encode()
"""What every table of `to_csv` begins with."""

_Row = dict[str, Any]
"""The cells of a line of the table by column; the others are empty."""


def to_json(report: FidelityReport) -> str:
    """Return the report as JSON; spans are half-open and count the code points of a sentence."""
    documents = (report.source, *(version.document for version in report.versions))
    texts = {sentence.id: sentence.text for document in documents for sentence in document.sentences}
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
    Return the report as CSV: a line of column names, then one figure or one fault a line.

    The level of a line is ``version``, ``comparison``, ``segment`` or ``fault``. The value of a fault is its
    confidence, its evidence what differs; passages of sentences are given as ``ru.s4:8-10``. A cell that a spreadsheet
    would take for a formula starts with an apostrophe.
    """
    stream = io.StringIO()
    table = csv.DictWriter(stream, _COLUMNS, lineterminator="\n")
    table.writeheader()
    for row in _rows(report):
        table.writerow({column: _cell(value) for column, value in row.items()})
    return stream.getvalue()


def _cell(value: str | float | None) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    return "" if value is None else protect(str(value))


def _document(document: Document) -> dict[str, Any]:
    return {"id": document.id, "language": document.language, "sentences": len(document.sentences)}


def _version(source: Document, version: VersionReport, texts: dict[str, str]) -> dict[str, Any]:
    rates = {
        "all": {"count": version.total.count, **asdict(version.total.rate)},
        "weighted": asdict(version.weighted),
        "rules": {rate.rule: {"count": rate.count, **asdict(rate.rate)} for rate in version.rates},
    }
    return {
        **_document(version.document),
        "faults_per_1000_source_words": rates,
        "segments_with_a_fault": asdict(version.faulty),
        "source_sentences_without_counterpart": asdict(version.omitted),
        "sentences_without_counterpart": asdict(version.added),
        "closeness": asdict(version.means),
        "reference": asdict(version.overlap) if version.overlap else None,
        "findings": [_finding(finding, texts) for finding in version.findings],
        "segments": [
            {"source": originals, "target": counterparts, **figures}
            for originals, counterparts, figures in _segments(source, version)
        ],
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


def _segments(
    source: Document, version: VersionReport
) -> Iterator[tuple[list[str], list[str], dict[str, float | None]]]:
    """Yield the ids of the source and target sentences of each bead, with its figures."""
    originals, sentences = source.sentences, version.document.sentences
    for bead, closeness in zip(version.beads, version.closeness, strict=True):
        ids = [originals[number].id for number in bead.source], [sentences[number].id for number in bead.target]
        yield *ids, {"confidence": bead.confidence, **asdict(closeness)}


def _rows(report: FidelityReport) -> Iterator[_Row]:
    for version in report.versions:
        row = {"level": "version", "version": version.document.id}
        figures = {
            **{f"rate.{rate.rule}": rate.rate for rate in (version.total, *version.rates)},
            "rate.weighted": version.weighted,
            "share.faulty": version.faulty,
            "share.omitted": version.omitted,
            "share.added": version.added,
            **{f"mean.{measure}": getattr(version.means, measure) for measure in version.means.__slots__},
        }
        for measure, figure in figures.items():
            yield {**row, "measure": measure, **asdict(figure)}
        if version.overlap:
            yield from _overlap_rows(row, version.overlap)
    for comparison in report.comparisons:
        yield from _comparison_rows(comparison)
    for version in report.versions:
        row = {"level": "segment", "version": version.document.id}
        for originals, counterparts, values in _segments(report.source, version):
            ids = {"source": " ".join(originals), "target": " ".join(counterparts)}
            for measure, value in values.items():
                if value is not None:
                    yield {**row, **ids, "measure": measure, "value": value}
    for version in report.versions:
        for finding in version.findings:
            fault = finding.fault
            yield {
                "level": "fault",
                "version": version.document.id,
                "source": _places(finding.source),
                "target": _places(finding.target),
                "measure": fault.rule,
                "value": fault.confidence,
                "severity": fault.severity,
                "evidence": fault.evidence,
            }


def _comparison_rows(comparison: Comparison) -> Iterator[_Row]:
    contrast, verdict = comparison.contrast, comparison.verdict
    row = {"level": "comparison", "version": comparison.versions[0], "other": comparison.versions[1]}
    yield {**row, "measure": "difference", **asdict(contrast.difference)}
    yield {**row, "measure": "coverage", **asdict(contrast.coverage)}
    yield {**row, "measure": "p", "value": contrast.p}
    measure = f"verdict.{verdict.strength or 'none'}"
    yield {**row, "measure": measure, "value": verdict.better, "evidence": verdict.reason}
    yield from _overlap_rows(row, comparison.overlap)


def _overlap_rows(row: _Row, overlap: Overlap) -> Iterator[_Row]:
    for score in overlap.scores:
        if score.value:
            yield {**row, "other": overlap.reference, "measure": score.metric, **asdict(score.value)}


def _places(excerpts: Sequence[Excerpt]) -> str:
    return " ".join(f"{excerpt.sentence}:{excerpt.span.start}-{excerpt.span.end}" for excerpt in excerpts)
