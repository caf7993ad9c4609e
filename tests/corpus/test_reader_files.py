"""Any file: its format, standard input, garbled text, and what stays unread."""

import io
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import ReadError, TeialignError, TextWarning, read_file
from corpus.reader.encoding import warn_of_mojibake
from corpus.reader.recognition import find_format

SRT = "1\n00:00:01,000 --> 00:00:02,000\nOne.\n"


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("x.txt", b"One.", "plain"),
        ("x", b"# One", "plain"),
        ("x.docx", b"One.", "plain"),
        ("x.srt", b"12 people came.", "plain"),
        ("x.txt", b"a < b", "plain"),
        ("x.html", b"1 < 2 & 3", "plain"),
        ("x.txt", b"<TEI/>", "tei"),
        ("x.txt", b"<TEI.2><teiHeader></teiHeader>" + b"a" * 2**17, "tei"),
        ("x.txt", b"<?xml version='1.0'?><tei:TEI>", "tei"),
        ("x.ru.md", b"# One", "markdown"),
        ("x.MARKDOWN", b"One", "markdown"),
        ("x.md", b"<!DOCTYPE html><p>One.", "html"),
        ("x.txt", b"\xef\xbb\xbf \n<HTML lang=en>", "html"),
        ("x", b"<?xml version='1.0'?>\n<!-- x --><!DOCTYPE html>", "html"),
        ("x", "<html>".encode("utf-16"), "html"),
        ("x.htm", b"One <b>two</b>", "html"),
        ("x.txt", SRT.encode(), "timed"),
        ("x.srt", b"\xef\xbb\xbf" + SRT.replace("\n", "\r\n").encode(), "timed"),
        ("x.txt", SRT.encode("utf-16"), "timed"),
        ("-", b"WEBVTT\n\n", "timed"),
        ("x.txt", b"%PDF-1.4", "pdf"),
        ("x.txt", b"A page on %PDF-1.4", "plain"),
    ],
)
def test_the_content_tells_the_format(name: str, data: bytes, format: str) -> None:
    assert find_format(data, name, name) == format


@pytest.mark.parametrize(
    ("name", "text"), [("x.md", "# A\n\n*One.*"), ("x.html", "<h1>A</h1>One."), ("x.txt", "A\n\nOne.")]
)
def test_every_format_comes_out_the_same(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    source = read_file(tmp_path / name)
    assert [(block.kind, block.text) for block in source.blocks] == [("head", "A"), ("p", "One.")]
    assert source.metadata.title == "A"
    assert source.metadata.source == name
    assert len(source.metadata.sha256) == 64


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))

    give("Привет.".encode("cp1251") * 9)
    source = read_file("-", encoding="cp1251")
    assert source.text.startswith("Привет.")
    assert source.metadata.source == "standard input"
    give(b"<html><p>One.")
    assert read_file("-").text == "One."
    give(b"")
    with pytest.raises(ReadError, match="standard input: the file is empty"):
        read_file("-")
    monkeypatch.setattr("corpus.files.MAX_BYTES", 10)
    give(b"a" * 11)
    with pytest.raises(ReadError, match="standard input: is larger"):
        read_file("-")


def test_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(ReadError, match="cannot be read"):
        read_file(tmp_path / "a")


def test_an_unknown_newlines_policy_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="choose one of auto, break, keep, wrap"):
        read_file(tmp_path / "x.txt", newlines="fold")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "encoding", "example"),
    [
        ("Le café à côté de l’été, déjà.", "cp1252", "'Ã©' for 'é'"),
        ("He said “yes” and she’d “no”.", "cp1252", "'â€œ' for '“'"),
        ("Привет, мир.", "cp1251", "'Рџ' for 'П'"),
        ("Žluťoučký kůň pěl ódy.", "cp1250", "'Ĺ˝' for 'Ž'"),
        ("Äußerst schöne Grüße", "mac_roman", "for 'Ä'"),
    ],
)
def test_garbled_text_is_named(text: str, encoding: str, example: str) -> None:
    garbled = "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())
    with pytest.warns(TextWarning, match="x: looks garbled") as caught:
        warn_of_mojibake(garbled * 2, "x")
    assert example in str(caught[0].message)
    assert encoding in str(caught[0].message)


