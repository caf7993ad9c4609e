"""Parallel segments: the smallest parts of a corpus of several versions that no link crosses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Bead, Corpus


@dataclass(frozen=True, slots=True)
class ParallelSegment:
    """
    A run of pivot sentences and all that is linked with it.

    Attributes:
        source: the run of the pivot; empty for unaligned sentences of a version.
        beads: the beads of each version, in the order of the corpus's versions.
    """

    source: range
    beads: tuple[tuple[Bead, ...], ...]


def parallel_segments(corpus: Corpus) -> Iterator[ParallelSegment]:
    """
    Yield the parallel segments of a corpus, in the order of the pivot; each bead is in exactly one.

    If one version joins two pivot sentences and another does not, the segment has both. With one version a segment is a
    bead. A bead without a pivot sentence is in the segment with the beads around it or, between two segments, a segment
    of its own, so that the beads of each version stay in order.
    """
    queues = [_Queue(alignment.beads) for alignment in corpus.alignments]
    start, end, count = 0, 0, len(corpus.pivot.sentences)
    while True:
        before = -1
        while before != end:
            before = end
            for queue in queues:
                end = queue.take(end)
        if start < end:
            yield ParallelSegment(range(start, end), tuple(tuple(queue.linked) for queue in queues))
        for number, queue in enumerate(queues):
            for bead in queue.pending:
                yield ParallelSegment(
                    range(0), tuple((bead,) if number == other else () for other in range(len(queues)))
                )
        if end == count:
            return
        queues = [queue.rest() for queue in queues]
        start, end = end, end + 1


class _Queue:
    """The beads of one version: those in the segment so far, those without pivot sentence after it, and the rest."""

    def __init__(self, beads: tuple[Bead, ...], position: int = 0) -> None:
        self._beads = beads
        self._position = position
        self.linked: list[Bead] = []
        self.pending: list[Bead] = []

    def take(self, end: int) -> int:
        """Take the beads that start before a pivot sentence; return where the last of them ends, if that is later."""
        while self._position < len(self._beads):
            bead = self._beads[self._position]
            if bead.source and bead.source.start >= end:
                break
            self.pending.append(bead)
            if bead.source:
                self.linked += self.pending
                self.pending.clear()
            self._position += 1
        return max(end, self.linked[-1].source.stop) if self.linked else end

    def rest(self) -> _Queue:
        """Return what is left."""
        return _Queue(self._beads, self._position)
