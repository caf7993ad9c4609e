"""
Why a link is as it is: what its score is made of, and the best other ways to link the same sentences.

The rivals are found in the lattice that the aligner searches, cut down to a window around the link
(`align.explain.alternatives`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from align.encoders.documents import encode_document
from align.encoders.protocol import Encoder
from align.engine.aligner import SIGNATURE
from align.engine.anchors import find_anchors
from align.engine.crossings import crossing
from align.engine.lattice import Corridor
from align.engine.runs import bead_scores
from align.engine.scores import LOG_ODDS, Calibration, length_fit
from align.engine.search import TYPES, calibrated_beads
from align.engine.sides import Floats
from align.explain.alternatives import LARGEST_WINDOW, Link, Way, Window, in_order, window_around
from corpus import Alignment, AlignmentError, Document


@dataclass(frozen=True, slots=True)
class Likeness:
    """
    What the score of a bead with two sides is made of.

    Attributes:
        runs: cosine of the two runs, -1 to 1.
        sentences: mean over all sentences of each one's cosine with the opposite run, -1 to 1.
        similarity: the mean of both.
        source_length: characters of the source run.
        target_length: characters of the target run.
        expected_length: characters of a target run that fits perfectly.
        fit: the length factor, 0 to 1.
    """

    runs: float
    sentences: float
    similarity: float
    source_length: int
    target_length: int
    expected_length: float
    fit: float


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
    A bead and what it is worth.

    Attributes:
        source: its source sentences.
        target: its target sentences.
        likeness: what its score is made of; None for sentences without counterpart, which have a fixed price each.
        worth: what its likeness or its lack of a counterpart is worth, on the scale of similarities.
        boundaries: what the boundaries are worth with which its sides begin and end, and which they span, in nats.
        nats: its score as log-odds: the worth in nats and the boundaries.
    """

    source: tuple[Quote, ...]
    target: tuple[Quote, ...]
    likeness: Likeness | None
    worth: float
    boundaries: float
    nats: float


@dataclass(frozen=True, slots=True)
class Rival:
    """
    Another way to link the sentences of a bead.

    Attributes:
        beads: its beads, from the first that holds one of the sentences to the last.
        probability: how probable it is, 0 to 1.
        behind: by how many nats it is less probable than the bead; below 0 where it is more probable, None where the
            aligner could not make the bead.
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
        confidence: the probability that the corpus has for it.
        moved: whether it crosses other links, and so breaks the order that all ways of the window keep.
        probability: the probability that comes out now, among all alignments of the window; None where the aligner
            could not make the bead, or its target is outside: the rivals are then ways to link its source.
        rivals: the best others, the most probable first.
        neighbours: sentences that the rivals hold and the bead does not: those of the source, then of the target.
        ratio: target characters for each source character, as this pair has it.
        null: what a sentence without counterpart is worth, on the scale of similarities.
        typical: the median similarity of the 1-1 links of this pair; None where it has none.
    """

    source: str
    target: str
    number: int
    bead: ScoredBead
    confidence: float
    moved: bool
    probability: float | None
    rivals: tuple[Rival, ...]
    neighbours: tuple[Quote, ...]
    ratio: float
    null: float
    typical: float | None


