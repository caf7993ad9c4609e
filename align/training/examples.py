"""Pairs as the trainer sees them: rows of tokens, grouped by language and kind."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import regex
from numpy.typing import NDArray

from align.encoders.table import Table
from align.encoders.tokens import Tokenizer, fold, normalise
from align.training.pairs import PIVOT, Pair, PairFile, read_pairs
from corpus.errors import ModelError

_TERM_LENGTH = 5.0
_TERM_WEIGHT = 0.3
_TERM_CAP = 40_000
_SENTENCE_COUNTS = 3
_HELD_OUT_SHARE = 50
_MOST_HELD_OUT = 500
_MOST_WORDS = 2_000_000
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")


@dataclass(frozen=True, slots=True)
class SourceCount:
    """
    What one source gives for one language.

    Attributes:
        language: BCP 47 tag of the side that is not English.
        source: the tag in the first column; empty where there is none.
        pairs: the number of pairs.
        words: the mean number of words of an English side.
    """

    language: str
    source: str
    pairs: int
    words: float

    @property
    def is_terms(self) -> bool:
        """Whether these are entries of a dictionary or titles rather than sentences."""
        return self.words < _TERM_LENGTH


@dataclass(frozen=True, slots=True)
class Survey:
    """
    What is in the files.

    Attributes:
        sources: what each source gives for each language.
        words: for each language, how often each normalised word occurs; sentences count threefold.
        broken: for each file's name, how many lines held no pair.
    """

    sources: tuple[SourceCount, ...]
    words: Mapping[str, Counter[str]]
    broken: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Bags:
    """
    The tokens of many texts, one after another.

    Attributes:
        tokens: rows of the vocabulary.
        pointers: ``pointers[i]`` to ``pointers[i + 1]`` bound the tokens of text i.
    """

    tokens: NDArray[np.int32]
    pointers: NDArray[np.int64]

    def take(self, chosen: NDArray[np.int64]) -> Bags:
        """Return the chosen texts, in the order given."""
        lengths = self.pointers[chosen + 1] - self.pointers[chosen]
        pointers = np.concatenate(([0], np.cumsum(lengths)))
        within = np.arange(pointers[-1]) - np.repeat(pointers[:-1], lengths)
        return Bags(self.tokens[np.repeat(self.pointers[chosen], lengths) + within], pointers)

    def sums(self, table: Table) -> NDArray[np.float32]:
        """Return the sum of each text's token vectors; no text may be empty."""
        return np.add.reduceat(table.rows(self.tokens), self.pointers[:-1], axis=0)


@dataclass(frozen=True, slots=True)
class Group:
    """
    Pairs of one language and one source: a batch never mixes groups.

    Attributes:
        language: BCP 47 tag of the side that is not English.
        source: where they were taken from.
        english: the English sides.
        other: the other sides, in the same order.
        weight: how often a pair is seen, as a share of the schedule's epochs.
        is_terms: whether these are entries of a dictionary or titles rather than sentences.
    """

    language: str
    source: str
    english: Bags
    other: Bags
    weight: float
    is_terms: bool

    @property
    def count(self) -> int:
        """The number of pairs."""
        return len(self.english.pointers) - 1

    def take(self, chosen: NDArray[np.int64]) -> Group:
        """Return the group with the chosen pairs alone."""
        return replace(self, english=self.english.take(chosen), other=self.other.take(chosen))


def survey_files(files: Iterable[PairFile]) -> Survey:
    """
    Count what is in the files.

    Args:
        files: the files; each is read through once.

    Raises:
        ReadError: a file cannot be read.
        ModelError: there is no pair at all.
    """
    words: defaultdict[str, Counter[str]] = defaultdict(Counter)
    sources: list[SourceCount] = []
    broken: dict[str, int] = {}
    for file in files:
        tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
        broken[file.path.name] = 0
        for pair in read_pairs(file):
            if pair is None:
                broken[file.path.name] += 1
                continue
            tallies[pair.source].add(pair)
        for source, tally in tallies.items():
            count = SourceCount(file.language, source, tally.pairs, tally.length / tally.pairs)
            sources.append(count)
            for language, counts in ((PIVOT, tally.english), (file.language, tally.other)):
                for word, times in counts.items():
                    words[language][word] += times * (1 if count.is_terms else _SENTENCE_COUNTS)
    if not sources:
        raise ModelError("the files hold no pair of texts", remedy="give lines of English⇥other")
    return Survey(tuple(sources), dict(words), broken)


