"""What was left untranslated, is in another language or repeats itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from align.fidelity.copies import CopyCheck
from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.languages import LanguageCheck
from align.fidelity.matches import WordMatcher
from align.fidelity.repetition import RepetitionCheck
from align.fidelity.script import script_pattern

SENTENCE = "The committee will meet again in the autumn to discuss the budget."


def test_a_whole_copy(matcher: WordMatcher, faults_in: Callable[..., list[Fault]]) -> None:
    [fault] = faults_in(CopyCheck(matcher), (SENTENCE, SENTENCE))
    assert (fault.severity, fault.pair) == ("critical", 0)
    assert faults_in(LanguageCheck(matcher), (SENTENCE, SENTENCE)) == []


@pytest.mark.parametrize(
    ("languages", "pair", "left"),
    [
        (("ru", "en"), ("Дипломатические отношения разорвали.", "Diplomatic отношения were severed."), ["отношения"]),
        (("ja", "en"), ("彼は禁止された。", "He was 禁止."), ["禁止"]),
        (
            ("pl", "en"),
            ("Musieli negocjować porozumienie.", "They had to negocjować porozumienie."),
            ["negocjować porozumienie"],
        ),
        (("ru", "en"), ("Слово «отношения» трудно.", "The word “отношения” is hard."), []),
        (("en", "ru"), ("Send an email to the office.", "Отправьте email в контору."), []),
        (("de", "en"), ("Der Film Metropolis lief in Berlin.", "The film Metropolis ran in Berlin."), []),
        (("en", "de"), ("See docs/page.html for the rest.", "Siehe docs/page.html für den Rest."), []),
        (("en", "en"), ("The same words again.", "The same words again."), []),
    ],
)
def test_words_left_in_the_source_language(
    matcher: WordMatcher, languages: tuple[str, str], pair: tuple[str, str], left: list[str]
) -> None:
    faults = CopyCheck(matcher).find([SegmentPair(*pair, *languages)])
    assert [pair[1][span.start : span.end] for fault in faults for span in fault.target] == left


def test_names_are_no_copy(matcher: WordMatcher, faults_in: Callable[..., list[Fault]]) -> None:
    names = "Albert Einstein, Max Planck, Niels Bohr, Marie Curie"
    assert faults_in(CopyCheck(matcher), (names, names)) == []


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("Комитет соберётся снова осенью, чтобы обсудить бюджет.", ["seems to be in another script"]),
        (
            "La commission se réunira de nouveau à l'automne pour discuter du budget.",
            ["seems to be in the language fr"],
        ),
        ("Der Ausschuss tritt im Herbst erneut zusammen, um den Haushalt zu beraten.", []),
        ("Ja, ja.", []),
    ],
)
def test_other_languages(
    matcher: WordMatcher, faults_in: Callable[..., list[Fault]], target: str, found: list[str]
) -> None:
    assert [fault.evidence for fault in faults_in(LanguageCheck(matcher), (SENTENCE, target))] == found


def test_a_quotation_on_both_sides_is_in_its_own_language(
    matcher: WordMatcher, faults_in: Callable[..., list[Fault]]
) -> None:
    quotation = "Комитет соберётся снова осенью, чтобы обсудить бюджет."
    assert faults_in(LanguageCheck(matcher), (quotation, quotation)) == []


def test_one_translation_for_two_sources(matcher: WordMatcher, faults_in: Callable[..., list[Fault]]) -> None:
    target = "Der Hund lief schnell über die grüne Wiese."
    first, second = (
        ("The dog ran quickly over the green meadow.", target),
        ("Nobody opened the window that night.", target),
    )
    [fault] = faults_in(RepetitionCheck(matcher), first, second)
    assert fault.pair == 1
    assert "The dog ran" in fault.evidence
    assert faults_in(RepetitionCheck(matcher), first, first) == []
    assert faults_in(RepetitionCheck(matcher), ("Good.", "Ja."), ("Right.", "Ja.")) == []
    alike = ("A hound was running fast across that green pasture.", target)
    assert faults_in(RepetitionCheck(matcher), first, alike) == []


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("Er ging in das Haus in das Haus.", ["in das Haus in das Haus"]),
        ("Er ging ins Haus Haus Haus Haus.", ["Haus Haus Haus Haus"]),
        ("Er ging sehr sehr schnell ins Haus.", []),
        ("Haus, Haus, Haus, Haus!", []),
    ],
)
def test_words_said_over_and_over(
    matcher: WordMatcher, faults_in: Callable[..., list[Fault]], target: str, said: list[str]
) -> None:
    faults = faults_in(RepetitionCheck(matcher), ("He went into the house.", target))
    assert [target[span.start : span.end] for fault in faults for span in fault.target] == said


@pytest.mark.parametrize(
    ("language", "own", "strange"),
    [
        ("ru", "ё", "a"),
        ("ja", "あ漢カー", "한"),
        ("ko", "한", "あ"),
        ("zh-Hant", "漢", "ん"),
        ("sr", "љa", "α"),
        ("sr-Latn", "š", "ш"),
    ],
)
def test_scripts(language: str, own: str, strange: str) -> None:
    assert not script_pattern(language).search(own)
    assert script_pattern(language).search(strange)
