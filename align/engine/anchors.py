"""
Anchors: sentence pairs so alike that the alignment can be expected to pass near them.

Genome aligners call it seed and chain, and here it is done from coarse to fine. In a large piece of the two texts some
sentences of the source, the weightiest of each stretch, look for their nearest in the target; those whose nearest looks
back at them are seeds, and the heaviest chain of seeds that rises in both texts cuts the piece into smaller ones, each
treated alike. The alignment is then sought in a corridor along the anchors. A chapter that one side lacks is a gap
between two anchors, and the corridor opens to hold it whole.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from align.engine.jit import compiled
from align.engine.lattice import Corridor
from align.engine.sides import Floats, Side, units_of

EXACT_NODES = 4_000_000
"""Up to this many nodes the whole lattice is searched; also the largest gap between anchors that is searched whole."""

RADIUS = 20
"""How far the corridor reaches beyond the anchors, in sentences."""

DENSE_NODES = 160_000
"""Up to this many nodes every sentence of a piece looks for its nearest, not only some of them."""

_SAMPLES = 160
_BLOCK = 4096


def find_corridor(rows: int, columns: int, anchors: NDArray[np.int64]) -> Corridor:
    """
    Return the nodes among which to look for the alignment: all of them for texts up to some 2,000 sentences.

    Args:
        rows: the number of source sentences.
        columns: the number of target sentences.
        anchors: pairs (i, j) that rise in both: int64 of shape (k, 2).
    """
    if (rows + 1) * (columns + 1) <= EXACT_NODES:
        return Corridor.full(rows, columns)
    path = np.concatenate([[(0, 0)], np.stack([anchors, anchors + 1], axis=1).reshape(-1, 2), [(rows, columns)]])
    return Corridor.around(_with_narrow_gaps(path), RADIUS)


def find_anchors(source: Side, target: Side) -> NDArray[np.int64]:
    """Return the anchors of two texts, pairs (i, j) that rise in both: int64 of shape (k, 2)."""
    norms = source.norms()
    heaviest = compiled(heaviest_chain, 16 * len(source))
    pieces = [(0, len(source), 0, len(target))]
    found = [np.empty((0, 2), np.int64)]
    while pieces:
        first, last, left, right = pieces.pop()
        nodes = (last - first) * (right - left)
        dense = nodes <= DENSE_NODES
        if not nodes:
            continue
        rows = np.arange(first, last) if dense else first + _weightiest(norms[first:last])
        pairs, cosines = _seeds(source, target, rows, range(first, last), range(left, right))
        anchors = pairs[heaviest(pairs[:, 1] - left, cosines)]
        found.append(anchors)
        if not dense:
            ends = np.concatenate([[(first - 1, left - 1)], anchors, [(last, right)]])
            for (i, j), (h, k) in pairwise(ends.tolist()):
                # A piece that stays almost whole has no more to tell.
                if (h - i - 1) * (k - j - 1) <= nodes / 2:
                    pieces.append((i + 1, h, j + 1, k))
    anchors = np.concatenate(found)
    return anchors[np.argsort(anchors[:, 0])]


def _seeds(
    source: Side, target: Side, rows: NDArray[np.int64], wholes: range, others: range
) -> tuple[NDArray[np.int64], Floats]:
    """
    Return the pairs of which each is the other's nearest.

    Args:
        source: the source sentences.
        target: the target sentences.
        rows: the source sentences that look for a neighbour, rising: shape (k,).
        wholes: the source sentences among which a neighbour looks back.
        others: the target sentences.

    Returns:
        Pairs (i, j), rising in i, and their cosines, all above 0.
    """
    nearest, cosines = _nearest(source.vectors[rows], target, others)
    wanted, places = np.unique(nearest, return_inverse=True)
    back, _ = _nearest(target.vectors[wanted], source, wholes)
    mutual = (back[places] == rows) & (cosines > 0)
    return np.stack([rows[mutual], nearest[mutual]], axis=1), cosines[mutual]


def _nearest(ones: Floats, side: Side, run: range) -> tuple[NDArray[np.int64], Floats]:
    """Return for each of some vectors which sentence of a run is nearest, and the cosine."""
    ones = units_of(ones)
    index = np.zeros(len(ones), np.int64)
    cosine = np.full(len(ones), -2.0, np.float32)
    for start in range(run.start, run.stop, _BLOCK):
        products = ones @ units_of(side.vectors[start : min(start + _BLOCK, run.stop)]).T
        best = products.argmax(axis=1)
        value = products[np.arange(len(ones)), best]
        better = value > cosine
        index[better], cosine[better] = best[better] + start, value[better]
    return index, cosine


def _weightiest(weights: Floats) -> NDArray[np.int64]:
    """Return the number of the weightiest sentence in each of some stretches of equal length."""
    bounds = np.unique(np.linspace(0, len(weights), _SAMPLES + 1).astype(np.int64))
    return np.array([start + weights[start:end].argmax() for start, end in pairwise(bounds)])


def _with_narrow_gaps(path: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put nodes on the straight line through every gap too large to be searched whole."""
    parts = np.ceil(np.sqrt(np.diff(path, axis=0).prod(axis=1) / EXACT_NODES)).astype(np.int64)
    pieces = []
    done = 0
    for gap in np.flatnonzero(parts > 1).tolist():
        pieces.append(path[done : gap + 1])
        pieces.append(path[gap] + (path[gap + 1] - path[gap]) * np.arange(1, parts[gap])[:, None] // parts[gap])
        done = gap + 1
    return np.concatenate([*pieces, path[done:]])


def heaviest_chain(columns, weights):  # type: ignore[no-untyped-def]
    """
    Return the numbers of the pairs in the heaviest chain that rises strictly in both members.

    Pairs rise strictly in the member that is not given; a Fenwick tree of prefix maxima makes it O(k log k).
    """
    size = 1
    for column in columns:
        size = max(size, column + 1)
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
