"""Roman numerals: what is one, and its value."""

from __future__ import annotations

import pytest

from corpus.roman import read_roman, roman_value


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("I", 1), ("IV", 4), ("XIX", 19), ("XCIX", 99), ("CD", 400), ("MCMXCIX", 1999), ("MMMCMXCIX", 3999)],
)
def test_value(numeral: str, value: int) -> None:
    assert roman_value(numeral) == read_roman(numeral) == value


@pytest.mark.parametrize("word", ["", "IIII", "IC", "VX", "ID", "xix", "XIXe", "A", "MMMM"])
def test_other_words_have_no_value(word: str) -> None:
    assert roman_value(word) is None


@pytest.mark.parametrize(("word", "value"), [("XIXe", 19), ("Ier", 1), ("IIème", 2), ("ХІХ", 19), ("ІV", 4)])
def test_numerals_in_running_text(word: str, value: int) -> None:
    assert read_roman(word) == value
