"""Translation memories of the pairs of one corpus, read as the memory of all its versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tei.components import components
from tei.formats.tmx import TmxFile, Unit, Variant


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
    neighbours: dict[tuple[str, str], list[tuple[str, str]]] = {}
    loose: set[int] = set()
    for place, (_, unit) in enumerate(units):
        node = ("unit", str(place))
        ids = [
            ("sentence", each)
            for variant in unit.variants
            if variant.document == pivot
            for each in variant.sentence_ids
        ]
        neighbours.setdefault(node, []).extend(ids)
        for each in ids:
            neighbours.setdefault(each, []).append(node)
        if not ids:
            loose.add(place)
    groups = [sorted(int(place) for kind, place in found if kind == "unit") for found in components(neighbours)]
    ranks = {place: rank for rank, group in enumerate(groups) if group[0] not in loose for place in group}
    keys: dict[int, tuple[int, int]] = {}
    before: dict[int, int] = defaultdict(lambda: -1)
    for place, (number, _) in enumerate(units):
        before[number] = max(before[number], ranks.get(place, -1))
        keys[place] = (before[number], place) if place in loose else (ranks[place], -1)
    for group in sorted(groups, key=lambda group: keys[group[0]]):
        yield _joined([units[place] for place in group], pivot)


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
