"""
Alignments against hand-made ones: strict and lax precision, recall and F1.

The measures are those of Sennrich and Volk (2011), which published comparisons of sentence aligners use:

* a bead is a strict hit when the very same bead stands in the reference, and a lax hit when it is a strict one or
  shares a source and a target sentence with one reference bead;
* precision counts all beads of the system, those without counterpart too; recall leaves these out of both sides;
* over several texts the counts are added up first (micro average).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import Alignment, AlignmentError
from corpus.beads import numbered_lines, read_bead_lines

Pair = tuple[frozenset[int], frozenset[int]]
"""A bead as the sets of its source and target sentence numbers, from 0."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and their harmonic mean, each 0 to 1; 0 where there is nothing to count."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Counts:
    """
    Hits in one or several texts; counts of texts add up with ``+``.

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

    def __add__(self, other: Counts) -> Counts:
        return Counts(
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


def compare(system: Iterable[Pair], gold: Iterable[Pair]) -> Counts:
    """Count the hits of one text's alignment; beads without any sentence are left out."""
    found, wanted = ({pair for pair in side if any(pair)} for side in (system, gold))
    strict, lax, total = _hits(found, wanted)
    found_strict, found_lax, links = _hits(*({pair for pair in side if all(pair)} for side in (wanted, found)))
    return Counts(total, strict, lax, links, found_strict, found_lax)


def pairs_of(alignment: Alignment) -> list[Pair]:
    """Return an alignment's beads as pairs of sets."""
    return [(frozenset(bead.source), frozenset(bead.target)) for bead in alignment.beads]


def read_pairs(path: Path) -> list[Pair]:
    """
    Read beads as lines ``[0, 1]:[0]``, with sentence numbers from 0 and an empty list for no counterpart.

    What follows a second colon (the cost that Vecalign writes there) is left alone.

    Raises:
        AlignmentError: a line is of another form.
        ReadError: the file is not UTF-8 text.
    """
    return [pair for _, pair in read_bead_lines(path)]


def read_segments(path: Path) -> list[int]:
    """
    Read for each sentence the number of its segment, one a line.

    Raises:
        AlignmentError: a line is of another form.
        ReadError: the file is not UTF-8 text.
    """
    segments = []
    for number, line in numbered_lines(path):
        if not re.fullmatch(r"\s*+\d{1,9}\s*+", line, re.ASCII):
            raise AlignmentError("not the number of a segment", where=f"{path}:{number}")
        segments.append(int(line))
    return segments


def merge_to_segments(pairs: Iterable[Pair], source: Sequence[int], target: Sequence[int]) -> list[Pair]:
    """
    Express beads of sentences as beads of larger segments, as is done where the gold knows verses or paragraphs only.

    Args:
        pairs: beads of sentences.
        source: for each source sentence the number of its segment.
        target: likewise.
    """
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = node = parent[parent[node]]
        return node

    for pair in pairs:
        nodes = [(0, source[i]) for i in pair[0]] + [(1, target[j]) for j in pair[1]]
        for node in nodes:
            parent[root(node)] = root(nodes[0])
    merged: dict[tuple[int, int], tuple[set[int], set[int]]] = {}
    for side, segment in list(parent):
        merged.setdefault(root((side, segment)), (set(), set()))[side].add(segment)
    return [(frozenset(left), frozenset(right)) for left, right in merged.values()]


def _hits(beads: set[Pair], reference: set[Pair]) -> tuple[int, int, int]:
    places: tuple[dict[int, set[int]], dict[int, set[int]]] = ({}, {})
    for place, pair in enumerate(reference):
        for side, numbers in zip(places, pair, strict=True):
            for number in numbers:
                side.setdefault(number, set()).add(place)

    def touched(pair: Pair, side: int) -> set[int]:
        return {place for number in pair[side] for place in places[side].get(number, ())}

    strict = len(beads & reference)
    lax = sum(pair in reference or not touched(pair, 0).isdisjoint(touched(pair, 1)) for pair in beads)
    return strict, lax, len(beads)


def _rates(right: int, system: int, found: int, gold: int) -> Rates:
    precision = right / system if system else 0.0
    recall = found / gold if gold else 0.0
    total = precision + recall
    return Rates(precision, recall, 2 * precision * recall / total if total else 0.0)
