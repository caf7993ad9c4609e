"""Alignments of a system matched with gold: which are of the same text, whether they fit, and how well they agree."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from align.evaluation.aligned_text import AlignedText
from align.evaluation.metrics import HitCounts, count_hits, merge_to_segments, read_segments
from corpus import AlignmentError
from corpus.messages import warn


@dataclass(frozen=True, slots=True)
class TextResult:
    """
    The result of one text.

    Attributes:
        name: the name of the text in the gold.
        counts: the hits.
        missing: whether the system has no alignment of the text.
    """

    name: str
    counts: HitCounts
    missing: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """
    The results of all texts.

    Attributes:
        texts: each text of the gold.
        left_out: texts of the system that are not in the gold.
    """

    texts: tuple[TextResult, ...]
    left_out: tuple[str, ...]

    @property
    def total(self) -> HitCounts:
        """The counts of all texts added up."""
        return sum((text.counts for text in self.texts), HitCounts())

    @property
    def missing(self) -> tuple[str, ...]:
        """Texts without an alignment of the system; all their gold beads count as missed."""
        return tuple(text.name for text in self.texts if text.missing)


def evaluate(system: Sequence[AlignedText], gold: Sequence[AlignedText], pair: str = "") -> Evaluation:
    """
    Compare alignments of a system with gold.

    Texts are matched by their names. A single file that the user gave is compared with the single text of the other
    side, whatever their names are.

    Args:
        system: the alignments to evaluate.
        gold: the gold alignments, at least one.
        pair: names of source and target with a hyphen between them, where ``.line`` files do not show it.

    Raises:
        AlignmentError: no text is in both, a name fits several texts, or two alignments are of different sentences.

    Warns:
        TextWarning: the system has sentence numbers beyond those of the gold.
    """
    found = [_partner(each, system, gold) for each in gold]
    if not any(found):
        names = (", ".join(text.names[0] for text in side[:3]) + ", …" * (len(side) > 3) for side in (system, gold))
        raise AlignmentError(
            "no text in common: {} in the system, {} in the gold".format(*names),
            remedy="name the files alike, or choose a pair of a corpus with --pair",
        )
    used = {id(text) for text in found}
    return Evaluation(
        tuple(
            TextResult(each.names[0], _compare(partner, each, pair), partner is None)
            for each, partner in zip(gold, found, strict=True)
        ),
        tuple(text.names[0] for text in system if id(text) not in used),
    )


def _partner(gold: AlignedText, system: Sequence[AlignedText], all_gold: Sequence[AlignedText]) -> AlignedText | None:
    if len(system) == len(all_gold) == 1 and (gold.given or system[0].given):
        return system[0]
    found = [text for text in system if set(text.names) & set(gold.names) or text.is_pair(gold.labels)]
    if len(found) > 1:
        names = " and ".join(str(text.path) if text.given else text.names[0] for text in found)
        raise AlignmentError(f"{names} are both alignments of it", where=gold.names[0], remedy="remove one of them")
    return found[0] if found else None


def _compare(system: AlignedText | None, gold: AlignedText, pair: str) -> HitCounts:
    if system and gold.is_pair(system.labels) and gold.labels != system.labels:
        system = system.swapped()
    if system and system.labels and gold.labels and system.labels != gold.labels:
        pairs = f"{'-'.join(system.labels)} and {'-'.join(gold.labels)}"
        raise AlignmentError(f"different pairs: {pairs}", where=str(gold.path))
    labels = gold.labels or (system.labels if system else None)
    segments = _segments(gold, labels, pair)
    if segments:
        sentences = len(segments[0]), len(segments[1])
        _check_counts(gold, sentences)
        if system:
            _check_counts(system, sentences)
    elif system:
        _check_same(system, gold)
    found = system.beads if system else ()
    if segments:
        return count_hits(merge_to_segments(found, *segments), merge_to_segments(gold.beads, *segments))
    return count_hits(found, gold.beads)


def _segments(gold: AlignedText, labels: tuple[str, str] | None, pair: str) -> tuple[list[int], list[int]] | None:
    """Return the segments of source and target sentences where the gold is made of segments larger than sentences."""
    if not gold.lines:
        return None
    stem = gold.path.name.removesuffix(gold.path.suffix)
    found = {
        path.name[len(stem) + 1 : -len(".line")]: path
        for path in sorted(gold.path.parent.glob(f"{glob.escape(stem)}.*.line"))
    }
    if len(found) < 2:
        return None
    fitting = [
        (source, target)
        for source, target in permutations(found, 2)
        if (f"{source}-{target}" == pair if pair else labels in {None, (source, target)})
    ]
    if len(fitting) != 1:
        choices = " or ".join("-".join(each) for each in permutations(found, 2))
        raise AlignmentError(
            "the .line files do not show which language is the source",
            where=str(gold.path),
            remedy=f"add --pair {choices}",
        )
    source, target = fitting[0]
    return read_segments(found[source]), read_segments(found[target])


def _check_same(system: AlignedText, gold: AlignedText) -> None:
    """Check, as far as possible, that both are alignments of the same sentences."""
    if system.sentences and gold.sentences:
        for name, ours, theirs in zip(("source", "target"), system.sentences, gold.sentences, strict=True):
            for place, (one, other) in enumerate(zip(ours, theirs, strict=False), 1):
                if one.split() != other.split():
                    problem = f"{name} sentence {place} differs from that in {system.path}"
                    raise AlignmentError(problem, where=str(gold.path), remedy="compare the same sentences")
    if system.counts or gold.counts:
        for text, counts in ((system, gold.counts), (gold, system.counts)):
            if counts:
                _check_counts(text, counts)
        return
    for side, name in enumerate(("source", "target")):
        last, known = (
            max((max(bead[side]) for bead in text.beads if bead[side]), default=-1) for text in (system, gold)
        )
        if last > known:
            warn(f"{name} sentence {last} is beyond the last in {gold.path}, {known}", where=str(system.path))


def _check_counts(text: AlignedText, counts: tuple[int, int]) -> None:
    """Check that the beads of a text, and its own counts, fit the numbers of sentences of the other alignment."""
    for side, name in enumerate(("source", "target")):
        if text.counts and text.counts[side] != counts[side]:
            problem = f"{text.counts[side]} {name} sentences, where the other alignment has {counts[side]}"
            raise AlignmentError(problem, where=str(text.path), remedy="compare the same sentences")
        for place, bead in enumerate(text.beads):
            if bead[side] and max(bead[side]) >= counts[side]:
                where = f"{text.path}:{text.lines[place]}" if text.lines else str(text.path)
                problem = f"{name} sentence {max(bead[side])} is beyond the text, which has {counts[side]} sentences"
                raise AlignmentError(problem, where=where, remedy="count from 0")
