"""Tokenised training pairs, grouped by language and source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from align.encoders.batch_tokenizer import BatchTokenizer
from align.encoders.token_bags import TokenBags
from align.training.sources import PairSource, TrainingPair
from align.training.survey import Survey
from corpus.messages import warn

_TERM_WEIGHT = 0.3
_MAX_TERMS = 40_000
_HELD_OUT_FRACTION = 50
_MAX_HELD_OUT = 500
_MAX_PAIRS = 10_000_000
_BATCH = 2048


@dataclass(frozen=True, slots=True)
class PairGroup:
    """
    The pairs of one language and one source; a training batch is drawn from one group.

    Attributes:
        language: BCP 47 tag of the language that is not English.
        source: the name of the source.
        english: the English texts.
        other: the texts in the other language, in the same order.
        weight: the number of epochs for these pairs, as a factor of the schedule's.
        is_terms: whether the pairs are entries of a dictionary or titles rather than sentences.
    """

    language: str
    source: str
    english: TokenBags
    other: TokenBags
    weight: float
    is_terms: bool

    @property
    def count(self) -> int:
        """The number of pairs."""
        return len(self.english.pointers) - 1

    def take(self, chosen: NDArray[np.int64]) -> PairGroup:
        """Return the group with the chosen pairs only."""
        return replace(self, english=self.english.take(chosen), other=self.other.take(chosen))


def read_pair_groups(sources: Iterable[PairSource], survey: Survey, tokenizer: BatchTokenizer) -> list[PairGroup]:
    """
    Return the tokenised pairs, without those that have a text without tokens.

    If there are more than 10 million pairs, only every second, third … is used, so that they fit into memory. This is
    reported as a `TextWarning`.
    """
    counts = {(count.language, count.source): count for count in survey.sources}
    stride = -(-survey.pairs // _MAX_PAIRS)
    if stride > 1:
        warn(f"of {survey.pairs:,} pairs, one in {stride} is used")
    waiting: defaultdict[tuple[str, str], list[TrainingPair]] = defaultdict(list)
    tokenized: defaultdict[tuple[str, str], list[tuple[TokenBags, TokenBags]]] = defaultdict(list)
    for place in sources:
        for pair in islice((pair for pair in place.read() if pair is not None), 0, None, stride):
            key = pair.language, pair.source
            waiting[key].append(pair)
            if len(waiting[key]) == _BATCH:
                tokenized[key].append(_tokenize(waiting[key], tokenizer))
                waiting[key].clear()
    groups = []
    for (language, source), pairs in waiting.items():
        count = counts[language, source]
        weight = _TERM_WEIGHT * min(1.0, _MAX_TERMS / count.pairs) if count.is_terms else 1.0
        parts = (*tokenized[language, source], _tokenize(pairs, tokenizer))
        english, other = map(TokenBags.join, zip(*parts, strict=True))
        groups.append(PairGroup(language, source, english, other, weight, count.is_terms))
    return groups


def weigh(groups: Sequence[PairGroup], factors: Mapping[str, float]) -> list[PairGroup]:
    """Return the groups with their weights multiplied by the factors of their sources."""
    return [replace(group, weight=group.weight * factors.get(group.source, 1.0)) for group in groups]


def balance(groups: Sequence[PairGroup]) -> list[PairGroup]:
    """
    Return the groups with weights that balance the languages: pairs of large languages are seen less often.

    Weights are divided by the square root of the language's number of pairs, relative to the geometric mean over all
    languages.
    """
    amounts: defaultdict[str, float] = defaultdict(float)
    for group in groups:
        amounts[group.language] += group.count * group.weight
    mean = np.exp(np.mean(np.log(np.maximum(1.0, list(amounts.values())))))
    factors = {language: float(np.sqrt(mean / max(1.0, amount))) for language, amount in amounts.items()}
    return [replace(group, weight=group.weight * factors[group.language]) for group in groups]


def hold_out(groups: Sequence[PairGroup], seed: int) -> tuple[list[PairGroup], list[PairGroup]]:
    """
    Return the training set and the held-out set.

    A fiftieth of each group of sentences is held out, at most 500 pairs per language. For a language without sentences,
    this is done with its terms.
    """
    random = np.random.default_rng(seed)
    with_sentences = {group.language for group in groups if not group.is_terms}
    training, held_out = [], []
    left = dict.fromkeys((group.language for group in groups), _MAX_HELD_OUT)
    for group in groups:
        scored = not group.is_terms or group.language not in with_sentences
        size = min(group.count // _HELD_OUT_FRACTION, left[group.language]) if scored else 0
        left[group.language] -= size
        order = random.permutation(group.count)
        if size:
            held_out.append(group.take(np.sort(order[:size])))
        training.append(group.take(np.sort(order[size:])) if size else group)
    return training, held_out


def _tokenize(pairs: Sequence[TrainingPair], tokenizer: BatchTokenizer) -> tuple[TokenBags, TokenBags]:
    """Return the tokens of both sides of the pairs in which neither is without tokens."""
    english = tokenizer.tokenize([pair.english for pair in pairs])
    other = tokenizer.tokenize([pair.other for pair in pairs])
    full = np.flatnonzero((np.diff(english.pointers) > 0) & (np.diff(other.pointers) > 0))
    return english.take(full), other.take(full)
