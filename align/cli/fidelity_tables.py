"""The report of ``align score`` and ``align compare``: tables, the worst faults in context, and what is not checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table

from align.cli.tables import as_text, new_console, new_table, print_text
from align.fidelity.bitext import LocatedFault
from align.fidelity.fault import MAX_CHARACTERS
from align.fidelity.overlap import Overlap
from align.fidelity.report import Comparison, FidelityReport, VersionReport
from align.fidelity.statistics import Estimate
from align.fidelity.verdict import VerdictReliability
from corpus import Document, Excerpt
from corpus.messages import counted

MAX_SHOWN = 5
"""How many faults of each version are shown."""

MAX_OF_RULE = 2
"""How many of these are of one rule."""

MIN_SURE = 0.5
"""A fault of lower confidence is called a possible one."""

_CONTEXT = 40
_LABEL, _FIGURE = 27, 26
_MARK = "reverse"
_SHARES = (("segments with a fault", "faulty"), ("source sentences omitted", "omitted"), ("sentences added", "added"))


def print_report(report: FidelityReport) -> None:
    """Print a report."""
    console = new_console()
    blocks = max(report.blocks, default=-1) + 1
    source = report.source
    size = ", ".join(
        (counted(len(source.sentences), "sentence"), counted(report.words, "word"), counted(blocks, "block"))
    )
    print_text(console, f"{report.corpus}: source {source.id}, {size}; intervals of 95 %")
    # As many versions beside each other as the terminal is wide.
    columns = max(1, (console.width - _LABEL) // _FIGURE)
    groups = [report.versions[start : start + columns] for start in range(0, len(report.versions), columns)]
    _print_paragraph(console, "Faults that can be checked, per 1,000 source words")
    _print_tables(console, map(_faults_table, groups))
    _print_paragraph(console, "Closeness: literal or free, not good or bad")
    _print_tables(console, map(_closeness_table, groups))
    for version in report.versions:
        if version.overlap:
            heading = f"{version.document.id} compared with the reference {version.overlap.reference}"
            _print_paragraph(console, f"{heading}, {_units(version.overlap)}")
            _print_overlap(console, version.overlap)
    for comparison in report.comparisons:
        _print_comparison(console, comparison, report.calibration)
    for version in report.versions:
        _print_worst(console, report.source, version)
    for note in report.notes:
        _print_paragraph(console, f"Note: {note}.")
    _print_paragraph(console, f"Not checked: {', '.join(report.unchecked)}.")
    console.print(as_text(f"Signature: {report.signature}"), soft_wrap=True)


def _print_paragraph(console: Console, text: str) -> None:
    console.print()
    print_text(console, text)


def _print_tables(console: Console, tables: Iterable[Table]) -> None:
    for number, table in enumerate(tables):
        if number:
            console.print()
        console.print(table)


def _faults_table(versions: Sequence[VersionReport]) -> Table:
    table = _table(versions)
    for rule in sorted({rate.rule for version in versions for rate in version.rates}):
        found = [next((rate for rate in version.rates if rate.rule == rule), None) for version in versions]
        table.add_row(rule, *(f"{_interval(rate.rate)}  {rate.count:3}" if rate else "0.0    0" for rate in found))
    table.add_row("all", *(f"{_interval(version.total.rate)}  {version.total.count:3}" for version in versions))
    table.add_row("by severity", *(f"{_interval(version.weighted)}     " for version in versions))
    for heading, name in _SHARES:
        shares = [getattr(version, name) for version in versions]
        table.add_row(f"{heading}, %", *(f"{_interval(share, 100)}     " for share in shares))
    return table


def _closeness_table(versions: Sequence[VersionReport]) -> Table:
    table = _table(versions)
    for name in versions[0].means.__slots__:
        figures = [getattr(version.means, name) for version in versions]
        table.add_row(name.replace("_", " "), *(_interval(figure, digits=2) for figure in figures))
    return table


def _table(versions: Sequence[VersionReport]) -> Table:
    table = new_table()
    table.add_column("", no_wrap=True)
    for version in versions:
        table.add_column(version.document.id, justify="right", overflow="fold")
    return table


def _print_comparison(console: Console, comparison: Comparison, calibration: Sequence[VerdictReliability]) -> None:
    first, second = comparison.versions
    contrast = comparison.contrast
    _print_paragraph(console, f"{first} and {second}, {_units(comparison.overlap)}")
    _print_overlap(console, comparison.overlap)
    faults = f"{_interval(contrast.difference, sign=True)} per 1,000 words, p = {contrast.p:.3f}"
    print_text(console, f"difference in faults by severity: {faults}", 2)
    print_text(console, f"difference in words covered: {_interval(contrast.coverage, 100, sign=True)} %", 2)
    verdict = comparison.verdict
    if verdict.better is None:
        line = f"No verdict: {verdict.reason}."
    else:
        known = next(each for each in calibration if each.strength == verdict.strength)
        line = (
            f"Verdict, {verdict.strength}: {verdict.reason}. On such evidence professionals agreed {known.agreed} of"
            f" {known.given} times ({known.data})."
        )
    print_text(console, line, 2)


def _units(overlap: Overlap) -> str:
    left_out = f", {overlap.left_out:,} longer than {MAX_CHARACTERS:,} characters left out" if overlap.left_out else ""
    return f"{counted(overlap.units, 'segment')}{left_out}"


def _print_overlap(console: Console, overlap: Overlap) -> None:
    for score in overlap.scores:
        figure = _interval(score.value) if score.value else score.note
        console.print(as_text(f"  {score.metric}: {figure}  {score.signature}".rstrip()), soft_wrap=True)


def _print_worst(console: Console, source: Document, version: VersionReport) -> None:
    count = len(version.findings)
    if not count:
        _print_paragraph(console, f"{version.document.id}: no fault found.")
        return
    shown = _shown(version.worst)
    some = f", {len(shown)} of the worst" if len(shown) < count else ""
    _print_paragraph(console, f"{version.document.id}: {counted(count, 'fault')}{some}")
    texts = {sentence.id: sentence.text for each in (source, version.document) for sentence in each.sentences}
    for finding in shown:
        fault = finding.fault
        severity = fault.severity if fault.confidence >= MIN_SURE else f"possible {fault.severity}"
        print_text(console, f"{severity} {fault.rule}: {fault.evidence} (confidence {fault.confidence:.2f})", 2)
        for excerpt, line in _lines(finding, texts):
            print_text(console, as_text(f"{excerpt.sentence}  ", *line), 4)


def _shown(worst: Sequence[LocatedFault]) -> list[LocatedFault]:
    """Return the first findings, but few of each rule, so that one rule does not hide the others."""
    shown: list[LocatedFault] = []
    for finding in worst:
        if sum(each.fault.rule == finding.fault.rule for each in shown) < MAX_OF_RULE:
            shown.append(finding)
    return shown[:MAX_SHOWN]


def _lines(finding: LocatedFault, texts: dict[str, str]) -> Iterator[tuple[Excerpt, list[str | tuple[str, str]]]]:
    """Yield each excerpt with some text around it, the excerpt itself marked."""
    for excerpt in (*finding.source, *finding.target):
        text, span = texts[excerpt.sentence], excerpt.span
        before, after = text[: span.start], text[span.end :]
        left = before if len(before) <= _CONTEXT else f"…{before[-_CONTEXT:]}"
        right = after if len(after) <= _CONTEXT else f"{after[:_CONTEXT]}…"
        yield excerpt, [" ".join(left.split("\n")), (f"[{span.of(text)}]", _MARK), " ".join(right.split("\n"))]


def _interval(figure: Estimate, scale: float = 1.0, *, digits: int = 1, sign: bool = False) -> str:
    form = f"{'+' if sign else ''}.{digits}f"
    value, low, high = (format(each * scale, form) for each in (figure.value, figure.low, figure.high))
    return f"{value} [{low}, {high}]"
