"""Beads put in order, and links that overlap made into beads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.errors import CorpusError
from corpus.model import Bead

_MAX_ROUNDS = 100
"""Overlaps of real links are gone after two or three rounds; each costs a sort."""


def order_beads(beads: Iterable[Bead]) -> tuple[Bead, ...]:
    """
    Return beads that cover both sides in the order of `corpus.model.Alignment`.

    They stand in the order of their source sentences; one without any follows the bead that its target sentences
    follow.
    """
    linked, loose = [], {}
    for bead in beads:
        if bead.source:
            linked.append(bead)
        else:
            loose[bead.target.start] = bead
    linked.sort(key=lambda bead: bead.source.start)
    result: list[Bead] = []

    def follow(end: int) -> None:
        while bead := loose.pop(end, None):
            result.append(bead)
            end = bead.target.stop

    follow(0)
    for bead in linked:
        result.append(bead)
        if bead.target:
            follow(bead.target.stop)
    result += sorted(loose.values(), key=lambda bead: bead.target.start)
    return tuple(result)


@dataclass(frozen=True, slots=True)
class MergedLinks:
    """
    Links made into runs.

    Attributes:
        runs: source and target sentences of each, without gaps and overlaps.
        joined: how many links were joined with others since they overlap or have each other in a gap.
        absorbed: how many sentences that no link names lay in a gap of one.
    """

    runs: tuple[tuple[range, range], ...]
    joined: int
    absorbed: int


def merge_links(links: Sequence[tuple[Sequence[int], Sequence[int]]]) -> MergedLinks:
    """
    Make beads of links that may overlap or have gaps.

    The sides of a link are stretched to runs; links whose runs overlap on either side become one, until none do.

    Args:
        links: the sentence numbers of source and target; not both empty.

    Raises:
        CorpusError: the links are so entangled that no end is in sight.
    """
    named = [{number for link in links for number in link[side]} for side in (0, 1)]
    clusters = [_Cluster((_stretch(source), _stretch(target))) for source, target in links]
    for _ in range(_MAX_ROUNDS):
        before = len(clusters)
        clusters = _join(_join(clusters, 0), 1)
        if len(clusters) == before:
            break
    else:
        raise CorpusError("the links overlap each other without end", remedy="align the texts anew with `align run`")
    absorbed = sum(
        number not in named[side] for cluster in clusters for side in (0, 1) for number in cluster.runs[side]
    )
    joined = sum(cluster.links for cluster in clusters if cluster.links > 1)
    return MergedLinks(tuple(cluster.runs for cluster in clusters), joined, absorbed)


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Links that became one, and how many they were."""

    runs: tuple[range, range]
    links: int = 1

    def __add__(self, other: _Cluster) -> _Cluster:
        source, target = map(_span, self.runs, other.runs)
        return _Cluster((source, target), self.links + other.links)


def _stretch(numbers: Sequence[int]) -> range:
    return range(min(numbers), max(numbers) + 1) if numbers else range(0)


def _join(clusters: Sequence[_Cluster], side: int) -> list[_Cluster]:
    """Join the clusters whose runs on one side overlap."""
    joined: list[_Cluster] = []
    filled = (cluster for cluster in clusters if cluster.runs[side])
    for cluster in sorted(filled, key=lambda cluster: cluster.runs[side].start):
        if joined and joined[-1].runs[side].stop > cluster.runs[side].start:
            joined.append(joined.pop() + cluster)
        else:
            joined.append(cluster)
    return joined + [cluster for cluster in clusters if not cluster.runs[side]]


def _span(one: range, other: range) -> range:
    if not one or not other:
        return one or other
    return range(min(one.start, other.start), max(one.stop, other.stop))
