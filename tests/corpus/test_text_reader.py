"""The plain-text reader: files, faults and the law that no character is lost."""

import hashlib
import os
import unicodedata
import warnings
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import ReadError, SourceBlock, TeialignError, TextWarning, files, read_text
from corpus.reader import NEWLINES
from corpus.reader.characters import clean
from corpus.reader.text import find_blocks


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def blackened(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def test_a_text_is_blocks_and_metadata(tmp_path: Path) -> None:
    data = "\ufeffA  Title\r\n\r\nOne. Two.\r\n\r\nThree.\r\n".encode()
    source = read_text(write(tmp_path / "novel.ru.txt", data))
    assert source.blocks == (
        SourceBlock("head", "A  Title"),
        SourceBlock("p", "One. Two."),
        SourceBlock("p", "Three."),
    )
    assert source.metadata.title == "A Title"
    assert source.metadata.source == "novel.ru.txt"
    assert source.metadata.sha256 == hashlib.sha256(data).hexdigest()
    assert source.text == "A  Title\n\nOne. Two.\n\nThree."


def test_a_text_without_a_heading_has_no_title(tmp_path: Path) -> None:
    assert read_text(write(tmp_path / "a.txt", "One.\n\nTwo.")).metadata.title == ""


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b" \n\t\r\n\xc2\xa0", "only white space"),
        (b"\xef\xbb\xbf", "only white space"),
        (b"a\0b", "binary"),
        (bytes(range(32)) * 9, "binary"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
        (b"PK\x03\x04\x14\0", "a ZIP archive"),
        (b"\x1f\x8b\x08\0", "a gzip archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG image"),
        (b"{\\rtf1\\ansi hello}", "an RTF document"),
        (b"\n<?xml version='1.0'?><TEI/>", "XML or HTML"),
        (b"<!DOCTYPE html><p>One.", "XML or HTML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "an old Office document"),
        ("a" + "\u0301\u0316" * 500, "combining marks"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(tmp_path: Path, content: bytes, problem: str) -> None:
    path = write(tmp_path / "x.txt", content)
    with pytest.raises(ReadError, match=problem) as caught:
        read_text(path)
    assert caught.value.where.startswith(str(path))
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


def test_missing_file_folder_pipe_and_device_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    cases = {
        str(tmp_path / "none.txt"): "no such file",
        str(tmp_path): "is a folder",
        str(tmp_path / "pipe"): "is a pipe or a device",
        "/dev/zero": "is a pipe or a device",
        str(tmp_path / ("x" * 5000)): "cannot be read",
        "nul\0byte": "cannot be read",
    }
    for path, problem in cases.items():
        with pytest.raises(ReadError, match=problem) as caught:
            read_text(path)
        assert caught.value.where == path


def test_a_file_may_be_forbidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "x.txt", "One.")

    def forbid(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbid)
    with pytest.raises(ReadError, match="cannot be read: permission denied"):
        read_text(path)


def test_a_file_larger_than_the_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 2**20)
    assert read_text(write(tmp_path / "fits.txt", b"a" * 2**20)).blocks
    with pytest.raises(ReadError, match="larger than 1 MiB"):
        read_text(write(tmp_path / "larger.txt", b"a" * (2**20 + 1)))


def test_an_unknown_newlines_policy_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="choose one of auto, break, keep, wrap"):
        read_text(write(tmp_path / "x.txt", "One."), newlines="fold")  # type: ignore[arg-type]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u0085", "\u2028", "\v", "\x1e"])
def test_every_line_end_is_one(end: str) -> None:
    assert clean(f"a{end}b{end}{end}c", "x") == "a\nb\n\nc"


@pytest.mark.parametrize("end", ["\f", "\u2029", "\x1c", "\x1d"])
def test_every_page_or_paragraph_separator_is_an_empty_line(end: str) -> None:
    assert clean(f"a{end}b", "x") == "a\n\nb"


def test_what_is_invisible_stays() -> None:
    text = "co\u00adop\u200berate \u2060\u200d\ufeff \u202eabc\u202c"
    assert clean(text, "x") == text


def test_nfc() -> None:
    assert clean("e\u0301\u1100\u1161", "x") == "é가"


def test_stray_control_characters_are_shown_with_a_warning() -> None:
    with pytest.warns(TextWarning, match=r"x:2: replaced 2 control characters by U\+FFFD, the first of them U\+0002"):
        assert clean("a" * 200 + "\nb\x02c\ufffe\x1a", "x").endswith("b\ufffdc\ufffd")


CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    st.sampled_from("\n\n\n\r\t\v\f\x1c\x1f\x85\u2028\u2029 .-aЯ漢の\u00ad\u0301\u3099"),
)


@settings(deadline=None, max_examples=300)
@given(st.text(CHARACTERS, max_size=200), st.sampled_from(sorted(NEWLINES)))
@example("один-\nдва\n漢字\n漢字\n\n\u200b\nа\u0301\n\u0301", "wrap")
@example("か\n\u3099", "wrap")
def test_nothing_but_white_space_is_lost(text: str, newlines: str) -> None:
    blocks = find_blocks(clean(text, "x"), newlines)  # type: ignore[arg-type]
    assert blackened("".join(block.text for block in blocks)) == blackened(unicodedata.normalize("NFC", text))
    assert all(block.text and block.text == block.text.strip() for block in blocks)
    assert newlines == "keep" or not any("\n" in block.text for block in blocks)


@settings(deadline=None, max_examples=300)
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.tuples(st.sampled_from(["utf-16", "utf-32", "cp1251", "shift_jis", "utf-16-le"]), st.text(max_size=60)).map(
            lambda pair: pair[1].encode(pair[0], "ignore")
        ),
    ),
    encoding=st.one_of(
        st.none(),
        st.sampled_from(
            ["utf-8", "utf-16", "utf-32-be", "cp1252", "gb18030", "iso2022_jp", "utf-7", "idna", "zip", ""]
        ),
        st.text(max_size=8),
    ),
)
def test_hostile_bytes_raise_nothing_but_a_clear_error(
    data: bytes, encoding: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = write(tmp_path_factory.getbasetemp() / "hostile.txt", data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", TextWarning)
        try:
            source = read_text(path, encoding=encoding)
        except TeialignError as error:
            assert "\n" not in str(error)
        else:
            assert all(block.text.strip() for block in source.blocks)


@pytest.mark.parametrize("sign", ["\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_only_line_feeds_end_lines_that_are_sentences(tmp_path: Path, sign: str) -> None:
    path = write(tmp_path / "a.txt", f"One{sign}one.\nTwo.\r\nThree{sign}\n")
    assert read_text(path, newlines="keep").text.split("\n") == ["One one.", "Two.", "Three"]
    assert read_text(write(path, "One.\rTwo.\r"), newlines="keep").text == "One.\nTwo."
