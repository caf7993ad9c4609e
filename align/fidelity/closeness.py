"""
Closeness: how close a translation is to its source, from free to literal.

These figures describe a version and do not measure its fidelity: a literal translation is closer to its source than a
better free one, and a copy of the source is the closest of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import ArrayLike

from align.encoders import Encoder, Vectors
from align.engine.sides import Floats, norms_of, units_of
from align.fidelity.bitext import Bitext
from align.fidelity.rates import Blocks
from align.fidelity.statistics import Bootstrap, Estimate
from corpus import Sentence

NEIGHBOURS = 4
"""Number of nearest neighbours for the margin (Artetxe and Schwenk 2019)."""

_MAX_CANDIDATES = 1000
_CHUNK = 1024
_MAX_WORDS = 500
_WORD = re.compile(r"[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]{1,2}|[^\W_]+")


@dataclass(frozen=True, slots=True)
class BeadCloseness:
    """
    The closeness of the two sides of a bead; all None if one of them is empty.

    Attributes:
        cosine: cosine of the vectors of both sides, -1 to 1.
        margin: the cosine divided by the mean cosine with the nearest neighbours in both directions; above 1 if the two
            sides are closer to each other than to others.
        length_ratio: number of target characters for each source character.
        source_coverage: mean similarity of the source words to their most similar target words, 0 to 1, weighted by
            the encoder's weights of words.
        target_coverage: the same in the other direction.
    """

    cosine: float | None = None
    margin: float | None = None
    length_ratio: float | None = None
    source_coverage: float | None = None
    target_coverage: float | None = None


@dataclass(frozen=True, slots=True)
class Closeness:
    """
    The mean closeness of the beads of a version that have two sides; see `BeadCloseness`.

    Attributes:
        cosine: mean cosine.
        margin: mean margin.
        length_ratio: number of target characters for each source character, over all beads.
        source_coverage: mean coverage of the source.
        target_coverage: mean coverage of the target.
    """

    cosine: Estimate
    margin: Estimate
    length_ratio: Estimate
    source_coverage: Estimate
    target_coverage: Estimate


class ClosenessMeter:
    """
    Measures closeness with one encoder; each word and sentence is encoded once for all versions.

    Args:
        encoder: turns sentences and words into vectors.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._words: dict[str, int] = {}
        self._vectors = np.empty((0, encoder.encode([]).shape[1]), np.float32)
        self._weights: Floats = np.empty(0, np.float32)
        self._documents: dict[tuple[Sentence, ...], Vectors] = {}

    def measure(self, bitext: Bitext) -> tuple[BeadCloseness, ...]:
        """
        Return the closeness of each bead.

        Raises:
            ModelError: the encoder failed.
        """
        linked = [number for number, bead in enumerate(bitext.beads) if bead.source and bead.target]
        beads = [bitext.beads[number] for number in linked]
        pairs = bitext.pairs()
        source = _sums(self._encoded(bitext.source), [bead.source for bead in beads])
        target = _sums(self._encoded(bitext.target), [bead.target for bead in beads])
        cosines = np.einsum("ij,ij->i", source, target)
        margins = _margins(source, target, cosines)
        words = [_first_words(text) for number in linked for text in (pairs[number].source, pairs[number].target)]
        self._learn(words)
        found = [BeadCloseness()] * len(bitext.beads)
        for place, number in enumerate(linked):
            coverage = self._coverage(*words[2 * place : 2 * place + 2])
            ratio = len(pairs[number].target) / len(pairs[number].source)
            found[number] = BeadCloseness(float(cosines[place]), float(margins[place]), ratio, *coverage)
        return tuple(found)

    def _encoded(self, sentences: tuple[Sentence, ...]) -> Vectors:
        if sentences not in self._documents:
            self._documents[sentences] = self._encoder.encode([sentence.text for sentence in sentences])
        return self._documents[sentences]

    def _learn(self, texts: Iterable[Sequence[str]]) -> None:
        new = sorted(set().union(*texts).difference(self._words))
        vectors = self._encoder.encode(new)
        weights = norms_of(vectors)
        self._words.update(zip(new, range(len(self._words), len(self._words) + len(new)), strict=True))
        self._vectors = np.concatenate((self._vectors, units_of(vectors)))
        self._weights = np.concatenate((self._weights, weights))

    def _coverage(self, source: Sequence[str], target: Sequence[str]) -> tuple[float | None, float | None]:
        rows = [[self._words[word] for word in words] for words in (source, target)]
        if not all(rows):
            return None, None
        # For so small a product, einsum is faster than the matrix product with its threads.
        similarity = np.einsum("id,jd->ij", *(self._vectors[side] for side in rows))
        return self._weighted(rows[0], similarity.max(axis=1)), self._weighted(rows[1], similarity.max(axis=0))

    def _weighted(self, rows: Sequence[int], best: Floats) -> float:
        weights = self._weights[rows]
        total = float(weights.sum())
        return float(weights @ best.clip(0, 1)) / total if total else 0.0


