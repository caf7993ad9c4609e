"""Memories, lines and tables of others: what is read, and what is refused with a word."""

from __future__ import annotations

import gzip
import io
import re

import pytest
from conversion_samples import ANY, ONE, TWO, links, sound, texts, tmx, unit, write, zipped
from export_samples import seed_corpus

from corpus.errors import TeialignError, TextWarning
from corpus.model import Attribution
from tei import convert_corpus, export_corpus

MEMORIES = [
    (tmx(unit(*ONE) + unit(*TWO)), {"en": ["One", "Two"], "ru": ["Один", "Два"]}),
    (tmx(unit(*reversed(ONE)), 'srclang="ru"'), {"ru": ["Один"], "en": ["One"]}),
    (tmx(unit(*ONE), ""), {"en": ["One"], "ru": ["Один"]}),
    (tmx(unit(*ONE), 'srclang="*all*"'), {"en": ["One"], "ru": ["Один"]}),
    (tmx(unit(("EN-US", "One"), ("ru_RU", "Один")), 'srclang="en-us"'), {"en-US": ["One"], "ru-RU": ["Один"]}),
    (tmx(unit(*ONE, ("de", "Eins")) + unit(*TWO)), {"en": ["One", "Two"], "ru": ["Один", "Два"], "de": ["Eins"]}),
    (tmx(unit(("en", "One"), ("ru", " ")) + unit(*TWO)), {"en": ["One", "Two"], "ru": ["Два"]}),
    (tmx(unit(*ONE, ("ru", "Один"))), {"en": ["One"], "ru": ["Один"]}),
    (tmx(unit(*ONE).replace("xml:lang", "lang")), {"en": ["One"], "ru": ["Один"]}),
    (
        tmx(unit(("en", 'A <bpt i="1">&lt;b></bpt>&amp;\n <hi>B</hi><ph>{1}<sub>x</sub></ph>'), ("ru", "А\u00a0Б"))),
        {"en": ["A & B"], "ru": ["А\u00a0Б"]},
    ),
    (tmx("<tu><note>x</note></tu>" + unit(*ONE), prolog="\ufeff"), {"en": ["One"], "ru": ["Один"]}),
    (tmx(unit(*ONE), prolog='<!DOCTYPE tmx SYSTEM "tmx14.dtd">'), {"en": ["One"], "ru": ["Один"]}),
]


@pytest.mark.parametrize(("content", "expected"), MEMORIES)
def test_memories(tmp_path, content, expected):
    (tmp_path / "m.tmx").write_text(content, "utf-8")
    corpus = convert_corpus([tmp_path / "m.tmx"])
    assert texts(corpus) == expected
    sound(corpus, tmp_path / "c")


def test_a_second_text_of_a_language_makes_another_version(tmp_path):
    (tmp_path / "m.tmx").write_text(tmx(unit(*ONE, ("ru", "Раз"), ("en", "1")) + unit(*TWO)), "utf-8")
    with pytest.warns(TextWarning, match="texts in one language, which became another version: 1"):
        corpus = convert_corpus([tmp_path / "m.tmx"])
    assert texts(corpus) == {"en": ["One", "Two"], "ru": ["Один", "Два"], "ru-2": ["Раз"], "en-2": ["1"]}
    assert links(corpus, 1) == [([0], [0]), ([1], [])]
    sound(corpus, tmp_path / "c")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "iso-8859-5"])
def test_encodings_of_a_memory(tmp_path, encoding):
    declared = "utf-16" if encoding == "utf-16-le" else encoding.removesuffix("-sig")
    content = tmx(unit(*ONE), prolog=f'<?xml version="1.0" encoding="{declared}"?>').encode(encoding)
    (tmp_path / "m.tmx.gz").write_bytes(gzip.compress(content))
    corpus = convert_corpus([tmp_path / "m.tmx.gz"])
    assert (corpus.name, texts(corpus)) == ("m", {"en": ["One"], "ru": ["Один"]})


def test_our_own_memory_keeps_versions_of_one_language_apart(tmp_path):
    export_corpus(seed_corpus(), "tmx", tmp_path / "e")
    corpus = convert_corpus([tmp_path / "e"])
    assert [document.id for document in corpus.documents] == ["en", "de", "en-rival", "ru"]
    sound(corpus, tmp_path / "c")


BOMB = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


