"""
Overlap: the wording that two texts in one language share, by the metrics of sacrebleu and with its signatures.

Versions may be segmented differently, so the units of comparison are the smallest runs of source sentences that no bead
of either version crosses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from align.fidelity.bitext import Bitext, beads_in_runs, common_runs
from align.fidelity.fault import MAX_CHARACTERS
from align.fidelity.metrics import metric_scores
from align.fidelity.rates import Blocks
from align.fidelity.statistics import Bootstrap, Estimate, Floats, percentile_interval
from corpus.language import primary_subtag

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric

MIN_UNITS = 20
"""Minimum number of units for BLEU; with fewer, its longest n-grams are too rare to count."""

_SPACELESS = frozenset({"ja", "ko", "th", "lo", "my", "km"})
_ASIAN = frozenset({"zh", "ja"})


@dataclass(frozen=True, slots=True)
class SharedUnit:
    """
    A run of source sentences and its text in two versions.

    Attributes:
        source: index of its first source sentence.
        texts: the text of the first and of the second version; one may be empty.
    """

    source: int
    texts: tuple[str, str]


@dataclass(frozen=True, slots=True)
class MetricScore:
    """
    The score of one metric.

    Attributes:
        metric: name of the metric, such as ``chrF2++``.
        value: the score, 0 to 100 (TER: from 0, lower is closer); None if it is not given.
        signature: sacrebleu's signature of the metric.
        note: why the score is not given; empty if it is.
    """

    metric: str
    value: Estimate | None
    signature: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """
    The wording that a version shares with another text.

    Attributes:
        version: id of the version.
        reference: the text it is compared with: id of another version, or name of the reference.
        units: number of units compared.
        scores: the scores.
        left_out: number of units left out since a side is longer than `align.fidelity.fault.MAX_CHARACTERS`.
    """

    version: str
    reference: str
    units: int
    scores: tuple[MetricScore, ...]
    left_out: int = 0


def shared_units(first: Bitext, second: Bitext) -> tuple[SharedUnit, ...]:
    """
    Return the units of two versions of one source, in its order, without those that both lack.

    A bead without source sentences belongs to the unit of the bead before it.
    """
    runs = common_runs((first.beads, second.beads), len(first.source))
    texts = zip(*(_texts(side, runs) for side in (first, second)), strict=True)
    return tuple(SharedUnit(run.start, pair) for run, pair in zip(runs, texts, strict=True) if any(pair))


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
    Compute the overlap of two versions, the second as the reference.

    Args:
        names: names of the two versions.
        units: the units to compare.
        language: BCP 47 tag of both versions.
        blocks: the blocks of the source.
        bootstrap: the resamples of the blocks.
        ter: whether to compute the translation edit rate as well, which takes ten times as long as all other metrics.
    """
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    short = [unit for unit in units if max(map(len, unit.texts)) <= MAX_CHARACTERS]
    units, left_out = short, len(units) - len(short)
    if not units:
        return Overlap(*names, 0, (), left_out)
    primary = primary_subtag(language)
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
    return Overlap(*names, len(units), tuple(scores), left_out)


def _texts(side: Bitext, runs: Sequence[range]) -> list[str]:
    numbers = [sorted(at for _, bead in beads for at in bead.target) for beads in beads_in_runs(side.beads, runs)]
    return [" ".join(" ".join(side.target[number].text.split()) for number in unit) for unit in numbers]


def _statistics(metric: Metric, units: Sequence[SharedUnit]) -> Floats:
    hypotheses, references = zip(*(unit.texts for unit in units), strict=True)
    return np.array(metric._extract_corpus_statistics(hypotheses, [references]), np.float64)


def _score(metric: Metric, statistics: Floats, places: Sequence[int], bootstrap: Bootstrap) -> MetricScore:
    sums = np.zeros((bootstrap.draws.shape[1], statistics.shape[1]))
    np.add.at(sums, places, statistics)
    found = metric._compute_score_from_stats(_counts(sums.sum(axis=0)))
    again = metric_scores(metric, bootstrap.sums(sums))
    return MetricScore(found.name, percentile_interval(float(found.score), again), str(metric.get_signature()))


def _counts(row: Floats) -> list[float]:
    # The statistics of TER may be fractions, those of all other metrics are whole numbers.
    values: list[float] = row.tolist()
    return [int(value) if value.is_integer() else value for value in values]
