"""Encodings: declared, marked, and guessed."""

import codecs

import pytest

from corpus.errors import ReadError, TextWarning
from corpus.reader.encoding import decode

RUSSIAN = "Мой дядя самых честных правил, когда не в шутку занемог, он уважать себя заставил. " * 4
GERMAN = "Für den großen Bären wäre es schön, über die Brücke zu gehen; er müßte nur früh genug aufstehen. " * 4
POLISH = "Książę wziął łódź i popłynął w górę rzeki, żeby zobaczyć, gdzie mieszkają ludzie. " * 4
GREEK = "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. " * 4
JAPANESE = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。" * 4
CHINESE = "道可道，非常道。名可名，非常名。无名天地之始，有名万物之母。" * 4
KOREAN = "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. " * 4


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "iso8859-5"),
        (RUSSIAN, "cp866"),
        (GERMAN, "cp1252"),
        (GERMAN, "iso8859-1"),
        ("“" + GERMAN + "”", "cp1252"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (GREEK, "cp1253"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "cp949"),
        (RUSSIAN, "utf-16-le"),
        (RUSSIAN, "utf-16-be"),
        (GERMAN, "utf-16-le"),
    ],
)
def test_an_encoding_is_guessed_with_a_warning(text: str, encoding: str) -> None:
    with pytest.warns(TextWarning, match=r"^x: not UTF-8, read as .*--encoding"):
        assert decode(text.encode(encoding), None, "x") == text


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_removed(bom: bytes, encoding: str) -> None:
    data = bom + RUSSIAN.encode(encoding)
    assert decode(data, None, "x") == RUSSIAN
    assert decode(data, encoding, "x") == RUSSIAN


def test_utf8_needs_no_warning() -> None:
    assert decode(CHINESE.encode(), None, "x") == CHINESE


def test_a_declared_encoding_is_obeyed() -> None:
    assert decode("é".encode(), "latin-1", "x") == "Ã©"
    assert decode(RUSSIAN.encode("cp1251"), "WINDOWS-1251", "x") == RUSSIAN


@pytest.mark.parametrize(
    ("data", "encoding", "where", "problem"),
    [
        (b"ab\nc\xe9\n", "utf-8", "x:2", "byte 0xe9 at offset 4"),
        (b"ab\nc\x98", "cp1251", "x:2", "byte 0x98 at offset 4"),
        (b"\xef\xbb\xbfa\n\n\xff", None, "x:3", "byte 0xff at offset 6"),
        (codecs.BOM_UTF16_LE + "a\nb".encode("utf-16-le") + b"\x00\xd8", None, "x:2", "byte 0x00 at offset 8"),
        ("Поле.".encode("utf-16-le") + b"\n", "utf-16-le", "x:1", "byte 0x0a at offset 10"),
    ],
)
def test_the_place_that_does_not_fit_is_told(data: bytes, encoding: str | None, where: str, problem: str) -> None:
    with pytest.raises(ReadError, match=problem) as caught:
        decode(data, encoding, "x")
    assert caught.value.where == where
    assert "--encoding" in caught.value.remedy


def test_a_declared_encoding_makes_no_text_of_a_pdf() -> None:
    with pytest.raises(ReadError, match="a PDF"):
        decode(b"%PDF-1.7", "latin-1", "x")


def test_an_unsure_guess_is_not_taken() -> None:
    with pytest.raises(ReadError, match="byte 0xe9 at offset 3 does not fit the encoding utf-8"):
        decode(b"caf\xe9", None, "x")


@pytest.mark.parametrize("name", ["utf-9", "", "utf-8\0", "hex", "rot13", "unicode_escape", "idna", "undefined", "é"])
def test_an_unknown_encoding_is_refused(name: str) -> None:
    with pytest.raises(ReadError, match="unknown encoding"):
        decode(b"abc", name, "x")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("吾輩は猫である。名前はまだ無い。", "iso2022_jp"),
        ("나는 고양이다. 이름은 아직 없다.", "iso2022_kr"),
        ("我是猫。还没有名字。", "hz"),
    ],
)
def test_encodings_that_shift_are_recognised(text: str, encoding: str) -> None:
    with pytest.warns(TextWarning, match="not UTF-8, read as"):
        assert decode(text.encode(encoding), None, "x") == text
    assert decode(text.encode(encoding), encoding, "x") == text


@pytest.mark.parametrize("text", ["a ~{b~} c", "~{}~ and ~x~", "\x1b[31mred"])
def test_other_escapes_are_not(text: str) -> None:
    assert decode(text.encode(), None, "x") == text
