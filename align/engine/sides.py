"""One document as the engine sees it: vectors and lengths, and those of its runs of sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SHORT = 10
"""A text of so many sentences has half of its mean taken out when it is centred."""


_PART = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Centred:
    """
    Vectors less a mean as often as each weighs; it is taken out of what is looked at, so that no copy of all is held.

    Attributes:
        vectors: float32 of shape (n, d).
        weights: float32 of shape (n,).
        mean: float32 of shape (d,).
    """

    vectors: Floats
    weights: Floats
    mean: Floats

    def __getitem__(self, rows: slice | NDArray[np.int64]) -> Floats:
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
        vectors: additive vectors, float32 of shape (n, d); to be looked at by rows.
        lengths: lengths in characters, float32 of shape (n,), above 0.
        runs: the vectors of runs that were encoded, as `align.encoders.SpanEncoder.encode_runs` gives them; empty
            where they are sums.
        boundaries: how each sentence begins and ends, see `align.engine.boundaries`: int64 of shape (n, 3); None where
            that is not known.
    """

    vectors: Floats | Centred
    lengths: Floats
    runs: tuple[Floats, ...] = ()
    boundaries: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.lengths)

    def centred(self) -> Side:
        """
        Return the side with the mean direction of its sentences taken out of each.

        What all sentences of a text share tells nothing about which of them belong together. Of a short text the mean
        is for the most part what its few sentences say themselves, so less of it is taken out.
        """
        weights = self.norms()
        total = float(weights.sum())
        if total == 0.0:
            return self
        vectors = self.vectors[:]
        mean = vectors.sum(axis=0) / total * (len(self) / (len(self) + SHORT))
        runs = tuple(Centred(run, norms_of(run), mean)[:] for run in self.runs)
        return replace(self, vectors=Centred(vectors, weights, mean), runs=runs)

    def grounded(self, similarity_prior: float) -> Side:
        """
        Return the side with a component in common to all sentences, as large as each is long.

        Where vectors have nothing to say it makes any two runs somewhat alike, so that a bead is worth its length
        factor and the lengths decide.

        Args:
            similarity_prior: the mean size of the component, as a multiple of the mean size of the vectors.
        """
        size = float(self.norms().mean())
        common = similarity_prior * (size or 1.0) * self.lengths / self.lengths.mean()
        return replace(self, vectors=np.hstack((self.vectors[:], common[:, None])), runs=())

    def cut(self, run: range) -> Side:
        """Return the side of some consecutive sentences."""
        runs = tuple(vectors[run.start : max(run.start, run.stop - k)] for k, vectors in enumerate(self.runs, start=1))
        held = slice(run.start, run.stop)
        boundaries = None if self.boundaries is None else self.boundaries[held]
        return Side(self.vectors[held], self.lengths[held], runs, boundaries)

    def whole(self) -> Floats:
        """Return the vector of all sentences as one run: shape (d,)."""
        if 2 <= len(self) < len(self.runs) + 2:
            vector: Floats = self.runs[len(self) - 2][0]
            return vector
        return np.asarray(self.vectors[:].sum(axis=0), np.float32)

    def norms(self) -> Floats:
        """Return the norm of each sentence's vector: shape (n,)."""
        norms = np.zeros(len(self), np.float32)
        for part in parts_of(len(self)):
            norms[part] = norms_of(self.vectors[part])
        return norms

    def run_norms(self, longest: int) -> Floats:
        """Return the norm of each run's vector: [i, x] for the x sentences before i; shape (n + 1, longest + 1)."""
        norms = np.zeros((len(self) + 1, longest + 1), np.float32)
        for part in parts_of(len(self)):
            first = max(0, part.start - longest + 1)
            vectors = self.vectors[first : part.stop]
            total = np.zeros_like(vectors)
            for x in range(1, min(longest, len(vectors)) + 1):
                total[x - 1 :] += vectors[: len(vectors) - x + 1]
                ends = max(part.start, first + x - 1)
                norms[ends + 1 : part.stop + 1, x] = norms_of(total[ends - first :])
        return norms

    def run_lengths(self, longest: int) -> Floats:
        """Return the length of each run in characters, laid out like `run_norms`."""
        ends = np.concatenate(([0.0], np.cumsum(self.lengths, dtype=np.float64)))
        runs = np.zeros((len(self) + 1, longest + 1), np.float32)
        for x in range(1, min(longest, len(self)) + 1):
            runs[x:, x] = ends[x:] - ends[:-x]
        return runs


def parts_of(count: int) -> Iterator[slice]:
    """Yield slices of so many rows, one after another, so that what is made of rows by the way takes little memory."""
    return (slice(start, min(start + _PART, count)) for start in range(0, count, _PART))


def norms_of(vectors: Floats) -> Floats:
    """Return the length of each row: shape (n,)."""
    norms: Floats = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return norms


def units_of(vectors: Floats) -> Floats:
    """Return each row at length 1, a row of zeros as it is."""
    norms = norms_of(vectors)[:, None]
    units: Floats = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
    return units
