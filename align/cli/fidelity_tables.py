"""A report of fidelity on the terminal: tables, the worst faults in context, and what was not looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from align.fidelity.bitext import LocatedFault
from align.fidelity.overlap import Overlap
from align.fidelity.report import Comparison, FidelityReport, VersionReport
from align.fidelity.statistics import Estimate
from align.fidelity.verdict import VerdictReliability
from corpus import Document, Excerpt

WORST = 5
"""How many faults of each version are shown."""

_CONTEXT = 40
_LABEL, _FIGURE = 27, 26
_MARK = "reverse"
_SHARES = (("segments with a fault", "faulty"), ("source sentences omitted", "omitted"), ("sentences added", "added"))


def print_report(report: FidelityReport) -> None:
    """Print a report."""
    console = Console(highlight=False)
    blocks = max(report.blocks, default=-1) + 1
    source = report.source
    console.print(
        Text(f"{report.corpus}: source {source.id}, {len(source.sentences)} sentences, {report.words} words,"
             f" {blocks} blocks; intervals of 95 %")
    )  # fmt: skip
    # As many versions beside each other as the terminal is wide.
    most = max(1, (console.width - _LABEL) // _FIGURE)
    for start in range(0, len(report.versions), most):
        _print_faults(console, report.versions[start : start + most])
    for start in range(0, len(report.versions), most):
        _print_closeness(console, report.versions[start : start + most])
    for version in report.versions:
        if version.overlap:
            heading = f"{version.document.id} against the reference {version.overlap.reference}"
            console.print(Text(f"\n{heading}, {version.overlap.units} segments"))
            _print_overlap(console, version.overlap)
    for comparison in report.comparisons:
        _print_comparison(console, comparison, report.calibration)
    for version in report.versions:
        _print_worst(console, report.source, version)
    for note in report.notes:
        console.print(Text(f"\nNote: {note}."))
    console.print(Text(f"\nNot checked: {', '.join(report.unchecked)}."))
    console.print(Text(f"Signature: {report.signature}"), soft_wrap=True)


def _print_faults(console: Console, versions: Sequence[VersionReport]) -> None:
    table = _table("\nFaults that can be checked, per 1,000 source words", versions)
    for rule in sorted({rate.rule for version in versions for rate in version.rates}):
        found = [next((rate for rate in version.rates if rate.rule == rule), None) for version in versions]
        table.add_row(rule, *(f"{_interval(rate.rate)}  {rate.count:3}" if rate else "0.0    0" for rate in found))
    table.add_row("all", *(f"{_interval(version.total.rate)}  {version.total.count:3}" for version in versions))
    table.add_row("by severity", *(f"{_interval(version.weighted)}     " for version in versions))
    for heading, name in _SHARES:
        shares = [getattr(version, name) for version in versions]
        table.add_row(f"{heading}, %", *(f"{_interval(share, 100)}     " for share in shares))
    console.print(table)


def _print_closeness(console: Console, versions: Sequence[VersionReport]) -> None:
    table = _table("\nCloseness: literal or free, not good or bad", versions)
    for name in versions[0].means.__slots__:
        figures = [getattr(version.means, name) for version in versions]
        table.add_row(name.replace("_", " "), *(_interval(figure, digits=2) for figure in figures))
    console.print(table)


def _table(heading: str, versions: Sequence[VersionReport]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, title=heading, title_justify="left", title_style="")
    table.add_column("")
    for version in versions:
        table.add_column(version.document.id, justify="right", overflow="fold")
    return table


def _print_comparison(console: Console, comparison: Comparison, calibration: Sequence[VerdictReliability]) -> None:
    first, second = comparison.versions
    contrast = comparison.contrast
    console.print(Text(f"\n{first} and {second}, {comparison.overlap.units} segments"))
    _print_overlap(console, comparison.overlap)
    console.print(
        Padding(
            Text(
                f"faults by severity, difference: {_interval(contrast.difference, sign=True)} per 1,000 words,"
                f" p = {contrast.p:.3f}; words covered, difference: {_interval(contrast.coverage, 100, sign=True)} %"
            ),
            (0, 0, 0, 2),
        )
    )
    verdict = comparison.verdict
    if verdict.better is None:
        line = f"No verdict: {verdict.reason}."
    else:
        known = next(each for each in calibration if each.strength == verdict.strength)
        line = (
            f"Verdict, {verdict.strength}: {verdict.reason}. On such evidence professionals agreed {known.agreed} of"
            f" {known.given} times ({known.data})."
        )
    console.print(Padding(Text(line), (0, 0, 0, 2)))


def _print_overlap(console: Console, overlap: Overlap) -> None:
    for score in overlap.scores:
        figure = _interval(score.value) if score.value else score.note
        console.print(Text(f"  {score.metric}: {figure}  {score.signature}"), soft_wrap=True)


def _print_worst(console: Console, source: Document, version: VersionReport) -> None:
    if not version.findings:
        console.print(Text(f"\n{version.document.id}: no fault found."))
        return
    shown = version.worst[:WORST]
    console.print(Text(f"\n{version.document.id}: {len(version.findings)} faults, the worst {len(shown)} of them"))
    texts = {sentence.id: sentence.text for each in (source, version.document) for sentence in each.sentences}
    for finding in shown:
        fault = finding.fault
        console.print(Text(f"  {fault.severity} {fault.rule}: {fault.evidence} ({fault.confidence:.2f})"))
        for excerpt, line in _lines(finding, texts):
            console.print(Padding(Text.assemble(f"{excerpt.sentence}  ", *line), (0, 0, 0, 4)))


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
