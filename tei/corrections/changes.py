"""The changes that an edited file makes, for display."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.beads import order_beads
from corpus.model import Bead
from tei.components import components
from tei.corrections.merging import EditedPair, Merging


@dataclass(frozen=True, slots=True)
class LinkWithTexts:
    """
    A link with the texts of its sentences.

    Attributes:
        source_ids: its sentences of the pivot.
        target_ids: its sentences of the version.
        source_text: the texts of the first, separated by spaces.
        target_text: the texts of the second, likewise.
        status: ``aligned``, or how it was made otherwise.
        probability: the aligner's probability; None if the link does not come from the aligner.
    """

    source_ids: tuple[str, ...]
    target_ids: tuple[str, ...]
    source_text: str
    target_text: str
    status: str
    probability: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """
    Links that are replaced by others, or a link that was confirmed.

    Attributes:
        version: the version that the pivot is linked with.
        kind: whether the links were corrected or confirmed.
        by: the person.
        old: the links before.
        new: the links of the same sentences now.
    """

    version: str
    kind: Literal["corrected", "confirmed"]
    by: str
    old: tuple[LinkWithTexts, ...]
    new: tuple[LinkWithTexts, ...]


def changes_of(merging: Merging) -> list[Change]:
    """Return the changes of a pair, in the order of the pivot; links that share sentences make one change."""
    groups = [*_groups(merging.old, merging.new), *(([old], [new]) for old, new in merging.confirmed)]
    groups.sort(key=lambda group: min((bead.source.start, bead.target.start) for bead in group[1]))
    return [_change(merging.pair, *map(order_beads, group)) for group in groups]


def _change(pair: EditedPair, old: Sequence[Bead], new: Sequence[Bead]) -> Change:
    kind: Literal["corrected", "confirmed"] = "confirmed" if new[0].status == "confirmed" else "corrected"
    by = new[0].attribution.name if new[0].attribution else ""
    before, after = (
        tuple(LinkWithTexts(*pair.ids(bead), *pair.texts(bead), bead.status, bead.probability) for bead in beads)
        for beads in (old, new)
    )
    return Change(pair.target.id, kind, by, before, after)


def _groups(old: Sequence[Bead], new: Sequence[Bead]) -> Iterator[tuple[list[Bead], list[Bead]]]:
    """Yield the old and the new links that share sentences, directly or through others."""
    sharing: dict[tuple[int, int], list[int]] = defaultdict(list)
    beads = (*new, *old)
    for number, bead in enumerate(beads):
        for place in _places(bead):
            sharing[place].append(number)
    neighbours = {
        number: [other for place in _places(bead) for other in sharing[place]] for number, bead in enumerate(beads)
    }
    for found in components(neighbours):
        after = [beads[number] for number in found if number < len(new)]
        if after:
            yield [beads[number] for number in found if number >= len(new)], after


def _places(bead: Bead) -> Iterator[tuple[int, int]]:
    yield from ((0, number) for number in bead.source)
    yield from ((1, number) for number in bead.target)