@pytest.mark.parametrize(
    "text",
    [
        "Le café à côté de l’été, déjà. À «Paris», É» ç’était là…",
        "CAFÉ “MENÜ” DÉJÀ\u00a0! «É»",
        "Я — «Р» и С… Рё. В «С» Р“ Россия, Роман и Сергей: «Спасибо»",
        "Žluťoučký kůň pěl ďábelské ódy. “Ě”",
        "São João não é a Ásia. Ânia Ãgua",
        "Đây là tiếng Việt, Ấn Độ và â€",
        "Plain ASCII.",
        "漢字かな交じり文。",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_of_mojibake(text * 3, "x")


def test_reading_warns_of_garbled_text(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes("Le café à côté de l’été.".encode().decode("cp1252", "ignore").encode())
    with pytest.warns(TextWarning, match=r"x\.txt: looks garbled, with 'Ã©' for 'é' in 7 places"):
        read_file(path)


MAGIC = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"WEBVTT\n\n",
        b"1\n00:00:01,000 --> 00:00:02,000\n",
        b"<!doctype html>",
        b"<?xml ",
    ]
)


@settings(deadline=None, max_examples=150)
@given(magic=MAGIC, data=st.binary(max_size=200), name=st.sampled_from(["x.txt", "x.md", "x.html", "x.docx"]))
def test_hostile_bytes_raise_nothing_but_a_clear_error(
    magic: bytes, data: bytes, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(magic + data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", TextWarning)
        try:
            source = read_file(path)
        except TeialignError as error:
            assert "\n" not in str(error)
        else:
            assert all(block.text == block.text.strip() != "" for block in source.blocks)


XLIFF = "<xliff version='1.2'><file><body><trans-unit id='1'><source>A</source></trans-unit></body></file></xliff>"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.txt", '<tmx version="1.4"><header/><body/></tmx>', r"is a translation memory \(TMX\).*; align convert"),
        ("x.txt", f"<?xml version='1.0'?>\n<!-- x -->\n{XLIFF}", r"is a translation file \(XLIFF\).*; align convert"),
        ("x.xlf", XLIFF, r"\(XLIFF\)"),
        ("x", '# A\nmsgid ""\nmsgstr ""\n\nmsgid "One"\nmsgstr "Un"\n', r"\(PO\).*; align convert"),
        ("x.txt", '#: a.c:1\nmsgid "One"\nmsgid_plural "Two"\nmsgstr[0] "Un"\n', r"\(PO\)"),
        ("x.xml", "<cesAlign version='1.0'><linkGrp/></cesAlign>", r"is a file of links \(XCES\).*; align convert"),
        ("x.tsv", "en\tfr\nOne.\tUn.\n", "is a table of several columns; align convert"),
        ("x.csv", "en;fr\nOne.;Un.\n", "is a table of several columns"),
        (
            "x.txt",
            "<book xmlns='http://docbook.org/ns/docbook'><para>One.</para></book>",
            "XML with the root element 'book'",
        ),
        ("x.txt", "<s id=1>\nThe\tDT\n</s>\n", "XML with the root element 's'"),
        ("x.txt", "\\documentclass{article}\n\\begin{document}\nOne.\n\\end{document}\n", "is LaTeX"),
        ("x.txt", "\\chapter{One}\nIt \\emph{was} so.\n", "is LaTeX"),
        ("x.txt", "== One ==\n'''One''' is a [[number|figure]].\n", "is wiki markup"),
        ("x.txt", "{{Infobox\n| a = b\n}}\nOne [[two]] [[three]].", "is wiki markup"),
        ("x.txt", "One\n===\n\n.. note::\n   Two.\n", "is reStructuredText"),
        ("x.txt", "#+TITLE: One\n* Two\n", "is an Org file"),
        ("x.txt", "= One\nAn Author\n:toc:\n\n== Two\nThree.\n", "is AsciiDoc"),
        ("x.txt", "@book{a,\n title = {B}}\n", "is BibTeX"),
        ("x.txt", '{"text": "One."}\n{"text": "Two."}\n', "is JSON"),
        ("x.txt", '[\n  {"text": "One."}\n]\n', "is JSON"),
        ("x.txt", "%!PS-Adobe-3.0\n", "is PostScript"),
        ("x.txt", "# text = One\n1\tOne\tone\tNUM\tCD\t_\t0\troot\t_\t_\n", r"is a table of tokens \(CoNLL\)"),
        ("x.txt", ".TH LS 1\n.SH NAME\nls\n", "is a manual page"),
        ("x.txt", "[b]One[/b] two.", "is BBCode"),
        ("x.txt", "{\\rtf1\\ansi One.}", "is an RTF document"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_markup_is_never_plain_text(tmp_path: Path, name: str, text: str, message: str, encoding: str) -> None:
    if encoding != "utf-8" and "RTF" in message:
        pytest.skip("RTF is ASCII")
    (tmp_path / name).write_text(text, encoding)
    with pytest.raises(ReadError, match=message):
        read_file(tmp_path / name)


@pytest.mark.parametrize(
    "text",
    [
        "<<One>> is not a tag.",
        "<applause> Thank you.",
        "<3 you all",
        "[1] One. [2] Two.",
        "[[1]] One. [[2]] Two. [[3]]",
        "[10:30] Ann: hello\nWell.",
        "{1} One.",
        "= One =",
        "He wrote \\emph{x} once.",
        "@ann: {hello}",
        "{hello} there, [you] too",
        "12:30:05 it began.\nThen it ended.",
        "1. One\n2. Two",
        "10:30 --> he came.",
        "One --> two",
        ".SHOUT and .THE are words",
        "'It' is '''quoted''' once",
    ],
)
def test_prose_with_such_signs_is_plain_text(text: str) -> None:
    assert find_format(text.encode(), "x.txt", "x.txt") == "plain"
