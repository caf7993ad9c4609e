"""Translation memories of the pairs of one corpus, read as the memory of all its versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from tei.components import components
from tei.formats.tmx import TmxFile, Unit, Variant

_Node = tuple[str, int]
"""The id of a pivot sentence, or the number of a unit."""


def joined_units(files: Sequence[TmxFile]) -> Iterator[Unit]:
    """
    Yield the units of memories that teialign made for the pairs of one corpus, each pivot sentence once.

    The units of several memories that share a pivot sentence, as their ``x-ids`` say, are one unit. A unit without a
    pivot sentence stays where it is in its memory.

    Args:
        files: the memories.

    Raises:
        ReadError: one of them cannot be read.
    """
    units = [(number, unit) for number, file in enumerate(files) for unit in file.units()]
    pivot = _pivot(units)
    places = _places([(number, _pivot_ids(unit, pivot)) for number, unit in units])
    for _, group in groupby(sorted(range(len(units)), key=places.__getitem__), places.__getitem__):
        yield _joined([units[each] for each in group], pivot)


def _places(units: Sequence[tuple[int, Sequence[str]]]) -> list[tuple[int, int]]:
    """
    Return a place for each unit, by which they are ordered; those with the same place are one unit.

    Args:
        units: for each the number of its memory, and the ids of its pivot sentences.
    """
    neighbours: dict[_Node, list[_Node]] = defaultdict(list)
    for number, (_, ids) in enumerate(units):
        for identifier in ids:
            neighbours["", number].append((identifier, 0))
            neighbours[identifier, 0].append(("", number))
    found = enumerate(components(neighbours), start=1)
    ranks = {number: rank for rank, nodes in found for identifier, number in nodes if not identifier}
    memories = [memory for memory, _ in units]
    before = _last_ranks(memories, ranks, range(len(units)))
    after = _last_ranks(memories, ranks, reversed(range(len(units))))
    # A unit without a pivot sentence is inside the unit around it, or else after the one before it.
    return [
        (before[number], 0 if number in ranks or before[number] == after[number] else number + 1)
        for number in range(len(units))
    ]


def _last_ranks(memories: Sequence[int], ranks: Mapping[int, int], order: Iterable[int]) -> dict[int, int]:
    """Return the rank that each unit has, or that the last one in this order has in its memory; 0 if there is none."""
    last: dict[int, int] = defaultdict(int)
    found: dict[int, int] = {}
    for number in order:
        last[memories[number]] = found[number] = ranks.get(number, last[memories[number]])
    return found


def _pivot_ids(unit: Unit, pivot: str) -> list[str]:
    return [each for variant in unit.variants if variant.document == pivot for each in variant.sentence_ids]


def _pivot(units: Sequence[tuple[int, Unit]]) -> str:
    """Return the version that most memories have."""
    memories: dict[str, set[int]] = defaultdict(set)
    for number, unit in units:
        for variant in unit.variants:
            memories[variant.document].add(number)
    return max(memories, key=lambda name: len(memories[name]), default="")


def _joined(units: Sequence[tuple[int, Unit]], pivot: str) -> Unit:
    """Return units as one, with the texts of the pivot from the first memory only."""
    first, unit = units[0]
    if len(units) == 1:
        return unit
    texts: dict[str, list[Variant]] = defaultdict(list)
    for number, each in units:
        for variant in each.variants:
            if variant.document != pivot or number == first:
                texts[variant.document].append(variant)
    variants = (
        Variant(
            found[0].language,
            " ".join(variant.text for variant in found),
            found[0].document,
            tuple(each for variant in found for each in variant.sentence_ids),
            line=found[0].line,
        )
        for found in texts.values()
    )
    return Unit(unit.id, tuple(variants), unit.line)
