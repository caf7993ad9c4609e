"""Human judgements of translations, in files of JSON lines, with the faults and signals found in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from align.encoders import Encoder
from align.fidelity.checks import WHOLE_CHECKS, inner_checks
from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.matches import WordMatcher
from align.fidelity.quality import SIGNALS, signals_of

Numbers = NDArray[np.float64]
Item = TypeVar("Item")

_CODES = {
    "chinese_simple": "zh",
    "czech": "cs",
    "french": "fr",
    "german": "de",
    "hindi": "hi",
    "italian": "it",
    "japanese": "ja",
    "polish": "pl",
    "russian": "ru",
    "spanish": "es",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """
    A translated sentence that people judged.

    Attributes:
        pair: the sentence and its translation.
        system: the translator.
        document: the document of the sentence.
        score: the judgement, higher is better.
        omission: whether an omission was marked.
        major_omission: whether a major or critical omission was marked.
        addition: whether an addition was marked.
    """

    pair: SegmentPair
    system: str
    document: str
    score: float
    omission: bool
    major_omission: bool
    addition: bool


@dataclass(frozen=True, slots=True)
class MinimalPair:
    """
    A translation, and the same translation with one fault (Karpinska et al. 2022, DEMETR).

    Attributes:
        clean: the translation.
        broken: the translation with the fault.
        human: a human translation.
        fault: the category of the fault.
        severity: minor, major, critical or base.
    """

    clean: SegmentPair
    broken: SegmentPair
    human: SegmentPair
    fault: str
    severity: str


def read_judged(path: Path) -> tuple[Judged, ...]:
    """Read the judged sentences of bio-MQM or MLQE-PE, Russian-English."""
    return tuple(
        Judged(
            SegmentPair(row["src"], row["tgt"], "ru", "en"),
            row["system"],
            str(row.get("doc", row["seg"])),
            row["human"],
            bool(row.get("om")),
            any(span[3:5] == ["Accuracy", "Omission"] and span[5] in {"Major", "Critical"} for span in _spans(row)),
            bool(row.get("ad")),
        )
        for row in _rows(path)
    )


def read_minimal_pairs(path: Path) -> tuple[MinimalPair, ...]:
    """Read the minimal pairs of DEMETR, ten languages into English."""

    def pair(row: dict[str, str], key: str) -> SegmentPair:
        return SegmentPair(row["source"], row[key], _CODES[row["language"]], "en")

    return tuple(
        MinimalPair(pair(row, "clean"), pair(row, "broken"), pair(row, "reference"), row["fault"], row["severity"])
        for row in _rows(path)
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _spans(row: dict[str, Any]) -> Iterator[list[Any]]:
    for group in row.get("spans", ()):
        yield from (span for span in group if isinstance(span, list))


@dataclass(frozen=True, slots=True, eq=False)
class Reviewed:
    """
    The findings in some sentences.

    Attributes:
        signals: the signals of each sentence, shape (n, len(SIGNALS)).
        rules: the rules of the faults of each sentence.
    """

    signals: Numbers
    rules: tuple[frozenset[str], ...]


class Bench:
    """Runs all checks on texts."""

    def __init__(self, encoder: Encoder) -> None:
        self._matcher = WordMatcher(encoder)
        self._checks = (*WHOLE_CHECKS, *inner_checks(self._matcher))

    def faults(self, pairs: Sequence[SegmentPair]) -> list[Fault]:
        """Return the faults that all checks find."""
        return [fault for check in self._checks for fault in check.find(pairs)]

    def review(
        self, items: Sequence[Item], text_of: Callable[[Item], Hashable], pair_of: Callable[[Item], SegmentPair]
    ) -> Reviewed:
        """Return the findings in items; each text among them is checked by itself."""
        texts: dict[Hashable, list[int]] = {}
        for number, item in enumerate(items):
            texts.setdefault(text_of(item), []).append(number)
        signals = np.zeros((len(items), len(SIGNALS)))
        rules: list[frozenset[str]] = [frozenset()] * len(items)
        for numbers in texts.values():
            pairs = [pair_of(items[number]) for number in numbers]
            faults = self.faults(pairs)
            signals[numbers] = signals_of(pairs, faults, self._matcher.match(pairs))
            for place, number in enumerate(numbers):
                rules[number] = frozenset(fault.rule for fault in faults if fault.pair == place)
        return Reviewed(signals, tuple(rules))


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """The judged data with the findings in them."""

    judged: tuple[Judged, ...]
    judged_reviews: Reviewed
    rated: tuple[Judged, ...]
    rated_reviews: Reviewed
    minimal: tuple[MinimalPair, ...]
    clean: Reviewed
    broken: Reviewed

    @classmethod
    def read(cls, folder: Path, bench: Bench) -> Data:
        """Read and check the data; a text is all sentences of one system, or of one language and kind of fault."""
        judged = read_judged(folder / "bio-mqm.ru-en.jsonl")
        rated = read_judged(folder / "mlqe-pe.ru-en.dev.jsonl")
        minimal = read_minimal_pairs(folder / "demetr.even-ids.jsonl")

        def text_of(item: MinimalPair) -> Hashable:
            return item.clean.source_language, item.fault

        return cls(
            judged,
            bench.review(judged, lambda item: item.system, lambda item: item.pair),
            rated,
            bench.review(rated, lambda item: item.system, lambda item: item.pair),
            minimal,
            bench.review(minimal, text_of, lambda item: item.clean),
            bench.review(minimal, text_of, lambda item: item.broken),
        )

    @property
    def omissions(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Whether an omission was marked in each sentence, and whether a major one was."""
        return (
            np.array([item.omission for item in self.judged]),
            np.array([item.major_omission for item in self.judged]),
        )

    @property
    def scores(self) -> Numbers:
        """The ratings of the rated sentences."""
        return np.array([item.score for item in self.rated])

    @property
    def critical(self) -> NDArray[np.bool_]:
        """Whether each minimal pair has a critical fault."""
        return np.array([item.severity == "critical" for item in self.minimal])

    @property
    def languages(self) -> NDArray[np.str_]:
        """The source languages of the minimal pairs."""
        return np.array([item.clean.source_language for item in self.minimal])
