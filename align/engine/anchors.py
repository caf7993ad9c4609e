"""
Anchors: pairs of similar sentences that the alignment can be expected to pass near.

This is seed and chain, as in genome alignment, from coarse to fine. In a large piece of the two texts the sentence with
the longest vector of each stretch looks up its nearest neighbour in the target. Mutual nearest neighbours are seeds.
The heaviest chain of seeds that increases in both texts splits the piece into smaller ones, which are treated in the
same way.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from align.engine.jit import compiled
from align.engine.sides import Floats, Numbers, Side, units_of

DENSE_NODES = 160_000
"""In a piece of up to this many nodes every sentence looks up its nearest neighbour, not only some of them."""

_SAMPLES = 160
_BLOCK = 4096


def find_anchors(source: Side, target: Side) -> Numbers:
    """Return the anchors of two texts, pairs (i, j) that increase in both: int64 of shape (k, 2)."""
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
        rows = np.arange(first, last) if dense else first + _heaviest(norms[first:last])
        pairs, cosines = _seeds(source, target, rows, range(first, last), range(left, right))
        anchors = pairs[heaviest(pairs[:, 1] - left, cosines)]
        found.append(anchors)
        if not dense:
            ends = np.concatenate([[(first - 1, left - 1)], anchors, [(last, right)]])
            for (i, j), (h, k) in pairwise(ends.tolist()):
                # A piece that is hardly split would give the same anchors again.
                if (h - i - 1) * (k - j - 1) <= nodes / 2:
                    pieces.append((i + 1, h, j + 1, k))
    anchors = np.concatenate(found)
    return anchors[np.argsort(anchors[:, 0])]


def _seeds(source: Side, target: Side, rows: Numbers, wholes: range, others: range) -> tuple[Numbers, Floats]:
    """
    Return the mutual nearest neighbours.

    Args:
        source: the source sentences.
        target: the target sentences.
        rows: the source sentences that look up a neighbour, increasing: shape (k,).
        wholes: the source sentences among which a neighbour looks up its own.
        others: the target sentences among which it is looked up.

    Returns:
        Pairs (i, j), increasing in i, and their cosines, all above 0.
    """
    nearest, cosines = _nearest(source.vectors[rows], target, others)
    wanted, places = np.unique(nearest, return_inverse=True)
    back, _ = _nearest(target.vectors[wanted], source, wholes)
    mutual = (back[places] == rows) & (cosines > 0)
    return np.stack([rows[mutual], nearest[mutual]], axis=1), cosines[mutual]


def _nearest(ones: Floats, side: Side, run: range) -> tuple[Numbers, Floats]:
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


def _heaviest(weights: Floats) -> Numbers:
    """Return the number of the heaviest sentence in each of `_SAMPLES` stretches of equal length."""
    bounds = np.unique(np.linspace(0, len(weights), _SAMPLES + 1).astype(np.int64))
    return np.array([start + weights[start:end].argmax() for start, end in pairwise(bounds)])


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
