"""Quantities of a text compared with those of its translation, by value."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from align.fidelity.quantities.quantity import Kind, MeasurementUnit, Quantity, Weight

_TOLERANCE = 0.06
"""Relative tolerance for converted measures, which are rounded: 100 miles are 160 km, six inches are 15 cm."""

_SEPARATE: tuple[Kind, ...] = ("clock", "weekday")
"""Kinds that are compared only with their own kind."""

_ROUNDS: tuple[tuple[Weight, Weight], ...] = (("firm", "firm"), ("firm", "soft"), ("soft", "firm"), ("soft", "soft"))
"""The order in which unmatched quantities are paired; two soft ones only if they are of one kind."""


@dataclass(frozen=True, slots=True)
class Difference:
    """
    A quantity that the other text lacks, with the quantity in its place if there is one.

    Attributes:
        source: the quantity of the source; None if the target adds one.
        target: the quantity of the target; None if the target omits one.
    """

    source: Quantity | None
    target: Quantity | None


class _Pool:
    """The quantities of one side, indexed by value; long tables of numbers are compared in linear time."""

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        self._said: defaultdict[tuple[float, str], set[tuple[MeasurementUnit | None, str]]] = defaultdict(set)
        measures: defaultdict[str, defaultdict[MeasurementUnit, set[float]]] = defaultdict(lambda: defaultdict(set))
        for quantity in chain.from_iterable((quantity, *quantity.parts) for quantity in quantities):
            for value in quantity.values:
                self._said[value, _comparable(quantity)].add((quantity.unit, quantity.currency))
                if quantity.unit:
                    measures[quantity.unit.dimension][quantity.unit].add(quantity.unit.base(value))
        self._measures = {
            dimension: {unit: sorted(amounts) for unit, amounts in units.items()}
            for dimension, units in measures.items()
        }

    def has(self, quantity: Quantity) -> bool:
        """Return whether this side has the quantity in any form, or all its parts."""
        if self._has_whole(quantity) or self._has_converted(quantity):
            return True
        return bool(quantity.parts) and all(self._has_whole(part) or not any(part.values) for part in quantity.parts)

    def _has_whole(self, quantity: Quantity) -> bool:
        return any(
            _consistent(quantity, unit, currency)
            for value in quantity.values
            for unit, currency in self._said.get((value, _comparable(quantity)), ())
        )

    def _has_converted(self, quantity: Quantity) -> bool:
        if quantity.unit is None:
            return False
        for unit, amounts in self._measures.get(quantity.unit.dimension, {}).items():
            for value in quantity.values if unit != quantity.unit else ():
                amount = quantity.unit.base(value)
                margin = _TOLERANCE * abs(amount)
                place = bisect_left(amounts, amount - margin)
                if place < len(amounts) and amounts[place] <= amount + margin:
                    return True
        return False


def compare_quantities(source: Sequence[Quantity], target: Sequence[Quantity]) -> tuple[Difference, ...]:
    """
    Return the quantities that only one of the two texts has.

    A value may be repeated more or less often in the translation. A value that one text has more often may still be in
    the place of a missing one.

    Args:
        source: the quantities of a text, in order.
        target: the quantities of its translation, in order.
    """
    if not source and not target:
        return ()
    lost = _missing(source, _Pool(target))
    added = _missing(target, _Pool(source))
    pairs, lost, added = _paired(lost, added)
    replaced, lost, _ = _paired(lost, _surplus(target, source)) if lost else ([], lost, [])
    more, _, added = _paired(_surplus(source, target), added) if added else ([], [], added)
    unpaired = [*(Difference(one, None) for one in lost), *(Difference(None, one) for one in added)]
    return (*pairs, *replaced, *more, *unpaired)


def _missing(quantities: Sequence[Quantity], pool: _Pool) -> list[Quantity]:
    return [quantity for quantity in quantities if quantity.weight != "vague" and not pool.has(quantity)]


def _surplus(quantities: Sequence[Quantity], others: Sequence[Quantity]) -> list[Quantity]:
    """Return the last occurrences of values that both texts have, but this text more often."""
    said = Counter(value for quantity in others for value in quantity.values)
    surplus = []
    for quantity in quantities:
        if quantity.weight != "vague" and said[quantity.value]:
            said[quantity.value] -= 1
        elif quantity.weight != "vague" and quantity.value in said:
            surplus.append(quantity)
    return surplus


def _paired(lost: list[Quantity], added: list[Quantity]) -> tuple[list[Difference], list[Quantity], list[Quantity]]:
    """Pair quantities that may replace each other, firm ones first; return the pairs and the rest of each side."""
    pairs: list[Difference] = []
    for source_weight, target_weight in _ROUNDS:
        key = _comparable if "firm" in {source_weight, target_weight} else attrgetter("kind")
        waiting: defaultdict[str, deque[Quantity]] = defaultdict(deque)
        for target in added:
            if target.weight == target_weight:
                waiting[key(target)].append(target)
        left = []
        for source in lost:
            if source.weight == source_weight and waiting[key(source)]:
                pairs.append(Difference(source, waiting[key(source)].popleft()))
            else:
                left.append(source)
        taken = {id(pair.target) for pair in pairs}
        lost, added = left, [target for target in added if id(target) not in taken]
    return pairs, lost, added


def _comparable(quantity: Quantity) -> str:
    return quantity.kind if quantity.kind in _SEPARATE else ""


def _consistent(quantity: Quantity, unit: MeasurementUnit | None, currency: str) -> bool:
    if quantity.currency and currency and quantity.currency != currency:
        return False
    return not (quantity.unit and unit and quantity.unit != unit and quantity.unit.dimension == unit.dimension)
