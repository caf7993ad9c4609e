"""
Why a link is as it is: what its score is made of, and the best alternatives for the same sentences.

The alternatives are found in the lattice that the aligner searches, reduced to a window around the link
(`align.explain.alternatives`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from align.encoders.documents import prepare_documents
from align.encoders.protocol import Encoder
from align.engine.aligner import SIGNATURE
from align.engine.crossings import crossing_links
from align.engine.lattice import GapScores
from align.engine.similarity import Similarity
from align.explain.alternatives import MAX_WINDOW, Candidate, Link, Window, window_around, without_crossings
from corpus import Alignment, AlignmentError, Document
from corpus.signature import Signature


@dataclass(frozen=True, slots=True)
class Quote:
    """
    A sentence as it is shown.

    Attributes:
        id: its id.
        text: its text, with single spaces for all white space.
    """

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ScoredBead:
    """
    A bead and its score, as `align.engine.scores.BeadScore` has it.

    Attributes:
        source: its source sentences.
        target: its target sentences.
        similarity: the similarity of its sides; None for unaligned sentences.
        score: the similarity score, or the skip scores of its sentences; in a gap these have other scores.
        boundaries: the score of the boundaries at which its sides begin and end, and of those inside it, in nats.
        nats: its score as log-odds: `score` in nats plus `boundaries`.
    """

    source: tuple[Quote, ...]
    target: tuple[Quote, ...]
    similarity: Similarity | None
    score: float
    boundaries: float
    nats: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """
    Another way to link the sentences of a bead.

    Attributes:
        beads: its beads, from the first that contains one of the sentences to the last.
        probability: its probability, 0 to 1.
        behind: by how many nats it is less probable than the bead; below 0 where it is more probable, None where the
            aligner makes no such bead.
    """

    beads: tuple[ScoredBead, ...]
    probability: float
    behind: float | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    Why a bead is as it is.

    Attributes:
        source: id of the source document.
        target: id of the target document.
        number: the link's number in its pair, from 1.
        bead: the bead and its score.
        confidence: its probability in the corpus.
        moved: whether it crosses other links; all alternatives keep the order of both texts.
        probability: the probability computed now, among all alignments of the window; None where the aligner makes no
            such bead, or its target is outside the window: the alternatives then link its source.
        alternatives: the best alternatives, the most probable first.
        neighbours: sentences of the alternatives that are not in the bead: those of the source, then of the target.
        length_ratio: target characters for each source character in this pair.
        skip_score: the score of an unaligned sentence, on the scale of similarity scores.
        gaps: the scores of passages that one text lacks.
        typical: the median similarity of the 1-1 links of this pair; None where it has none.
    """

    source: str
    target: str
    number: int
    bead: ScoredBead
    confidence: float
    moved: bool
    probability: float | None
    alternatives: tuple[Alternative, ...]
    neighbours: tuple[Quote, ...]
    length_ratio: float
    skip_score: float
    gaps: GapScores
    typical: float | None


class Explainer:
    """
    Explains the links of a pair, whose texts are encoded once.

    Args:
        source: the source document.
        target: the target document.
        alignment: the links between them.
        encoder: turns sentences into vectors; with the encoder of the alignment the figures are those of the aligner.
        progress: called with what is being done, a few words at a time.

    Raises:
        AlignmentError: the encoder's vectors do not fit.
        ModelError: the encoder failed.
    """

    def __init__(
        self,
        source: Document,
        target: Document,
        alignment: Alignment,
        encoder: Encoder,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._sentences = source.sentences, target.sentences
        self._alignment = alignment
        self._moved = frozenset(crossing_links(alignment.beads))
        self._pair = prepare_documents(source, target, encoder, progress)
        single = [(bead.source, bead.target) for bead in alignment.beads if bead.type == "1-1"]
        similarities = [each.mean for each in (self._pair.scores.bead(*link).similarity for link in single) if each]
        self._typical = median(similarities) if similarities else None
        self.signature = str(Signature.parse(encoder.signature) + SIGNATURE)

    def explain(self, number: int, alternatives: int = 3) -> Explanation:
        """
        Explain a link.

        Args:
            number: the link's number in the alignment, from 1.
            alternatives: how many alternatives to return at most.

        Raises:
            AlignmentError: there is no such link, or the links around it have too many sentences for a window.
        """
        beads = self._alignment.beads
        where = f"{self._alignment.source}-{self._alignment.target}"
        if not 1 <= number <= len(beads):
            raise AlignmentError(f"no link {number}", where=where, remedy=f"give one from 1 to {len(beads)}")
        bead = beads[number - 1]
        moved = number - 1 in self._moved
        ordered = without_crossings(beads, self._moved)
        places = {(each.source, each.target): place for place, each in enumerate(ordered)}
        rows, columns = window_around(ordered, places[bead.source, range(0) if moved else bead.target])
        if max(len(rows), len(columns)) > MAX_WINDOW:
            raise AlignmentError(f"the links around link {number} have too many sentences", where=where)
        window = Window(self._pair.window(rows, columns), rows.start, columns.start)
        near = not bead.target or (bead.target.start in columns and bead.target[-1] in columns)
        own = window.bead(bead.source, bead.target) if near else None
        candidates = window.alternatives(bead.source, bead.target if near else range(0), alternatives)
        calibration = self._pair.scores.calibration
        return Explanation(
            source=self._alignment.source,
            target=self._alignment.target,
            number=number,
            bead=self._scored((bead.source, bead.target)),
            confidence=bead.confidence,
            moved=moved,
            probability=None if own is None else math.exp(min(0.0, own)),
            alternatives=tuple(self._alternative(each, own) for each in candidates),
            neighbours=self._neighbours((bead.source, bead.target), candidates),
            length_ratio=calibration.length_ratio,
            skip_score=calibration.skip_score,
            gaps=calibration.gaps,
            typical=self._typical,
        )

    def _alternative(self, candidate: Candidate, own: float | None) -> Alternative:
        return Alternative(
            beads=tuple(map(self._scored, candidate.links)),
            probability=math.exp(min(0.0, candidate.log_probability)),
            behind=None if own is None else own - candidate.log_probability,
        )

    def _scored(self, link: Link) -> ScoredBead:
        score = self._pair.scores.bead(*link)
        quotes = self._quotes(0, link[0]), self._quotes(1, link[1])
        return ScoredBead(*quotes, score.similarity, score.score, score.boundaries, score.nats)

    def _neighbours(self, link: Link, candidates: Sequence[Candidate]) -> tuple[Quote, ...]:
        quotes: list[Quote] = []
        for side in (0, 1):
            numbers = {number for each in candidates for other in each.links for number in other[side]}
            quotes += self._quotes(side, sorted(numbers - set(link[side])))
        return tuple(quotes)

    def _quotes(self, side: int, numbers: Iterable[int]) -> tuple[Quote, ...]:
        found = (self._sentences[side][number] for number in numbers)
        return tuple(Quote(sentence.id, " ".join(sentence.text.split())) for sentence in found)
