"""
The texts side by side: rows that no bead crosses, and sentences divided where a fault begins or ends.

Versions may be aligned differently, so a row is the smallest run of source sentences that no bead crosses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from align.fidelity.bitext import beads_in_runs, common_runs
from align.fidelity.fault import Fault
from align.fidelity.report import FidelityReport
from corpus import Excerpt, Sentence


@dataclass(frozen=True, slots=True)
class Remark:
    """
    A finding on the page.

    Attributes:
        id: its id on the page, such as ``0:12``; ids of a corpus have no colon.
        version: id of the version.
        kind: index of the rule among those of the report, from 0, which determines the style of underlining.
        fault: the fault.
    """

    id: str
    version: str
    kind: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class MarkedPart:
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
    parts: tuple[MarkedPart, ...]
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
        return " ".join(dict.fromkeys(remark.fault.rule for remark in self.remarks))


def rules_of(report: FidelityReport) -> tuple[str, ...]:
    """Return the rules of all findings of a report, in alphabetical order."""
    return tuple(sorted({finding.fault.rule for version in report.versions for finding in version.findings}))


def rows_of(report: FidelityReport) -> Iterator[PageRow]:
    """Yield the rows of a report in the order of the source."""
    source, versions = report.source.sentences, report.versions
    # A source without sentences still has a row for what the versions add.
    runs = common_runs((version.beads for version in versions), len(source)) or (range(0),)
    lines = _Lines(report)
    targets = [version.document.sentences for version in versions]
    for run, *groups in zip(runs, *(beads_in_runs(version.beads, runs) for version in versions), strict=True):
        cells = [sorted(at for number, bead in group for at in bead.target) for group in groups]
        yield PageRow(
            run.start + 1,
            tuple(lines.of(source[at]) for at in run),
            tuple(tuple(lines.of(texts[at]) for at in cell) for texts, cell in zip(targets, cells, strict=True)),
            tuple(
                remark
                for side, group in enumerate(groups)
                for number, _ in group
                for remark in lines.remarks.get((side, number), ())
            ),
            min((bead.confidence for group in groups for _, bead in group), default=1.0),
        )


class _Lines:
    """
    Makes the lines of the sentences of a report.

    Attributes:
        remarks: the findings in each bead, by the index of the version and that of the bead.
    """

    def __init__(self, report: FidelityReport) -> None:
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
        self.remarks: dict[tuple[int, int], list[Remark]] = defaultdict(list)
        source = report.source.sentences
        kinds = {rule: kind for kind, rule in enumerate(rules_of(report))}
        for side, version in enumerate(report.versions):
            target = version.document.sentences
            for number, bead in enumerate(version.beads):
                ids = [*(source[at].id for at in bead.source), *(target[at].id for at in bead.target)]
                for identifier in ids:
                    self._links[identifier].append(f"{side}:{number}")
                if bead.source and bead.target:
                    self._linked.update(ids)
            for number, finding in enumerate(version.findings):
                fault = finding.fault
                remark = Remark(f"{side}:{number}", version.document.id, kinds[fault.rule], fault)
                self.remarks[side, fault.pair].append(remark)
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


def _marked_texts(text: str, marks: Sequence[tuple[Excerpt, Remark]]) -> Iterator[MarkedPart]:
    """Yield the parts of a sentence between the boundaries of its marks."""
    cuts = {0, len(text), *(cut for excerpt, _ in marks for cut in (excerpt.span.start, excerpt.span.end))}
    for start, end in pairwise(sorted(cuts)):
        covering = (remark for excerpt, remark in marks if excerpt.span.start <= start and end <= excerpt.span.end)
        yield MarkedPart(text[start:end], tuple(covering))
