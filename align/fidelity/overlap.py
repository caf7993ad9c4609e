"""
Overlap: how much of their wording two texts of one language share, by sacrebleu's metrics and with its signatures.

Versions may be cut into sentences differently, so they are compared unit by unit: the smallest runs of the source whose
ends no bead of either version crosses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from align.fidelity.bitext import Bitext
from align.fidelity.rates import Blocks
from align.fidelity.statistics import Bootstrap, Estimate, Floats, percentile_interval

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric

MIN_UNITS = 20
"""With fewer units BLEU is not given: its longest n-grams are too few to count."""

_SPACELESS = frozenset({"ja", "ko", "th", "lo", "my", "km"})
_ASIAN = frozenset({"zh", "ja"})


@dataclass(frozen=True, slots=True)
class SharedUnit:
    """
    A run of the source and what two versions have for it.

    Attributes:
        source: the number of its first source sentence.
        texts: the text of the first and of the second version; one may be empty.
    """

    source: int
    texts: tuple[str, str]


@dataclass(frozen=True, slots=True)
class MetricScore:
    """
    A figure of one metric.

    Attributes:
        metric: the metric, as ``chrF2++``.
        value: the figure, 0 to 100 (TER: from 0, and lower is nearer); None where it is not given.
        signature: sacrebleu's signature of it.
        note: why it is not given; empty where it is.
    """

    metric: str
    value: Estimate | None
    signature: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """
    How much of its wording a version shares with another.

    Attributes:
        version: id of the version.
        reference: what it is held against: id of another version, or the reference's file.
        units: how many units were compared.
        scores: the figures.
    """

    version: str
    reference: str
    units: int
    scores: tuple[MetricScore, ...]


def shared_units(first: Bitext, second: Bitext) -> tuple[SharedUnit, ...]:
    """
    Return the units of two versions of one source, in its order; those that both lack are left out.

    A bead without source sentences belongs to the unit of the bead before it.
    """
    beads = (*first.beads, *second.beads)
    crossed = {number for bead in beads for number in bead.source[1:]}
    starts = [number for number in range(len(first.source)) if number not in crossed]
    unit_of = [number - 1 for number in accumulate(int(each not in crossed) for each in range(len(first.source)))]
    texts = zip(*(_texts(side, unit_of, len(starts)) for side in (first, second)), strict=True)
    return tuple(SharedUnit(start, pair) for start, pair in zip(starts, texts, strict=True) if any(pair))


def overlap(
    names: tuple[str, str],
    units: Sequence[SharedUnit],
    language: str,
    blocks: Blocks,
    bootstrap: Bootstrap,
    *,
    ter: bool,
) -> Overlap:
    """
    Score the first version of the units against the second.

    Args:
        names: what the two are called.
        units: what to compare.
        language: BCP 47 tag of both.
        blocks: the source.
        bootstrap: the blocks drawn again.
        ter: whether to give the translation edit rate as well, which takes ten times as long as all others.
    """
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    if not units:
        return Overlap(*names, 0, ())
    primary = language.partition("-")[0]
    chrf = CHRF(word_order=2)
    statistics = _statistics(chrf, units)
    places = [blocks.numbers[unit.source] for unit in units]
    # The statistics of chrF++ begin with those of chrF.
    plain = CHRF()
    plain.num_refs = 1
    scores = [
        _score(plain, statistics[:, : 3 * CHRF.CHAR_ORDER], places, bootstrap),
        _score(chrf, statistics, places, bootstrap),
    ]
    tokenizer = "zh" if primary == "zh" else "char" if primary in _SPACELESS else BLEU.TOKENIZER_DEFAULT
    bleu = BLEU(tokenize=tokenizer)
    if len(units) < MIN_UNITS:
        scores.append(MetricScore("BLEU", None, "", f"not given for fewer than {MIN_UNITS} segments"))
    else:
        scores.append(_score(bleu, _statistics(bleu, units), places, bootstrap))
    if ter:
        asian = primary in _ASIAN
        rate = TER(normalized=asian, asian_support=asian)
        scores.append(_score(rate, _statistics(rate, units), places, bootstrap))
    return Overlap(*names, len(units), tuple(scores))


def _texts(side: Bitext, unit_of: Sequence[int], count: int) -> list[str]:
    members: list[list[int]] = [[] for _ in range(count)]
    last = 0
    for bead in side.beads:
        last = unit_of[bead.source.start] if bead.source else last
        members[last] += bead.target
    return [" ".join(" ".join(side.target[number].text.split()) for number in sorted(unit)) for unit in members]


def _statistics(metric: Metric, units: Sequence[SharedUnit]) -> Floats:
    hypotheses, references = zip(*(unit.texts for unit in units), strict=True)
    return np.array(metric._extract_corpus_statistics(hypotheses, [references]), np.float64)


def _score(metric: Metric, statistics: Floats, places: Sequence[int], bootstrap: Bootstrap) -> MetricScore:
    sums = np.zeros((bootstrap.draws.shape[1], statistics.shape[1]))
    np.add.at(sums, places, statistics)
    found = metric._compute_score_from_stats(_counts(sums.sum(axis=0)))
    again = np.array([metric._compute_score_from_stats(_counts(row)).score for row in bootstrap.sums(sums)])
    return MetricScore(found.name, percentile_interval(float(found.score), again), str(metric.get_signature()))


def _counts(row: Floats) -> list[float]:
    # TER counts tokens in fractions, all others in whole numbers.
    values: list[float] = row.tolist()
    return [int(value) if value.is_integer() else value for value in values]