def mean_closeness(beads: Sequence[BeadCloseness], bitext: Bitext, blocks: Blocks, bootstrap: Bootstrap) -> Closeness:
    """
    Return the mean closeness of the beads that have two sides, with intervals.

    Args:
        beads: the closeness of each bead.
        bitext: the bitext of the beads.
        blocks: the blocks of its source.
        bootstrap: the resamples of the blocks.
    """
    places = blocks.of_beads(bitext.beads)

    def sums(values: Sequence[float | None]) -> ArrayLike:
        known = [(place, value) for place, value in zip(places, values, strict=True) if value is not None]
        return blocks.sums((place for place, _ in known), (value for _, value in known))

    def mean(values: Sequence[float | None]) -> Estimate:
        return bootstrap.ratio(sums(values), sums([None if value is None else 1.0 for value in values]))

    sources = [_length(bitext.source, bead.source) if bead.target else 0 for bead in bitext.beads]
    targets = [_length(bitext.target, bead.target) if bead.source else 0 for bead in bitext.beads]
    return Closeness(
        mean([bead.cosine for bead in beads]),
        mean([bead.margin for bead in beads]),
        bootstrap.ratio(sums(targets), sums(sources)),
        mean([bead.source_coverage for bead in beads]),
        mean([bead.target_coverage for bead in beads]),
    )


def _length(sentences: Sequence[Sentence], run: range) -> int:
    return sum(len(sentences[number].text) for number in run)


def _first_words(text: str) -> list[str]:
    return [match.group() for match in islice(_WORD.finditer(text), _MAX_WORDS)]


def _sums(vectors: Vectors, runs: Sequence[range]) -> Vectors:
    """Return the unit vector of each run of sentences; no run may be empty."""
    if not runs:
        return vectors[:0]
    rows = [number for run in runs for number in run]
    starts = np.cumsum([0, *(len(run) for run in runs[:-1])])
    return units_of(np.add.reduceat(vectors[rows], starts, axis=0))


def _margins(source: Vectors, target: Vectors, cosines: Floats) -> Floats:
    around = (_neighbourhood(source, target) + _neighbourhood(target, source)) / 2
    return np.divide(cosines, around, out=np.ones_like(cosines), where=around > 1e-6)


def _neighbourhood(vectors: Vectors, others: Vectors) -> Floats:
    """Return the mean cosine of each row with its nearest neighbours in a sample of others, except its counterpart."""
    chosen = np.arange(0, len(others), len(others) // _MAX_CANDIDATES + 1)
    nearest = min(NEIGHBOURS, len(chosen) - 1)
    means = np.zeros(len(vectors), np.float32)
    if nearest < 1:
        return means
    for start in range(0, len(vectors), _CHUNK):
        cosines = vectors[start : start + _CHUNK] @ others[chosen].T
        cosines[np.arange(start, start + len(cosines))[:, None] == chosen] = -1
        means[start : start + _CHUNK] = np.partition(cosines, -nearest, axis=1)[:, -nearest:].mean(axis=1)
    return means
