"""What an alignment looks like in a few figures: the report that ``align run`` prints."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from align.engine.crossings import crossing_links
from corpus import Bead, Corpus, Document


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
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    confidence: float
    source_text: str
    target_text: str


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """
    One version beside the pivot.

    Attributes:
        id: the version.
        language: its language.
        sentences: how many it has.
        beads: how many beads of each type, such as ``{"1-1": 12, "1-2": 1}``, the most frequent first.
        omissions: pivot sentences without a counterpart in the version.
        additions: sentences of the version without a counterpart in the pivot.
        moved: links out of order, whose passage stands elsewhere in the version.
        confidence: mean probability of all beads, 0 to 1.
        uncertain: the least certain links, the worst first; links that are certain (1.0) are left out.
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
    signature: str


def summarise(corpus: Corpus, uncertain: int = 5) -> tuple[VersionSummary, ...]:
    """Return a summary of each version, with at most `uncertain` links that a reader should look at."""
    return tuple(_summarise(corpus, number, uncertain) for number in range(len(corpus.versions)))


def _summarise(corpus: Corpus, number: int, uncertain: int) -> VersionSummary:
    version, alignment = corpus.versions[number], corpus.alignments[number]
    beads = alignment.beads
    doubtful = sorted((bead for bead in beads if bead.confidence < 1), key=lambda bead: bead.confidence)[:uncertain]

    def quoted(bead: Bead) -> QuotedLink:
        source, source_text = _side(corpus.pivot, bead.source)
        target, target_text = _side(version, bead.target)
        return QuotedLink(source, target, bead.confidence, source_text, target_text)

    return VersionSummary(
        id=version.id,
        language=version.language,
        sentences=len(version.sentences),
        beads=dict(Counter(bead.type for bead in beads).most_common()),
        omissions=sum(len(bead.source) for bead in beads if not bead.target),
        additions=sum(len(bead.target) for bead in beads if not bead.source),
        moved=tuple(quoted(beads[place]) for place in crossing_links(beads)),
        confidence=round(sum(bead.confidence for bead in beads) / len(beads), 4),
        uncertain=tuple(map(quoted, doubtful)),
        signature=alignment.signature,
    )


def _side(document: Document, numbers: range) -> tuple[tuple[str, ...], str]:
    sentences = document.sentences[numbers.start : numbers.stop]
    return tuple(sentence.id for sentence in sentences), " ".join(" ".join(s.text.split()) for s in sentences)
