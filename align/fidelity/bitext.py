"""
Bitexts: a source, one translation, and the beads between them.

Checks work on the joined text of a bead; here their faults are located in the sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from align.fidelity.fault import Fault, SegmentPair
from corpus.model import Alignment, Bead, Document, Excerpt, Sentence, Span, slice_of

JOINT = " "
"""The separator between the sentences of a side."""


@dataclass(frozen=True, slots=True)
class LocatedFault:
    """
    A fault located in the sentences of source and translation.

    Attributes:
        fault: the fault; its spans are offsets in the joined text of a bead.
        source: the passages concerned in sentences of the source; may be empty.
        target: the passages concerned in sentences of the translation; may be empty.
    """

    fault: Fault
    source: tuple[Excerpt, ...]
    target: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Bitext:
    """
    A source, its translation and the beads between them.

    Attributes:
        source: sentences of the source.
        target: sentences of the translation.
        languages: BCP 47 tags of source and translation.
        beads: the beads, ordered by source; every sentence of both sides is in exactly one.
    """

    source: tuple[Sentence, ...]
    target: tuple[Sentence, ...]
    languages: tuple[str, str]
    beads: tuple[Bead, ...]

    @classmethod
    def of(cls, source: Document, target: Document, alignment: Alignment) -> Bitext:
        """Return the bitext of two documents, whichever of them is the source of the alignment."""
        beads = alignment.beads if alignment.source == source.id else turned(alignment.beads)
        return cls(source.sentences, target.sentences, (source.language, target.language), beads)

    def pairs(self) -> tuple[SegmentPair, ...]:
        """Return the texts of each bead."""
        return tuple(
            SegmentPair(
                joined(self.source[slice_of(bead.source)]),
                joined(self.target[slice_of(bead.target)]),
                *self.languages,
                bead.confidence,
            )
            for bead in self.beads
        )

    def locate(self, fault: Fault) -> LocatedFault:
        """Return a fault in one of the pairs with the excerpts of the sentences that it is in."""
        bead = self.beads[fault.pair]
        source, target = self.source[slice_of(bead.source)], self.target[slice_of(bead.target)]
        return LocatedFault(
            fault,
            tuple(excerpt for span in fault.source for excerpt in _excerpts(source, span)),
            tuple(excerpt for span in fault.target for excerpt in _excerpts(target, span)),
        )


def joined(sentences: Sequence[Sentence]) -> str:
    """Return the joined text of a run of sentences, which the offsets of faults refer to."""
    return JOINT.join(sentence.text for sentence in sentences)


def turned(beads: Sequence[Bead]) -> tuple[Bead, ...]:
    """
    Return beads with source and target swapped, ordered by their new source.

    A bead without a new source sentence keeps its place after the bead before it.
    """
    stops = [bead.target.stop if bead.target else 0 for bead in beads]
    places = accumulate(stops, _latest)
    keyed = [
        ((bead.target.start, 0) if bead.target else (place, -1), number)
        for number, (bead, place) in enumerate(zip(beads, places, strict=True))
    ]
    order = [number for _, number in sorted(keyed)]
    return tuple(Bead(beads[number].target, beads[number].source, beads[number].confidence) for number in order)


def common_runs(alignments: Iterable[Sequence[Bead]], count: int) -> tuple[range, ...]:
    """
    Return the smallest runs of source sentences that no bead of any alignment crosses, in order.

    Args:
        alignments: the beads of each alignment of the source.
        count: number of sentences of the source.
    """
    inside = {number for beads in alignments for bead in beads for number in bead.source[1:]}
    starts = [number for number in range(count) if number not in inside]
    return tuple(map(range, starts, [*starts[1:], count]))


def units_of_beads(beads: Iterable[Bead], units: Sequence[int]) -> tuple[int, ...]:
    """
    Return the unit of each bead: that of its first source sentence, or that of the bead before if it has none.

    Args:
        beads: the beads, ordered by source.
        units: the unit, such as a block or a run, of each source sentence.
    """
    found, last = [], 0
    for bead in beads:
        last = units[bead.source.start] if bead.source else last
        found.append(last)
    return tuple(found)


def beads_in_runs(beads: Sequence[Bead], runs: Sequence[range]) -> list[list[tuple[int, Bead]]]:
    """
    Return the beads in each run of source sentences, with their indices.

    Args:
        beads: the beads, ordered by source; one without source sentences is in the run of the bead before it.
        runs: runs that no bead crosses; see `common_runs`.
    """
    members: list[list[tuple[int, Bead]]] = [[] for _ in runs]
    places = units_of_beads(beads, [number for number, run in enumerate(runs) for _ in run])
    for number, (bead, place) in enumerate(zip(beads, places, strict=True)):
        members[place].append((number, bead))
    return members


def _latest(before: int, stop: int) -> int:
    return stop or before


def _excerpts(sentences: Sequence[Sentence], span: Span) -> Iterator[Excerpt]:
    """Yield the parts of a span of the joined text, sentence by sentence, without the separators."""
    start = 0
    for sentence in sentences:
        end = start + len(sentence.text)
        first, last = max(span.start, start), min(span.end, end)
        if first < last or (first == last and span.start == span.end):
            yield Excerpt(sentence.id, Span(first - start, last - start))
            if span.start == span.end:
                return
        start = end + len(JOINT)
