"""What an edited file changed, as it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.model import Bead, Document
from corpus.ordering import arrange
from tei.corrections.merging import Merging
from tei.export.aligned_pairs import run_text


@dataclass(frozen=True, slots=True)
class LinkWithTexts:
    """
    A link with its texts.

    Attributes:
        source_ids: its sentences of the pivot.
        target_ids: its sentences of the version.
        source_text: their texts, joined by spaces.
        target_text: likewise.
        status: ``aligned``, or how it came to be otherwise.
        probability: what the aligner gave it; None where it is not the aligner's.
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
    Links that become others, or one that was confirmed.

    Attributes:
        version: the version that the pivot is linked with.
        kind: what happened.
        by: the person.
        old: the links as they were.
        new: the links of the same sentences now.
    """

    version: str
    kind: Literal["corrected", "confirmed"]
    by: str
    old: tuple[LinkWithTexts, ...]
    new: tuple[LinkWithTexts, ...]


class Display:
    """
    Shows the links of a pair.

    Args:
        source: the pivot.
        target: the version.
    """

    def __init__(self, source: Document, target: Document) -> None:
        self._version = target.id
        self._sentences = (source.sentences, target.sentences)

    def changes(self, merging: Merging) -> list[Change]:
        """Return what changed, in the order of the pivot; links of the same sentences make one change."""
        groups = [*_groups(merging.old, merging.new), *(([old], [new]) for old, new in merging.confirmed)]
        groups.sort(key=lambda group: min((bead.source.start, bead.target.start) for bead in group[1]))
        return [self._change(*map(arrange, group)) for group in groups]

    def _change(self, old: Sequence[Bead], new: Sequence[Bead]) -> Change:
        attribution = new[0].attribution
        kind: Literal["corrected", "confirmed"] = "confirmed" if new[0].status == "confirmed" else "corrected"
        by = attribution.name if attribution else ""
        return Change(self._version, kind, by, tuple(map(self._link, old)), tuple(map(self._link, new)))

    def _link(self, bead: Bead) -> LinkWithTexts:
        source, target = (
            tuple(sentence.id for sentence in sentences[run.start : run.stop])
            for sentences, run in zip(self._sentences, (bead.source, bead.target), strict=True)
        )
        texts = (run_text(self._sentences[0], bead.source), run_text(self._sentences[1], bead.target))
        return LinkWithTexts(source, target, *texts, bead.status, bead.probability)


def _groups(old: Sequence[Bead], new: Sequence[Bead]) -> Iterator[tuple[list[Bead], list[Bead]]]:
    """Yield old and new links that have the same sentences together."""
    sides = (old, new)
    homes: tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]] = ({}, {})
    for home, beads in zip(homes, sides, strict=True):
        for place, bead in enumerate(beads):
            home.update(dict.fromkeys(_places(bead), place))
    seen: tuple[set[int], set[int]] = (set(), set())
    for start in range(len(new)):
        group: tuple[list[Bead], list[Bead]] = ([], [])
        queue = [(1, start)]
        while queue:
            side, place = queue.pop()
            if place in seen[side]:
                continue
            seen[side].add(place)
            bead = sides[side][place]
            group[side].append(bead)
            other = homes[1 - side]
            queue += [(1 - side, other[sentence]) for sentence in _places(bead) if sentence in other]
        if group[1]:
            yield group


def _places(bead: Bead) -> Iterator[tuple[int, int]]:
    yield from ((0, number) for number in bead.source)
    yield from ((1, number) for number in bead.target)
