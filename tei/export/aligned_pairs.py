"""What the exports share: pairs of versions, their beads in reading order, the texts and ids of a run of sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.errors import CorpusError
from corpus.model import Alignment, Bead, Corpus, Document, Sentence
from tei.formats.lines import one_line


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """
    Two aligned versions.

    Attributes:
        alignment: the beads between them.
        source: the pivot.
        target: the other version.
    """

    alignment: Alignment
    source: Document
    target: Document


def aligned_pairs(corpus: Corpus) -> Iterator[AlignedPair]:
    """Yield the pivot and each of the versions."""
    for alignment, version in zip(corpus.alignments, corpus.versions, strict=True):
        yield AlignedPair(alignment, corpus.pivot, version)


def pair_file(corpus: Corpus, alignment: Alignment, extension: str) -> str:
    """Return the name of a pair's file: ``NAME.extension``, or ``NAME.ID.extension`` where there are several pairs."""
    name = corpus.name if len(corpus.versions) == 1 else f"{corpus.name}.{alignment.target}"
    return f"{name}.{extension}"


def run_text(sentences: Sequence[Sentence], numbers: range) -> str:
    """Return the texts of a run of sentences on one line, separated by spaces; empty for an empty run."""
    return " ".join(one_line(sentence.text) for sentence in sentences[numbers.start : numbers.stop])


def run_ids(sentences: Sequence[Sentence], numbers: range) -> tuple[str, ...]:
    """Return the ids of a run of sentences."""
    return tuple([sentence.id for sentence in sentences[numbers.start : numbers.stop]])


def in_reading_order(corpus: Corpus, tool: str) -> Corpus:
    """
    Return the corpus with the beads of each pair in the order of both texts.

    Args:
        corpus: the corpus to export.
        tool: the tool whose format needs that order, for the message.

    Raises:
        CorpusError: two beads cross, so there is no such order.
    """
    ordered = tuple(_ordered(each, tool) for each in corpus.alignments)
    if all(beads == each.beads for beads, each in zip(ordered, corpus.alignments, strict=True)):
        return corpus
    alignments = (replace(each, beads=beads) for each, beads in zip(corpus.alignments, ordered, strict=True))
    return replace(corpus, alignments=tuple(alignments))


def _ordered(alignment: Alignment, tool: str) -> tuple[Bead, ...]:
    result: list[Bead] = []
    end = 0
    loose = sorted((bead for bead in alignment.beads if not bead.source), key=lambda bead: -bead.target.start)
    for bead in [bead for bead in alignment.beads if bead.source]:
        while bead.target and loose and loose[-1].target.start == end:
            end = loose[-1].target.stop
            result.append(loose.pop())
        if bead.target and bead.target.start != end:
            raise CorpusError(
                f"{tool} cannot hold links that cross: {bead.type} from sentence {bead.source.start + 1} "
                f"to sentence {bead.target.start + 1}",
                where=f"{alignment.source}-{alignment.target}",
                remedy="choose cwb, opus, tmx, moses, jsonl or parquet",
            )
        end = bead.target.stop if bead.target else end
        result.append(bead)
    return (*result, *reversed(loose))
