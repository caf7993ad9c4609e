"""Numbers, dates, times, units and money that a translation changes, leaves out or adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from align.fidelity.fault import Fault, SegmentPair, Severity, mismatch
from align.fidelity.quantities import Difference, Kind, Quantity, compare_quantities, find_quantities, reads_words

_MAX_WORDS = 21
"""Numbers up to this, such as centuries, are often written in words."""

_DATES: frozenset[Kind] = frozenset({"month", "weekday", "clock"})

_CERTAIN, _LIKELY, _MISSING = 0.95, 0.8, 0.6
"""Shares of true findings: for two firm quantities, with a soft one among them, and for one without another."""


class NumberCheck:
    """
    Compares the quantities of two texts by value, whatever their notation.

    The rule of a fault is ``number``, ``date`` (also a day of the week or a time), ``unit`` (the same number of another
    unit) or ``money`` (an amount, or its currency). A small or round number word without a counterpart is not a fault
    unless another number is in its place. A quantity that the neighbouring pair has instead is taken for an error of
    the alignment, not of the translation.
    """

    rule = "number"

    def find(self, pairs: Sequence[SegmentPair]) -> Iterator[Fault]:
        """Yield the faults in the pairs of one text and one translation, in their order."""
        differences = [_differences(pair) for pair in pairs]
        lost = [_values(difference.source for difference in each) for each in differences]
        added = [_values(difference.target for difference in each) for each in differences]
        for number, pair in enumerate(pairs):
            if not pair.source or not pair.target:
                continue
            lost_beside = _beside(lost, number)
            added_beside = _beside(added, number)
            for difference in differences[number]:
                source, target = difference.source, difference.target
                moved = (source and source.values & added_beside) or (target and target.values & lost_beside)
                if not moved and ((source and target) or any(one and one.weight == "firm" for one in (source, target))):
                    yield _fault(source, target, number, pair)


def _differences(pair: SegmentPair) -> tuple[Difference, ...]:
    """Compare the two texts; numbers that the other text may have in unknown number words become soft."""
    source = find_quantities(pair.source, pair.source_language)
    target = find_quantities(pair.target, pair.target_language)
    if not reads_words(pair.target_language):
        source = tuple(_doubted(quantity, pair.source) for quantity in source)
    if not reads_words(pair.source_language):
        target = tuple(_doubted(quantity, pair.target) for quantity in target)
    return compare_quantities(source, target)


def _doubted(quantity: Quantity, text: str) -> Quantity:
    """Return the quantity as soft if it is often written in words; names of months and days become vague."""
    if quantity.kind in {"month", "weekday"}:
        return replace(quantity, weight="vague")
    digits = text[quantity.span.start].isdecimal()
    often_words = not digits or quantity.value <= _MAX_WORDS or quantity.value % 10 == 0
    return replace(quantity, weight="soft") if quantity.weight == "firm" and often_words else quantity


def _values(quantities: Iterable[Quantity | None]) -> Set[float]:
    return {value for quantity in quantities if quantity for value in quantity.values}


def _beside(values: Sequence[Set[float]], number: int) -> Set[float]:
    return frozenset().union(*(values[place] for place in (number - 1, number + 1) if 0 <= place < len(values)))


def _fault(source: Quantity | None, target: Quantity | None, number: int, pair: SegmentPair) -> Fault:
    severity: Severity = "minor"
    confidence = _MISSING
    if source and target:
        firm = source.weight == target.weight == "firm"
        severity, confidence = ("critical", _CERTAIN) if firm else ("major", _LIKELY)
    return Fault(
        rule=_rule(source, target),
        severity=severity,
        pair=number,
        source=(source.span,) if source else (),
        target=(target.span,) if target else (),
        evidence=mismatch(source.span.of(pair.source) if source else "", target.span.of(pair.target) if target else ""),
        confidence=confidence,
    )


def _rule(source: Quantity | None, target: Quantity | None) -> str:
    quantities = [quantity for quantity in (source, target) if quantity]
    if any(quantity.kind in _DATES for quantity in quantities):
        return "date"
    if any(quantity.currency and not quantity.unit for quantity in quantities):
        return "money"
    return "unit" if source and target and source.values & target.values else "number"
