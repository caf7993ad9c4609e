"""What users say of the versions: read, or refused in a line that names the place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus
from corpus import Document, MetadataEntry, TeialignError, apply_metadata, override_entries, parse_entry, read_metadata
from corpus.model import Metadata

TABLES = """\
# of a novel
original = "ru"

[en]
title = "Hadji Murat"
translator = ["Aylmer Maude", "Louise Maude"]
date = 1912-05-01

["ru"]
title = "Хаджи-Мурат"
author = "Лев Толстой"
date = 1912
licence = "CC0-1.0"
source-url = "https://example.org/?a=1&b=2"
"""


def version(identifier: str, language: str, role: str = "version") -> Document:
    return Document(identifier, language, role, (), Metadata(f"Title of {identifier}", "x.txt"))


VERSIONS = (version("en", "en", "pivot"), version("ru", "ru"), version("en-rival", "en-GB"), version("ru-2", "ru-RU"))


def saved(folder: Path, content: str | bytes) -> Path:
    path = folder / "novel.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_file_says_what_each_version_is(tmp_path):
    documents = apply_metadata(VERSIONS, read_metadata(saved(tmp_path, TABLES)))
    assert [document.role for document in documents] == ["translation", "original", "translation", "version"]
    english, russian, rival, _ = (document.metadata for document in documents)
    assert english == Metadata("Hadji Murat", "x.txt", translators=("Aylmer Maude", "Louise Maude"), date="1912-05-01")
    assert russian == Metadata(
        "Хаджи-Мурат",
        "x.txt",
        authors=("Лев Толстой",),
        date="1912",
        licence="CC0-1.0",
        url="https://example.org/?a=1&b=2",
    )
    assert rival == VERSIONS[2].metadata


def test_nothing_is_invented():
    assert apply_metadata(VERSIONS, ()) == VERSIONS
    entries = [MetadataEntry("en", "title", "T", "--title")]
    assert [document.role for document in apply_metadata(VERSIONS, entries)] == [
        "pivot",
        "version",
        "version",
        "version",
    ]


def test_the_pivot_may_be_the_original():
    documents = apply_metadata(VERSIONS, [MetadataEntry("en", "original", "", "--original")])
    assert [document.role for document in documents] == ["original", "translation", "version", "translation"]


def test_options_go_before_the_file(tmp_path):
    options = [
        parse_entry("translator", "en=C. D."),
        parse_entry("title", "ru=A = B"),
        MetadataEntry("en", "original", "", "--original"),
    ]
    documents = apply_metadata(VERSIONS, override_entries(read_metadata(saved(tmp_path, TABLES)), options))
    assert documents[0].metadata.translators == ("C. D.",)
    assert documents[0].metadata.title == "Hadji Murat"
    assert documents[1].metadata.title == "A = B"
    assert documents[0].role == "original"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[en]\ntitle = Lighthouse\n", "novel.toml:2: not TOML: Invalid value"),
        ("[en]\ntitle = 'x", "novel.toml:2: not TOML"),
        ('[en]\n\ntitel = "x"\n', "novel.toml:3: unknown key 'titel'; use title, author"),
        ("[en]\ndate = true\n", "novel.toml:2: date is not a string; write it in quotation marks"),
        ("[en]\ndate = 1920-01-01T10:00:00\n", "novel.toml:2: date is not a string"),
        ('[en]\ntitle = ["a", "b"]\n', "novel.toml:2: title is a list"),
        ("[en]\nauthor = [1.5]\n", "novel.toml:2: author is not a string"),
        ('[en]\ntitle = " "\n', "novel.toml:2: the title of en is empty; leave it out"),
        ('[en]\nsource-url = "x.org"\n', "novel.toml:2: 'x.org' is not an address"),
        ('title = "x"\n', "novel.toml:1: 'title' is before the tables of the versions"),
        ('[en]\ntitle = "x"\n[fr]\ntitle = "y"\n', "novel.toml:4: there is no version 'fr'; the versions are en, ru,"),
        ('original = "fr"\n', "novel.toml:1: there is no version 'fr'"),
        ("original = [1]\n", "novel.toml:1: original is not a string"),
        ('en = {title = "", author = 1}\n', "novel.toml: the title of en is empty"),
        (b"\xff\xfe\x00", "novel.toml: not UTF-8"),
        (b"", "novel.toml: the file is empty"),
        ("x = " + "[" * 100_000, "novel.toml"),
    ],
)
def test_a_fault_is_one_line_that_names_the_place(tmp_path, content, message):
    with pytest.raises(TeialignError) as caught:
        apply_metadata(VERSIONS, read_metadata(saved(tmp_path, content)))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("argument", ["", "x", "=x", "en=", "2026-11-22"])
def test_an_option_names_its_version(argument):
    with pytest.raises(TeialignError, match=r"^--date: .* does not name a version and a value; write it as en="):
        parse_entry("date", argument)


def test_one_thing_is_said_once():
    entries = [parse_entry("title", "en=A"), parse_entry("title", "en=B")]
    with pytest.raises(TeialignError, match=r"^--title: a second title; leave one out$"):
        apply_metadata(VERSIONS, entries)
    authors = apply_metadata(VERSIONS, [parse_entry("author", "en=A"), parse_entry("author", "en=B")])[
        0
    ].metadata.authors
    assert authors == ("A", "B")


@given(st.binary(max_size=40) | st.text(st.sampled_from('[]en= "\n.title,x1-')).map(str.encode))
@settings(deadline=None, max_examples=200)
def test_any_file_is_read_or_refused_in_one_line(tmp_path_factory, content):
    try:
        apply_metadata(VERSIONS, read_metadata(saved(tmp_path_factory.mktemp("entries"), content)))
    except TeialignError as error:
        assert "\n" not in str(error)


def test_a_header_that_the_text_brought_along_is_kept():
    own = replace(VERSIONS[0], markup=b"<TEI/>")
    with pytest.raises(TeialignError, match="has a TEI header of its own"):
        apply_metadata((own, *VERSIONS[1:]), [MetadataEntry(own.id, "title", "T", "--title")])
    assert (
        apply_metadata((own, *VERSIONS[1:]), [MetadataEntry(own.id, "original", "", "--original")])[0].role
        == "original"
    )


@pytest.mark.parametrize(
    ("old", "new"), [("Fact", MetadataEntry), ("describe", apply_metadata), ("read_facts", read_metadata)]
)
def test_deprecated_names_still_work(old: str, new: object) -> None:
    with pytest.warns(DeprecationWarning, match=f"corpus.{old} is now "):
        assert getattr(corpus, old) is new
