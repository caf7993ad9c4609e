"""Quantities of a text compared with those of its translation, by value."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from align.fidelity.quantities.quantity import Kind, MeasurementUnit, Quantity, Weight

_TOLERANCE = 0.06
"""Converted measures are rounded: 100 miles are 160 km, six inches are 15 cm."""

_APART: tuple[Kind, ...] = ("clock", "weekday")
"""Kinds that are compared with their like only."""

_ROUNDS: tuple[tuple[Weight, Weight], ...] = (("firm", "firm"), ("firm", "soft"), ("soft", "firm"), ("soft", "soft"))
"""What is taken to stand for what, the most telling first; two soft ones only if they are of one kind."""


@dataclass(frozen=True, slots=True)
class Difference:
    """
    A quantity that the other text does not have, with what stands there for it if that can be told.

    Attributes:
        source: the quantity of the source, or None if the target brings one in.
        target: likewise of the target.
    """

    source: Quantity | None
    target: Quantity | None


class _Pool:
    """What the other side says, so arranged that a long table of numbers is compared in linear time."""

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        self._said: defaultdict[tuple[float, str], set[tuple[MeasurementUnit | None, str]]] = defaultdict(set)
        measures: defaultdict[str, defaultdict[MeasurementUnit, set[float]]] = defaultdict(lambda: defaultdict(set))
        for quantity in _with_parts(quantities):
            for value in quantity.values:
                self._said[value, _comparable(quantity)].add((quantity.unit, quantity.currency))
                if quantity.unit:
                    measures[quantity.unit.dimension][quantity.unit].add(quantity.unit.base(value))
        self._measures = {
            dimension: {unit: sorted(amounts) for unit, amounts in units.items()}
            for dimension, units in measures.items()
        }

    def has(self, quantity: Quantity) -> bool:
        """Tell whether the quantity is said here, in whatever form; or all its parts are."""
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
    Return what the two texts do not both say.

    It is enough that a value is said at all: a translation may repeat a number or spare a repetition. A value that is
    said more often than in the other text may still be what stands for one that is missing.

    Args:
        source: the quantities of a text, in order.
        target: those of its translation.
    """
    if not source and not target:
        return ()
    lost = _missing(source, _Pool(target))
    added = _missing(target, _Pool(source))
    pairs, lost, added = _paired(lost, added)
    stand_ins, lost, _ = _paired(lost, _surplus(target, source)) if lost else ([], lost, [])
    more, _, added = _paired(_surplus(source, target), added) if added else ([], [], added)
    alone = [*(Difference(one, None) for one in lost), *(Difference(None, one) for one in added)]
    return (*pairs, *stand_ins, *more, *alone)


def _missing(quantities: Sequence[Quantity], pool: _Pool) -> list[Quantity]:
    return [quantity for quantity in quantities if quantity.weight != "vague" and not pool.has(quantity)]


def _surplus(quantities: Sequence[Quantity], others: Sequence[Quantity]) -> list[Quantity]:
    """Return the last of those that are said more often than in the other text, which says them as well."""
    said = Counter(value for quantity in others for value in quantity.values)
    surplus = []
    for quantity in quantities:
        if quantity.weight != "vague" and said[quantity.value]:
            said[quantity.value] -= 1
        elif quantity.weight != "vague" and quantity.value in said:
            surplus.append(quantity)
    return surplus


def _paired(lost: list[Quantity], added: list[Quantity]) -> tuple[list[Difference], list[Quantity], list[Quantity]]:
    """Pair what may stand for one another, the firm ones first; return the pairs, and what is left of either side."""
    pairs: list[Difference] = []
    for source_weight, target_weight in _ROUNDS:
        key = _comparable if "firm" in {source_weight, target_weight} else _kind
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


def _kind(quantity: Quantity) -> str:
    return quantity.kind


def _comparable(quantity: Quantity) -> str:
    return quantity.kind if quantity.kind in _APART else ""


def _consistent(quantity: Quantity, unit: MeasurementUnit | None, currency: str) -> bool:
    if quantity.currency and currency and quantity.currency != currency:
        return False
    return not (quantity.unit and unit and quantity.unit != unit and quantity.unit.dimension == unit.dimension)


def _with_parts(quantities: Iterable[Quantity]) -> Iterator[Quantity]:
    for quantity in quantities:
        yield quantity
        yield from quantity.parts
