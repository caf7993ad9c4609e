"""Training of token vectors."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from align.encoders.token_bags import TokenBags, entries_of
from align.engine.jit import compiled
from align.training.checkpoint import Checkpoint, TrainingState
from align.training.pair_groups import PairGroup
from align.training.rows import add_to_rows, sum_rows, update_rows
from align.training.settings import Settings
from align.training.vocabulary import SubwordFeatures
from corpus.errors import ModelError

_STANDARD_DEVIATION = 0.05
_MIN_BATCH = 8
_EVALUATIONS = 20

_SCALE = np.float32(8.0)
"""The factor of cosines in the loss, the inverse of its temperature."""

_DROPOUT = 0.1
"""The share of tokens left out of a text each time it is seen."""


@dataclass(slots=True)
class EarlyStopping:
    """
    The vectors with the highest score so far, and the decision to stop when it no longer rises.

    Attributes:
        score_of: returns the score of vectors; higher is better.
        patience: the number of evaluations without a higher score after which training stops; there are 20 in all.
        best: the best vectors so far.
        score: the score of the best vectors.
        misses: the number of evaluations since then.
    """

    score_of: Callable[[NDArray[np.float32]], float]
    patience: int
    best: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 0), np.float32))
    score: float = float("-inf")
    misses: int = 0

    def is_due(self, step: int, steps: int) -> bool:
        """Return whether an evaluation is due after this step of `steps`."""
        return step == steps or step % max(1, steps // _EVALUATIONS) == 0

    def evaluate(self, vectors: NDArray[np.float32]) -> None:
        """Score the vectors, and keep them if they are the best so far."""
        score = self.score_of(vectors)
        self.misses += 1
        if score > self.score:
            self.best, self.score, self.misses = vectors, score, 0

    @property
    def should_stop(self) -> bool:
        """Whether training should stop."""
        return self.misses >= self.patience


def learn_vectors(
    groups: Sequence[PairGroup],
    subwords: SubwordFeatures,
    settings: Settings,
    *,
    rate: float,
    start: NDArray[np.float32] | None = None,
    stopping: EarlyStopping | None = None,
    checkpoint: Checkpoint | None = None,
    progress: Callable[[int, int, float], None] = lambda *_: None,
) -> NDArray[np.float32]:
    """
    Return one vector per token, trained so that the vectors of translations, as sums of token vectors, are similar.

    The loss is symmetric InfoNCE over batches of one language and one source, and the optimiser row-wise lazy Adam. The
    same groups and settings give the same vectors on the same machine.

    Args:
        groups: the pairs.
        subwords: the features of the tokens.
        settings: the dimensions, the batch, the epochs and the seed.
        rate: the initial learning rate, which decays linearly to zero.
        start: the initial vectors of the tokens; None for random ones.
        stopping: evaluates the vectors at intervals, so that the best are returned; None trains to the end and returns
            the last.
        checkpoint: where the state is saved at intervals; a state of this training is resumed.
        progress: called after each step with its number from 1, the number of steps, and the mean loss.

    Raises:
        ModelError: there are not enough pairs for one batch.
    """
    random = np.random.default_rng(settings.seed)
    learner = _Learner(subwords, settings, random, start)
    batches = _batches(groups, settings, random)
    if not batches:
        raise ModelError("too few pairs to train on", remedy="give more lines of English⇥other")
    state = checkpoint.load() if checkpoint else None
    mean = 0.0
    first = 1
    if state:
        mean, first = state.loss, state.step + 1
        learner.restore(state, stopping)
    elif stopping and start is not None:
        stopping.evaluate(learner.vectors())
    for step, (number, chosen) in enumerate(batches[first - 1 :], start=first):
        if stopping and stopping.should_stop:
            break
        loss = learner.step(groups[number], chosen, step, rate * (1 - (step - 1) / len(batches)))
        mean += (loss - mean) / min(step, 100)
        if stopping and stopping.is_due(step, len(batches)):
            stopping.evaluate(learner.vectors())
        if checkpoint and checkpoint.is_due():
            checkpoint.save(learner.state(step, mean, stopping))
        progress(step, len(batches), mean)
    return stopping.best if stopping else learner.vectors()


def _batches(
    groups: Sequence[PairGroup], settings: Settings, random: np.random.Generator
) -> list[tuple[int, NDArray[np.int64]]]:
    batches = []
    for number, group in enumerate(groups):
        seen = round(group.count * settings.epochs * group.weight)
        rounds = [random.permutation(group.count) for _ in range(-(-seen // max(1, group.count)))]
        order = np.concatenate([np.empty(0, np.int64), *rounds])[:seen]
        # A batch never has a pair twice: one would be a negative of the other.
        size = min(settings.batch, max(1, group.count))
        parts = (order[start : start + size] for start in range(0, seen, size))
        batches += [(number, part) for part in parts if len(part) >= _MIN_BATCH]
    return [batches[place] for place in random.permutation(len(batches))]


class _Learner:
    def __init__(
        self,
        subwords: SubwordFeatures,
        settings: Settings,
        random: np.random.Generator,
        start: NDArray[np.float32] | None,
    ) -> None:
        self.subwords, self.dimensions, self.random = subwords, settings.dimensions, random
        shape = (subwords.size, settings.dimensions)
        if start is None:
            self.table = random.standard_normal(shape, np.float32) * np.float32(_STANDARD_DEVIATION)
        else:
            self.table = np.zeros(shape, np.float32)
            self.table[: len(start)] = start
        self.momentum = np.zeros(shape, np.float32)
        self.squares = np.zeros(subwords.size, np.float32)
        self.slots = np.empty(subwords.size, np.int32)
        steps = subwords.features.size * settings.dimensions
        self.sum_rows, self.add_to_rows, self.update_rows = (
            compiled(function, steps) for function in (sum_rows, add_to_rows, update_rows)
        )

    def step(self, group: PairGroup, chosen: NDArray[np.int64], step: int, rate: float) -> float:
        """Update the vectors with the chosen pairs of a group; return their loss."""
        tokens, bounds = self._tokens((group.english, group.other), chosen)
        distinct, places = self._distinct(tokens)
        entries, starts = entries_of(self.subwords.pointers, distinct)
        weights = self.subwords.weights[entries]
        rows, row_places = self._distinct(self.subwords.features[entries])
        ones = np.ones(len(tokens), np.float32)

        vectors = self._empty(len(distinct))
        self.sum_rows(self.table[rows], row_places, weights, starts, vectors)
        sums = self._empty(len(bounds) - 1)
        self.sum_rows(vectors, places, ones, bounds, sums)

        loss, gradient = _contrastive_loss(sums, _SCALE)

        vectors[:] = 0
        self.add_to_rows(gradient, places, ones, bounds, vectors)
        changes = np.zeros((len(rows), self.dimensions), np.float32)
        self.add_to_rows(vectors, row_places, weights, starts, changes)
        errors = np.einsum("ij,ij->i", changes, changes) / np.float32(self.dimensions)
        self.update_rows(self.table, self.momentum, self.squares, changes, errors, rows, rate, step)
        return loss

    def state(self, step: int, loss: float, stopping: EarlyStopping | None) -> TrainingState:
        random = json.dumps(self.random.bit_generator.state)
        best = stopping or EarlyStopping(lambda _: 0.0, 0)
        moments = self.momentum, self.squares
        return TrainingState(step, loss, random, self.table, *moments, best.best, best.score, best.misses)

    def restore(self, state: TrainingState, stopping: EarlyStopping | None) -> None:
        self.random.bit_generator.state = json.loads(state.random)
        self.table, self.momentum, self.squares = state.table, state.momentum, state.squares
        if stopping:
            stopping.best, stopping.score, stopping.misses = state.best, state.score, state.misses

    def vectors(self) -> NDArray[np.float32]:
        """Return each token's vector, the sum of its features; zeros for the unknown token and the bare mark."""
        subwords = self.subwords
        vectors = self._empty(len(subwords.pointers) - 1)
        self.sum_rows(self.table, subwords.features, subwords.weights, subwords.pointers, vectors)
        vectors[:2] = 0
        return vectors

    def _tokens(
        self, texts: tuple[TokenBags, TokenBags], chosen: NDArray[np.int64]
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the tokens of both languages after dropout, and where each text begins; none loses all its tokens."""
        tokens, lengths = [], []
        for bags in texts:
            entries, starts = entries_of(bags.pointers, chosen)
            kept = self.random.random(len(entries), np.float32) >= _DROPOUT
            kept[starts[:-1][np.add.reduceat(kept, starts[:-1], dtype=np.int64) == 0]] = True
            tokens.append(bags.tokens[entries[kept]])
            lengths.append(np.add.reduceat(kept, starts[:-1], dtype=np.int64))
        return np.concatenate(tokens), np.concatenate(([0], np.cumsum(np.concatenate(lengths))))

    def _distinct(self, rows: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the distinct rows, and for each given row its index among them."""
        order = np.arange(len(rows), dtype=np.int32)
        self.slots[rows] = order
        distinct = rows[self.slots[rows] == order]
        self.slots[distinct] = order[: len(distinct)]
        return distinct, self.slots[rows]

    def _empty(self, count: int) -> NDArray[np.float32]:
        return np.empty((count, self.dimensions), np.float32)


def _contrastive_loss(sums: NDArray[np.float32], scale: np.float32) -> tuple[float, NDArray[np.float32]]:
    """Return the symmetric InfoNCE loss of sums, whose second half translates the first, and its gradient."""
    lengths = np.sqrt(np.einsum("ij,ij->i", sums, sums))[:, None] + np.float32(1e-6)
    units = sums / lengths
    size = len(units) // 2
    english, other = units[:size], units[size:]
    logits = (english * scale) @ other.T
    right = logits.diagonal().copy()
    highest = logits.max()
    np.exp(logits - highest, out=logits)
    rows, columns = logits.sum(axis=1), logits.sum(axis=0)
    loss = float((np.log(rows) + np.log(columns) + 2 * (highest - right)).mean()) / 2
    logits *= (1 / rows[:, None] + 1 / columns) * (scale / (2 * size))
    logits[np.diag_indices(size)] -= scale / size
    gradient = np.concatenate((logits @ other, logits.T @ english))
    gradient -= units * np.einsum("ij,ij->i", gradient, units)[:, None]
    return loss, gradient / lengths