class Explainer:
    """
    Explains the links of a pair; its texts are encoded once.

    Args:
        source: the source document.
        target: the target document.
        alignment: the links between them.
        encoder: turns sentences into vectors; the figures are those of the aligner when it is the encoder that the
            aligner had.
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
        self._documents = source, target
        self._sentences = source.sentences, target.sentences
        self._alignment = alignment
        self._moved = frozenset(crossing(alignment.beads))
        sides = []
        for document in self._documents:
            progress(f"encoding {document.id}")
            sides.append(encode_document(document, encoder))
        progress("comparing")
        self._source, self._target = (side.centred() for side in sides)
        if encoder.similarity_prior:
            self._source, self._target = (
                side.grounded(encoder.similarity_prior) for side in (self._source, self._target)
            )
        self._calibration = self._calibrate()
        single = [(bead.source, bead.target) for bead in alignment.beads if bead.type == "1-1"]
        similarities = [self._likeness(link).similarity for link in single]
        self._typical = median(similarities) if similarities else None
        self.signature = f"{encoder.signature}|{SIGNATURE}"

    def explain(self, number: int, rivals: int = 3) -> Explanation:
        """
        Explain a link.

        Args:
            number: the link's number in the alignment, from 1.
            rivals: how many others to show at most.

        Raises:
            AlignmentError: there is no such link, or no small window can be cut around it, as links hold too many
                sentences.
        """
        beads = self._alignment.beads
        where = f"{self._alignment.source}-{self._alignment.target}"
        if not 1 <= number <= len(beads):
            raise AlignmentError(f"no link {number}", where=where, remedy=f"give one from 1 to {len(beads)}")
        bead = beads[number - 1]
        moved = number - 1 in self._moved
        ordered = in_order(beads, self._moved)
        places = {(each.source, each.target): place for place, each in enumerate(ordered)}
        rows, columns = window_around(ordered, places[bead.source, range(0) if moved else bead.target])
        if max(len(rows), len(columns)) > LARGEST_WINDOW:
            problem = f"the links around link {number} hold too many sentences to be compared"
            raise AlignmentError(problem, where=where)
        window = self._window(rows, columns)
        near = not bead.target or (bead.target.start in columns and bead.target[-1] in columns)
        own = window.bead(bead.source, bead.target) if near else None
        ways = window.rivals(bead.source, bead.target if near else range(0), rivals)
        return Explanation(
            source=self._alignment.source,
            target=self._alignment.target,
            number=number,
            bead=self._scored((bead.source, bead.target)),
            confidence=bead.confidence,
            moved=moved,
            probability=None if own is None else math.exp(min(0.0, own)),
            rivals=tuple(
                Rival(
                    tuple(map(self._scored, way.links)),
                    math.exp(min(0.0, way.logarithm)),
                    None if own is None else own - way.logarithm,
                )
                for way in ways
            ),
            neighbours=self._neighbours((bead.source, bead.target), ways),
            ratio=self._calibration.ratio,
            null=self._calibration.null,
            typical=self._typical,
        )

    def _calibrate(self) -> Calibration:
        source, target = self._source, self._target
        if not len(source) or not len(target):
            return Calibration(1.0, 0.0)
        return calibrated_beads(source, target, find_anchors(source, target))[1]

    def _window(self, rows: range, columns: range) -> Window:
        source, target = self._source.cut(rows), self._target.cut(columns)
        corridor = Corridor.full(len(rows), len(columns))
        scores = bead_scores(source, target, corridor, TYPES, self._calibration)(0, len(rows) + 1)
        return Window(rows.start, columns.start, scores.astype(np.float64), TYPES.tolist())

    def _scored(self, link: Link) -> ScoredBead:
        source, target = link
        likeness = self._likeness(link) if source and target else None
        if likeness is None:
            worth = self._calibration.null * (len(source) + len(target))
        else:
            worth = likeness.similarity * likeness.fit
        boundaries = self._boundaries(link) if likeness else 0.0
        quotes = self._quotes(0, source), self._quotes(1, target)
        return ScoredBead(*quotes, likeness, worth, boundaries, LOG_ODDS * worth + boundaries)

    def _boundaries(self, link: Link) -> float:
        agreement = self._calibration.agreement
        one, other = self._source.cut(link[0]).boundaries, self._target.cut(link[1]).boundaries
        return 0.0 if agreement is None or one is None or other is None else agreement.worth(one, other)

    def _neighbours(self, link: Link, ways: Sequence[Way]) -> tuple[Quote, ...]:
        quotes: list[Quote] = []
        for side in (0, 1):
            numbers = {number for way in ways for each in way.links for number in each[side]} - set(link[side])
            quotes += self._quotes(side, sorted(numbers))
        return tuple(quotes)

    def _quotes(self, side: int, numbers: Iterable[int]) -> tuple[Quote, ...]:
        found = (self._sentences[side][number] for number in numbers)
        return tuple(Quote(sentence.id, " ".join(sentence.text.split())) for sentence in found)

    def _likeness(self, link: Link) -> Likeness:
        source, target = self._source.cut(link[0]), self._target.cut(link[1])
        left, right = source.whole(), target.whole()
        single = [_cosine(vector, right) for vector in source.vectors[:]]
        single += [_cosine(vector, left) for vector in target.vectors[:]]
        runs, sentences = _cosine(left, right), sum(single) / len(single)
        lengths = float(source.lengths.sum()), float(target.lengths.sum())
        ratio = self._calibration.ratio
        fit = length_fit(np.array(lengths[0], np.float32), np.array(lengths[1], np.float32), ratio)
        return Likeness(
            runs=runs,
            sentences=sentences,
            similarity=(runs + sentences) / 2,
            source_length=round(lengths[0]),
            target_length=round(lengths[1]),
            expected_length=lengths[0] * ratio,
            fit=float(fit),
        )


def _cosine(one: Floats, other: Floats) -> float:
    norms = float(np.linalg.norm(one)) * float(np.linalg.norm(other))
    return float(one @ other) / norms if norms else 0.0
