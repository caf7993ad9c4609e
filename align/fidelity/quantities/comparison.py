"""Quantities of a text compared with those of its translation, by value."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from align.fidelity.quantities.quantity import Quantity, Unit

_TOLERANCE = 0.06
"""Converted measures are rounded: 100 miles are 160 km, six inches are 15 cm."""

_APART = {"clock", "weekday"}
"""Kinds that are compared with their like only."""


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
        self._said: defaultdict[tuple[float, str], set[tuple[Unit | None, str]]] = defaultdict(set)
        measures: defaultdict[str, defaultdict[Unit, set[float]]] = defaultdict(lambda: defaultdict(set))
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

    It is enough that a value is said at all: a translation may repeat a number or spare a repetition.

    Args:
        source: the quantities of a text, in order.
        target: those of its translation.
    """
    if not source and not target:
        return ()
    lost = _missing(source, _Pool(target))
    added = _missing(target, _Pool(source))
    return tuple(_paired(lost, added))


def _missing(quantities: Sequence[Quantity], pool: _Pool) -> list[Quantity]:
    return [quantity for quantity in quantities if quantity.weight != "vague" and not pool.has(quantity)]


def _paired(lost: list[Quantity], added: list[Quantity]) -> Iterator[Difference]:
    for apart in (*sorted(_APART), ""):
        sides = [
            sorted((one for one in side if _comparable(one) == apart), key=lambda one: (one.weight, one.span))
            for side in (lost, added)
        ]
        for source, target in zip_longest(*sides):
            yield Difference(source, target)


def _comparable(quantity: Quantity) -> str:
    return quantity.kind if quantity.kind in _APART else ""


def _consistent(quantity: Quantity, unit: Unit | None, currency: str) -> bool:
    if quantity.currency and currency and quantity.currency != currency:
        return False
    return not (quantity.unit and unit and quantity.unit != unit and quantity.unit.dimension == unit.dimension)


def _with_parts(quantities: Iterable[Quantity]) -> Iterator[Quantity]:
    for quantity in quantities:
        yield quantity
        yield from quantity.parts
