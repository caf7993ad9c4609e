"""Pairs as the trainer sees them: rows of tokens, grouped by language and kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np
import regex
from numpy.typing import NDArray

from align.encoders.bags import Bags
from align.encoders.batch_tokenizer import Cutter
from align.encoders.tokens import fold, normalise
from align.training.pairs import PIVOT, Pair, PairSource
from align.training.sides import SourceCount, check_copies, check_order
from corpus.errors import ModelError
from corpus.messages import warn

_TERM_WEIGHT = 0.3
_TERM_CAP = 40_000
_SENTENCE_COUNTS = 3
_HELD_OUT_SHARE = 50
_MOST_HELD_OUT = 500
_MOST_WORDS = 2_000_000
_MOST_PAIRS = 10_000_000
_SAMPLE = 20_000
_BATCH = 2048
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")


@dataclass(frozen=True, slots=True)
class Survey:
    """
    What the sources of pairs hold.

    Attributes:
        sources: what each source gives for each language.
        words: for each language, how often each normalised word occurs; sentences count threefold.
        samples: for each language, text from the beginning.
        broken: how many lines or units held no pair.
    """

    sources: tuple[SourceCount, ...]
    words: Mapping[str, Counter[str]]
    samples: Mapping[str, str]
    broken: int

    @property
    def pairs(self) -> int:
        """The number of pairs."""
        return sum(count.pairs for count in self.sources)

    @property
    def languages(self) -> tuple[str, ...]:
        """BCP 47 tags of all languages, English first."""
        return tuple(dict.fromkeys((PIVOT, *(count.language for count in self.sources))))


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


def survey_sources(sources: Iterable[PairSource]) -> Survey:
    """
    Count what the sources hold, and look whether their sides are what they are said to be.

    Args:
        sources: where the pairs are; each is read through once.

    Raises:
        ReadError: a source cannot be read.
        ModelError: there is no pair at all, or the two sides are the same.
    """
    words: defaultdict[str, Counter[str]] = defaultdict(Counter)
    tallies: defaultdict[tuple[str, str], _Tally] = defaultdict(_Tally)
    samples: dict[str, str] = {}
    broken = 0
    for place in sources:
        own: defaultdict[tuple[str, str], _Tally] = defaultdict(_Tally)
        for pair in place.read():
            if pair is None:
                broken += 1
            else:
                own[pair.language, pair.source].add(pair)
        counted = {key: tally.count(*key) for key, tally in own.items()}
        for language in dict.fromkeys(language for language, _ in own):
            check_copies((count for count in counted.values() if count.language == language), place.label)
        for (language, source), tally in own.items():
            count = counted[language, source]
            check_order(count, tally.samples, place.label)
            for tag, counts, sample in zip((PIVOT, language), tally.words, tally.samples, strict=True):
                samples.setdefault(tag, sample)
                for word, times in counts.items():
                    words[tag][word] += times * (1 if count.is_terms else _SENTENCE_COUNTS)
            tallies[language, source].take(tally)
    if not tallies:
        raise ModelError("the files hold no pair of texts", remedy="give English with another language")
    return Survey(tuple(tally.count(*key) for key, tally in tallies.items()), dict(words), samples, broken)


def read_groups(sources: Iterable[PairSource], survey: Survey, cutter: Cutter) -> list[Group]:
    """
    Return the pairs as rows of tokens; a pair with a side without tokens is left out.

    Of more than 10 million pairs every second, third … alone is taken, so that they fit into memory, with a
    `TextWarning`.
    """
    counts = {(count.language, count.source): count for count in survey.sources}
    stride = -(-survey.pairs // _MOST_PAIRS)
    if stride > 1:
        warn(f"of {survey.pairs:,} pairs, one in {stride} is taken")
    parts: defaultdict[tuple[str, str], _Part] = defaultdict(lambda: _Part(cutter))
    for place in sources:
        for pair in islice((pair for pair in place.read() if pair is not None), 0, None, stride):
            parts[pair.language, pair.source].add(pair)
        for part in parts.values():
            part.cut()
    groups = []
    for (language, source), part in parts.items():
        count = counts[language, source]
        weight = _TERM_WEIGHT * min(1.0, _TERM_CAP / count.pairs) if count.is_terms else 1.0
        english, other = (Bags.join(side) for side in (part.english, part.other))
        groups.append(Group(language, source, english, other, weight, count.is_terms))
    return groups


def weigh(groups: Sequence[Group], factors: Mapping[str, float]) -> list[Group]:
    """Return the groups with the pairs of some sources seen more often, or less, by the factor that each has."""
    return [replace(group, weight=group.weight * factors.get(group.source, 1.0)) for group in groups]


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
    """What one source gives for one language; of endless text the rarest words are forgotten."""

    pairs: int = 0
    length: int = 0
    same: int = 0
    english: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)
    samples: tuple[str, str] = ("", "")

    @property
    def words(self) -> tuple[Counter[str], Counter[str]]:
        """How often each word occurs, in English and in the other language."""
        return self.english, self.other

    def add(self, pair: Pair) -> None:
        texts = [fold(normalise(text)) for text in (pair.english, pair.other)]
        if len(self.samples[0]) < _SAMPLE:
            self.samples = (f"{self.samples[0]}{pair.english}\n", f"{self.samples[1]}{pair.other}\n")
        self.pairs += 1
        self.same += texts[0] == texts[1]
        english, other = map(_WORD.findall, texts)
        self.length += len(english)
        self.english.update(english)
        self.other.update(other)
        for counts in (self.english, self.other):
            if len(counts) > _MOST_WORDS:
                least = sorted(counts.values())[len(counts) // 2]
                for word in [word for word, count in counts.items() if count <= least]:
                    del counts[word]

    def take(self, more: _Tally) -> None:
        """Add the numbers of another tally of the same source and language; not its words and samples."""
        self.pairs += more.pairs
        self.length += more.length
        self.same += more.same

    def count(self, language: str, source: str) -> SourceCount:
        return SourceCount(language, source, self.pairs, self.length / self.pairs, self.same)


@dataclass(slots=True)
class _Part:
    """The pairs of one group, which are cut into tokens some thousand at a time."""

    cutter: Cutter
    waiting: list[Pair] = field(default_factory=list)
    english: list[Bags] = field(default_factory=list)
    other: list[Bags] = field(default_factory=list)

    def add(self, pair: Pair) -> None:
        self.waiting.append(pair)
        if len(self.waiting) == _BATCH:
            self.cut()

    def cut(self) -> None:
        english = self.cutter.cut([pair.english for pair in self.waiting])
        other = self.cutter.cut([pair.other for pair in self.waiting])
        full = np.flatnonzero((np.diff(english.pointers) > 0) & (np.diff(other.pointers) > 0))
        self.english.append(english.take(full))
        self.other.append(other.take(full))
        self.waiting.clear()
