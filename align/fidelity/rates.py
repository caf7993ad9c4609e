"""
Rates: the number of faults per 1,000 words of the source.

The source is divided into blocks, its paragraphs. All figures of a version are summed by block, and intervals and tests
are computed from these sums.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from align.fidelity.bitext import units_of_beads
from align.fidelity.fault import Fault, Severity
from align.fidelity.statistics import Bootstrap, Estimate, Floats
from corpus import Bead, Document

WEIGHTS: dict[Severity, float] = {"minor": 1.0, "major": 5.0, "critical": 25.0}
"""The weights of the severities in Multidimensional Quality Metrics (Lommel et al. 2014)."""

PER = 1000
"""Number of source words that a rate refers to."""

MIN_BLOCK_WORDS = 50
"""Shorter blocks, such as verse lines, cells, speeches and headings, are joined with those that follow."""

MAX_BLOCKS = 4000
"""Maximum number of blocks, which bounds the memory of the bootstrap; a longer text has larger blocks."""

_NONE = -math.log(0.025)
# In scripts without spaces a character counts as a word, as in word processors.
_WORD = re.compile(
    r"[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u0e00-\u0eff\u1000-\u109f]"
    r"|[^\W_]+(?:['’\-][^\W_]+)*"
)


@dataclass(frozen=True, slots=True)
class Rate:
    """
    The number of faults of a rule in a version.

    Attributes:
        rule: the rule.
        count: number of faults.
        rate: faults per 1,000 words of the source; without faults, the interval ends at the upper bound of the rate.
    """

    rule: str
    count: int
    rate: Estimate


@dataclass(frozen=True, slots=True)
class Blocks:
    """
    The blocks of the source, by which figures are summed.

    Attributes:
        numbers: the block of each sentence of the source, from 0.
        sizes: number of words of each sentence.
        words: number of words of each block, float64 of shape (blocks,).
    """

    numbers: tuple[int, ...]
    sizes: tuple[int, ...]
    words: Floats

    @classmethod
    def of(cls, source: Document) -> Blocks:
        """Divide a text at the ends of its paragraphs, short ones joined with those that follow."""
        sizes = [[count_words(sentence.text) for sentence in block.sentences] for block in source.blocks]
        least = max(MIN_BLOCK_WORDS, sum(map(sum, sizes)) / MAX_BLOCKS)
        numbers: list[int] = []
        words = [0]
        for paragraph in sizes:
            if words[-1] >= least:
                words.append(0)
            numbers += [len(words) - 1] * len(paragraph)
            words[-1] += sum(paragraph)
        if len(words) > 1 and words[-1] < least:
            rest = words.pop()
            words[-1] += rest
            numbers = [min(number, len(words) - 1) for number in numbers]
        return cls(tuple(numbers), tuple(chain.from_iterable(sizes)), np.array(words, np.float64))

    def of_beads(self, beads: Sequence[Bead]) -> tuple[int, ...]:
        """Return the block of each bead; see `align.fidelity.bitext.units_of_beads`."""
        return units_of_beads(beads, self.numbers)

    def sums(self, places: Iterable[int], values: Iterable[float]) -> Floats:
        """Return the sum of values in each block; `places` are the blocks of the values."""
        numbers = np.fromiter(places, np.intp)
        return np.bincount(numbers, np.fromiter(values, np.float64), minlength=len(self.words)).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Tally:
    """
    The sums of a version by block, from which a verdict is made.

    Attributes:
        words: number of words of each block of the source, shape (blocks,).
        weighted: weighted faults of each block; see `weight`; shape (blocks,).
        covered: number of words of each block that the version covers, shape (blocks,); a word counts by its similarity
            to the most similar word of the other side.
    """

    words: Floats
    weighted: Floats
    covered: Floats

    @classmethod
    def of(
        cls, faults: Sequence[Fault], beads: Sequence[Bead], coverage: Sequence[float | None], blocks: Blocks
    ) -> Tally:
        """
        Sum the figures of a version.

        Args:
            faults: its faults.
            beads: its beads; the ``pair`` of a fault is an index of these.
            coverage: coverage of the source words of each bead, 0 to 1; None where a side is empty.
            blocks: the blocks of the source.
        """
        places = blocks.of_beads(beads)
        words = [sum(blocks.sizes[bead.source.start : bead.source.stop]) for bead in beads]
        return cls(
            blocks.words,
            blocks.sums((places[fault.pair] for fault in faults), map(weight, faults)),
            blocks.sums(places, (size * (share or 0.0) for size, share in zip(words, coverage, strict=True))),
        )


def weight(fault: Fault) -> float:
    """Return the weight of a fault: that of its severity times its confidence."""
    return WEIGHTS[fault.severity] * fault.confidence


def count_words(text: str) -> int:
    """Return the number of words; of Chinese, Japanese, Thai, Lao and Burmese, the number of characters."""
    return sum(1 for _ in _WORD.finditer(text))


def rates(faults: Sequence[Fault], blocks: Blocks, places: Sequence[int], bootstrap: Bootstrap) -> tuple[Rate, ...]:
    """Return the rate of each rule with faults, in alphabetical order; `places` are the blocks of the pairs."""
    return tuple(
        rate(rule, [fault for fault in faults if fault.rule == rule], blocks, places, bootstrap)
        for rule in sorted({fault.rule for fault in faults})
    )


def rate(rule: str, faults: Sequence[Fault], blocks: Blocks, places: Sequence[int], bootstrap: Bootstrap) -> Rate:
    """Return the rate of the faults of a rule."""
    counts = blocks.sums((places[fault.pair] for fault in faults), (1.0 for _ in faults))
    found = bootstrap.ratio(counts, blocks.words, PER) if faults else _none_found(blocks.words)
    return Rate(rule, len(faults), found)


def weighted_rate(faults: Sequence[Fault], tally: Tally, bootstrap: Bootstrap) -> Estimate:
    """Return the weighted faults per 1,000 words; without faults, the upper bound is that of faults of weight 1."""
    if not faults:
        return _none_found(tally.words)
    return bootstrap.ratio(tally.weighted, tally.words, PER)


def _none_found(words: Floats) -> Estimate:
    # The exact Poisson bound for no event in so many words; the rule of three is its approximation.
    total = float(words.sum())
    return Estimate(0.0, 0.0, PER * min(1.0, _NONE / total) if total else float(PER))
