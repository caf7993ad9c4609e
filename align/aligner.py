"""
Sentence vectors in, an alignment with a probability on every bead out.

The best alignment is found exactly within a corridor (`align.anchors`, `align.lattice`) for scores that are calibrated
on the text itself (`align.scores`); forward-backward over the same lattice gives each bead its probability. Passages
that moved are linked afterwards (`align.moves`).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from align.anchors import find_anchors
from align.boundaries import BREAKS, HEADING, NO_BREAK, PARAGRAPH, boundaries_of
from align.encoders import Encoder, SpanEncoder
from align.moves import with_moves
from align.scores import LOG_ODDS
from align.search import LARGEST_BEAD, calibrated_beads
from align.side import Side, parts_of
from corpus import Alignment, AlignmentError, Bead, Document, TextWarning

STRANGERS = 0.4
"""Mean confidence below which texts are no translations: unrelated novels had .34 at most, others .61 at least."""

FEW_BEADS = 8
"""Fewer beads than this say nothing of whether texts are translations."""

SIGNATURE = f"aligner:similarity|version:3|beads:{LARGEST_BEAD}|odds:{LOG_ODDS:g}"


def align_documents(
    pivot: Document, versions: Sequence[Document], encoder: Encoder, report: Callable[[str], None] = lambda _: None
) -> tuple[Alignment, ...]:
    """
    Align versions of a text with a pivot.

    Args:
        pivot: the source of every alignment.
        versions: the targets, in any language that the encoder knows.
        encoder: turns sentences into vectors; each document is encoded once.
        report: is told what is being done, a few words at a time.

    Returns:
        One alignment a version, in their order.

    Raises:
        AlignmentError: the encoder's vectors do not fit the sentences.
        ModelError: the encoder failed.

    Warns:
        TextWarning: a version does not look like a translation of the pivot.
    """

    def encoded(document: Document) -> Side:
        report(f"encoding {document.id}")
        return encode_document(document, encoder)

    def aligned(source: Side, version: Document) -> Alignment:
        target = encoded(version)
        report(f"aligning {pivot.id} with {version.id}")
        beads = _align(source, target, encoder.likeness)
        _warn_of_strangers(pivot, version, beads)
        return Alignment(pivot.id, version.id, beads, f"{encoder.signature}|{SIGNATURE}")

    source = encoded(pivot)
    return tuple(aligned(source, version) for version in versions)


def encode_document(document: Document, encoder: Encoder) -> Side:
    """
    Return the sentences of a document as vectors and lengths in characters, with the paragraphs they begin.

    Raises:
        AlignmentError: the encoder's vectors do not fit the sentences.
        ModelError: the encoder failed.
    """
    texts = [sentence.text for sentence in document.sentences]
    side = _side(encoder.encode(texts), [len(text) for text in texts], document.id)
    side = replace(side, boundaries=boundaries_of(texts, _breaks(document)))
    if isinstance(encoder, SpanEncoder):
        return replace(side, runs=encoder.encode_runs(texts, LARGEST_BEAD - 1))
    return side


def align_embeddings(
    source_vectors: ArrayLike,
    target_vectors: ArrayLike,
    source_lengths: Sequence[float] | NDArray[np.floating],
    target_lengths: Sequence[float] | NDArray[np.floating],
    source_breaks: Sequence[int] | NDArray[np.integer] | None = None,
    target_breaks: Sequence[int] | NDArray[np.integer] | None = None,
) -> Alignment:
    """
    Align sentences by vectors of your own.

    The vector of a run of sentences is taken to be the sum of theirs; unit vectors are best multiplied by the lengths
    first, so that a long sentence weighs more in a run than a short one.

    Args:
        source_vectors: one row a source sentence, shape (n, d).
        target_vectors: one row a target sentence, shape (m, d).
        source_lengths: lengths of the source sentences in characters, shape (n,), above 0.
        target_lengths: lengths of the target sentences, shape (m,), above 0.
        source_breaks: what begins with each source sentence: 1 a paragraph, 2 a heading or the text below one, 0
            nothing; shape (n,). Breaks count as far as those of the two texts turn out to agree.
        target_breaks: what begins with each target sentence; shape (m,).

    Returns:
        The beads between documents called ``source`` and ``target``; each sentence in exactly one.

    Raises:
        AlignmentError: shapes do not fit, a value is not a finite number, or a break none of the three.
    """
    source = _side(source_vectors, source_lengths, "source", source_breaks)
    target = _side(target_vectors, target_lengths, "target", target_breaks)
    return Alignment("source", "target", _align(source, target), SIGNATURE)


def _warn_of_strangers(pivot: Document, version: Document, beads: tuple[Bead, ...]) -> None:
    confidence = sum(bead.confidence for bead in beads) / max(1, len(beads))
    if len(beads) >= FEW_BEADS and confidence < STRANGERS:
        warnings.warn(
            f"{version.id} hardly looks like a translation of {pivot.id}: the mean confidence of its links is "
            f"{confidence:.2f}, and translations have 0.6 or more; check that the files belong together",
            TextWarning,
            stacklevel=3,
        )


def _align(source: Side, target: Side, likeness: float = 0.0) -> tuple[Bead, ...]:
    none = range(0)
    if not len(source) or not len(target):
        alone = [range(number, number + 1) for number in range(max(len(source), len(target)))]
        return tuple(Bead(run, none, 1.0) if len(source) else Bead(none, run, 1.0) for run in alone)
    widths = source.vectors.shape[1], target.vectors.shape[1]
    if widths[0] != widths[1]:
        raise AlignmentError(f"vectors of {widths[0]} and of {widths[1]} dimensions", remedy="use one encoder for both")
    source, target = source.centred(), target.centred()
    if likeness:
        source, target = source.grounded(likeness), target.grounded(likeness)
    beads, calibration = calibrated_beads(source, target, find_anchors(source, target))
    return with_moves(beads, source, target, calibration)


def _breaks(document: Document) -> list[int]:
    """Return what begins with each sentence: a heading's own and the next block's first count as a heading's."""
    breaks: list[int] = []
    below_heading = False
    for block in document.blocks:
        if block.sentences:
            heading = block.kind == "head"
            first = HEADING if heading or below_heading else PARAGRAPH
            breaks += [first, *[NO_BREAK] * (len(block.sentences) - 1)]
            below_heading = heading
    return breaks


