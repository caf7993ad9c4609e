"""
The formulas of sacrebleu's metrics for many sums of statistics at once.

The bootstrap needs a thousand scores for each metric and pair of versions; one by one, they would take most of the time
of a comparison.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from align.fidelity.statistics import Floats

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric
    from sacrebleu.metrics.chrf import CHRF


def metric_scores(metric: Metric, sums: Floats) -> Floats:
    """
    Return the scores that a metric of sacrebleu with its default smoothing computes from summed statistics.

    Args:
        metric: chrF, BLEU or TER.
        sums: a row of statistics for each score, shape (scores, statistics).

    Returns:
        The scores, as of `sacrebleu`, shape (scores,).
    """
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    if isinstance(metric, CHRF):
        return _chrf(metric, sums)
    return _bleu(sums) if isinstance(metric, BLEU) else _ter(sums)


def _chrf(metric: CHRF, sums: Floats) -> Floats:
    """Return F scores of the mean precision and recall over the orders that both texts have n-grams of."""
    hypothesis, reference, matching = (sums[:, first::3] for first in range(3))
    present = (hypothesis > 0) & (reference > 0)
    orders = present.sum(axis=1)
    precision, recall = (
        _ratio(_ratio(matching, count).sum(axis=1, where=present), orders) for count in (hypothesis, reference)
    )
    factor = metric.beta**2
    return 100 * _ratio((1 + factor) * precision * recall, factor * precision + recall)


def _bleu(sums: Floats) -> Floats:
    """Return brevity penalties times geometric means of precisions; the n-th without a match counts as 1 / 2 ** n."""
    orders = (sums.shape[1] - 2) // 2
    length, reference, correct, total = sums[:, 0], sums[:, 1], sums[:, 2 : 2 + orders], sums[:, 2 + orders :]
    shorter = np.where(length > 0, np.exp(np.minimum(0, 1 - reference / np.maximum(length, 1))), 0)
    penalty = np.where(length < reference, shorter, 1)
    smoothed = np.where(correct > 0, correct, 0.5 ** np.cumsum(correct == 0, axis=1))
    # A text without n-grams of an order has a score of 0.
    complete = (total > 0).all(axis=1) & correct.any(axis=1)
    means = np.exp(np.log(_ratio(smoothed, total), where=total > 0, out=np.zeros_like(total)).mean(axis=1))
    return cast(Floats, 100 * np.where(complete, penalty * means, 0))


def _ter(sums: Floats) -> Floats:
    """Return the edits for each word of the reference; 1 if there is none, but edits."""
    edits, words = sums[:, 0], sums[:, 1]
    return 100 * np.where(words > 0, _ratio(edits, words), edits > 0)


def _ratio(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.zeros(top.shape), where=bottom > 0)
