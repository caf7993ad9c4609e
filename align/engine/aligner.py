"""
Sentence vectors in, an alignment with a probability on every bead out.

The best alignment is found exactly within a corridor (`align.engine.anchors`, `align.engine.lattice`) for scores that
are calibrated on the text itself (`align.engine.scores`); forward-backward over the same lattice gives each bead its
probability. Crossing links are found afterwards (`align.engine.crossings`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from align.engine.boundaries import BREAKS
from align.engine.crossings import add_crossings
from align.engine.pair import LONGEST_RUN, PreparedPair
from align.engine.sides import Floats, Side, chunks
from align.engine.similarity import SIMILARITY_NATS
from corpus import Alignment, AlignmentError, Bead
from corpus.signature import Signature

SIGNATURE = Signature.of(aligner="similarity", version=5, beads=LONGEST_RUN, odds=f"{SIMILARITY_NATS:g}")

MAX_LENGTH = 1e9
"""The maximum length of a sentence, in characters."""

_MAX_EXPONENT = 32

_NONE = range(0)


def align_embeddings(
    source_vectors: ArrayLike,
    target_vectors: ArrayLike,
    source_lengths: Sequence[float] | NDArray[np.floating],
    target_lengths: Sequence[float] | NDArray[np.floating],
    source_breaks: Sequence[int] | NDArray[np.integer] | None = None,
    target_breaks: Sequence[int] | NDArray[np.integer] | None = None,
) -> Alignment:
    """
    Align sentences by their vectors.

    The vector of a run of sentences is the sum of theirs. Multiply unit vectors by the lengths first, so that a long
    sentence has more weight in a run than a short one.

    Args:
        source_vectors: one row a source sentence, shape (n, d).
        target_vectors: one row a target sentence, shape (m, d).
        source_lengths: lengths of the source sentences in characters, shape (n,), above 0.
        target_lengths: lengths of the target sentences, shape (m,), above 0.
        source_breaks: what begins with each source sentence: 1 a paragraph, 2 a heading or the text below it, 0
            nothing; shape (n,). Breaks count to the degree that those of the two texts agree.
        target_breaks: what begins with each target sentence; shape (m,).

    Returns:
        The beads between documents called ``source`` and ``target``; each sentence in exactly one.

    Raises:
        AlignmentError: shapes do not fit, a value is not a finite number, a length not one of characters, or a break
            not 0, 1 or 2.
    """
    source = side_of(source_vectors, source_lengths, "source", source_breaks)
    target = side_of(target_vectors, target_lengths, "target", target_breaks)
    return Alignment("source", "target", align_sides(source, target), str(SIGNATURE))


def align_sides(source: Side, target: Side, similarity_prior: float = 0.0) -> tuple[Bead, ...]:
    """
    Align two encoded texts.

    Args:
        source: the source sentences.
        target: the target sentences.
        similarity_prior: see `align.engine.sides.Side.with_similarity_prior`.

    Returns:
        The beads, each sentence in exactly one.

    Raises:
        AlignmentError: the vectors of the texts have different dimensions.
    """
    if not len(source) or not len(target):
        unaligned = [range(number, number + 1) for number in range(max(len(source), len(target)))]
        return tuple(Bead(run, _NONE, 1.0) if len(source) else Bead(_NONE, run, 1.0) for run in unaligned)
    pair = PreparedPair.of(source, target, similarity_prior)
    return add_crossings(pair.beads(), pair)


def side_of(
    vectors: ArrayLike,
    lengths: Sequence[float] | NDArray[np.floating],
    name: str,
    breaks: Sequence[int] | NDArray[np.integer] | None = None,
) -> Side:
    """
    Return the sentences of one text as the engine sees them.

    Only the ratios of vectors count, so very large and very small ones are scaled to what float32 can square and add.

    Raises:
        AlignmentError: shapes do not fit, a value is not a finite number, or a break is unknown.
    """
    rows = _scaled(np.asarray(vectors))
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
    finite = np.concatenate([np.isfinite(rows[part]).all(axis=1) for part in chunks(len(side))])
    sound = finite & (side.lengths > 0) & (side.lengths <= MAX_LENGTH)
    if not sound.all():
        number = int(np.flatnonzero(~sound)[0])
        problem = (
            f"the vector of sentence {number} is not of finite numbers, or its length not between 0 and {MAX_LENGTH:g}"
        )
        raise AlignmentError(problem, where=name, remedy="give finite vectors, and lengths in characters above 0")
    return side


def _scaled(vectors: NDArray[Any]) -> Floats:
    """Return vectors as float32, multiplied by a power of 2 where they are very large or small: exact, and the same."""
    size = max((float(np.abs(vectors[rows]).max(initial=0.0)) for rows in chunks(len(vectors))), default=0.0)
    exponent = int(np.frexp(size)[1]) if np.isfinite(size) else 0
    if abs(exponent) > _MAX_EXPONENT:
        vectors = np.ldexp(vectors.astype(np.float64), -exponent)
    return np.ascontiguousarray(vectors, np.float32)
