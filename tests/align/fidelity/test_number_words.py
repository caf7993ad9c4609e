"""The law of number words: a number that is spelt out by the rules of a language has its value."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.fidelity.quantities import find_quantities


def words(text: str) -> list[str]:
    return text.split()


def spelt_in_english(number: int) -> str:
    ones = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    ones = (ones + "seventeen eighteen nineteen").split()
    tens = words("- - twenty thirty forty fifty sixty seventy eighty ninety")
    for size, word in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            joint = " and " if size == 100 else " "
            rest = joint + spelt_in_english(number % size) if number % size else ""
            return f"{spelt_in_english(number // size)} {word}{rest}"
    if number < 20:
        return ones[number]
    return tens[number // 10] + (f"-{ones[number % 10]}" if number % 10 else "")


def spelt_in_german(number: int) -> str:
    ones = "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    ones = (ones + "siebzehn achtzehn neunzehn").split()
    tens = words("- - zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
    for size, word in ((1000, "tausend"), (100, "hundert")):
        if number >= size:
            return spelt_in_german(number // size) + word + (spelt_in_german(number % size) if number % size else "")
    if number < 20:
        return ones[number]
    return (f"{ones[number % 10]}und" if number % 10 else "") + tens[number // 10]


def spelt_in_french(number: int) -> str:
    ones = [
        "zéro",
        "un",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
    ]
    tens = [
        "-",
        "dix",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
        "soixante",
        "quatre-vingt",
        "quatre-vingt",
    ]
    for size, word in ((1000, "mille"), (100, "cent")):
        if number >= size:
            count = f"{spelt_in_french(number // size)} " if number // size > 1 else ""
            return f"{count}{word}{' ' + spelt_in_french(number % size) if number % size else ''}"
    if number < 17:
        return ones[number]
    ten = number // 10
    rest = number - 10 * ten + (10 if ten in {7, 9} else 0)
    return tens[ten] + (f"-{spelt_in_french(rest)}" if rest else "")


def spelt_in_russian(number: int) -> str:
    ones = "ноль одна две три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать "
    ones = (ones + "четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать").split()
    tens = [
        "-",
        "-",
        "двадцать",
        "тридцать",
        "сорок",
        "пятьдесят",
        "шестьдесят",
        "семьдесят",
        "восемьдесят",
        "девяносто",
    ]
    hundreds = words("- сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот")
    if number >= 1000:
        rest = f" {spelt_in_russian(number % 1000)}" if number % 1000 else ""
        return f"{spelt_in_russian(number // 1000)} тысяч{rest}"
    if number >= 100:
        return hundreds[number // 100] + (f" {spelt_in_russian(number % 100)}" if number % 100 else "")
    if number < 20:
        return ones[number]
    return tens[number // 10] + (f" {ones[number % 10]}" if number % 10 else "")


def spelt_in_chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    for size, word in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            rest = number % size
            zero = "零" if rest and rest < size // 10 else ""
            return spelt_in_chinese(number // size) + word + zero + (spelt_in_chinese(rest) if rest else "")
    return digits[number]


SPELLERS = {
    "en": (spelt_in_english, 10**9),
    "de": (spelt_in_german, 10**6),
    "fr": (spelt_in_french, 10**6),
    "ru": (spelt_in_russian, 10**6),
    "zh": (spelt_in_chinese, 10**9),
}


@pytest.mark.parametrize("language", SPELLERS)
@given(data=st.data())
@settings(deadline=None)
def test_numbers_that_are_spelt_out_have_their_value(language: str, data: st.DataObject) -> None:
    spell, limit = SPELLERS[language]
    number = data.draw(st.integers(21, limit - 1))
    written = spell(number)
    assert [one.span.of(written) for one in find_quantities(written, language)] == [written]
    assert number in find_quantities(written, language)[0].values
