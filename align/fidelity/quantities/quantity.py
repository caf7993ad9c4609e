"""Quantities: what a text says how many, how much or when, with every way in which it may be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus import Span

Kind = Literal["number", "ordinal", "month", "clock", "weekday"]
"""
What is said. A time of day and a day of the week are compared only with their like; a month may be told by its number,
and an ordinal is one that is written as a word.
"""

Weight = Literal["firm", "soft", "vague"]
"""
What it means that a quantity has no counterpart. One written in digits is firm: it is a fault. A small or round number
word is soft: translators leave it out or bring it in, and it counts only against another one. A vague one, such as an
indefinite article, may explain a number of the other side but is never a fault.
"""


@dataclass(frozen=True, slots=True)
class MeasurementUnit:
    """
    A unit of measure.

    Attributes:
        name: its name in the Unicode Common Locale Data Repository, such as ``length-mile``.
        dimension: what it measures, such as ``length``.
        factor: how many of the dimension's base units it has.
        offset: its zero, in base units, before the factor; only temperatures have one.
    """

    name: str
    dimension: str
    factor: float
    offset: float = 0.0

    def base(self, amount: float) -> float:
        """Return `amount` of this unit in base units."""
        return (amount - self.offset) * self.factor


@dataclass(frozen=True, slots=True)
class Quantity:
    """
    A number, date or time in a text.

    Attributes:
        span: the characters of the number with its multiplier, such as ``10 million``, without its unit.
        value: its likeliest reading.
        values: all its readings: ``1,234`` is 1234 or 1.234.
        kind: what is counted.
        weight: what it means if it has no counterpart.
        unit: what the number measures, if that is known.
        currency: likewise, such as ``dollar``; empty if it is not money.
        parts: the numbers it consists of, if it may as well be several, as in ``17.30``.
    """

    span: Span
    value: float
    values: frozenset[float]
    kind: Kind = "number"
    weight: Weight = "firm"
    unit: MeasurementUnit | None = None
    currency: str = ""
    parts: tuple[Quantity, ...] = ()
