"""All checks, and their faults in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from align.encoders import Encoder
from align.fidelity.fault import Check, Fault, Pair
from align.fidelity.names import NameCheck
from align.fidelity.numbers import NumberCheck
from corpus import Span


class _AloneCheck:
    """Finds sources that have no target."""

    rule = "omission"

    def find(self, pairs: Sequence[Pair]) -> Iterator[Fault]:
        for number, pair in enumerate(pairs):
            span = (Span(0, len(pair.source or pair.target)),)
            if not pair.target:
                yield Fault("omission", "major", number, span, (), "no counterpart", pair.confidence)
            elif not pair.source:
                yield Fault("addition", "major", number, (), span, "no counterpart", pair.confidence)


def all_checks(encoder: Encoder) -> tuple[Check, ...]:  # noqa: ARG001
    """Return the checks, those first whose faults matter most."""
    return (_AloneCheck(), NumberCheck(), NameCheck())


def find_faults(pairs: Sequence[Pair], encoder: Encoder) -> tuple[Fault, ...]:
    """
    Return the faults that all checks find in a text and its translation, in the order of the pairs.

    Args:
        pairs: the text from its beginning to its end.
        encoder: the encoder that aligned it.
    """
    found = [fault for check in all_checks(encoder) for fault in check.find(pairs)]
    return tuple(sorted(found, key=lambda fault: fault.pair))