BROKEN = [
    (tmx(unit(("en", "&b;")), prolog=BOMB), "m.tmx:1: declarations of entities are not allowed"),
    (tmx(unit(*ONE), prolog='<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "declarations of entities"),
    (tmx(unit(*ONE))[:-20], "m.tmx:1: not well-formed"),
    (tmx(unit(("en", "\x02"))), "m.tmx:1: not well-formed: "),
    (tmx(unit(("en", "&#2;"))), "m.tmx:1: not well-formed: reference to invalid character number"),
    (tmx("\n" + unit(("", "One"))), "m.tmx:2: a text without a language"),
    (tmx(unit(("qqqq", "One"))), "m.tmx:1: unknown language 'qqqq'"),
    (tmx(unit(("en", "One"))), "m.tmx: only en in it, and no translation"),
    (tmx(""), "m.tmx: only nothing in it"),
    (tmx("<a>" * 100_000 + "</a>" * 100_000), "m.tmx: only nothing in it"),
    (tmx(unit(*ONE, *(("ru", f"x{n}") for n in range(70)))), "more than 64 versions"),
    (tmx(unit(*ONE), prolog='<?xml version="1.0" encoding="x-strange"?>'), "m.tmx: its encoding is not supported"),
    ("<html><p>x</p></html>", "m.tmx: no link between two texts"),
    ("plain\n", "m.tmx:1: its columns are not named by languages"),
    ("", "m.tmx: unknown format"),
]


@ANY
@pytest.mark.parametrize(("content", "problem"), BROKEN)
def test_broken_and_hostile_files_are_refused(tmp_path, content, problem):
    (tmp_path / "m.tmx").write_text(content, "utf-8")
    with pytest.raises(TeialignError, match=re.escape(problem)):
        convert_corpus([tmp_path / "m.tmx"])


def test_more_segments_than_memory_holds_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("tei.conversion.segments._MAX_SEGMENTS", 3)
    (tmp_path / "m.tmx").write_text(tmx(unit(*ONE) + "\n" + unit(*TWO)), "utf-8")
    with pytest.raises(TeialignError, match=r"m.tmx:2: more than 3 segments; convert a part of it"):
        convert_corpus([tmp_path / "m.tmx"])


def test_a_compressed_bomb_is_refused(tmp_path):
    (tmp_path / "m.tmx.gz").write_bytes(gzip.compress(tmx(unit(("en", "a" * 30_000_000))).encode()))
    with pytest.raises(TeialignError, match="unpacks to more than 200 times its size"):
        convert_corpus([tmp_path / "m.tmx.gz"])
    (tmp_path / "n.tmx.gz").write_bytes(gzip.compress(tmx(unit(*ONE)).encode())[:-12])
    with pytest.raises(TeialignError, match=r"n.tmx.gz: cannot be read"):
        convert_corpus([tmp_path / "n.tmx.gz"])


def test_lines(tmp_path):
    write(tmp_path, x_en="One\r\n\r\nThree\u2028!\r\n", x_ru="Один\nДва\n\n")
    corpus = convert_corpus([tmp_path / "x.en", tmp_path / "x.ru"])
    assert texts(corpus) == {"en": ["One", "Three\u2028!"], "ru": ["Один", "Два"]}
    assert links(corpus) == [([0], [0]), ([], [1]), ([1], [])]
    assert corpus.alignments[0].beads[0].attribution == Attribution("given", "x.en")
    sound(corpus, tmp_path / "c")
    turned = convert_corpus([tmp_path / "x.en", tmp_path / "x.ru"], "moses", pivot="ru", name="y")
    assert (turned.pivot.id, turned.name) == ("ru", "y")
    named = convert_corpus([tmp_path / "x.en", tmp_path / "x.ru"], languages=["en", "en-GB"])
    assert [document.language for document in named.documents] == ["en", "en-GB"]


@pytest.mark.parametrize(
    ("names", "languages"),
    [
        (("news.eng", "news.fre"), ["en", "fr"]),
        (("news.deu.txt", "news.cze.txt"), ["de", "cs"]),
        (("news.en.gz", "news.pt_BR.gz"), ["en", "pt-BR"]),
    ],
)
def test_names_of_files_of_lines(tmp_path, names, languages):
    for name in names:
        (tmp_path / name).write_bytes(gzip.compress(b"x\n") if name.endswith(".gz") else b"x\n")
    corpus = convert_corpus([tmp_path / name for name in names])
    assert [document.language for document in corpus.documents] == languages


def test_norwegian_is_read_as_bokmal_with_a_word(tmp_path):
    write(tmp_path, x_en="One\n", x_no="En\n")
    with pytest.warns(TextWarning, match=r"x\.no: no, Norwegian, is read as nb, Bokmål; write nn if it is Nynorsk$"):
        assert texts(convert_corpus([tmp_path / "x.en", tmp_path / "x.no"])) == {"en": ["One"], "nb": ["En"]}


def test_languages_are_not_ignored(tmp_path):
    (tmp_path / "m.tmx").write_text(tmx(unit(*ONE)), "utf-8")
    with pytest.raises(TeialignError, match="a translation memory names its languages itself; leave out --languages"):
        convert_corpus([tmp_path / "m.tmx"], languages=["en", "ru"])


def test_a_zip_file_of_lines_as_opus_has_them(tmp_path):
    path = zipped(tmp_path / "B.zip", README="x", LICENSE="y", **{"B_en-ru_en": "One\n", "B_en-ru_ru": "Один\n"})
    assert texts(convert_corpus([path])) == {"en": ["One"], "ru": ["Один"]}


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"x_en": "a\nb\n", "x_ru": "а\n"}, "x.ru: it ends before line 2 of the others"),
        ({"x_en": "a\n", "x_old": "а\n"}, "x.old: its name has no language; add --languages"),
        ({"x_en": "a\n" + "b" * 2**21, "x_ru": "а\nб\n"}, "x.en:2: a line of more than 1 MiB"),
    ],
)
def test_lines_that_are_refused(tmp_path, files, problem):
    write(tmp_path, **files)
    with pytest.raises(TeialignError, match=re.escape(problem)):
        convert_corpus(sorted(tmp_path.iterdir()))
    (tmp_path / "x.en").write_bytes("café\n".encode("cp1252"))
    (tmp_path / "x.ru").write_text("а\n", "utf-8")
    with pytest.raises(TeialignError, match=r"x.en:1: not UTF-8 text; save it as UTF-8"):
        convert_corpus([tmp_path / "x.en", tmp_path / "x.ru"])


