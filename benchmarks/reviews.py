"""Judged translations with their faults and signals."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from align.encoders import Encoder
from align.fidelity.checks import all_checks
from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.matches import WordMatcher
from align.fidelity.quality import SIGNALS, signals_of
from benchmarks.judgements import Judged, MinimalPair, read_judged, read_minimal_pairs

Numbers = NDArray[np.float64]
Item = TypeVar("Item")


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
        self._checks = all_checks(self._matcher)

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
