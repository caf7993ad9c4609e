"""The order of beads, and the merging of overlapping links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.errors import CorpusError
from corpus.model import Bead

_MAX_ROUNDS = 100
"""Maximum number of rounds, each with a sort; real links need two or three."""


def order_beads(beads: Iterable[Bead]) -> tuple[Bead, ...]:
    """
    Return beads that cover both sides in the order of `corpus.model.Alignment`.

    They are ordered by their source sentences. A bead without any (0-1) comes after the bead with the preceding target
    sentence.
    """
    linked, unaligned = [], {}
    for bead in beads:
        if bead.source:
            linked.append(bead)
        else:
            unaligned[bead.target.start] = bead
    linked.sort(key=lambda bead: bead.source.start)
    result: list[Bead] = []

    def follow(end: int) -> None:
        while bead := unaligned.pop(end, None):
            result.append(bead)
            end = bead.target.stop

    follow(0)
    for bead in linked:
        result.append(bead)
        if bead.target:
            follow(bead.target.stop)
    result += sorted(unaligned.values(), key=lambda bead: bead.target.start)
    return tuple(result)


@dataclass(frozen=True, slots=True)
class MergedLinks:
    """
    Links, merged so that none overlap.

    Attributes:
        runs: the source and target sentences of each link, without gaps and overlaps.
        joined: number of links that were joined with others, since they overlap or one is in a gap of the other.
        absorbed: number of sentences in no link that were in a gap of one.
    """

    runs: tuple[tuple[range, range], ...]
    joined: int
    absorbed: int


def merge_links(links: Sequence[tuple[Sequence[int], Sequence[int]]]) -> MergedLinks:
    """
    Merge links that may overlap or have gaps into links that can be beads.

    Each side of a link is extended to a run. Links whose runs overlap on either side are joined until none overlap.

    Args:
        links: the numbers of source and target sentences of each; not both empty.

    Raises:
        CorpusError: the links still overlap after the maximum number of rounds.
    """
    named = [{number for link in links for number in link[side]} for side in (0, 1)]
    clusters = [_Cluster((_run(source), _run(target))) for source, target in links]
    for _ in range(_MAX_ROUNDS):
        before = len(clusters)
        clusters = _join(_join(clusters, 0), 1)
        if len(clusters) == before:
            break
    else:
        raise CorpusError("the links overlap each other without end", remedy="align the texts again with `align run`")
    absorbed = sum(
        number not in named[side] for cluster in clusters for side in (0, 1) for number in cluster.runs[side]
    )
    joined = sum(cluster.links for cluster in clusters if cluster.links > 1)
    return MergedLinks(tuple(cluster.runs for cluster in clusters), joined, absorbed)


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Links that were joined, and their number."""

    runs: tuple[range, range]
    links: int = 1

    def __add__(self, other: _Cluster) -> _Cluster:
        source, target = map(_span, self.runs, other.runs)
        return _Cluster((source, target), self.links + other.links)


def _run(numbers: Sequence[int]) -> range:
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
