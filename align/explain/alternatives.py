"""
The alternatives of a link, among all alignments of a window around it.

Every alignment of the window links the sentences in question by its beads from the first that contains one of them to
the last. These alternatives exclude each other, and forward-backward gives each its probability. A window is small, so
plain Python is fast enough.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from align.engine.lattice import sum_paths
from align.engine.scores import BeadScores
from corpus import Bead

NEIGHBOURS = 6
"""Beads of the window before the explained one, and after it, at least."""

SURE = 0.99
"""A link of this confidence ends a window, so that the alternatives of an uncertain stretch are all inside."""

MAX_WINDOW = 80
"""Sentences of one side that a window may have; only links that cross widely need so many."""

_CANDIDATES = 24

Link = tuple[range, range]
"""Source and target sentence numbers of a bead."""

Node = tuple[int, int, int]
"""Numbers of source and target sentences, and the state; see `align.engine.lattice`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    One way to link some sentences.

    Attributes:
        links: its beads in order, each unaligned sentence in one of its own.
        log_probability: natural logarithm of its probability.
    """

    links: tuple[Link, ...]
    log_probability: float


class Window:
    """
    All alignments of a window; its nodes (i, j) stand for the first i source and j target sentences of the whole texts.

    Args:
        scores: the scores of all beads of the window.
        top: the first source sentence of the window.
        left: its first target sentence.
    """

    def __init__(self, scores: BeadScores, top: int, left: int) -> None:
        rows, columns = len(scores.source) + 1, len(scores.target) + 1
        block = scores(0, rows).astype(np.float64)
        gaps = scores.calibration.gaps
        sums = sum_paths(scores.corridor, scores.types, scores, gaps=gaps)
        places = [(i, j) for i in range(top, top + rows) for j in range(left, left + columns)]
        self._nodes = [(i, j, state) for i, j in places for state in range(3)]
        self._into: dict[Node, list[tuple[Node, float]]] = {node: [] for node in self._nodes}
        for i, j in places:
            for kind, (x, y) in enumerate(scores.types.tolist()):
                if x > i - top or y > j - left:
                    continue
                h, k = i - x, j - y
                score = float(block[i - top, j - left, kind])
                if x and y:
                    self._into[i, j, 0] += [((h, k, state), score) for state in range(3)]
                else:
                    self._into[i, j, 0].append(((h, k, 0), score))
                    entered, gap = gaps.opening + gaps.extension, kind + 1
                    self._into[i, j, gap] += [((h, k, 0), entered), ((h, k, gap), gaps.extension)]
        self._forward = dict(zip(self._nodes, sums.forward[:, :3].ravel().tolist(), strict=True))
        self._backward = dict(zip(self._nodes, sums.backward[:, :3].ravel().tolist(), strict=True))
        self._total = self._backward[self._nodes[0]]

    def bead(self, source: range, target: range) -> float | None:
        """
        Return the logarithm of a bead's probability; None where no path has the bead.

        Unaligned sentences may be next to any sentence of the other text.
        """
        steps = [(len(source), len(target))] if source and target else [(1, 0)] * len(source) + [(0, 1)] * len(target)
        found = []
        for start in self._nodes:
            if (source and start[0] != source.start) or (target and start[1] != target.start):
                continue
            reached = {start: self._forward[start] - self._total}
            for x, y in steps:
                reached = self._step(reached, x, y)
            found += [logarithm + self._backward[node] for node, logarithm in reached.items()]
        logarithm = _log_sum(found)
        return None if logarithm == -math.inf else logarithm

    def _step(self, reached: dict[Node, float], x: int, y: int) -> dict[Node, float]:
        """Return the nodes that a bead of x and y sentences leads to, from nodes with the logarithms of their paths."""
        found: dict[Node, list[float]] = {}
        for (i, j, state), logarithm in reached.items():
            for after in ((i + x, j + y, each) for each in range(3)):
                for before, score in self._into.get(after, ()):
                    if before == (i, j, state):
                        found.setdefault(after, []).append(logarithm + score)
        return {node: _log_sum(terms) for node, terms in found.items()}

    def alternatives(self, source: range, target: range, count: int) -> list[Candidate]:
        """Return the most probable alternatives of a bead, the best first, at most `count`."""
        found: dict[tuple[Link, ...], float] = {}
        for logarithm, nodes in self._candidates(source, target):
            links = _canonical([(range(i, k), range(j, h)) for (i, j, _), (k, h, _) in pairwise(nodes)])
            found[links] = _log_sum((found.get(links, -math.inf), logarithm))
        found.pop(_canonical([(source, target)]), None)
        best = heapq.nlargest(count, found.items(), key=lambda item: item[1])
        return [Candidate(links, logarithm) for links, logarithm in best]

    def _candidates(self, source: range, target: range) -> Iterator[tuple[float, tuple[Node, ...]]]:
        """
        Yield partial paths that link the sentences of a bead: the logarithm of their probability, and their nodes.

        The probability is summed over all continuations to both sides. Of the partial paths that end in a node only the
        best are kept. Paths with unaligned sentences in another order are different paths.
        """
        partial: dict[Node, list[tuple[float, tuple[Node, ...]]]] = {}
        for node in self._nodes:
            i, j, _ = node
            if (not source or i <= source.start) and (not target or j <= target.start):
                partial[node] = [(self._forward[node], (node,))]
                continue
            found = heapq.nlargest(
                _CANDIDATES,
                ((value + score, nodes) for before, score in self._into[node] for value, nodes in partial[before]),
            )
            found = [(value, (*nodes, node)) for value, nodes in found]
            if (not source or i >= source.stop) and (not target or j >= target.stop):
                # A complete path is not continued.
                partial[node] = []
                yield from ((value + self._backward[node] - self._total, nodes) for value, nodes in found)
            else:
                partial[node] = found


def _log_sum(logarithms: Iterable[float]) -> float:
    terms = list(logarithms)
    top = max(terms, default=-math.inf)
    return top if top == -math.inf else top + math.log(sum(math.exp(term - top) for term in terms))


def _canonical(links: Sequence[Link]) -> tuple[Link, ...]:
    """
    Return links in canonical order, each unaligned sentence in a link of its own.

    An unaligned target sentence follows the links of the target sentences before it.
    """
    placed: list[tuple[int, int, Link]] = []
    for source, target in links:
        if source and target:
            placed.append((source.start, 1, (source, target)))
        elif source:
            placed += [(i, 1, (range(i, i + 1), range(0))) for i in source]
        else:
            place = max(
                (left.stop for left, right in links if left and right and right.start < target.start), default=-1
            )
            placed += [(place, 0, (range(0), range(j, j + 1))) for j in target]
    return tuple(link for *_, link in sorted(placed, key=lambda each: (*each[:2], each[2][1].start)))


def without_crossings(beads: Sequence[Bead], crossing: Collection[int]) -> tuple[Bead, ...]:
    """
    Return the links of an alignment with crossing links split into unaligned sentences, so that no link crosses.

    Args:
        beads: the links.
        crossing: the places of those that cross, from 0; see `align.engine.crossings.crossing_links`.
    """
    kept = [place for place, bead in enumerate(beads) if bead.source and bead.target and place not in crossing]
    ends = [beads[place].target.stop for place in kept]
    placed = []
    for place, bead in enumerate(beads):
        if bead.source and (place not in crossing):
            placed.append((place, bead))
            continue
        before = bisect_right(ends, bead.target.start)
        if bead.source:
            placed.append((place, Bead(bead.source, range(0), bead.confidence)))
        if bead.target:
            placed.append((kept[before - 1] if before else -1, Bead(range(0), bead.target, bead.confidence)))
    return tuple(
        bead for _, bead in sorted(placed, key=lambda each: (each[0], not each[1].source, each[1].target.start))
    )


def window_around(beads: Sequence[Bead], index: int) -> Link:
    """
    Return the sentences of a bead and its neighbours: a run of each text, none of them linked outside the window.

    The window ends at sure links, or earlier where it would have more than `MAX_WINDOW` sentences.
    """
    first, last = index, index + 1
    found: Link | None = None
    while True:
        inside = beads[first:last]
        source, target = (_hull([getattr(bead, side) for bead in inside]) for side in ("source", "target"))
        if max(len(source), len(target)) > MAX_WINDOW:
            return found or (source, target)
        closed = len(target) == sum(len(bead.target) for bead in inside)
        missing = min(index, NEIGHBOURS) - (index - first), min(len(beads) - 1 - index, NEIGHBOURS) - (last - 1 - index)
        if closed and max(missing) <= 0:
            found = source, target
        before = first > 0 and (not closed or missing[0] > 0 or not _is_sure(beads[first]))
        after = last < len(beads) and (not closed or missing[1] > 0 or not _is_sure(beads[last - 1]))
        if not before and not after:
            return source, target
        first, last = first - before, last + after


def _is_sure(bead: Bead) -> bool:
    return bool(bead.source and bead.target) and bead.confidence >= SURE


def _hull(runs: Sequence[range]) -> range:
    filled = [run for run in runs if run]
    return range(min(run.start for run in filled), max(run.stop for run in filled)) if filled else range(0)
