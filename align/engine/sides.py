"""One document as the engine sees it: vectors and lengths of its sentences and of runs of sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

MEAN_PSEUDO_COUNT = 10
"""A text of so many sentences has half of its mean subtracted when it is centred."""

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Centred:
    """
    Vectors minus their mean times a weight each; rows are computed on access, so that no second copy is held.

    Attributes:
        vectors: float32 of shape (n, d).
        weights: float32 of shape (n,).
        mean: float32 of shape (d,).
    """

    vectors: Floats
    weights: Floats
    mean: Floats

    def __getitem__(self, rows: slice | Numbers) -> Floats:
        result: Floats = np.multiply(self.weights[rows, None], self.mean, dtype=np.float32)
        return np.subtract(self.vectors[rows], result, out=result)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the array that these vectors would be."""
        return self.vectors.shape


@dataclass(frozen=True, slots=True)
class Side:
    """
    The sentences of one document as the engine sees them.

    Vectors are additive (see `align.encoders`): the vector of a run of sentences is the sum of its rows, unless runs
    were encoded themselves.

    Attributes:
        vectors: additive vectors, float32 of shape (n, d); read by rows.
        lengths: lengths in characters, float32 of shape (n,), above 0.
        runs: the vectors of encoded runs, by `align.encoders.RunEncoder.encode_runs`; empty where they are sums.
        boundaries: how each sentence begins and ends, see `align.engine.boundaries`: int64 of shape (n, 3); None where
            that is not known.
    """

    vectors: Floats | Centred
    lengths: Floats
    runs: tuple[Floats, ...] = ()
    boundaries: Numbers | None = None

    def __len__(self) -> int:
        return len(self.lengths)

    def centred(self) -> Side:
        """
        Return the side with the mean direction of its sentences subtracted from each.

        What all sentences of a text share does not help to find which of them correspond. The mean of a short text
        depends mostly on its few sentences, so less of it is subtracted.
        """
        weights = self.norms()
        total = float(weights.sum())
        if total == 0.0:
            return self
        vectors = self.vectors[:]
        mean = vectors.sum(axis=0) / total * (len(self) / (len(self) + MEAN_PSEUDO_COUNT))
        runs = tuple(Centred(run, norms_of(run), mean)[:] for run in self.runs)
        return replace(self, vectors=Centred(vectors, weights, mean), runs=runs)

    def with_similarity_prior(self, prior: float) -> Side:
        """
        Return the side with one more dimension that all sentences share, in proportion to their lengths.

        It makes any two runs similar to some degree. Where the vectors give no evidence, the score of a bead is then
        its length factor.

        Args:
            prior: the mean size of the component, as a multiple of the mean norm of the vectors; 0 adds nothing.
        """
        if not prior or not len(self):
            return self
        size = float(self.norms().mean())
        common = prior * (size or 1.0) * self.lengths / self.lengths.mean()
        return replace(self, vectors=np.hstack((self.vectors[:], common[:, None])), runs=())

    def part(self, run: range) -> Side:
        """Return the side of some consecutive sentences."""
        runs = tuple(vectors[run.start : max(run.start, run.stop - k)] for k, vectors in enumerate(self.runs, start=1))
        rows = slice(run.start, run.stop)
        boundaries = None if self.boundaries is None else self.boundaries[rows]
        return Side(self.vectors[rows], self.lengths[rows], runs, boundaries)

    def run_vector(self) -> Floats:
        """Return the vector of all sentences as one run: shape (d,)."""
        if 2 <= len(self) < len(self.runs) + 2:
            vector: Floats = self.runs[len(self) - 2][0]
            return vector
        return np.asarray(self.vectors[:].sum(axis=0), np.float32)

    def norms(self) -> Floats:
        """Return the norm of each sentence's vector: shape (n,)."""
        norms = np.zeros(len(self), np.float32)
        for rows in chunks(len(self)):
            norms[rows] = norms_of(self.vectors[rows])
        return norms

    def run_norms(self, longest: int) -> Floats:
        """Return the norm of each run's vector: [i, x] for the x sentences before i; shape (n + 1, longest + 1)."""
        norms = np.zeros((len(self) + 1, longest + 1), np.float32)
        for rows in chunks(len(self)):
            first = max(0, rows.start - longest + 1)
            vectors = self.vectors[first : rows.stop]
            total = np.zeros_like(vectors)
            for x in range(1, min(longest, len(vectors)) + 1):
                total[x - 1 :] += vectors[: len(vectors) - x + 1]
                ends = max(rows.start, first + x - 1)
                norms[ends + 1 : rows.stop + 1, x] = norms_of(total[ends - first :])
        return norms

    def run_lengths(self, longest: int) -> Floats:
        """Return the length of each run in characters, laid out like `run_norms`."""
        ends = np.concatenate(([0.0], np.cumsum(self.lengths, dtype=np.float64)))
        runs = np.zeros((len(self) + 1, longest + 1), np.float32)
        for x in range(1, min(longest, len(self)) + 1):
            runs[x:, x] = ends[x:] - ends[:-x]
        return runs


def chunks(count: int) -> Iterator[slice]:
    """Yield slices that cover so many rows, so that what is computed from rows takes little memory at a time."""
    return (slice(start, min(start + _CHUNK, count)) for start in range(0, count, _CHUNK))


def norms_of(vectors: Floats) -> Floats:
    """Return the Euclidean norm of each row: shape (n,)."""
    norms: Floats = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return norms


def units_of(vectors: Floats) -> Floats:
    """Return each row scaled to norm 1; a row of zeros stays."""
    norms = norms_of(vectors)[:, None]
    units: Floats = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
    return units
