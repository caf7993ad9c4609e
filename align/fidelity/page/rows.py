"""
The texts side by side: rows that no bead crosses, sentences cut where a fault begins or ends.

Versions may be aligned differently, so a row holds the smallest run of source sentences that is whole in all of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from align.fidelity.report import FidelityReport, VersionReport
from corpus import Excerpt, Sentence


@dataclass(frozen=True, slots=True)
class Remark:
    """
    A finding as the page shows it.

    Attributes:
        id: its name in the page, such as ``0:12``; no id of a corpus holds a colon.
        version: id of the version.
        rule: the check that found it.
        kind: number of the rule among those of the report, from 0, which decides how it is underlined.
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
    A run of a sentence that the same findings mark throughout.

    Attributes:
        text: the characters.
        remarks: what is found there; none in most places.
    """

    text: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """
    A sentence in a row.

    Attributes:
        id: the sentence's id in the corpus.
        pieces: its text.
        links: the beads that it is in, as ``version:bead``, which its counterparts share.
        head: whether it belongs to a heading.
        alone: whether it has no counterpart in any version that it could have one in.
    """

    id: str
    pieces: tuple[MarkedText, ...]
    links: str
    head: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class PageRow:
    """
    A run of source sentences with all that the versions have for it.

    Attributes:
        first: number of its first source sentence, from 1.
        source: the source's sentences.
        versions: the sentences of each version; none where it has no counterpart.
        remarks: the findings, version by version.
        confidence: the least probability of its beads.
    """

    first: int
    source: tuple[Line, ...]
    versions: tuple[tuple[Line, ...], ...]
    remarks: tuple[Remark, ...]
    confidence: float

    @property
    def rules(self) -> str:
        """The rules that found something, once each."""
        return " ".join(dict.fromkeys(remark.rule for remark in self.remarks))


def rules_of(report: FidelityReport) -> tuple[str, ...]:
    """Return the names of the checks that found something in any version, in alphabetical order."""
    return tuple(sorted({finding.fault.rule for version in report.versions for finding in version.findings}))


def rows_of(report: FidelityReport) -> Iterator[PageRow]:
    """Yield the rows of a report from the beginning of the source to its end."""
    source = report.source.sentences
    starts = _starts(report.versions, len(source))
    kinds = {rule: kind for kind, rule in enumerate(rules_of(report))}
    remarks = [_remarks(side, version, kinds) for side, version in enumerate(report.versions)]
    lines = _Lines(report, remarks)
    cells = [
        list(_cells(version, known, starts, lines)) for version, known in zip(report.versions, remarks, strict=True)
    ]
    for start, end, *row in zip(starts, [*starts[1:], len(source)], *cells, strict=True):
        yield PageRow(
            start + 1,
            tuple(lines.of(sentence) for sentence in source[start:end]),
            tuple(cell.lines for cell in row),
            tuple(remark for cell in row for remark in cell.remarks),
            min((cell.confidence for cell in row), default=1.0),
        )


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a version has in a row."""

    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...]
    confidence: float


class _Lines:
    """Makes the lines of a report's sentences."""

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
    """Yield a sentence cut at the ends of its marks."""
    cuts = {0, len(text), *(cut for excerpt, _ in marks for cut in (excerpt.span.start, excerpt.span.end))}
    for start, end in pairwise(sorted(cuts)):
        covering = (remark for excerpt, remark in marks if excerpt.span.start <= start and end <= excerpt.span.end)
        yield MarkedText(text[start:end], tuple(covering))


def _starts(versions: Iterable[VersionReport], count: int) -> list[int]:
    """Return the source sentences that begin a row: those that no bead holds together with the one before."""
    inside = {number for version in versions for bead in version.beads for number in bead.source[1:]}
    return [number for number in range(count) if number not in inside] or [0]


def _cells(version: VersionReport, remarks: Sequence[Remark], starts: Sequence[int], lines: _Lines) -> Iterator[_Cell]:
    """Yield a version's cells, row by row; a bead without source sentences stands with the bead before it."""
    found: dict[int, list[Remark]] = defaultdict(list)
    for finding, remark in zip(version.findings, remarks, strict=True):
        found[finding.fault.pair].append(remark)
    rows: list[list[int]] = [[] for _ in starts]
    row = 0
    for number, bead in enumerate(version.beads):
        if bead.source:
            row = bisect_right(starts, bead.source.start) - 1
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
