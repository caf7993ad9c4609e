"""Numbers in Chinese characters, with or without digits, in Chinese and Japanese."""

from __future__ import annotations

import re

_DIGITS = {
    character: value
    for value, characters in enumerate(("〇零○", "一壱壹", "二两兩弐", "三参叁", *"四五六七八九"))
    for character in characters
}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_ABOUT = "多余餘数"
"""Characters between a number and its multiplier that mean “and some more”."""

_HAN = "".join((*_DIGITS, *_SMALL, *_LARGE))

HAN_NUMBER = (
    rf"(?:\d+(?:[,.]\d+)*[ \u00a0]?[{_ABOUT}]?[{''.join((*_SMALL, *_LARGE))}][\d,.{_HAN}]*(?<![,.])"
    rf"|[{_HAN}]+(?:点[{''.join(_DIGITS)}]+(?![分十]))?)"
)
"""Pattern of a number with Chinese characters."""

_ITEM = re.compile(rf"\d+(?:,\d{{3}})*(?:\.\d+)?|[{_HAN}点]")
_YEAR_DIGITS = 3
"""Number of digits in a row from which they are read one by one, as in a year."""


def read_han(text: str) -> tuple[tuple[float, ...], bool]:
    """
    Return the values of a text that matches `HAN_NUMBER`, and whether it is short enough to be part of a word instead.

    Two values are given for ``七八``, seven or eight, and none for what is not a number.
    """
    whole, _, decimals = text.partition("点")
    items = _ITEM.findall(whole)
    if all(item in _DIGITS for item in items):
        digits = [_DIGITS[item] for item in items]
        if len(digits) == 2 and digits[1] == digits[0] + 1 and digits[0]:
            return (float(digits[0]), float(digits[1])), True
        return (_positional(digits, decimals),), len(digits) < _YEAR_DIGITS and not decimals
    value = _multiplied(items)
    return () if value is None else (value + _positional([0], decimals),), len(text) == 1


def _positional(digits: list[int], decimals: str) -> float:
    fraction = "".join(str(_DIGITS[character]) for character in decimals)
    return float(f"{''.join(map(str, digits))}.{fraction or 0}")


def _multiplied(items: list[str]) -> float | None:
    total = group = 0.0
    pending: float | None = None
    for item in items:
        if item in _LARGE:
            section = group + (pending or 0)
            if 0 < total < _LARGE[item]:
                total = (total + section) * _LARGE[item]
            else:
                total += (section or 1) * _LARGE[item]
            group, pending = 0.0, None
        elif item in _SMALL:
            group += (1 if pending is None else pending) * _SMALL[item]
            pending = None
        else:
            if pending:
                return None
            pending = float(_DIGITS[item] if item in _DIGITS else item.replace(",", ""))
    return total + group + (pending or 0)