@pytest.mark.parametrize(
    ("content", "languages", "expected"),
    [
        ("en\tru\nOne\tОдин\n\nTwo\t\n", [], {"en": ["One", "Two"], "ru": ["Один"]}),
        ("One\tОдин\n", ["en", "ru"], {"en": ["One"], "ru": ["Один"]}),
        ("ru\ten\nОдин\tOne\n", ["ru", "en"], {"ru": ["Один"], "en": ["One"]}),
        ("en\tru\tru\nA\tБ\tВ\n", [], {"en": ["A"], "ru": ["Б"], "ru-2": ["В"]}),
        ("link\tsource_text\ttarget_text\n1\tOne\tОдин\n", ["en", "ru"], {"en": ["One"], "ru": ["Один"]}),
    ],
)
def test_tables(tmp_path, content, languages, expected):
    write(tmp_path, x_tsv=content)
    corpus = convert_corpus([tmp_path / "x.tsv"], languages=languages)
    assert texts(corpus) == expected
    sound(corpus, tmp_path / "c")


@pytest.mark.parametrize(
    ("content", "languages", "problem"),
    [
        ("One\tОдин\n", [], "x.tsv:1: its columns are not named by languages; add --languages en,ru"),
        ("en\tru\nOne\tОдин\tEins\n", [], "x.tsv:2: 3 cells, but 2 in the first row"),
        ("One\tОдин\n", ["en"], "x.tsv:1: 1 languages for 2 columns"),
        ("en\nOne\n", [], "x.tsv: only en in it"),
    ],
)
def test_tables_that_are_refused(tmp_path, content, languages, problem):
    write(tmp_path, x_tsv=content)
    with pytest.raises(TeialignError, match=re.escape(problem)):
        convert_corpus([tmp_path / "x.tsv"], languages=languages)


def test_memories_of_other_tools(tmp_path):
    translate = pytest.importorskip("translate.storage.tmx", reason="translate-toolkit is not installed")
    memory = translate.tmxfile(sourcelanguage="en", targetlanguage="ru")
    memory.addtranslation("One & <two>", "en", "Один", "ru")
    stream = io.BytesIO()
    memory.serialize(stream)
    (tmp_path / "m.tmx").write_bytes(stream.getvalue())
    assert texts(convert_corpus([tmp_path / "m.tmx"])) == {"en": ["One & <two>"], "ru": ["Один"]}
