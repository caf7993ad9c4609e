"""
Alignments compared with gold: strict and lax precision, recall and F1.

The measures are those of Sennrich and Volk (2011), which published comparisons of sentence aligners use:

* a bead is a strict hit when the same bead is in the gold, and a lax hit when it is a strict hit or shares a source
  and a target sentence with one gold bead;
* precision counts all beads of the system, 1-0 and 0-1 beads included; recall leaves these out on both sides;
* over several texts the counts are added up first (micro average).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import Alignment, AlignmentError
from corpus.beads import numbered_lines, read_bead_lines

BeadSets = tuple[frozenset[int], frozenset[int]]
"""A bead as the sets of its source and target sentence numbers, from 0."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and their harmonic mean, each 0 to 1; 0 where there is nothing to count."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class HitCounts:
    """
    Hits in one or several texts; counts are added with ``+``.

    Attributes:
        system: beads of the system.
        strict: strict hits among them.
        lax: lax hits among them.
        gold_links: gold beads with both sides.
        found_strict: strict hits among them.
        found_lax: lax hits among them.
    """

    system: int = 0
    strict: int = 0
    lax: int = 0
    gold_links: int = 0
    found_strict: int = 0
    found_lax: int = 0

    def __add__(self, other: HitCounts) -> HitCounts:
        return HitCounts(
            self.system + other.system,
            self.strict + other.strict,
            self.lax + other.lax,
            self.gold_links + other.gold_links,
            self.found_strict + other.found_strict,
            self.found_lax + other.found_lax,
        )

    @property
    def strict_rates(self) -> Rates:
        """The strict measure."""
        return _rates(self.strict, self.system, self.found_strict, self.gold_links)

    @property
    def lax_rates(self) -> Rates:
        """The lax measure."""
        return _rates(self.lax, self.system, self.found_lax, self.gold_links)


def count_hits(system: Iterable[BeadSets], gold: Iterable[BeadSets]) -> HitCounts:
    """Count the hits of the alignment of one text; beads without any sentence are left out."""
    found, wanted = ({bead for bead in side if any(bead)} for side in (system, gold))
    strict, lax, total = _hits(found, wanted)
    found_strict, found_lax, links = _hits(*({bead for bead in side if all(bead)} for side in (wanted, found)))
    return HitCounts(total, strict, lax, links, found_strict, found_lax)


def bead_sets(alignment: Alignment) -> list[BeadSets]:
    """Return the beads of an alignment as sets."""
    return [(frozenset(bead.source), frozenset(bead.target)) for bead in alignment.beads]


def read_beads(path: Path) -> list[BeadSets]:
    """
    Read beads as lines ``[0, 1]:[0]``, with sentence numbers from 0 and an empty list for an unaligned sentence.

    What follows a second colon (the cost that Vecalign writes there) is ignored.

    Raises:
        AlignmentError: a line has another form.
        ReadError: the file is not UTF-8 text.
    """
    return [pair for _, pair in read_bead_lines(path)]


def read_segments(path: Path) -> list[int]:
    """
    Read for each sentence the number of its segment, one a line.

    Raises:
        AlignmentError: a line has another form.
        ReadError: the file is not UTF-8 text.
    """
    segments = []
    for number, line in numbered_lines(path):
        if not re.fullmatch(r"\s*+\d{1,9}\s*+", line, re.ASCII):
            raise AlignmentError("not a segment number", where=f"{path}:{number}")
        segments.append(int(line))
    return segments


def merge_to_segments(beads: Iterable[BeadSets], source: Sequence[int], target: Sequence[int]) -> list[BeadSets]:
    """
    Return beads of sentences as beads of larger segments, for gold that has only verses or paragraphs.

    Args:
        beads: beads of sentences.
        source: the segment number of each source sentence.
        target: the segment number of each target sentence.
    """
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = node = parent[parent[node]]
        return node

    for bead in beads:
        nodes = [(0, source[i]) for i in bead[0]] + [(1, target[j]) for j in bead[1]]
        for node in nodes:
            parent[root(node)] = root(nodes[0])
    merged: dict[tuple[int, int], tuple[set[int], set[int]]] = {}
    for side, segment in list(parent):
        merged.setdefault(root((side, segment)), (set(), set()))[side].add(segment)
    return [(frozenset(left), frozenset(right)) for left, right in merged.values()]


def _hits(beads: set[BeadSets], gold: set[BeadSets]) -> tuple[int, int, int]:
    places: tuple[dict[int, set[int]], dict[int, set[int]]] = ({}, {})
    for place, bead in enumerate(gold):
        for side, numbers in zip(places, bead, strict=True):
            for number in numbers:
                side.setdefault(number, set()).add(place)

    def touched(bead: BeadSets, side: int) -> set[int]:
        return {place for number in bead[side] for place in places[side].get(number, ())}

    strict = len(beads & gold)
    lax = sum(bead in gold or not touched(bead, 0).isdisjoint(touched(bead, 1)) for bead in beads)
    return strict, lax, len(beads)


def _rates(right: int, system: int, found: int, gold: int) -> Rates:
    precision = right / system if system else 0.0
    recall = found / gold if gold else 0.0
    total = precision + recall
    return Rates(precision, recall, 2 * precision * recall / total if total else 0.0)
