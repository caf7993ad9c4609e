"""The checks, run one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from align.encoders import Encoder
from align.fidelity.fault import Fault, Pair
from corpus import Span


def find_faults(pairs: Sequence[Pair], encoder: Encoder) -> tuple[Fault, ...]:  # noqa: ARG001
    """
    Return what can be shown to differ between a text and its translation, in the order of the pairs.

    Args:
        pairs: the text from its beginning to its end.
        encoder: turns words and sentences into vectors.
    """
    return tuple(_alone(number, pair) for number, pair in enumerate(pairs) if not (pair.source and pair.target))


def _alone(number: int, pair: Pair) -> Fault:
    span = (Span(0, len(pair.source or pair.target)),)
    if pair.source:
        return Fault("omission", "major", number, span, (), "no counterpart in the translation", pair.confidence)
    return Fault("addition", "major", number, (), span, "no counterpart in the source", pair.confidence)
