"""Beads: their order, the merging of overlapping links, and the lines in which aligners exchange them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from corpus.errors import AlignmentError, CorpusError, ReadError
from corpus.files import open_file
from corpus.model import Bead

# Possessive quantifiers: the time for a hostile line is linear in its length.
_SIDE = r"\[\s*+((?:\d{1,9}\s*+,\s*+)*+(?:\d{1,9})?+)\s*+\]"
_LINE = re.compile(rf"\s*+{_SIDE}\s*+:\s*+{_SIDE}\s*+(?::.*+)?+", re.ASCII)

_MAX_LINE = 1_000_000

_MAX_ROUNDS = 100
"""Maximum number of rounds, each with a sort; real links need two or three."""

_Cluster = tuple[tuple[range, range], int]
"""The source and target runs of links that were joined, and how many of these have two sides."""


def bead_line(source: range, target: range) -> str:
    """
    Return the line for a bead, such as ``[0, 1]:[0]``, the format of aligners and evaluation scripts.

    Args:
        source: numbers of its source sentences, from 0; may be empty.
        target: numbers of its target sentences, likewise.
    """
    return f"{list(source)}:{list(target)}\n"


def read_bead_lines(path: Path) -> Iterator[tuple[int, tuple[frozenset[int], frozenset[int]]]]:
    """
    Yield the line number (from 1) of each bead and the numbers of its source and its target sentences (from 0).

    Of an unaligned sentence (1-0, 0-1) one list is empty. What follows a second colon, such as the cost that Vecalign
    (Thompson and Koehn 2019) writes, is ignored.

    Raises:
        AlignmentError: a line is not a bead.
        ReadError: the file is not UTF-8 text.
    """
    for number, line in numbered_lines(path):
        match = _LINE.fullmatch(line)
        if match is None:
            raise AlignmentError("not a bead", where=f"{path}:{number}", remedy="write it as [0, 1]:[0]")
        source, target = (frozenset(int(n) for n in re.findall(r"\d+", side)) for side in match.groups())
        yield number, (source, target)


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """
    Yield the number, from 1, and the text of each line of a file that is not blank.

    Raises:
        ReadError: the file cannot be read, is not UTF-8 text, or has a line of more than a million characters.
    """
    number = 0
    try:
        with open_file(path) as stream, TextIOWrapper(stream, encoding="utf-8-sig") as lines:
            while line := lines.readline(_MAX_LINE):
                number += 1
                if len(line) == _MAX_LINE:
                    raise ReadError("the line is too long", where=f"{path}:{number}")
                if line.strip():
                    yield number, line.rstrip("\n")
    except UnicodeDecodeError as error:
        raise ReadError("not UTF-8 text", where=str(path), remedy="save it as UTF-8") from error


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
        joined: number of links with two sides that were joined with each other, since they overlap or one is in a gap
            of the other.
        made: number of links that they became.
        absorbed: number of sentences in no link that were in a gap of one.
    """

    runs: tuple[tuple[range, range], ...]
    joined: int
    made: int
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
    clusters: list[_Cluster] = [
        ((_run(source), _run(target)), int(bool(source and target))) for source, target in links
    ]
    for _ in range(_MAX_ROUNDS):
        before = len(clusters)
        clusters = _join(_join(clusters, 0), 1)
        if len(clusters) == before:
            break
    else:
        raise CorpusError("the links overlap each other without end", remedy="align the texts again with `align run`")
    absorbed = sum(number not in named[side] for runs, _ in clusters for side in (0, 1) for number in runs[side])
    joined = [count for _, count in clusters if count > 1]
    return MergedLinks(tuple(runs for runs, _ in clusters), sum(joined), len(joined), absorbed)


def _run(numbers: Sequence[int]) -> range:
    return range(min(numbers), max(numbers) + 1) if numbers else range(0)


def _join(clusters: Sequence[_Cluster], side: int) -> list[_Cluster]:
    """Join the clusters whose runs on one side overlap."""
    joined: list[_Cluster] = []
    for runs, links in sorted(clusters, key=lambda cluster: (not cluster[0][side], cluster[0][side].start)):
        if runs[side] and joined and joined[-1][0][side].stop > runs[side].start:
            before, links_before = joined[-1]
            joined[-1] = (_span(before[0], runs[0]), _span(before[1], runs[1])), links_before + links
        else:
            joined.append((runs, links))
    return joined


def _span(one: range, other: range) -> range:
    if not one or not other:
        return one or other
    return range(min(one.start, other.start), max(one.stop, other.stop))
