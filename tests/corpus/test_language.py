"""Languages: codes, file names, arguments and detection."""

import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.errors import LanguageError, TextWarning
from corpus.language import (
    Detection,
    detect_language,
    is_plainly,
    parse_argument,
    parse_language,
    resolve_language,
)
from corpus.language_names import declared_in_name, stem_without_language
from corpus.messages import collected_messages

TEXTS = {
    "en": "The harbour lay quiet under the fog, and nobody on the quay had yet lit a lamp when the bell rang. ",
    "ru": "Гавань тихо лежала под туманом, и никто на набережной ещё не зажёг фонаря, когда зазвонил колокол. ",
    "uk": "Гавань тихо лежала під туманом, і ніхто на набережній ще не запалив ліхтаря, коли задзвонив дзвін. ",
    "fr": "Le port reposait sous la brume, et personne sur le quai n'avait encore allumé de lampe à cette heure. ",
    "de": "Der Hafen lag still unter dem Nebel, und niemand hatte am Kai schon eine Lampe angezündet, als es läutete. ",
    "zh": "港口在雾里静静地躺着，码头上还没有人点灯，这时钟声响了起来，大家都停下了手里的活。",
    "nb": "Havnen lå stille under tåken, og ingen på kaien hadde ennå tent en lykt da klokken begynte å ringe igjen. ",
    "el": "Το λιμάνι κοιμόταν κάτω από την ομίχλη και κανείς στην προκυμαία δεν είχε ανάψει ακόμη λάμπα τότε. ",
}


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("ru", "ru"),
        ("RU", "ru"),
        ("rus", "ru"),
        ("ger", "de"),
        ("pt-br", "pt-BR"),
        ("pt_BR", "pt-BR"),
        ("zh-hant", "zh-Hant"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("es-419", "es-419"),
        ("de-1901", "de-1901"),
        ("grc", "grc"),
        ("iw", "he"),
        ("sh", "sr-Latn"),
        ("no", "nb"),
        ("nor", "nb"),
        ("cmn-Hans", "zh-Hans"),
        ("en-x-rival", "en-x-rival"),
        ("und", "und"),
    ],
)
def test_a_code_is_brought_into_its_standard_form(code: str, tag: str) -> None:
    assert parse_language(code) == tag
    assert parse_language(tag) == tag


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("english", "did you mean en?"),
        ("german", "did you mean de?"),
        ("jp", "did you mean ja?"),
        ("ua", "did you mean uk?"),
        ("en-rival", "did you mean en?"),
        ("ru-", "did you mean ru?"),
        ("xx", "give a code such as ru, pt-BR or grc"),
        ("", "give a code such as ru, pt-BR or grc"),
        ("русский", "give a code such as ru, pt-BR or grc"),
        ("12", "give a code such as ru, pt-BR or grc"),
    ],
)
def test_an_unknown_code_is_refused_with_a_suggestion(code: str, remedy: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_language(code)
    assert caught.value.remedy == remedy


@settings(deadline=None)
@given(st.one_of(st.text(max_size=12), st.from_regex(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,4}", fullmatch=True)))
@example("a-DE")
def test_any_code_is_a_stable_tag_or_a_clear_error(code: str) -> None:
    try:
        tag = parse_language(code)
    except LanguageError:
        return
    assert parse_language(tag) == tag


@pytest.mark.parametrize(
    ("name", "declared", "stem"),
    [
        ("novel.ru.txt", ("ru", "ru"), "novel"),
        ("a/b.fr/novel.ru.txt", ("ru", "ru"), "novel"),
        ("deir-ez-zor.en-rival.txt", ("en", "en-rival"), "deir-ez-zor"),
        ("x.pt-BR.txt", ("pt-BR", "pt-BR"), "x"),
        ("x.pt-br.txt", ("pt-BR", "pt-BR"), "x"),
        ("x.zh_Hant.txt", ("zh-Hant", "zh-Hant"), "x"),
        ("x.en-GB-rival.txt", ("en-GB", "en-GB-rival"), "x"),
        ("x.en-2.txt", ("en", "en-2"), "x"),
        ("x.ru-Толстой.txt", ("ru", "ru-Толстой"), "x"),
        ("x.en-mt.txt", ("en", "en-mt"), "x"),
        ("x.en-MT.txt", ("en-MT", "en-MT"), "x"),
        ("x.en-old.txt", ("en", "en-old"), "x"),
        ("x.en-the-rival-translation-by-somebody-else.txt", ("en", "en-the-rival-translation-by-somebody-else"), "x"),
        ("x.grc.txt", ("grc", "grc"), "x"),
        ("x.rus.txt", ("ru", "ru"), "x"),
        ("x.no.txt", ("nb", "nb"), "x"),
        ("x.v2.ru.txt", ("ru", "ru"), "x.v2"),
        ("novel.ru", ("ru", "ru"), "novel"),
        ("europarl.de-en.en", ("en", "en"), "europarl.de-en"),
        ("ru.txt", None, "ru"),
        ("as-you-like-it.txt", None, "as-you-like-it"),
        ("la-peste.txt", None, "la-peste"),
        ("in.xml", None, "in"),
        ("se_pride.epub", None, "se_pride"),
        ("la-peste.fr.txt", ("fr", "fr"), "la-peste"),
        ("novel.txt", None, "novel"),
        ("novel", None, "novel"),
        ("ru", None, "ru"),
        ("novel.grc", None, "novel"),
        ("grc.txt", None, "grc"),
        ("novel.ru.old.txt", None, "novel.ru.old"),
        ("novel.doc.txt", None, "novel.doc"),
        ("novel.Fin.txt", None, "novel.Fin"),
        ("novel.tei.xml", None, "novel.tei"),
        ("novel.bak.txt", None, "novel.bak"),
        ("novel.II.txt", None, "novel.II"),
        ("novel.final.txt", None, "novel.final"),
        ("novel.xx.txt", None, "novel.xx"),
        ("novel.md", None, "novel"),
        (".ru.txt", None, ".ru"),
        ("..", None, ".."),
        ("", None, ""),
    ],
)
def test_a_file_name_declares_a_language(name: str, declared: tuple[str, str] | None, stem: str) -> None:
    assert declared_in_name(name) == declared
    assert declared_in_name(Path(name)) == declared
    assert stem_without_language(name) == stem


@settings(deadline=None)
@given(st.text(max_size=20))
def test_any_name_is_read(name: str) -> None:
    declared = declared_in_name(name)
    if declared:
        language, label = declared
        assert parse_language(language) == language
        assert label.startswith(language)


def test_an_argument_is_a_path_or_a_language_and_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse_argument("ru=a.txt") == ("ru", Path("a.txt"))
    assert parse_argument("pt-br=a=b.txt") == ("pt-BR", Path("a=b.txt"))
    assert parse_argument("a.txt") == (None, Path("a.txt"))
    assert parse_argument("folder/a=b.txt") == (None, Path("folder/a=b.txt"))
    assert parse_argument("chapter=1.txt") == (None, Path("chapter=1.txt"))
    assert parse_argument("=a.txt") == (None, Path("=a.txt"))
    (tmp_path / "ru=a.txt").touch()
    assert parse_argument("ru=a.txt") == (None, Path("ru=a.txt"))


@pytest.mark.parametrize(
    ("argument", "problem"), [("xx=a.txt", "unknown language 'xx'"), ("jp=a.txt", "ja"), ("ru=", "no file")]
)
def test_an_argument_with_a_wrong_language_is_refused(argument: str, problem: str) -> None:
    with pytest.raises(LanguageError, match=problem):
        parse_argument(argument)


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_detected(language: str) -> None:
    detection = detect_language(TEXTS[language] * 3)
    assert detection.language == language
    assert 0.8 < detection.probability <= 1


@pytest.mark.parametrize("text", ["", "1234 — 56", "\n"])
def test_a_text_without_words_has_no_language(text: str) -> None:
    assert detect_language(text) == Detection("und", 0.0)


def test_a_text_in_two_languages_is_half_of_each() -> None:
    detection = detect_language(TEXTS["en"] * 60 + TEXTS["fr"] * 60)
    assert detection.language in {"en", "fr"}
    assert 0.4 < detection.probability < 0.6


def test_passages_come_from_the_whole_text() -> None:
    assert detect_language(TEXTS["en"] * 10 + TEXTS["ru"] * 1000).language == "ru"


@pytest.mark.parametrize("language", TEXTS)
def test_without_a_declaration_the_text_tells(language: str) -> None:
    assert resolve_language(None, "", "", TEXTS[language] * 3, "x.txt") == language


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Hello world.", "too short"),
        ("2016 " * 100, "too short"),
        (TEXTS["en"] * 60 + TEXTS["fr"] * 60, "uncertain"),
        ("xqzt vrkl bnmp wsdf " * 9, "uncertain"),
    ],
)
def test_a_doubtful_text_must_be_declared(text: str, problem: str) -> None:
    with pytest.raises(LanguageError, match=problem) as caught:
        resolve_language(None, "", "", text, "x.txt")
    assert caught.value.remedy == "declare it, such as ru=x.txt"


@pytest.mark.parametrize(
    ("declared", "written", "tag"),
    [
        ("ru", "ru", "ru"),
        ("rus", "ru", "ru"),
        ("zh-Hant", "zh", "zh-Hant"),
        ("da", "nb", "da"),
        ("nn", "nb", "nn"),
        ("no", "nb", "nb"),
        ("orv", "ru", "orv"),
        ("und", "ru", "und"),
    ],
)
def test_a_declaration_that_may_be_right_is_obeyed_in_silence(declared: str, written: str, tag: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert resolve_language(declared, "", "", TEXTS[written] * 20, "x.txt") == tag


@pytest.mark.parametrize(("declared", "written"), [("ru", "en"), ("uk", "ru"), ("ru", "uk"), ("fr-CA", "de")])
def test_a_declaration_that_the_text_contradicts_is_obeyed_with_a_warning(declared: str, written: str) -> None:
    with pytest.warns(TextWarning, match=f"x.txt: declared as {declared}, but looks like {written}"):
        assert resolve_language(declared, "", "", TEXTS[written] * 20, "x.txt") == declared


def test_a_short_text_contradicts_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert resolve_language("ru", "", "", TEXTS["en"], "x.txt") == "ru"


def test_a_declared_code_must_be_known() -> None:
    with pytest.raises(LanguageError):
        resolve_language("xx", "", "", TEXTS["en"], "x.txt")


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = ["numpy", "lxml", "py3langid", "langcodes", "chardet", "torch"]
    code = f"import corpus, sys; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


PLAIN = {
    "en": "The ship left the harbour in the morning, and it was not seen again until the end of the week. ",
    "de": "Das Schiff verließ am Morgen den Hafen und wurde bis zum Ende der Woche nicht mehr von uns gesehen. ",
    "ru": "Она знала, что это письмо из дома, и как бы он ни старался, она все же его прочла, но не о том. ",
    "uk": "Вона знала, що це лист із дому, і як би він не намагався, вона його прочитала, але не про те. ",
}


@pytest.mark.parametrize("language", PLAIN)
@pytest.mark.parametrize("declared", ["en", "de", "ru", "uk", "fr", "ka", "ru-RU"])
def test_a_plain_text_needs_no_detector(language: str, declared: str) -> None:
    plainly = is_plainly(declared, PLAIN[language] * 10)
    assert plainly == (declared.partition("-")[0] == language != "uk")


def test_little_text_is_plainly_nothing() -> None:
    assert not is_plainly("en", "")
    assert not is_plainly("en", "1 2 3")


@pytest.mark.parametrize(
    ("given", "document", "named", "written", "language", "warnings"),
    [
        (None, "", "", "de", "de", []),
        (None, "", "de", "de", "de", []),
        (None, "de", "fr", "de", "de", []),
        (None, "fr", "de", "de", "de", ["the document says fr, but the text looks like de"]),
        (None, "fr", "ru", "de", "de", ["the document says fr", "its name says ru"]),
        (None, "", "ru", "de", "de", ["its name says ru, but the text looks like de"]),
        (None, "de", "de-AT", "de", "de-AT", []),
        (None, "de-CH", "de", "de", "de-CH", []),
        (None, "", "cop", "de", "cop", []),
        ("ru", "de", "de", "de", "ru", ["declared as ru, but looks like de"]),
    ],
)
def test_what_the_text_shows_counts_before_what_is_declared(
    given: str | None, document: str, named: str, written: str, language: str, warnings: list[str]
) -> None:
    with collected_messages() as messages:
        assert resolve_language(given, document, named, TEXTS[written] * 20, "x.txt") == language
    assert len(messages) == len(warnings)
    assert all(start in message.problem for message, start in zip(messages, warnings, strict=True))


@pytest.mark.parametrize(("document", "named", "language"), [("fr", "ru", "fr"), ("", "ru", "ru")])
def test_a_short_text_has_the_declared_language(document: str, named: str, language: str) -> None:
    assert resolve_language(None, document, named, "Die Tür war zu.", "x.txt") == language
