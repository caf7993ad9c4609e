"""Numbers, dates, times, units and money that a translation has changed, left out or brought in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from align.fidelity.fault import Fault, Pair, Severity
from align.fidelity.quantities import Difference, Quantity, compare_quantities, find_quantities
from align.fidelity.quantities.language import language_for

_SMALL = 12
_DATES = {"month", "weekday", "clock"}


class NumberCheck:
    """
    Compares what two texts say how many, how much or when, by value and whatever the notation.

    The rule of a fault is ``number``, ``date`` (also a day of the week or a time), ``unit`` (the same number of another
    unit) or ``money`` (an amount, or its currency). A number word that is small or round and has no counterpart is no
    fault; only where another one stands in its place.
    """

    rule = "number"

    def find(self, pairs: Sequence[Pair]) -> Iterator[Fault]:
        """Yield the faults in the pairs of one text and one translation, in their order."""
        found = [
            (find_quantities(pair.source, pair.source_language), find_quantities(pair.target, pair.target_language))
            for pair in pairs
        ]
        differences = [
            tuple(_told(difference, pair) for difference in compare_quantities(source, target))
            for pair, (source, target) in zip(pairs, found, strict=True)
        ]
        for number, pair in enumerate(pairs):
            if not pair.source or not pair.target:
                continue
            beside = [other for place in (number - 1, number + 1) if 0 <= place < len(pairs) for other in differences[place]]
            for difference in differences[number]:
                if not _elsewhere(difference, beside):
                    fault = _fault(difference, number, pair)
                    if fault:
                        yield fault


def _told(difference: Difference, pair: Pair) -> Difference:
    """Take back what the other side may say in words that are not known."""
    source, target = difference.source, difference.target
    if source and not language_for(pair.target_language).known:
        source = _doubted(source)
    if target and not language_for(pair.source_language).known:
        target = _doubted(target)
    return Difference(source, target)


def _doubted(quantity: Quantity) -> Quantity:
    worded = quantity.value <= _SMALL or quantity.value % 10 == 0
    return replace(quantity, weight="soft") if worded else quantity


def _elsewhere(difference: Difference, beside: Sequence[Difference]) -> bool:
    """Tell whether a neighbouring pair lacks just what this one has, so that it is the link that is wrong."""
    return any(
        (difference.source and other.target and difference.source.values & other.target.values)
        or (difference.target and other.source and difference.target.values & other.source.values)
        for other in beside
    )


def _fault(difference: Difference, number: int, pair: Pair) -> Fault | None:
    source, target = difference.source, difference.target
    quantities = [quantity for quantity in (source, target) if quantity]
    firm = [quantity.weight == "firm" for quantity in quantities]
    if len(quantities) == 1 and not all(firm):
        return None
    severity: Severity = "minor"
    if len(quantities) > 1:
        severity = "critical" if all(firm) else "major"
    return Fault(
        rule=_rule(quantities),
        severity=severity,
        pair=number,
        source=(source.span,) if source else (),
        target=(target.span,) if target else (),
        evidence=_evidence(source, target, pair),
        confidence=0.9,
    )


def _rule(quantities: Sequence[Quantity]) -> str:
    if any(quantity.kind in _DATES for quantity in quantities):
        return "date"
    if any(quantity.currency for quantity in quantities):
        return "money"
    if len(quantities) > 1 and quantities[0].values & quantities[1].values:
        return "unit"
    return "number"


def _evidence(source: Quantity | None, target: Quantity | None, pair: Pair) -> str:
    if source and target:
        return f"{source.span.of(pair.source)} against {target.span.of(pair.target)}"
    if source:
        return f"{source.span.of(pair.source)} is not in the translation"
    assert target is not None
    return f"{target.span.of(pair.target)} is not in the source"
