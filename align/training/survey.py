"""A survey of training data: counts of pairs and words, and whether the languages are as stated."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import regex

from align.encoders.tokens import fold, normalise
from align.training.sources import PIVOT, PairSource, TrainingPair
from corpus import detect_language
from corpus.errors import ModelError
from corpus.messages import warn

_TERM_LENGTH = 5.0
_SENTENCE_WEIGHT = 3
_MAX_WORDS = 2_000_000
_SAMPLE_LENGTH = 20_000
_MIN_LETTERS = 600
_MIN_PROBABILITY = 0.9
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")


@dataclass(frozen=True, slots=True)
class SourceCount:
    """
    The pairs of one source in one language.

    Attributes:
        language: BCP 47 tag of the language that is not English.
        source: the name of the source; empty if not given.
        pairs: the number of pairs.
        words: the mean number of words of an English text.
        same: the number of pairs with the same text in both languages.
    """

    language: str
    source: str
    pairs: int
    words: float
    same: int = 0

    @property
    def is_terms(self) -> bool:
        """Whether the pairs are entries of a dictionary or titles rather than sentences."""
        return self.words < _TERM_LENGTH


@dataclass(frozen=True, slots=True)
class Survey:
    """
    Counts and samples of the training data.

    Attributes:
        sources: the counts of each source and language.
        words: for each language, the frequency of each normalised word; sentences count threefold.
        samples: for each language, text from the beginning.
        broken: the number of lines or units without a pair.
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


def survey_sources(sources: Iterable[PairSource]) -> Survey:
    """
    Count pairs and words, and check that the languages are as stated.

    Args:
        sources: the sources of pairs; each is read once.

    Raises:
        ReadError: a source cannot be read.
        ModelError: there is no pair at all, or most pairs have the same text in both languages.
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
            _check_copies([count for count in counted.values() if count.language == language], place.label)
        for (language, source), tally in own.items():
            count = counted[language, source]
            _check_order(count, tally.samples, place.label)
            for tag, counts, sample in zip((PIVOT, language), (tally.english, tally.other), tally.samples, strict=True):
                samples.setdefault(tag, sample)
                for word, times in counts.items():
                    words[tag][word] += times * (1 if count.is_terms else _SENTENCE_WEIGHT)
            tallies[language, source].merge(tally)
    if not tallies:
        raise ModelError("the files contain no pair of texts", remedy="give English with another language")
    return Survey(tuple(tally.count(*key) for key, tally in tallies.items()), dict(words), samples, broken)


@dataclass(slots=True)
class _Tally:
    """Counts of one source in one language; above a maximum number of words, the rarest half is deleted."""

    pairs: int = 0
    length: int = 0
    same: int = 0
    english: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)
    samples: tuple[str, str] = ("", "")

    def add(self, pair: TrainingPair) -> None:
        texts = [fold(normalise(text)) for text in (pair.english, pair.other)]
        if len(self.samples[0]) < _SAMPLE_LENGTH:
            self.samples = (f"{self.samples[0]}{pair.english}\n", f"{self.samples[1]}{pair.other}\n")
        self.pairs += 1
        self.same += texts[0] == texts[1]
        english, other = map(_WORD.findall, texts)
        self.length += len(english)
        self.english.update(english)
        self.other.update(other)
        for counts in (self.english, self.other):
            if len(counts) > _MAX_WORDS:
                median = sorted(counts.values())[len(counts) // 2]
                for word in [word for word, count in counts.items() if count <= median]:
                    del counts[word]

    def merge(self, other: _Tally) -> None:
        """Add the numbers of another tally of the same source and language; not its words and samples."""
        self.pairs += other.pairs
        self.length += other.length
        self.same += other.same

    def count(self, language: str, source: str) -> SourceCount:
        return SourceCount(language, source, self.pairs, self.length / self.pairs, self.same)


def _check_copies(counts: Iterable[SourceCount], where: str) -> None:
    """
    Check that the two languages differ: names may be the same in both, sentences may not.

    Raises:
        ModelError: most of the sentence pairs have the same text in both languages. If they do in one source of
            several, a warning is reported.
    """
    sentences = [count for count in counts if not count.is_terms]
    same, pairs = sum(count.same for count in sentences), sum(count.pairs for count in sentences)
    if 2 * same > pairs:
        raise ModelError(
            f"in {same:,} of {pairs:,} pairs both texts are the same",
            where=where,
            remedy=f"put English and {sentences[0].language} into the two columns",
        )
    for count in sentences:
        if 2 * count.same > count.pairs:
            warn(f"in {count.same:,} of {count.pairs:,} pairs of {count.source!r} both texts are the same", where=where)


def _check_order(count: SourceCount, samples: tuple[str, str], where: str) -> None:
    """Report swapped columns, by the languages of the samples. They do little harm: training is symmetric."""
    if count.is_terms or min(sum(map(str.isalpha, sample)) for sample in samples) < _MIN_LETTERS:
        return
    english, other = map(detect_language, samples)
    if other.language == PIVOT != english.language and min(english.probability, other.probability) >= _MIN_PROBABILITY:
        problem = f"the columns look swapped: the English one looks like {english.language}, the other is English"
        warn(problem, where=where)
