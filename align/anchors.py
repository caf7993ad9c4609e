"""
Anchors: sentence pairs so alike that the alignment can be expected to pass near them.

Genome aligners call it seed and chain: mutual nearest neighbours are the seeds, the heaviest chain of them that rises
in both texts is kept, and the alignment is then sought in a corridor along it. A chapter that one side lacks is a gap
in the chain, and the corridor opens to hold it whole.
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from align.kernels import kernel
from align.lattice import Corridor
from align.similarity import Side

EXACT_NODES = 4_000_000
"""Up to this many nodes the whole lattice is searched; also the largest gap between anchors that is searched whole."""

RADIUS = 50
"""Half the width of the corridor along the anchors, in sentences."""

_BLOCK = 2048


def find_corridor(source: Side, target: Side) -> Corridor:
    """Return the nodes among which to look for the alignment: all of them for texts up to some 2,000 sentences."""
    rows, columns = len(source), len(target)
    if (rows + 1) * (columns + 1) <= EXACT_NODES:
        return Corridor.full(rows, columns)
    pairs = chain(*mutual_neighbours(source, target))
    path = np.concatenate([[(0, 0)], np.stack([pairs, pairs + 1], axis=1).reshape(-1, 2), [(rows, columns)]])
    return Corridor.around(_with_narrow_gaps(path), RADIUS)


def mutual_neighbours(source: Side, target: Side) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """
    Return the pairs of sentences each of which is the other's nearest.

    Returns:
        The pairs (i, j), rising in i: int64 of shape (k, 2); and their cosines: float32 of shape (k,).
    """
    units = _units(source.vectors), _units(target.vectors)
    nearest = np.zeros(len(source), np.int64)
    similarity = np.full(len(source), -2.0, np.float32)
    nearest_back = np.zeros(len(target), np.int64)
    similarity_back = np.full(len(target), -2.0, np.float32)
    for first in range(0, len(source), _BLOCK):
        rows = slice(first, min(first + _BLOCK, len(source)))
        for left in range(0, len(target), _BLOCK):
            columns = slice(left, min(left + _BLOCK, len(target)))
            products = units[0][rows] @ units[1][columns].T
            _keep_best(products.argmax(axis=1), products.max(axis=1), left, nearest[rows], similarity[rows])
            _keep_best(
                products.argmax(axis=0), products.max(axis=0), first, nearest_back[columns], similarity_back[columns]
            )
    numbers = np.arange(len(source))
    mutual = (nearest_back[nearest] == numbers) & (similarity > 0)
    return np.stack([numbers[mutual], nearest[mutual]], axis=1), similarity[mutual]


def chain(pairs: NDArray[np.int64], weights: NDArray[np.float32]) -> NDArray[np.int64]:
    """
    Return the heaviest chain of pairs that rises strictly in both members: int64 of shape (c, 2).

    Args:
        pairs: pairs (i, j), rising strictly in i: int64 of shape (k, 2).
        weights: what each pair is worth, above 0: float32 of shape (k,).
    """
    if not len(pairs):
        return pairs
    steps = len(pairs) * len(pairs).bit_length()
    kept: NDArray[np.int64] = kernel(_heaviest_chain, steps)(pairs[:, 1], weights)
    return pairs[kept]


def _units(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: NDArray[np.float32] = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
    return units


def _keep_best(
    index: NDArray[np.int64],
    value: NDArray[np.float32],
    offset: int,
    best_index: NDArray[np.int64],
    best_value: NDArray[np.float32],
) -> None:
    better = value > best_value
    best_index[better] = index[better] + offset
    best_value[better] = value[better]


def _with_narrow_gaps(path: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put nodes on the straight line through every gap too large to be searched whole."""
    pieces = [path[:1]]
    for start, end in itertools.pairwise(path):
        rows, columns = (end - start).tolist()
        parts = int(np.ceil(np.sqrt(rows * columns / EXACT_NODES))) or 1
        pieces.append(start + (end - start) * np.arange(1, parts + 1)[:, None] // parts)
    return np.concatenate(pieces)


def _heaviest_chain(columns, weights):  # type: ignore[no-untyped-def]
    """Heaviest rising subsequence, with a Fenwick tree of prefix maxima: O(k log k)."""
    size = columns.max() + 1
    tree_weight = np.zeros(size + 1)
    tree_pair = np.full(size + 1, -1)
    before = np.full(len(columns), -1)
    best = -1.0
    last = -1
    for pair in range(len(columns)):
        weight = 0.0
        node = columns[pair]
        while node > 0:
            if tree_weight[node] > weight:
                weight = tree_weight[node]
                before[pair] = tree_pair[node]
            node -= node & -node
        weight += weights[pair]
        if weight > best:
            best = weight
            last = pair
        node = columns[pair] + 1
        while node <= size:
            if weight > tree_weight[node]:
                tree_weight[node] = weight
                tree_pair[node] = pair
            node += node & -node
    length = 0
    pair = last
    while pair >= 0:
        length += 1
        pair = before[pair]
    result = np.empty(length, np.int64)
    pair = last
    for place in range(length - 1, -1, -1):
        result[place] = pair
        pair = before[pair]
    return result
