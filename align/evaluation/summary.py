"""An alignment in a few figures: the report that ``align run`` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from align.engine.crossings import crossing_links
from corpus import Bead, Corpus, Document

MIN_CONFIDENCE = 0.9
"""Links of lower confidence are doubtful: worth a look."""

MAX_SHOWN = 5
"""How many links of a kind a summary quotes for each version."""


@dataclass(frozen=True, slots=True)
class QuotedLink:
    """
    A link with its texts, for a reader to look at.

    Attributes:
        source: ids of its source sentences.
        target: ids of its target sentences.
        confidence: its probability, 0 to 1.
        source_text: its source sentences, joined by spaces.
        target_text: its target sentences, likewise.
        linked: False where the sides are not linked: unaligned sentences of both texts (1-0 and 0-1) between the same
            two links, which may well belong together. The confidence is then the lowest of theirs.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    confidence: float
    source_text: str
    target_text: str
    linked: bool = True


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """
    One version beside the pivot.

    Attributes:
        id: the version.
        language: its language.
        sentences: number of its sentences.
        beads: number of beads of each type, such as ``{"1-1": 12, "1-2": 1}``, the most frequent first.
        omissions: unaligned sentences of the pivot.
        additions: unaligned sentences of the version.
        moved: links that cross others: their passage is at another place in the version.
        confidence: mean probability of all beads, 0 to 1.
        uncertain: the least certain links, the worst first; links that are certain (1.0) are left out.
        doubtful: number of links below `MIN_CONFIDENCE`; unaligned sentences that face each other count as one.
        worst: the least certain of these, the worst first.
        signature: how the alignment was made.
    """

    id: str
    language: str
    sentences: int
    beads: dict[str, int]
    omissions: int
    additions: int
    moved: tuple[QuotedLink, ...]
    confidence: float
    uncertain: tuple[QuotedLink, ...]
    doubtful: int
    worst: tuple[QuotedLink, ...]
    signature: str


def summarise(corpus: Corpus) -> tuple[VersionSummary, ...]:
    """Return a summary of each version, with at most `MAX_SHOWN` uncertain and as many doubtful links."""
    return tuple(_summarise(corpus, number) for number in range(len(corpus.versions)))


def _summarise(corpus: Corpus, number: int) -> VersionSummary:
    version, alignment = corpus.versions[number], corpus.alignments[number]
    beads = alignment.beads

    def quoted(*group: Bead) -> QuotedLink:
        source, source_text = _side(corpus.pivot, [bead.source for bead in group])
        target, target_text = _side(version, [bead.target for bead in group])
        return QuotedLink(source, target, _lowest(group), source_text, target_text, linked=len(group) == 1)

    uncertain = sorted((bead for bead in beads if bead.confidence < 1), key=lambda bead: bead.confidence)
    doubtful = sorted((group for group in _groups(beads) if _lowest(group) < MIN_CONFIDENCE), key=_lowest)
    return VersionSummary(
        id=version.id,
        language=version.language,
        sentences=len(version.sentences),
        beads=dict(Counter(bead.type for bead in beads).most_common()),
        omissions=sum(len(bead.source) for bead in beads if not bead.target),
        additions=sum(len(bead.target) for bead in beads if not bead.source),
        moved=tuple(quoted(beads[place]) for place in crossing_links(beads)),
        confidence=round(sum(bead.confidence for bead in beads) / len(beads), 4),
        uncertain=tuple(map(quoted, uncertain[:MAX_SHOWN])),
        doubtful=len(doubtful),
        worst=tuple(quoted(*group) for group in doubtful[:MAX_SHOWN]),
        signature=alignment.signature,
    )


def _groups(beads: Sequence[Bead]) -> list[tuple[Bead, ...]]:
    """Return each bead on its own, but adjacent unaligned sentences of both texts as one group."""
    groups: list[tuple[Bead, ...]] = []
    for linked, run in groupby(beads, key=lambda bead: bool(bead.source and bead.target)):
        group = tuple(run)
        facing = not linked and any(bead.source for bead in group) and any(bead.target for bead in group)
        groups += [group] if facing else [(bead,) for bead in group]
    return groups


def _lowest(group: Sequence[Bead]) -> float:
    return min(bead.confidence for bead in group)


def _side(document: Document, runs: Sequence[range]) -> tuple[tuple[str, ...], str]:
    sentences = [document.sentences[number] for number in chain.from_iterable(runs)]
    return tuple(sentence.id for sentence in sentences), " ".join(" ".join(s.text.split()) for s in sentences)