def _side(
    vectors: ArrayLike,
    lengths: Sequence[float] | NDArray[np.floating],
    name: str,
    breaks: Sequence[int] | NDArray[np.integer] | None = None,
) -> Side:
    rows = np.ascontiguousarray(vectors, np.float32)
    side = Side(rows, np.asarray(lengths, np.float32))
    if breaks is not None:
        given = np.asarray(breaks, np.int64)
        if given.shape != (len(side),) or not set(given.tolist()) <= BREAKS:
            remedy = "give 0, 1 or 2 for each sentence"
            raise AlignmentError("breaks do not fit the sentences", where=name, remedy=remedy)
        side = replace(side, boundaries=np.stack((given, 0 * given, 0 * given), axis=1))
    if len(rows) == len(side.lengths) == 0:
        return side
    if rows.ndim != 2 or side.lengths.shape != (len(rows),):
        shapes = f"vectors of shape {rows.shape} for lengths of shape {side.lengths.shape}"
        raise AlignmentError(shapes, where=name, remedy="give one row and one length for each sentence")
    finite = np.concatenate([np.isfinite(rows[part]).all(axis=1) for part in parts_of(len(side))])
    sound = finite & np.isfinite(side.lengths) & (side.lengths > 0)
    if not sound.all():
        number = int(np.flatnonzero(~sound)[0])
        raise AlignmentError(f"vector or length of sentence {number} is no finite number above 0", where=name)
    return side
