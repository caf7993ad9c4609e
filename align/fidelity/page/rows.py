"""
The texts side by side: rows that no bead crosses, and sentences divided where a fault begins or ends.

Versions may be aligned differently, so a row is the smallest run of source sentences that no bead crosses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from align.fidelity.bitext import common_runs, units_of_beads
from align.fidelity.report import FidelityReport, VersionReport
from corpus import Excerpt, Sentence


@dataclass(frozen=True, slots=True)
class Remark:
    """
    A finding on the page.

    Attributes:
        id: its id on the page, such as ``0:12``; ids of a corpus have no colon.
        version: id of the version.
        rule: the rule of the fault.
        kind: index of the rule among those of the report, from 0, which determines the style of underlining.
        severity: minor, major or critical.
        evidence: what differs, in a few words.
        confidence: share of such findings that are true, 0 to 1.
    """

    id: str
    version: str
    rule: str
    kind: int
    severity: str
    evidence: str
    confidence: float


@dataclass(frozen=True, slots=True)
class MarkedText:
    """
    A part of a sentence that the same findings concern throughout.

    Attributes:
        text: the characters.
        remarks: the findings; mostly none.
    """

    text: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """
    A sentence in a row.

    Attributes:
        id: id of the sentence in the corpus.
        parts: its text.
        links: the beads that it is in, as ``version:bead``; linked sentences share one.
        head: whether it belongs to a heading.
        alone: whether it is unaligned in all versions.
    """

    id: str
    parts: tuple[MarkedText, ...]
    links: str
    head: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class PageRow:
    """
    A run of source sentences with their counterparts in all versions.

    Attributes:
        first: number of its first source sentence, from 1.
        source: sentences of the source.
        versions: sentences of each version; none where the source is unaligned.
        remarks: the findings, version by version.
        confidence: the lowest probability of its beads.
    """

    first: int
    source: tuple[Line, ...]
    versions: tuple[tuple[Line, ...], ...]
    remarks: tuple[Remark, ...]
    confidence: float

    @property
    def rules(self) -> str:
        """The rules of the findings, without repetition."""
        return " ".join(dict.fromkeys(remark.rule for remark in self.remarks))


def rules_of(report: FidelityReport) -> tuple[str, ...]:
    """Return the rules of all findings of a report, in alphabetical order."""
    return tuple(sorted({finding.fault.rule for version in report.versions for finding in version.findings}))


def rows_of(report: FidelityReport) -> Iterator[PageRow]:
    """Yield the rows of a report in the order of the source."""
    source = report.source.sentences
    # A source without sentences still has a row for what the versions add.
    runs = common_runs((version.beads for version in report.versions), len(source)) or (range(0),)
    kinds = {rule: kind for kind, rule in enumerate(rules_of(report))}
    remarks = [_remarks(side, version, kinds) for side, version in enumerate(report.versions)]
    lines = _Lines(report, remarks)
    cells = [list(_cells(version, known, runs, lines)) for version, known in zip(report.versions, remarks, strict=True)]
    for run, *row in zip(runs, *cells, strict=True):
        yield PageRow(
            run.start + 1,
            tuple(lines.of(source[number]) for number in run),
            tuple(cell.lines for cell in row),
            tuple(remark for cell in row for remark in cell.remarks),
            min((cell.confidence for cell in row), default=1.0),
        )


@dataclass(frozen=True, slots=True)
class _Cell:
    """The part of a row that belongs to one version."""

    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...]
    confidence: float


class _Lines:
    """Makes the lines of the sentences of a report."""

    def __init__(self, report: FidelityReport, remarks: Sequence[Sequence[Remark]]) -> None:
        self._heads = {
            sentence.id
            for document in (report.source, *(version.document for version in report.versions))
            for block in document.blocks
            if block.kind == "head"
            for sentence in block.sentences
        }
        self._links: dict[str, list[str]] = defaultdict(list)
        self._linked: set[str] = set()
        self._marks: dict[str, list[tuple[Excerpt, Remark]]] = defaultdict(list)
        source = report.source.sentences
        for side, (version, known) in enumerate(zip(report.versions, remarks, strict=True)):
            target = version.document.sentences
            for number, bead in enumerate(version.beads):
                ids = [*(source[at].id for at in bead.source), *(target[at].id for at in bead.target)]
                for identifier in ids:
                    self._links[identifier].append(f"{side}:{number}")
                if bead.source and bead.target:
                    self._linked.update(ids)
            for finding, remark in zip(version.findings, known, strict=True):
                for excerpt in (*finding.source, *finding.target):
                    self._marks[excerpt.sentence].append((excerpt, remark))

    def of(self, sentence: Sentence) -> Line:
        return Line(
            sentence.id,
            tuple(_marked_texts(sentence.text, self._marks.get(sentence.id, ()))),
            " ".join(self._links[sentence.id]),
            sentence.id in self._heads,
            sentence.id not in self._linked,
        )


def _marked_texts(text: str, marks: Sequence[tuple[Excerpt, Remark]]) -> Iterator[MarkedText]:
    """Yield the parts of a sentence between the boundaries of its marks."""
    cuts = {0, len(text), *(cut for excerpt, _ in marks for cut in (excerpt.span.start, excerpt.span.end))}
    for start, end in pairwise(sorted(cuts)):
        covering = (remark for excerpt, remark in marks if excerpt.span.start <= start and end <= excerpt.span.end)
        yield MarkedText(text[start:end], tuple(covering))


def _cells(version: VersionReport, remarks: Sequence[Remark], runs: Sequence[range], lines: _Lines) -> Iterator[_Cell]:
    """Yield the cells of a version, row by row; a bead without source sentences is in the row of the bead before it."""
    found: dict[int, list[Remark]] = defaultdict(list)
    for finding, remark in zip(version.findings, remarks, strict=True):
        found[finding.fault.pair].append(remark)
    rows: list[list[int]] = [[] for _ in runs]
    places = units_of_beads(version.beads, [number for number, run in enumerate(runs) for _ in run])
    for number, row in enumerate(places):
        rows[row].append(number)
    sentences = version.document.sentences
    for numbers in rows:
        targets = sorted(target for number in numbers for target in version.beads[number].target)
        yield _Cell(
            tuple(lines.of(sentences[target]) for target in targets),
            tuple(remark for number in numbers for remark in found.get(number, ())),
            min((version.beads[number].confidence for number in numbers), default=1.0),
        )


def _remarks(side: int, version: VersionReport, kinds: dict[str, int]) -> tuple[Remark, ...]:
    return tuple(
        Remark(
            f"{side}:{number}",
            version.document.id,
            finding.fault.rule,
            kinds[finding.fault.rule],
            finding.fault.severity,
            finding.fault.evidence,
            finding.fault.confidence,
        )
        for number, finding in enumerate(version.findings)
    )
