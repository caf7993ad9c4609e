"""Changed, missing and added quantities, and what must not be taken for one."""

from __future__ import annotations

import time

import pytest

from align.fidelity import Check, Fault, SegmentPair
from align.fidelity.numbers import NumberCheck


def faults(source: str, target: str, languages: str) -> list[Fault]:
    source_language, _, target_language = languages.partition("-")
    return list(NumberCheck().find([SegmentPair(source, target, source_language, target_language)]))


@pytest.mark.parametrize(
    ("languages", "source", "target"),
    [
        ("ru-en", "10 тысяч человек", "10,000 people"),
        ("ru-en", "1 234,5 кг", "1,234.5 kg"),
        ("en-de", "1,234 people", "1.234 Menschen"),
        ("en-ru", "2 1/2 million people", "два с половиной миллиона человек"),
        ("ru-en", "За сутки умерло 77 человек.", "In the past 24 hours, 77 people died."),
        ("en-ru", "the 1990s", "в 90-е годы"),
        ("fr-en", "au XVIIIe siècle", "in the 18th century"),
        ("en-zh", "10 per cent of 30 people", "三十人的百分之十"),
        ("en-zh", "125,000 people in 2014", "二〇一四年有12万5千人"),
        ("ja-en", "平成30年の3億5000万円", "350 million yen in 2018"),
        ("ru-en", "01.02.2014", "1 February 2014"),
        ("en-ru", "02/01/2014", "1 февраля 2014 года"),
        ("en-de", "at 5:30 p.m.", "um 17.30 Uhr"),
        ("en-ru", "at 5 p.m.", "в 17:00"),
        ("fr-en", "12 h 00 GMT", "1200 GMT"),
        ("en-fr", "100 miles", "160 km"),
        ("en-ru", "six feet", "1,8 метра"),
        ("de-en", "20 °C", "68 °F"),
        ("en-ru", "at least 100 yards/meters", "не менее 100 метров"),
        ("en-fr", "16 km (10 mi)", "16 km"),
        ("en-de", "5 men and 5 women", "je 5 Männer und Frauen"),
        ("en-ru", "He had two sons.", "У него были сыновья."),
        ("en-ru", "One of them left.", "Кто-то ушёл."),
        ("en-de", "a third of them", "ein Drittel von ihnen"),
        ("en-ru", "nine-tenths", "девять десятых"),
        ("en-ru", "yogis,24 sat", "йоги сидели"),
        ("en-sw", "There were twelve of them, in all 20.", "Walikuwa kumi na wawili."),
        ("en-ru", "$5 million", "5 миллионов долларов"),
        ("en-fr", "April 7th", "le 7 avril"),
        ("en-pl", "on Wednesday", "w środę"),
    ],
)
def test_the_same_said_otherwise_is_no_fault(languages: str, source: str, target: str) -> None:
    assert faults(source, target, languages) == []
    backwards = "-".join(reversed(languages.split("-")))
    assert faults(target, source, backwards) == []


@pytest.mark.parametrize(
    ("languages", "source", "target", "rule", "severity", "shown"),
    [
        ("ru-en", "свыше 60 военных", "over 80 servicemen", "number", "critical", ("60", "80")),
        ("ru-en", "10 тысяч человек", "1,000 people", "number", "critical", ("10 тысяч", "1,000")),
        ("ru-en", "три года назад", "two years ago", "number", "major", ("три", "two")),
        ("en-zh", "30 people", "四十五人", "number", "critical", ("30", "四十五")),
        ("de-en", "drei Wochen, vier Mal", "four weeks, four times", "number", "major", ("drei", "four")),
        ("en-fr", "10 miles", "10 km", "unit", "critical", ("10", "10")),
        ("en-fr", "two weeks", "deux mois", "unit", "major", ("two", "deux")),
        ("en-de", "$500", "500 Euro", "money", "critical", ("500", "500")),
        ("en-de", "$500", "$600", "money", "critical", ("500", "600")),
        ("en-ru", "on 5 October 2014", "5 апреля 2014 года", "date", "major", ("October", "апреля")),
        ("en-de", "on Wednesday", "am Donnerstag", "date", "major", ("Wednesday", "Donnerstag")),
        ("en-de", "at 15:50", "um 14:50 Uhr", "date", "critical", ("15:50", "14:50")),
        ("fr-en", "Louis XIV", "Louis XVI", "number", "major", ("XIV", "XVI")),
        ("en-ru", "It opened in 1979.", "Он открылся.", "number", "minor", ("1979", "")),
        ("en-ru", "It opened.", "Он открылся в 1979 году.", "number", "minor", ("", "1979")),
        ("en-sw", "in 1979", "mwaka 1997", "number", "critical", ("1979", "1997")),
    ],
)
def test_a_changed_quantity_is_a_fault(
    languages: str, source: str, target: str, rule: str, severity: str, shown: tuple[str, str]
) -> None:
    (fault,) = faults(source, target, languages)
    assert (fault.rule, fault.severity) == (rule, severity)
    assert "".join(span.of(source) for span in fault.source) == shown[0]
    assert "".join(span.of(target) for span in fault.target) == shown[1]
    assert 0.5 <= fault.confidence <= 1
    assert all(part in fault.evidence for part in shown)


def test_what_a_neighbour_has_is_a_fault_of_the_alignment() -> None:
    pairs = [
        SegmentPair("It was in 1979.", "Это было давно.", "en", "ru"),
        SegmentPair("Then it ended.", "Тогда, в 1979 году, всё кончилось.", "en", "ru"),
        SegmentPair("It was in 1985.", "Это было в 1986 году.", "en", "ru"),
    ]
    assert [fault.pair for fault in NumberCheck().find(pairs)] == [2]


def test_an_omission_is_no_changed_number() -> None:
    assert faults("It was in 1979.", "", "en-ru") == faults("", "In 1979.", "en-ru") == []


def test_tables_take_linear_time() -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        faults(" km ".join(str(10_000 + n) for n in range(count)), " mi ".join(map(str, range(count))), "en-de")
        return time.process_time() - start

    seconds(10)
    assert min(seconds(1600) for _ in range(2)) < 12 * max(min(seconds(400) for _ in range(3)), 0.005)


def test_it_is_a_check() -> None:
    check: Check = NumberCheck()
    assert check.rule == "number"
