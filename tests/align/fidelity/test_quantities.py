"""Numbers, dates, times, units and money found in texts of many languages and scripts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.fidelity.quantities import Quantity, find_quantities

LANGUAGES = ["en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl", "cs", "zh", "ja", "ko", "hi", "ar", "sw", "xx"]


def read(text: str, language: str) -> dict[str, float]:
    return {one.span.of(text): one.value for one in find_quantities(text, language)}


@pytest.mark.parametrize(
    ("language", "text", "number", "value"),
    [
        ("en", "It has 12,345,678 people.", "12,345,678", 12345678),
        ("en", "It has 12,34,567 people.", "12,34,567", 1234567),
        ("en", "It costs 1,234.5 dollars.", "1,234.5", 1234.5),
        ("de", "Es kostet 1.234,5 Euro.", "1.234,5", 1234.5),
        ("de", "Es hat 1'234 Seiten.", "1'234", 1234),
        ("ru", "Там 1\u00a0234\u00a0567 человек.", "1\u00a0234\u00a0567", 1234567),
        ("fr", "Il y a 12\u202f345,6 habitants.", "12\u202f345,6", 12345.6),
        ("ar", "٢٥٬٠٠٠", "٢٥٬٠٠٠", 25000),
        ("ar", "٣٫٥", "٣٫٥", 3.5),
        ("hi", "१२ लाख लोग", "१२ लाख", 1200000),
        ("pl", "5 milionach", "5 milionach", 5000000),
        ("fi", "5 miljoonaa euroa", "5 miljoonaa", 5000000),
        ("ko", "10만 명", "10만", 100000),
        ("en", "2 1/2 million people", "2 1/2 million", 2500000),
        ("en", "2½ million people", "2½ million", 2500000),
        ("en", "It cost $5bn.", "5bn", 5e9),
        ("en", "half a million people", "half a million", 500000),
        ("en", "in nineteen eighty-four", "nineteen eighty-four", 1984),
        ("en", "a hundred and five men", "a hundred and five", 105),
        ("en", "five-and-twenty soldiers", "five-and-twenty", 25),
        ("en", "two million three hundred thousand", "two million three hundred thousand", 2300000),
        ("en", "two dozen eggs", "two dozen", 24),
        ("en", "one hundred pairs of mice", "one hundred", 100),
        ("en", "nine-tenths of them", "nine-tenths", 0.9),
        ("ru", "10 тысяч человек", "10 тысяч", 10000),
        ("ru", "полтора миллиона", "полтора миллиона", 1500000),
        ("ru", "двумястами тридцатью пятью рублями", "двумястами тридцатью пятью", 235),
        ("ru", "сто двадцать третий год", "сто двадцать третий", 123),
        ("ru", "два с половиной года", "два с половиной", 2.5),
        ("ru", "девяти десятых", "девяти десятых", 0.9),
        ("ru", "трёхсот", "трёхсот", 300),
        ("uk", "двадцять п’ять років", "двадцять п’ять", 25),
        ("de", "neunzehnhundertvierundachtzig", "neunzehnhundertvierundachtzig", 1984),
        ("de", "zweihundertfünfzigtausend", "zweihundertfünfzigtausend", 250000),
        ("de", "der fünfundzwanzigste Band", "fünfundzwanzigste", 25),
        ("de", "10 Mio. Euro", "10 Mio", 10000000),
        ("fr", "quatre-vingt-dix-sept", "quatre-vingt-dix-sept", 97),
        ("fr", "soixante et onze", "soixante et onze", 71),
        ("fr", "deux cent mille", "deux cent mille", 200000),
        ("es", "treinta y uno", "treinta y uno", 31),
        ("es", "mil novecientos ochenta y cuatro", "mil novecientos ochenta y cuatro", 1984),
        ("it", "duecentocinquanta", "duecentocinquanta", 250),
        ("pt", "duzentos e cinquenta mil", "duzentos e cinquenta mil", 250000),
        ("cs", "dvacet pět", "dvacet pět", 25),
        ("zh", "三十人", "三十", 30),
        ("zh", "12万5千人", "12万5千", 125000),
        ("zh", "有 400 多万人", "400 多万", 4000000),
        ("zh", "二〇一四年", "二〇一四", 2014),
        ("zh", "一千零五人", "一千零五", 1005),
        ("zh", "百分之十", "十", 10),
        ("zh", "三分之二", "三分之二", 2 / 3),
        ("ja", "3億5000万円", "3億5000万", 350000000),
        ("ja", "五千四百三十二", "五千四百三十二", 5432),
        ("fr", "au XVIIIe siècle", "XVIIIe", 18),
        ("ru", "в XIX веке", "XIX", 19),
    ],
)
def test_numbers_are_read(language: str, text: str, number: str, value: float) -> None:
    assert read(text, language)[number] == pytest.approx(value)


@pytest.mark.parametrize(
    ("language", "text", "reading"),
    [
        ("en", "the 1990s", 90),
        ("ru", "в 90-е годы", 1990),
        ("ru", "в девяностых", 1990),
        ("de", "die 90er Jahre", 1990),
        ("zh", "90年代", 1990),
        ("en", "in '98", 1998),
        ("en", "5 p.m.", 17),
        ("ru", "в 5 часов вечера", 17),
        ("zh", "下午5点", 17),
        ("ja", "平成30年", 2018),
        ("en", "1990-95", 1995),
        ("en", "4.2–3.9 million", 4200000),
        ("en", "1,234", 1.234),
        ("de", "1.234", 1.234),
        ("en", "half", 50),
        ("ru", "в двадцать втором году", 1922),
    ],
)
def test_other_readings_are_known(language: str, text: str, reading: float) -> None:
    assert reading in {value for one in find_quantities(text, language) for value in one.values}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The one I like is a good one."),
        ("en", "I may march on the second."),
        ("de", "Ein Mann und eine Frau, beide alt."),
        ("fr", "Un homme et une femme neuf fois."),
        ("ru", "Один человек сам по себе."),
        ("zh", "一个人统一了百姓。"),
        ("ja", "統一された一番の友"),
    ],
)
def test_words_that_are_no_evidence(language: str, text: str) -> None:
    assert {one.weight for one in find_quantities(text, language)} <= {"vague"}


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("100 miles", "en", "length-mile"),
        ("12 kilometrów", "pl", "length-kilometer"),
        ("25 кг", "ru", "mass-kilogram"),
        ("24 小时", "zh", "duration-hour"),
        ("5 °F", "de", "temperature-fahrenheit"),
    ],
)
def test_units_are_known(text: str, language: str, unit: str) -> None:
    (quantity,) = (one for one in find_quantities(text, language) if one.weight == "firm")
    assert quantity.unit is not None
    assert quantity.unit.name == unit


@pytest.mark.parametrize(
    ("text", "language", "currency"),
    [("$5", "en", "dollar"), ("5 рублей", "ru", "rouble"), ("3亿美元", "zh", "dollar"), ("7,50 €", "de", "euro")],
)
def test_currencies_are_known(text: str, language: str, currency: str) -> None:
    assert [one.currency for one in find_quantities(text, language)] == [currency]


def test_dates_and_times_consist_of_parts() -> None:
    assert list(read("01.02.2014", "de").values()) == [1, 2, 2014]
    (clock,) = find_quantities("17:30", "en")
    assert (clock.kind, clock.value, [part.value for part in clock.parts]) == ("clock", 63000, [17, 30])


@given(st.integers(0, 10**12), st.sampled_from([("en", ","), ("de", "."), ("fr", "\u202f"), ("ru", " "), ("de", "'")]))
@settings(deadline=None)
def test_grouped_integers_have_their_value(number: int, convention: tuple[str, str]) -> None:
    language, separator = convention
    written = f"{number:,}".replace(",", separator)
    (quantity,) = find_quantities(f"x {written} x", language)
    assert number in quantity.values
    assert quantity.value == number or separator in ".,"
    assert quantity.span.start == 2


@given(st.text("0123456789.,:/'½ -–一二十百万億点分之年百 aандXVI%$миллион", max_size=60), st.sampled_from(LANGUAGES))
@settings(deadline=None)
def test_any_text_is_read_and_spans_lie_in_it(text: str, language: str) -> None:
    def covered(one: Quantity) -> bool:
        return bool(one.span.of(text)) and all(covered(part) for part in one.parts)

    assert all(covered(one) for one in find_quantities(text, language))


@pytest.mark.parametrize(
    "piece", ["9", "9,999", "1/2 ", "万", "二", "million ", "zweiund", "dreizehn", "hundred and ", "1 000 ", "X"]
)
def test_long_texts_take_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        for language in ("en", "de", "zh"):
            find_quantities(f"{piece * times}q", language)
        return time.process_time() - start

    seconds(10)
    assert min(seconds(1600) for _ in range(2)) < 12 * max(min(seconds(400) for _ in range(3)), 0.005)


@pytest.mark.parametrize("language", ["zh", "ja"])
def test_nothing_times_a_hundred_is_nothing(language: str) -> None:
    assert [quantity.value for quantity in find_quantities("0百", language)] == [0]
