"""Negations without counterpart."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib.resources import files

import pytest
import regex

from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.matches import WordMatcher
from align.fidelity.negation import NegationCheck, negation_difference

LOST = [
    ("ru", "en", "Врач не разрешил больному вставать с постели.", "The doctor allowed the patient to get out of bed."),
    ("en", "de", "The minister did not sign the new agreement.", "Der Minister unterzeichnete das neue Abkommen."),
    ("en", "fr", "The government did not publish the report yesterday.", "Le gouvernement a publié le rapport hier."),
    ("en", "es", "The president did not sign the agreement.", "El presidente firmó el acuerdo."),
    ("pl", "en", "Rząd nie opublikował wczoraj raportu.", "The government published the report yesterday."),
    ("uk", "en", "Мій брат не купив новий будинок у місті.", "My brother bought a new house in the city."),
    ("it", "en", "Il governo non ha pubblicato il rapporto ieri.", "The government published the report yesterday."),
    ("zh", "en", "政府昨天没有公布这份报告。", "The government published the report yesterday."),
    ("ja", "en", "彼は昨日、東京の病院へ行かない。", "He goes to the hospital in Tokyo."),
]
KEPT = [
    (
        "en",
        "de",
        "The minister did not sign the new agreement.",
        "Der Minister unterzeichnete das Abkommen nicht.",
    ),
    ("ru", "en", "Никто никогда не видел этого письма.", "Nobody has ever seen this letter."),
    ("en", "ru", "He speaks not only Russian but also French.", "Он говорит по-русски и по-французски."),
    ("en", "de", "He left the house without a coat.", "Er verließ das Haus und nahm keinen Mantel mit."),
    ("en", "de", "The agreement is impossible.", "Das Abkommen ist nicht möglich."),
    ("ru", "en", "Нельзя не признать его заслуги.", "One must recognise his merits."),
    ("en", "fr", "The government did not publish the report.", "Le gouvernement n’a pas publié le rapport."),
    (
        "en",
        "ru",
        "The value NONE means: publish the report today.",
        "Значение NONE означает: опубликуйте отчёт сегодня.",
    ),
    ("en", "xx", "The government did not publish the report.", "The government published the report."),
]


@pytest.mark.parametrize(("source", "target", "text", "translation"), LOST)
def test_a_lost_negation_is_found(matcher: WordMatcher, source: str, target: str, text: str, translation: str) -> None:
    [fault] = NegationCheck(matcher).find([SegmentPair(text, translation, source, target)])
    assert (fault.rule, fault.severity, fault.evidence) == ("negation", "critical", "only the source is negated")
    [fault] = NegationCheck(matcher).find([SegmentPair(translation, text, target, source)])
    assert (fault.source, fault.evidence) == ((), "only the translation is negated")


@pytest.mark.parametrize(("source", "target", "text", "translation"), KEPT)
def test_a_kept_or_rephrased_negation_is_none(
    matcher: WordMatcher, source: str, target: str, text: str, translation: str
) -> None:
    assert not list(NegationCheck(matcher).find([SegmentPair(text, translation, source, target)]))


def test_the_negation_is_located(matcher: WordMatcher, faults_in: Callable[..., list[Fault]]) -> None:
    text = "The minister did not sign the new agreement."
    [fault] = faults_in(NegationCheck(matcher), (text, "Der Minister unterzeichnete das neue Abkommen."))
    assert [text[span.start : span.end] for span in fault.source] == ["not"]


def test_denials_are_counted_without_idioms() -> None:
    assert negation_difference(SegmentPair("Not only this.", "Nur dies.", "en", "de")) == 0
    assert negation_difference(SegmentPair("I do not, never, no!", "Ja.", "en", "de")) == 2


@pytest.mark.parametrize("path", list((files("align.fidelity") / "negations").iterdir()), ids=lambda file: file.name)
def test_the_data_are_well_formed(path: object) -> None:
    data = tomllib.loads(path.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    assert {"negators", "idioms", "hints"} <= set(data) <= {"negators", "idioms", "hints", "segmented"}
    for key in ("negators", "idioms", "hints"):
        assert all(not regex.match(expression, "") for expression in data[key])
        assert len(set(data[key])) == len(data[key])
