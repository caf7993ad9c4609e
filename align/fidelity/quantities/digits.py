"""Numbers in digits of any script, with the separators of any convention."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus import Span

_SPACES = " \u00a0\u2007\u2009\u202f"

NUMBER = (
    rf"(?:(?<!\d)\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)(?:[.,٫]\d+)?"
    r"|\d{1,2}\s?h\s?\d\d(?!\d)"
    r"|\d+(?:[.,٫٬'’·:]\d+)*)"
)
"""Pattern of a number in digits; a colon and ``h`` are for times of day."""

_SEPARATOR = re.compile(rf"[{_SPACES}.,٫٬'’·:]")
_GROUPS = re.compile(r"\d{1,3}(?:,\d{2})*,\d{3}|\d{1,3}(?:,\d{3})+")
"""Groups of three, or in the Indian way of two before the last three."""

_HOURS, _MINUTES = 24, 60


@dataclass(frozen=True, slots=True)
class DigitInterpretation:
    """
    The possible values of a number in digits.

    Attributes:
        values: the values, the most likely first; none for several numbers, such as ``1.2.3``.
        clock: whether the values are times of day or durations, in seconds.
        parts: the spans of the numbers that it may consist of.
    """

    values: tuple[float, ...]
    clock: bool = False
    parts: tuple[Span, ...] = ()


def read_digits(text: str, decimal: str) -> DigitInterpretation:
    """
    Return the possible values of a text that matches `NUMBER`.

    Args:
        text: the digits with their separators.
        decimal: the decimal separator of the language, ``.`` or ``,``.
    """
    parts = tuple(Span(*match.span()) for match in re.finditer(r"\d+", text))
    fields = [part.of(text) for part in parts]
    separators = _SEPARATOR.findall(text)
    if "h" in text or ":" in separators:
        return DigitInterpretation(_seconds([_number(field) for field in fields]), clock=True, parts=parts)
    if not separators:
        return DigitInterpretation((_number(text),))
    values = _separated(fields, separators, decimal)
    return DigitInterpretation(values, parts=() if len(values) > 1 else parts)


def _separated(fields: list[str], separators: list[str], decimal: str) -> tuple[float, ...]:
    """Return the values of a number with separators, the most likely first; none if it is a date or a list."""
    *grouping, last = separators
    whole, fraction = _number("".join(fields)), _number("".join(fields[:-1]), fields[-1])
    if len(set(separators)) > 1:
        return (fraction,) if len(set(grouping)) == 1 and last not in grouping and _grouped(fields[:-1]) else ()
    if grouping or last in _SPACES or last in "'’٬":
        return (whole,) if _grouped(fields) else ()
    if _grouped(fields) and not fields[0].startswith("0"):
        return (fraction, whole) if last in {decimal, "٫", "·"} else (whole, fraction)
    return (fraction,)


def _grouped(fields: list[str]) -> bool:
    return _GROUPS.fullmatch(",".join(fields)) is not None


def _number(whole: str, fraction: str = "0") -> float:
    return float(f"{whole}.{fraction}")


def _seconds(fields: list[float]) -> tuple[float, ...]:
    if len(fields) > 3 or fields[0] > _HOURS or any(field >= _MINUTES for field in fields[1:]):
        return ()
    hours, minutes, seconds = [*fields, 0.0, 0.0][:3]
    return ((hours * _MINUTES + minutes) * _MINUTES + seconds,)
