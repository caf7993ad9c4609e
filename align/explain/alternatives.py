"""
The ways to link some sentences, among all alignments of a window.

Every alignment links the sentences in some way: by its beads from the first that holds one of them to the last. The
ways exclude each other, and forward-backward gives each its probability. A window is small, so that plain Python does.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus import Bead

NEIGHBOURS = 6
"""Beads to either side of the explained one that the window holds."""

LARGEST_WINDOW = 80
"""The most sentences of one side that a window may hold; only links that cross widely need so many."""

_CANDIDATES = 24

Link = tuple[range, range]
"""Source and target sentence numbers of a bead."""

Node = tuple[int, int]
"""The numbers of source and target sentences that are behind."""


@dataclass(frozen=True, slots=True)
class Way:
    """
    A way to link some sentences.

    Attributes:
        links: its beads in order, each sentence without counterpart in one of its own.
        logarithm: natural logarithm of its probability.
    """

    links: tuple[Link, ...]
    logarithm: float


class Window:
    """
    All alignments of a window; its nodes (i, j) say how many sentences of the whole texts are behind.

    Args:
        top: the first source sentence of the window.
        left: its first target sentence.
        scores: scores of the beads by the node they end in, in nats: float64 of shape (n + 1, m + 1, t).
        types: the bead types.
    """

    def __init__(self, top: int, left: int, scores: NDArray[np.float64], types: Sequence[tuple[int, int]]) -> None:
        rows, columns, _ = scores.shape
        self._nodes = [(i, j) for i in range(top, top + rows) for j in range(left, left + columns)]
        self._into: dict[Node, list[tuple[Node, float]]] = {
            (i, j): [
                ((i - x, j - y), float(scores[i - top, j - left, kind]))
                for kind, (x, y) in enumerate(types)
                if x <= i - top and y <= j - left
            ]
            for i, j in self._nodes
        }
        # Logarithms of the sums over all ways from the first node to each, and from each to the last.
        self._forward = dict.fromkeys(self._nodes, -math.inf)
        self._backward = dict.fromkeys(self._nodes, -math.inf)
        self._forward[self._nodes[0]] = self._backward[self._nodes[-1]] = 0.0
        for node in self._nodes[1:]:
            self._forward[node] = _log_sum(self._forward[before] + score for before, score in self._into[node])
        for node in reversed(self._nodes):
            for before, score in self._into[node]:
                self._backward[before] = _log_sum((self._backward[before], self._backward[node] + score))
        self._total = self._backward[self._nodes[0]]

    def bead(self, source: range, target: range) -> float | None:
        """
        Return the logarithm of a bead's probability, None for one that no path has.

        Sentences without counterpart may stand beside any sentence of the other text.
        """
        steps = [(len(source), len(target))] if source and target else [(1, 0)] * len(source) + [(0, 1)] * len(target)
        found = []
        for start in self._nodes:
            if (source and start[0] != source.start) or (target and start[1] != target.start):
                continue
            logarithm, node = self._forward[start] - self._total, start
            for x, y in steps:
                before, node = node, (node[0] + x, node[1] + y)
                logarithm += dict(self._into.get(node, ())).get(before, -math.inf)
            found.append(logarithm + self._backward.get(node, -math.inf))
        logarithm = _log_sum(found)
        return None if logarithm == -math.inf else logarithm

    def rivals(self, source: range, target: range, most: int) -> list[Way]:
        """Return the most probable ways to link the sentences of a bead but for the bead itself, the best first."""
        ways: dict[tuple[Link, ...], float] = {}
        for logarithm, nodes in self._ways(source, target):
            links = _in_one_order([(range(i, k), range(j, h)) for (i, j), (k, h) in pairwise(nodes)])
            ways[links] = _log_sum((ways.get(links, -math.inf), logarithm))
        ways.pop(_in_one_order([(source, target)]), None)
        best = heapq.nlargest(most, ways.items(), key=lambda way: way[1])
        return [Way(links, logarithm) for links, logarithm in best]

    def _ways(self, source: range, target: range) -> Iterator[tuple[float, tuple[Node, ...]]]:
        """
        Yield ways to link the sentences of a bead: the logarithm of the probability of each, and the nodes it passes.

        What comes before and after a way is summed over. Of all ways that end in a node the best are found, and where
        sentences without counterpart stand in another order it is another way.
        """
        ways: dict[Node, list[tuple[float, tuple[Node, ...]]]] = {}
        for node in self._nodes:
            i, j = node
            if (not source or i <= source.start) and (not target or j <= target.start):
                ways[node] = [(self._forward[node], (node,))]
                continue
            found = heapq.nlargest(
                _CANDIDATES,
                ((value + score, nodes) for before, score in self._into[node] for value, nodes in ways[before]),
            )
            found = [(value, (*nodes, node)) for value, nodes in found]
            if (not source or i >= source.stop) and (not target or j >= target.stop):
                # What has ended does not go on.
                ways[node] = []
                yield from ((value + self._backward[node] - self._total, nodes) for value, nodes in found)
            else:
                ways[node] = found


def _log_sum(logarithms: Iterable[float]) -> float:
    terms = list(logarithms)
    top = max(terms, default=-math.inf)
    return top if top == -math.inf else top + math.log(sum(math.exp(term - top) for term in terms))


def _in_one_order(links: Sequence[Link]) -> tuple[Link, ...]:
    """
    Return links in the order that all equal ways share, each sentence without counterpart in a link of its own.

    A target sentence without counterpart stands right behind what the target sentences before it are linked with.
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


def in_order(beads: Sequence[Bead], moved: Collection[int]) -> tuple[Bead, ...]:
    """
    Return the links of an alignment with those that moved parted, so that none cross.

    Each sentence of a link that moved then stands alone where its own text has it.

    Args:
        beads: the links.
        moved: the places of those that moved, from 0; see `align.engine.crossings.crossing`.
    """
    kept = [place for place, bead in enumerate(beads) if bead.source and bead.target and place not in moved]
    ends = [beads[place].target.stop for place in kept]
    placed = []
    for place, bead in enumerate(beads):
        if bead.source and (place not in moved):
            placed.append((place, bead))
            continue
        behind = bisect_right(ends, bead.target.start)
        if bead.source:
            placed.append((place, Bead(bead.source, range(0), bead.confidence)))
        if bead.target:
            placed.append((kept[behind - 1] if behind else -1, Bead(range(0), bead.target, bead.confidence)))
    return tuple(
        bead for _, bead in sorted(placed, key=lambda each: (each[0], not each[1].source, each[1].target.start))
    )


def window_around(beads: Sequence[Bead], index: int) -> Link:
    """Return the sentences of a bead and its neighbours: of both texts a run, and none linked outside the window."""
    first, last = index, index + 1
    while True:
        first, last = max(0, first - 1), min(len(beads), last + 1)
        held = beads[first:last]
        source, target = (_hull([getattr(bead, side) for bead in held]) for side in ("source", "target"))
        if len(target) > LARGEST_WINDOW:
            return source, target
        wide = index - first >= min(index, NEIGHBOURS) and last - 1 - index >= min(len(beads) - 1 - index, NEIGHBOURS)
        if (wide and len(target) == sum(len(bead.target) for bead in held)) or last - first == len(beads):
            return source, target


def _hull(runs: Sequence[range]) -> range:
    filled = [run for run in runs if run]
    return range(min(run.start for run in filled), max(run.stop for run in filled)) if filled else range(0)