def read_groups(files: Iterable[PairFile], survey: Survey, tokenizer: Tokenizer) -> list[Group]:
    """Return the pairs of the files as rows of tokens; a pair with a side without tokens is left out."""
    counts = {(count.language, count.source): count for count in survey.sources}
    cache = _Rows(tokenizer)
    groups = []
    for file in files:
        parts: defaultdict[str, _Part] = defaultdict(_Part)
        for pair in read_pairs(file):
            if pair is not None:
                parts[pair.source].append(cache.rows(pair.english), cache.rows(pair.other))
        for source, part in parts.items():
            count = counts[file.language, source]
            weight = _TERM_WEIGHT * min(1.0, _TERM_CAP / count.pairs) if count.is_terms else 1.0
            groups.append(Group(file.language, source, part.english.bags(), part.other.bags(), weight, count.is_terms))
    return groups


def balance(groups: Sequence[Group]) -> list[Group]:
    """
    Return the groups with weights that even out the languages: the more a language has, the less often it is seen.

    Weights are divided by the square root of what the language has, in a proportion that leaves the geometric mean of
    all languages as it was.
    """
    amounts: defaultdict[str, float] = defaultdict(float)
    for group in groups:
        amounts[group.language] += group.count * group.weight
    mean = np.exp(np.mean(np.log(np.maximum(1.0, list(amounts.values())))))
    factors = {language: float(np.sqrt(mean / max(1.0, amount))) for language, amount in amounts.items()}
    return [replace(group, weight=group.weight * factors[group.language]) for group in groups]


def hold_out(groups: Sequence[Group], seed: int) -> tuple[list[Group], list[Group]]:
    """
    Return the groups to train on and those to score on.

    A fiftieth of each group of sentences is held out, 500 pairs of a language at most; of a language without sentences,
    that of its terms.
    """
    random = np.random.default_rng(seed)
    with_sentences = {group.language for group in groups if not group.is_terms}
    training, held_out = [], []
    left = dict.fromkeys((group.language for group in groups), _MOST_HELD_OUT)
    for group in groups:
        scored = not group.is_terms or group.language not in with_sentences
        size = min(group.count // _HELD_OUT_SHARE, left[group.language]) if scored else 0
        left[group.language] -= size
        order = random.permutation(group.count)
        if size:
            held_out.append(group.take(np.sort(order[:size])))
        training.append(group.take(np.sort(order[size:])) if size else group)
    return training, held_out


@dataclass(slots=True)
class _Tally:
    """What one source of a file gives; of endless text the rarest words are forgotten."""

    pairs: int = 0
    length: int = 0
    english: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)

    def add(self, pair: Pair) -> None:
        english = _WORD.findall(fold(normalise(pair.english)))
        self.pairs += 1
        self.length += len(english)
        self.english.update(english)
        self.other.update(_WORD.findall(fold(normalise(pair.other))))
        for counts in (self.english, self.other):
            if len(counts) > _MOST_WORDS:
                least = sorted(counts.values())[len(counts) // 2]
                for word in [word for word, count in counts.items() if count <= least]:
                    del counts[word]


class _Rows:
    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._cache: dict[str, list[int]] = {}

    def rows(self, text: str) -> list[int]:
        cache = self._cache
        found: list[int] = []
        for word in self._tokenizer.words(normalise(text)):
            rows = cache.get(word)
            if rows is None:
                if len(cache) > _MOST_WORDS:
                    cache.clear()
                rows = cache[word] = self._tokenizer.pieces(word)
            found += rows
        return found


class _Texts:
    def __init__(self) -> None:
        self._tokens = array("i")
        self._pointers = array("q", [0])

    def append(self, rows: Sequence[int]) -> None:
        self._tokens.extend(rows)
        self._pointers.append(len(self._tokens))

    def bags(self) -> Bags:
        return Bags(np.array(self._tokens, np.int32), np.array(self._pointers, np.int64))


class _Part:
    def __init__(self) -> None:
        self.english, self.other = _Texts(), _Texts()

    def append(self, english: Sequence[int], other: Sequence[int]) -> None:
        if english and other:
            self.english.append(english)
            self.other.append(other)
