"""Quantities: numbers, dates and times of a text, with all interpretations of their notation, and units of measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus import Span

Kind = Literal["number", "ordinal", "month", "clock", "weekday"]
"""
The kind of a quantity. Times of day and days of the week are compared only with their own kind; a month may correspond
to its number. An ordinal is one written as a word or a Roman numeral.
"""

Weight = Literal["firm", "soft", "vague"]
"""
What the lack of a counterpart means. A number in digits is firm: it is a fault. A small or round number word is soft,
as translators omit and add these: it is a fault only if another quantity is in its place. A vague quantity, such as an
indefinite article, may match a number of the other side but is never a fault.
"""


@dataclass(frozen=True, slots=True)
class MeasurementUnit:
    """
    A unit of measure.

    Attributes:
        name: its name in the Unicode Common Locale Data Repository, such as ``length-mile``.
        dimension: what it measures, such as ``length``.
        factor: its size in base units of the dimension.
        offset: subtracted from an amount before the factor is applied; only for temperatures.
    """

    name: str
    dimension: str
    factor: float
    offset: float = 0.0

    def base(self, amount: float) -> float:
        """Return an amount of this unit in base units."""
        return (amount - self.offset) * self.factor


_FACTORS = {
    "length-kilometer": 1000,
    "length-meter": 1,
    "length-centimeter": 0.01,
    "length-millimeter": 0.001,
    "length-mile": 1609.344,
    "length-yard": 0.9144,
    "length-foot": 0.3048,
    "length-inch": 0.0254,
    "mass-tonne": 1000,
    "mass-kilogram": 1,
    "mass-gram": 0.001,
    "mass-milligram": 0.000001,
    "mass-pound": 0.45359237,
    "mass-ounce": 0.028349523,
    "area-square-kilometer": 1e6,
    "area-square-meter": 1,
    "area-hectare": 1e4,
    "area-square-mile": 2589988.11,
    "area-acre": 4046.8564,
    "area-square-foot": 0.09290304,
    "volume-liter": 1,
    "volume-milliliter": 0.001,
    "volume-gallon": 3.785411784,
    "volume-cubic-meter": 1000,
    "speed-kilometer-per-hour": 1,
    "speed-mile-per-hour": 1.609344,
    "speed-meter-per-second": 3.6,
    "duration-century": 3155760000,
    "duration-decade": 315576000,
    "duration-year": 31557600,
    "duration-month": 2629800,
    "duration-week": 604800,
    "duration-day": 86400,
    "duration-hour": 3600,
    "duration-minute": 60,
    "duration-second": 1,
}

UNITS = {
    **{name: MeasurementUnit(name, name.partition("-")[0], factor) for name, factor in _FACTORS.items()},
    "temperature-celsius": MeasurementUnit("temperature-celsius", "temperature", 1.0),
    "temperature-fahrenheit": MeasurementUnit("temperature-fahrenheit", "temperature", 5 / 9, 32.0),
    "mass-ton": MeasurementUnit("mass-tonne", "mass", 1000),
}
"""The units by name. A ton counts as a tonne, which in translations it nearly always is."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """
    A number, date or time in a text.

    Attributes:
        span: the characters of the number with its multiplier, such as ``10 million``, without its unit.
        value: its most likely value.
        values: all its possible values: ``1,234`` is 1234 or 1.234.
        kind: the kind of quantity.
        weight: what the lack of a counterpart means.
        unit: the unit of measurement, if known.
        currency: the currency, such as ``dollar``; empty if it is not money.
        parts: the numbers it consists of if it may be more than one, as in ``17.30``.
    """

    span: Span
    value: float
    values: frozenset[float]
    kind: Kind = "number"
    weight: Weight = "firm"
    unit: MeasurementUnit | None = None
    currency: str = ""
    parts: tuple[Quantity, ...] = ()
