"""
The lattice of all alignments inside a corridor: its best path, and the probability of each bead on it.

A node (i, j) stands for the first i source and j target sentences; a bead of type (x, y) is an arc from (i-x, j-y) to
(i, j). An alignment is a path from (0, 0) to (n, m), and its score is the sum of its beads' scores. Scores are computed
by the caller, one block of rows at a time, so that memory is bounded by the corridor. The recursions are Viterbi (1967)
and forward-backward (Baum et al. 1970), compiled by numba.

A passage that one text lacks is a gap: a run of unaligned sentences of one side, with a score for its opening and one
for each sentence. This is the affine gap of sequence alignment (Gotoh 1982), beside the score of a single unaligned
sentence, as in the two-piece gap costs of Li (2018). Each node therefore has three states: outside a gap, in one of the
source, in one of the target. A gap begins and ends at a link or at a single unaligned sentence, never at another gap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.engine.corridor import Corridor
from align.engine.jit import compiled
from align.engine.sides import Floats, Numbers
from corpus import AlignmentError

Doubles = NDArray[np.float64]

_NOTHING = 255

Scores = Callable[[int, int], Floats]
"""
Scores of the beads that end in the nodes of some rows: ``scores(first, last)`` gives float32 of shape
(last - first, widest row, number of types); entry [i - first, j - low[i], t] belongs to the bead of type t that ends
in (i, j). Where such a bead would begin outside the corridor the entry is ignored.
"""


@dataclass(frozen=True, slots=True)
class GapScores:
    """
    The scores of gaps, in nats.

    Attributes:
        opening: the score of a gap before its first sentence, at most 0; minus infinity where there are no gaps.
        extension: the score of each of its sentences.
    """

    opening: float
    extension: float


NO_GAPS = GapScores(-np.inf, 0.0)


def bead_types(longest: int, pairs: int) -> Numbers:
    """
    Return bead types (x, y): shape (t, 2), first 1-0, then 0-1, then those with both sides, short ones first.

    Several unaligned sentences are a run of 1-0 or 0-1 beads.

    Args:
        longest: the maximum of x and of y.
        pairs: the maximum of x times y.
    """
    numbers = range(1, longest + 1)
    linked = [(x, y) for x in numbers for y in numbers if x * y <= pairs]
    return np.array([(1, 0), (0, 1), *sorted(linked, key=lambda pair: (sum(pair), pair))], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Path:
    """
    An alignment as a path through the lattice.

    Attributes:
        nodes: its nodes (i, j) from (0, 0) to (n, m): int64 of shape (k + 1, 2).
        types: the type of each bead, as a row number of the bead types: int64 of shape (k,).
        score: the sum of its beads' scores.
    """

    nodes: Numbers
    types: Numbers
    score: float


def best_path(corridor: Corridor, types: Numbers, scores: Scores, gaps: GapScores = NO_GAPS) -> Path:
    """
    Return the path with the highest score; among equal ones always the same.

    Raises:
        AlignmentError: no path leads through the corridor.
    """
    starts = corridor.starts
    rows = int(types[:, 0].max()) + 1
    best = np.full((rows, int((corridor.high - corridor.low).max()) + 1, 3), -np.inf)
    back = np.full((int(starts[-1]), 3), _NOTHING, np.uint8)
    viterbi = compiled(_viterbi, int(starts[-1]) * len(types))
    for first, last in corridor.blocks(len(types)):
        block = scores(first, last)
        viterbi(
            corridor.low, corridor.high, starts, types, gaps.opening, gaps.extension, block, first, last, best, back
        )
    ends = best[(len(corridor.low) - 1) % rows, corridor.high[-1] - corridor.low[-1]]
    state = int(ends.argmax())
    score = float(ends[state])
    if not np.isfinite(score):
        raise AlignmentError("no alignment leads through the corridor")
    i, j = len(corridor.low) - 1, int(corridor.high[-1])
    nodes, kinds = [(i, j)], []
    while i or j:
        kind, state = divmod(int(back[starts[i] + j - corridor.low[i], state]), 3)
        kinds.append(kind)
        i, j = i - int(types[kind, 0]), j - int(types[kind, 1])
        nodes.append((i, j))
    return Path(np.array(nodes[::-1], np.int64), np.array(kinds[::-1], np.int64), score)


@dataclass(frozen=True, slots=True, eq=False)
class PathSums:
    """
    Sums over all paths of the corridor, as natural logarithms; nodes are laid out by `Corridor.starts`.

    A path's probability is proportional to the exponential of its score, so scores are log-odds in nats. The first
    three columns are the states of each node: outside a gap, in one of the source, in one of the target.

    Attributes:
        forward: over the paths from (0, 0) to each node and state, and in the last column over those to any state:
            float64 of shape (nodes, 4).
        backward: over the paths from each node and state to (n, m), and in the last column over those that go on with
            a link, which may follow any state: float64 of shape (nodes, 4).
        beads: the probability of each bead of a path, between 0 and 1: float64 of shape (k,). For a 1-0 or 0-1 bead it
            is that of the sentence being unaligned, wherever that is in the other text.
    """

    forward: Doubles
    backward: Doubles
    beads: Doubles


def sum_paths(
    corridor: Corridor, types: Numbers, scores: Scores, path: Path | None = None, gaps: GapScores = NO_GAPS
) -> PathSums:
    """Return the sums over all alignments in the corridor, with the probabilities of the beads of `path`."""
    starts = corridor.starts
    forward = np.full((int(starts[-1]), 4), -np.inf)
    backward = np.full((int(starts[-1]), 4), -np.inf)
    blocks = corridor.blocks(len(types))
    steps = int(starts[-1]) * len(types)
    forward_rows, backward_rows = compiled(_forward, steps), compiled(_backward, steps)
    of_gaps = gaps.opening, gaps.extension
    for first, last in blocks:
        forward_rows(corridor.low, corridor.high, starts, types, *of_gaps, scores(first, last), first, last, forward)
    total = forward[-1, 3]
    backward[-1, :3] = 0.0
    nodes = np.zeros((1, 2), np.int64) if path is None else path.nodes
    kinds = np.empty(0, np.int64) if path is None else path.types
    ends = starts[nodes[1:, 0]] + nodes[1:, 1] - corridor.low[nodes[1:, 0]]
    beads = np.zeros(len(ends))
    unaligned = np.zeros(len(corridor.low) - 1), np.zeros(int(corridor.high[-1]))
    position = len(ends) - 1
    for first, last in reversed(blocks):
        position = backward_rows(
            corridor.low, corridor.high, starts, types, *of_gaps, scores(first, last), first, last,
            forward, backward, total, ends, kinds, position, beads, *unaligned,
        )  # fmt: skip
    for kind, probabilities in enumerate(unaligned):
        beads[kinds == kind] = probabilities[nodes[1:, kind][kinds == kind] - 1]
    return PathSums(forward, backward, np.clip(beads, 0.0, 1.0))


def _viterbi(low, high, starts, types, opening, extension, scores, first, last, best, back):  # type: ignore[no-untyped-def]
    rows = best.shape[0]
    for i in range(first, last):
        for j in range(low[i], high[i] + 1):
            row = best[i % rows, j - low[i]]
            row[:] = -np.inf
            node = starts[i] + j - low[i]
            if i == 0 and j == 0:
                row[0] = 0.0
            for t in range(types.shape[0]):
                h = i - types[t, 0]
                k = j - types[t, 1]
                if h < 0 or k < low[h] or k > high[h]:
                    continue
                before = best[h % rows, k - low[h]]
                state = 0
                if t >= 2:
                    for other in range(1, 3):
                        if before[other] > before[state]:
                            state = other
                value = before[state] + scores[i - first, j - low[i], t]
                if value > row[0]:
                    row[0] = value
                    back[node, 0] = 3 * t + state
                if t < 2:
                    opened = before[0] + opening
                    row[t + 1] = max(opened, before[t + 1]) + extension
                    back[node, t + 1] = 3 * t + (0 if opened > before[t + 1] else t + 1)


def _log_sum(one: Any, other: Any) -> Any:
    top = max(one, other)
    less = min(one, other)
    return top + np.log1p(np.exp(less - top)) if less > top - 40.0 else top


def _forward(low, high, starts, types, opening, extension, scores, first, last, forward):  # type: ignore[no-untyped-def]
    values = np.empty(types.shape[0])
    for i in range(first, last):
        for j in range(low[i], high[i] + 1):
            node = starts[i] + j - low[i]
            if i == 0 and j == 0:
                forward[node, 0] = forward[node, 3] = 0.0
                continue
            top = -np.inf
            for t in range(types.shape[0]):
                h = i - types[t, 0]
                k = j - types[t, 1]
                values[t] = -np.inf
                if h >= 0 and low[h] <= k <= high[h]:
                    before = starts[h] + k - low[h]
                    values[t] = forward[before, 0 if t < 2 else 3] + scores[i - first, j - low[i], t]
                    top = max(top, values[t])
                    if t < 2:
                        forward[node, t + 1] = extension + _log_sum(
                            forward[before, 0] + opening, forward[before, t + 1]
                        )
            if top > -np.inf:
                total = 0.0
                for t in range(types.shape[0]):
                    if values[t] > top - 40.0:
                        total += np.exp(values[t] - top)
                forward[node, 0] = top + np.log(total)
            forward[node, 3] = _log_sum(forward[node, 0], _log_sum(forward[node, 1], forward[node, 2]))


def _backward(  # type: ignore[no-untyped-def]
    low, high, starts, types, opening, extension, scores, first, last,
    forward, backward, total, ends, kinds, position, result, source_unaligned, target_unaligned,
):  # fmt: skip
    for i in range(last - 1, first - 1, -1):
        for j in range(high[i], low[i] - 1, -1):
            node = starts[i] + j - low[i]
            for state in range(3):
                backward[node, state] = _log_sum(backward[node, state], backward[node, 3])
            on_path = position >= 0 and ends[position] == node
            for t in range(types.shape[0]):
                h = i - types[t, 0]
                k = j - types[t, 1]
                if h < 0 or k < low[h] or k > high[h]:
                    continue
                before = starts[h] + k - low[h]
                value = scores[i - first, j - low[i], t] + backward[node, 0]
                if t < 2:
                    gap = extension + backward[node, t + 1]
                    reached = _log_sum(forward[before, 0] + opening, forward[before, t + 1])
                    share = np.exp(_log_sum(forward[before, 0] + value, reached + gap) - total)
                    if t == 0:
                        source_unaligned[i - 1] += share
                    else:
                        target_unaligned[j - 1] += share
                    backward[before, 0] = _log_sum(backward[before, 0], _log_sum(value, opening + gap))
                    backward[before, t + 1] = gap
                else:
                    if on_path and kinds[position] == t:
                        result[position] = np.exp(forward[before, 3] + value - total)
                    backward[before, 3] = _log_sum(backward[before, 3], value)
            if on_path:
                position -= 1
    return position
