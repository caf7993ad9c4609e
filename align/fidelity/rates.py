"""
Rates: how many faults a translation has for so much text.

Totals grow with the length of a text, so faults are counted per 1,000 words of the source. A text is divided into
blocks, the paragraphs of the source, and all that is known of a version is summed up block by block; intervals and
tests are made from these sums.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from align.fidelity.fault import Fault, Severity
from align.fidelity.statistics import Bootstrap, Estimate, Floats, wilson
from corpus import Bead, Document

WEIGHTS: dict[Severity, float] = {"minor": 1.0, "major": 5.0, "critical": 25.0}
"""What a fault of each severity counts, after Multidimensional Quality Metrics (Lommel et al. 2014)."""

PER = 1000
"""Rates are for so many words of the source."""

MIN_BLOCK_WORDS = 50
"""Blocks shorter than this are joined with those that follow: verse lines, cells, speeches, headings."""

MAX_BLOCKS = 4000
"""A longer text is divided into larger blocks, so that what is drawn stays small."""

_NONE = -math.log(0.025)
# In scripts without spaces a character counts as a word, as word processors have it.
_WORD = re.compile(
    r"[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u0e00-\u0eff\u1000-\u109f]"
    r"|[^\W_]+(?:['’\-][^\W_]+)*"
)


@dataclass(frozen=True, slots=True)
class Rate:
    """
    How often a rule found a fault in a version.

    Attributes:
        rule: the rule.
        count: how many faults it found.
        rate: faults per 1,000 words of the source; where none was found, the interval ends where the true rate may
            still lie.
    """

    rule: str
    count: int
    rate: Estimate


@dataclass(frozen=True, slots=True)
class Blocks:
    """
    The source as the blocks that figures are summed up by.

    Attributes:
        numbers: the block of each sentence of the source, from 0.
        sizes: words of each sentence.
        words: words of each block, float64 of shape (blocks,).
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
        """Return the block of each bead: that of its first source sentence, or of the bead before it."""
        found: list[int] = []
        last = 0
        for bead in beads:
            last = self.numbers[bead.source.start] if bead.source else last
            found.append(last)
        return tuple(found)

    def sums(self, places: Iterable[int], values: Iterable[float]) -> Floats:
        """Return the sum of values in each block; `places` tells the block of each."""
        numbers = np.fromiter(places, np.intp)
        return np.bincount(numbers, np.fromiter(values, np.float64), minlength=len(self.words)).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Tally:
    """
    A version, summed up block by block: what a verdict is made from.

    Attributes:
        words: words of each block of the source, shape (blocks,).
        weighted: the faults of each block by severity and by the share of such findings that are true, likewise.
        covered: how many of the words the version covers, likewise; a word counts as far as its nearest word of the
            other side is like it.
    """

    words: Floats
    weighted: Floats
    covered: Floats

    @classmethod
    def of(
        cls, faults: Sequence[Fault], beads: Sequence[Bead], coverage: Sequence[float | None], blocks: Blocks
    ) -> Tally:
        """
        Sum up a version.

        Args:
            faults: its faults.
            beads: its beads, which the ``pair`` of a fault counts.
            coverage: how well the source words of each bead are covered, 0 to 1; None where one side is empty.
            blocks: the source.
        """
        places = blocks.of_beads(beads)
        words = [sum(blocks.sizes[bead.source.start : bead.source.stop]) for bead in beads]
        return cls(
            blocks.words,
            blocks.sums((places[fault.pair] for fault in faults), map(weight, faults)),
            blocks.sums(places, (size * (share or 0.0) for size, share in zip(words, coverage, strict=True))),
        )


def weight(fault: Fault) -> float:
    """Return what a fault counts: its severity times the share of such findings that are true."""
    return WEIGHTS[fault.severity] * fault.confidence


def count_words(text: str) -> int:
    """Return the number of words; of Chinese, Japanese, Thai, Lao and Burmese, the number of characters."""
    return sum(1 for _ in _WORD.finditer(text))


def rates(faults: Sequence[Fault], blocks: Blocks, places: Sequence[int], bootstrap: Bootstrap) -> tuple[Rate, ...]:
    """Return the rate of each rule that found something, in alphabetical order; `places`: the block of each pair."""
    by_rule: dict[str, list[Fault]] = {}
    for fault in faults:
        by_rule.setdefault(fault.rule, []).append(fault)
    return tuple(rate(rule, found, blocks, places, bootstrap) for rule, found in sorted(by_rule.items()))


def rate(rule: str, faults: Sequence[Fault], blocks: Blocks, places: Sequence[int], bootstrap: Bootstrap) -> Rate:
    """Return the rate of some faults, under the name of a rule."""
    counts = blocks.sums((places[fault.pair] for fault in faults), (1.0 for _ in faults))
    found = bootstrap.ratio(counts, blocks.words, PER) if faults else _none_found(blocks.words)
    return Rate(rule, len(faults), found)


def weighted_rate(faults: Sequence[Fault], tally: Tally, bootstrap: Bootstrap) -> Estimate:
    """Return the faults per 1,000 words by their weights; where none was found, one of weight 1 may be everywhere."""
    if not faults:
        return _none_found(tally.words)
    return bootstrap.ratio(tally.weighted, tally.words, PER)


def faulty_share(faults: Sequence[Fault], pairs: int) -> Estimate:
    """Return the share of pairs in which a fault was found."""
    return wilson(len({fault.pair for fault in faults}), pairs)


def _none_found(words: Floats) -> Estimate:
    # The Poisson distribution's answer to "none in so many words", of which the rule of three is the round figure.
    total = float(words.sum())
    return Estimate(0.0, 0.0, PER * min(1.0, _NONE / total) if total else float(PER))
