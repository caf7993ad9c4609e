"""Names replaced and places that are not there, and what must not be taken for one."""

from __future__ import annotations

import pytest

from align.fidelity import Fault, SegmentPair
from align.fidelity.names import NameCheck
from align.fidelity.places import place_names, places
from align.fidelity.romanisation import name_similarity, romanise


@pytest.fixture(scope="module")
def check() -> NameCheck:
    return NameCheck()


def faults(check: NameCheck, source: str, target: str, languages: str = "ru-en") -> list[Fault]:
    source_language, _, target_language = languages.partition("-")
    return list(check.find([SegmentPair(source, target, source_language, target_language)]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Путиным", "Putin"),
        ("Шекспира", "Shakespeare"),
        ("Бжезинский", "Brzezinski"),
        ("Гитлера", "Hitler"),
        ("Жаном", "Jean"),
        ("Ленського", "Lensky"),
        ("Иванова", "Iwanow"),
        ("Μπους", "Bush"),
        ("Ђорђевић", "Đorđević"),
        ("Стоянов", "Stoyanov"),
        ("Александр", "Alexandre"),
    ],
)
def test_transliterations_look_alike(one: str, other: str) -> None:
    assert name_similarity(romanise(one), romanise(other)) >= 0.8


@pytest.mark.parametrize(("one", "other"), [("Путин", "Obama"), ("Вена", "Geneva"), ("Токио", "Paris"), ("Ли", "Wu")])
def test_other_names_do_not(one: str, other: str) -> None:
    assert name_similarity(romanise(one), romanise(other)) < 0.8


@pytest.mark.parametrize(
    ("languages", "source", "target"),
    [
        ("ru-en", "Вчера в Москве Владимир Путин встретил Ангелу Меркель.", "Yesterday Putin met Merkel in Moscow."),
        ("ru-en", "Об этом сообщили в ООН и в Германии.", "This was reported by the UN and in Germany."),
        ("ru-en", "Вчера он вернулся из Китая.", "Yesterday he returned from China."),
        ("en-de", "Yesterday the Government met in Munich.", "Gestern traf sich die Regierung in München."),
        ("en-ru", "Then Alice ran after it.", "Потом она побежала за ним."),
        ("en-ru", "Then she ran after it.", "Потом Алиса побежала за ним."),
        ("en-fr", "He left on Monday in January.", "Il est parti un lundi en janvier."),
        ("zh-en", "他昨天见了普京。", "He met Obama yesterday."),
    ],
)
def test_rendered_names_are_no_fault(check: NameCheck, languages: str, source: str, target: str) -> None:
    assert faults(check, source, target, languages) == []


def test_a_replaced_name_is_a_fault_with_both_spans(check: NameCheck) -> None:
    source, target = "Вчера президент Иван Бжезинский прибыл.", "Yesterday president Robert Fletcher arrived."
    (fault,) = faults(check, source, target)
    assert (fault.rule, fault.severity, fault.evidence) == (
        "name",
        "major",
        "Иван Бжезинский in the source, Robert Fletcher in the translation",
    )
    assert [span.of(source) for span in fault.source] == ["Иван Бжезинский"]
    assert [span.of(target) for span in fault.target] == ["Robert Fletcher"]


def test_a_place_that_the_other_text_does_not_have_is_a_fault(check: NameCheck) -> None:
    source = "Это нужно сделать в соответствии с женевскими договорённостями."
    (fault,) = faults(check, source, "This should be done in accordance with the Vienna agreements.")
    assert (fault.severity, fault.source, fault.evidence) == ("minor", (), "Vienna is not in the source")
    assert faults(check, source, "This should be done in accordance with the Geneva agreements.") == []


def test_what_stands_for_what_is_learnt_from_the_text(check: NameCheck) -> None:
    pairs = [
        SegmentPair(f"And then the Mock Zzyqtle said {n}.", f"И тогда Черепаха Квази сказала {n}.", "en", "ru")
        for n in ("nothing", "much", "all")
    ]
    assert list(check.find(pairs)) == []


def test_a_place_that_the_other_language_calls_otherwise_throughout_is_no_fault(check: NameCheck) -> None:
    pairs = [
        SegmentPair(
            f"It is {n} in accordance with the Vienna agreements.",
            f"Это {n} в духе достигнутых соглашений.",
            "en",
            "ru",
        )
        for n in ("one", "two", "three")
    ]
    assert list(check.find(pairs)) == []
    assert len(list(check.find(pairs[:1]))) == 1


def test_verse_and_titles_are_not_looked_at(check: NameCheck) -> None:
    source = "the stars above And silent Moon shines And silent sky And Zarathustra"
    target = "звёзды в небе И тихий свет луны И тихий дом И Гильгамеш"
    pairs = [
        SegmentPair("all is silent and the moon is here", "тихий свет луны и дом", "en", "ru"),
        SegmentPair(source, target, "en", "ru"),
    ]
    assert list(check.find(pairs)) == []


def test_places_of_a_language() -> None:
    assert {"Vienna", "Germany"} <= places("en").keys()
    assert {"Вена", "Германия"} <= places("ru-RU").keys()
    assert place_names("vi")[places("en")["India"]] == "Ấn Độ"
    assert places("xx") == {}
