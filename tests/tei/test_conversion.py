"""Corpora of others: what is read, what is merged with a word, what is refused with one."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from export_samples import hard_corpus, seed_corpus, window_corpus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from align.cli import app
from corpus.arrangement import arrange, merge_runs
from corpus.errors import CorpusError, TeialignError, TextWarning
from corpus.model import Attribution, Bead, Corpus
from tei import check_corpus, convert_corpus, export_corpus, read_corpus, write_corpus

ANY = pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")


def tmx(body: str, header: str = 'srclang="en" creationtool="CAT"', prolog: str = '<?xml version="1.0"?>') -> str:
    return f'{prolog}<tmx version="1.4"><header {header}/><body>{body}</body></tmx>'


def unit(*texts: tuple[str, str]) -> str:
    variants = (f'<tuv xml:lang="{code}"><seg>{text}</seg></tuv>' for code, text in texts)
    return f"<tu>{''.join(variants)}</tu>"


def write(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / name.replace("__", "/").replace("_", ".")).write_text(content, "utf-8", newline="")
    return folder


def texts(corpus: Corpus) -> dict[str, list[str]]:
    return {document.id: [sentence.text for sentence in document.sentences] for document in corpus.documents}


def links(corpus: Corpus, number: int = 0) -> list[tuple[list[int], list[int]]]:
    return [(list(bead.source), list(bead.target)) for bead in corpus.alignments[number].beads]


def sound(corpus: Corpus, folder: Path) -> None:
    """The corpus can be written, is without fault, reads back, and its links are attributed to a file."""
    write_corpus(corpus, folder)
    assert check_corpus(folder) == ()
    assert read_corpus(folder) == corpus
    for alignment in corpus.alignments:
        assert alignment.signature.startswith("converted:")
        assert {bead.attribution.kind for bead in alignment.beads} == {"given"}
        assert {bead.probability for bead in alignment.beads} == {None}


ONE, TWO = [("en", "One"), ("ru", "Один")], [("en", "Two"), ("ru", "Два")]
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
    with pytest.warns(TextWarning, match="texts in one language, which make another version: 1"):
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
    assert [document.id for document in corpus.documents] == ["en", "ru", "de", "en-rival"]
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
    ("", "m.tmx: of no known format"),
]


@ANY
@pytest.mark.parametrize(("content", "problem"), BROKEN)
def test_broken_and_hostile_files_are_refused(tmp_path, content, problem):
    (tmp_path / "m.tmx").write_text(content, "utf-8")
    with pytest.raises(TeialignError, match=re.escape(problem)):
        convert_corpus([tmp_path / "m.tmx"])


def test_more_segments_than_memory_holds_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("tei.conversion.segments._MOST_SEGMENTS", 3)
    (tmp_path / "m.tmx").write_text(tmx(unit(*ONE) + "\n" + unit(*TWO)), "utf-8")
    with pytest.raises(TeialignError, match=r"m.tmx:2: more than 3 segments; convert a part of it"):
        convert_corpus([tmp_path / "m.tmx"])


def test_a_bomb_in_a_zip_file_is_refused(tmp_path):
    opus_folder(tmp_path)
    zipped(tmp_path / "B_latest_raw_en.zip", **{"B__raw__en__1__a_xml": sentences("a" * 20_000_000)})
    with pytest.raises(TeialignError, match=r"B_latest_raw_en.zip: unpacks to more than any text needs"):
        convert_corpus([tmp_path / "B.en-ru.xml"])


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


def zipped(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return path


def test_a_zip_file_of_lines_as_opus_has_them(tmp_path):
    path = zipped(tmp_path / "B.zip", README="x", LICENSE="y", **{"B_en-ru_en": "One\n", "B_en-ru_ru": "Один\n"})
    assert texts(convert_corpus([path])) == {"en": ["One"], "ru": ["Один"]}


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"x_en": "a\nb\n", "x_ru": "а\n"}, "x.ru: it ends before line 2 of the others"),
        ({"x_en": "a\n", "x_old": "а\n"}, "x.old: its name does not tell its language; add --languages"),
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
        ("en\tru\nOne\tОдин\tEins\n", [], "x.tsv:2: 3 cells, where the first row has 2"),
        ("One\tОдин\n", ["en"], "x.tsv:1: 1 languages for 2 columns"),
        ("en\nOne\n", [], "x.tsv: only en in it"),
    ],
)
def test_tables_that_are_refused(tmp_path, content, languages, problem):
    write(tmp_path, x_tsv=content)
    with pytest.raises(TeialignError, match=re.escape(problem)):
        convert_corpus([tmp_path / "x.tsv"], languages=languages)


def xces(*groups: str) -> str:
    doctype = '<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">'
    return f'<?xml version="1.0" encoding="utf-8"?>\n{doctype}\n<cesAlign version="1.0">\n{"".join(groups)}</cesAlign>'


def group(document: str, *targets: str, languages: str = "en ru") -> str:
    source, target = (f"{code}/{document}" for code in languages.split())
    inner = "".join(f'<link xtargets="{each}" id="SL1" certainty="1.7" />\n' for each in targets)
    return f'<linkGrp targType="s" fromDoc="{source}" toDoc="{target}">\n{inner}</linkGrp>\n'


def sentences(*given: str, start: int = 1) -> str:
    inner = "".join(f'<s id="{number}"><time id="T" />{text}</s>\n' for number, text in enumerate(given, start=start))
    return f'<?xml version="1.0" encoding="utf-8"?><document id="1"><p id="1">{inner}</p></document>'


def opus_folder(folder: Path) -> Path:
    (folder / "B.en-ru.xml").write_text(
        xces(group("1/a.xml.gz", "1;1", "2 3 ;2", ";3"), group("1/b.xml.gz", "1;1")), "utf-8"
    )
    zipped(
        folder / "B_latest_raw_en.zip",
        **{
            "B__raw__en__1__a_xml": sentences("A one.", "A two.", "A three.", "A four."),
            "B__raw__en__1__b_xml": sentences("B one."),
        },
    )
    words = '<s id="1"><w id="1.1">Он</w>\n<w>идёт</w><w>.</w></s>'
    for name, content in {"a": sentences("А один.", "А два.", "А три."), "b": f"<text>{words}</text>"}.items():
        path = folder / "xml" / "ru" / "1" / f"{name}.xml.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(content.encode()))
    return folder


def test_opus_as_it_is_distributed(tmp_path):
    corpus = convert_corpus([opus_folder(tmp_path)])
    assert texts(corpus) == {
        "en": ["A one.", "A two.", "A three.", "A four.", "B one."],
        "ru": ["А один.", "А два.", "А три.", "Он идёт."],
    }
    assert links(corpus) == [([0], [0]), ([1, 2], [1]), ([], [2]), ([3], []), ([4], [3])]
    assert [block.kind for block in corpus.versions[0].blocks] == ["p", "ab"]
    assert [sentence.id for sentence in corpus.pivot.sentences][:2] == ["en.s1", "en.s2"]
    sound(corpus, tmp_path / "c")
    for format_name in ("cwb", "tmx", "opus", "intertext", "jsonl"):
        export_corpus(corpus, format_name, tmp_path / format_name)
    assert convert_corpus([tmp_path / "B.en-ru.xml"], pivot="ru").pivot.id == "ru"


@pytest.mark.parametrize("format_name", ["opus", "intertext", "tei"])
@pytest.mark.parametrize("corpus", [seed_corpus, window_corpus])
def test_our_own_files_come_back_whole(tmp_path, corpus, format_name):
    corpus = corpus()
    if format_name == "tei":
        write_corpus(corpus, tmp_path / "e")
    else:
        export_corpus(corpus, format_name, tmp_path / "e")
    with_pivot = {"pivot": "en"} if format_name == "opus" else {}
    found = convert_corpus([tmp_path / "e"], name="x", **with_pivot)
    plain = {name: [" ".join(text.split()) for text in known] for name, known in texts(corpus).items()}
    assert sorted(texts(found).values()) == sorted(plain.values())
    known = {alignment.target: links(corpus, n) for n, alignment in enumerate(corpus.alignments)}
    wanted = [known[alignment.target] for alignment in found.alignments if alignment.target in known]
    assert len(wanted) >= len(known) - 1
    assert [links(found, n) for n, each in enumerate(found.alignments) if each.target in known] == wanted
    if format_name != "intertext":
        assert {each.id for each in found.pivot.sentences} == {each.id for each in corpus.pivot.sentences}
    sound(found, tmp_path / "c")


def test_the_label_of_a_version_as_intertext_has_it(tmp_path):
    for name, text in {"cs-00": "Jedna.", "sk-00": "Jedna."}.items():
        (tmp_path / f"x.{name}.xml").write_text(f'<text><p><s id="1:1">{text}</s></p></text>', "utf-8")
    grouped = "<linkGrp toDoc='x.sk-00.xml' fromDoc='x.cs-00.xml'><link xtargets='1:1;1:1' status='man'/></linkGrp>"
    (tmp_path / "x.alignment.xml").write_text(grouped, "utf-8")
    corpus = convert_corpus([tmp_path])
    assert [(document.id, document.language) for document in corpus.documents] == [("cs-00", "cs"), ("sk-00", "sk")]
    sound(corpus, tmp_path / "c")


def test_links_that_overlap_or_have_gaps_become_one(tmp_path):
    opus_folder(tmp_path)
    (tmp_path / "B.en-ru.xml").write_text(xces(group("1/a.xml.gz", "1 3;1", "2;2", "4;3", "4;2")), "utf-8")
    with pytest.warns(TextWarning, match="overlap, or have each other in a gap, became one: 4"):
        corpus = convert_corpus([tmp_path / "B.en-ru.xml"])
    assert links(corpus) == [([0, 1, 2, 3], [0, 1, 2])]
    (tmp_path / "B.en-ru.xml").write_text(xces(group("1/a.xml.gz", "1 3;1", "4;2 3")), "utf-8")
    with pytest.warns(TextWarning, match="no link names, in a gap of one, were taken into it: 1"):
        corpus = convert_corpus([tmp_path / "B.en-ru.xml"])
    assert links(corpus) == [([0, 1, 2], [0]), ([3], [1, 2])]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (xces(group("1/a.xml.gz", "9;1")), r"B.en-ru.xml:5: there is no sentence 9 in en/1/a.xml.gz"),
        (xces(group("1/z.xml.gz", "1;1")), r"en/1/z.xml.gz: no such document; put it"),
        (xces(group("../../../etc/passwd", "1;1")), r"a document outside the folder of the links"),
        (xces(group("1/a.xml.gz", "1-1")), r"B.en-ru.xml:5: a link without two sides"),
        (xces(group("1/a.xml.gz", "1;1", languages="en en")), r"do not tell two languages"),
        (xces(), "B.en-ru.xml: no link between two texts"),
    ],
)
@ANY
def test_xces_that_is_refused(tmp_path, content, problem):
    opus_folder(tmp_path)
    (tmp_path / "B.en-ru.xml").write_text(content, "utf-8")
    with pytest.raises(TeialignError, match=problem):
        convert_corpus([tmp_path / "B.en-ru.xml"])


def test_a_sentence_without_text_is_none(tmp_path):
    opus_folder(tmp_path)
    zipped(tmp_path / "B_latest_raw_en.zip", **{"B__raw__en__1__a_xml": sentences("A.", " ", "C.")})
    (tmp_path / "B.en-ru.xml").write_text(xces(group("1/a.xml.gz", "1;1", "2;", "3 2;2")), "utf-8")
    corpus = convert_corpus([tmp_path / "B.en-ru.xml"])
    assert (texts(corpus)["en"], links(corpus)) == (["A.", "C."], [([0], [0]), ([1], [1]), ([], [2])])


def test_a_second_document_is_left_out_with_a_word(tmp_path):
    opus_folder(tmp_path)
    second = group("1/a.xml.gz", "1;1").replace("ru/1/a", "ru/1/b")
    (tmp_path / "B.en-ru.xml").write_text(xces(group("1/a.xml.gz", "1;1"), second), "utf-8")
    with pytest.warns(TextWarning, match=r"B.en-ru.xml:7: documents of ru that are linked with a second one.*: 1"):
        corpus = convert_corpus([tmp_path / "B.en-ru.xml"])
    assert len(corpus.versions[0].sentences) == 3


def tei(language: str, body: str) -> str:
    head = f"<teiHeader><p><s>not text</s></p></teiHeader><text><body>{body}</body></text>"
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}">{head}</TEI>'


def spoken(*marked: str) -> str:
    return f"<div><note>10:04</note><u><seg>{''.join(marked)}</seg></u></div>"


def test_corresp_as_parlamint_has_it(tmp_path):
    """The ids are the same in both; words say where no space follows; syntax is in links inside the sentence."""
    german = [
        '<s xml:id="p.s1"><w join="right" xml:id="p.s1.t1">Ja</w>\n<pc>,</pc>\n<w>gut</w>\n'
        '<linkGrp><link target="#p.s1.t1 #p.s1.t2"/></linkGrp></s>',
        '<s xml:id="p.s2"><w>Danke</w></s>',
    ]
    english = [
        '<s xml:id="p.s1" corresp="mt-src:p.s1"><phr><w>Yes</w>\n<w>sir</w></phr></s>',
        '<s xml:id="p.s2" corresp="mt-src:p.s2">Thank <hi>you</hi>\n  all</s>',
    ]
    write(tmp_path, a_xml=tei("en", spoken(*english)), b_xml=tei("de", spoken(*german)))
    with pytest.warns(TextWarning, match=r".xml: pieces of text that are in no sentence are left out: 1"):
        corpus = convert_corpus([tmp_path])
    assert texts(corpus) == {"de": ["Ja, gut", "Danke"], "en": ["Yes sir", "Thank you all"]}
    assert links(corpus) == [([0], [0]), ([1], [1])]
    sound(corpus, tmp_path / "c")


def test_texts_of_one_language_that_are_linked_apart_are_one_version(tmp_path):
    for day in ("1", "2"):
        source = f'<s xml:id="p{day}.s1">Ja {day}.</s><s xml:id="p{day}.s2">Gut {day}.</s>'
        target = f'<s xml:id="p{day}.s1" corresp="mt-src:p{day}.s2">Good {day}.</s>'
        write(tmp_path, **{f"a{day}_xml": tei("de", f"<p>{source}</p>"), f"b{day}_xml": tei("en", f"<p>{target}</p>")})
    write(tmp_path, c_xml=tei("de", '<p><s xml:id="x">Allein.</s></p>'))
    corpus = convert_corpus([tmp_path])
    assert texts(corpus) == {
        "de": ["Ja 1.", "Gut 1.", "Ja 2.", "Gut 2."],
        "en": ["Good 1.", "Good 2."],
        "de-2": ["Allein."],
    }
    assert links(corpus) == [([0], []), ([1], [0]), ([2], []), ([3], [1])]
    sound(corpus, tmp_path / "c")


def test_corresp_that_names_several(tmp_path):
    first = '<p><s xml:id="a1">A.</s> <s xml:id="a2">B.</s> <s xml:id="a3">C.</s></p>'
    second = '<p><s xml:id="b1" corresp="en.xml#a1 en.xml#a2">АБ.</s></p><p><s xml:id="b2" corresp="#a3">В</s>'
    second += '<s xml:id="b3" corresp="#a3">Г</s><s xml:id="b4" corresp="#a9">Д</s></p>'
    write(tmp_path, en_xml=tei("en", first), ru_xml=tei("ru", second))
    with pytest.warns(TextWarning, match=r"ru.xml:1: #a9 leads nowhere; .* left out: 1$"):
        corpus = convert_corpus([tmp_path / "en.xml", tmp_path / "ru.xml"])
    assert links(corpus) == [([0, 1], [0]), ([2], [1, 2]), ([], [3])]
    assert [sentence.id for sentence in corpus.versions[0].sentences] == ["b1", "b2", "b3", "b4"]
    sound(corpus, tmp_path / "c")


@pytest.mark.parametrize(
    "written",
    [
        '<linkGrp><link target="oana-en.xml#Oen.1 oana-sl.xml#Osl.1"/>'
        '<link target="oana-en.xml#Oen.2 oana-en.xml#Oen.3 oana-sl.xml#Osl.2"/></linkGrp>',
        '<linkGrp><link targets="#Oen.1 #Osl.1"/><link targets="#Oen.2 #Oen.3 #Osl.2"/>'
        '<ptr target="#Osl.3"/></linkGrp>',
        '<linkGrp><link xtargets="Oen.1 ; Osl.1"/><link xtargets="Oen.2 Oen.3 ; Osl.2"/></linkGrp>',
    ],
)
def test_link_files_as_multext_east_has_them(tmp_path, written):
    root = "cesAlign" if "xtargets" in written else "TEI"
    sides = {"en": ("Oen", "ABC"), "sl": ("Osl", "XYZ")}
    for code, (prefix, letters) in sides.items():
        marked = "".join(f'<s xml:id="{prefix}.{n}"><w>{x}</w><c>.</c> </s>' for n, x in enumerate(letters, start=1))
        (tmp_path / f"oana-{code}.xml").write_text(tei(code, f"<p>{marked}</p>"), "utf-8")
    (tmp_path / "oalg.xml").write_text(f"<{root}>{written}</{root}>", "utf-8")
    # The texts are found by the file of links where it names them.
    given = ["oalg.xml"] if ".xml#" in written else ["oalg.xml", "oana-en.xml", "oana-sl.xml"]
    corpus = convert_corpus([tmp_path / name for name in given])
    assert links(corpus) == [([0], [0]), ([1, 2], [1]), ([], [2])]
    assert [sentence.id for sentence in corpus.pivot.sentences] == ["Oen.1", "Oen.2", "Oen.3"]
    sound(corpus, tmp_path / "c")


def test_a_file_of_links_leads_to_no_other_folder(tmp_path):
    (tmp_path / "inside").mkdir()
    for code in ("en", "ru"):
        (tmp_path / f"{code}.xml").write_text(tei(code, f'<p><s xml:id="{code}1">x</s></p>'), "utf-8")
    content = '<TEI><link target="../en.xml#en1 ../ru.xml#ru1"/></TEI>'
    (tmp_path / "inside" / "links.xml").write_text(content, "utf-8")
    with pytest.warns(TextWarning, match="leads nowhere"), pytest.raises(TeialignError, match="no link between"):
        convert_corpus([tmp_path / "inside" / "links.xml"])


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w>A</w><w>B</w>", "A B"),
        ("<w>A</w> <w>B</w><pc>.</pc>", "A B."),
        ('<w join="right">A</w>\n<pc>.</pc>\n<w>B</w>', "A. B"),
        ('<w>A</w>\n<pc join="left">.</pc>', "A."),
        ('<w misc="SpaceAfter=No">A</w>\n<w>.</w>', "A."),
        ("<w>do<w norm='x'/>n't</w> <w>B</w>", "don't B"),
        ("<w>A</w> and <w>B</w>", "A and B"),
        ("A <hi>b</hi>,\n c<note>d</note>", "A b, cd"),
    ],
)
def test_words_of_a_sentence_are_joined(tmp_path, inner, text):
    write(
        tmp_path, en_xml=tei("en", f'<s xml:id="a">{inner}</s>'), ru_xml=tei("ru", '<s xml:id="b" corresp="#a">x</s>')
    )
    assert texts(convert_corpus([tmp_path]))["en"] == [text]


@st.composite
def any_links(draw):
    count = draw(st.integers(1, 8))
    numbers = st.lists(st.integers(0, 9), max_size=3)
    return [draw(st.tuples(numbers, numbers).filter(any)) for _ in range(count)]


@given(any_links())
@settings(deadline=None, max_examples=200)
def test_merged_links_are_runs_that_hold_every_sentence_once(found):
    merged = merge_runs(found)
    for side in (0, 1):
        covered = [number for runs in merged.runs for number in runs[side]]
        assert len(covered) == len(set(covered))
        assert {number for link in found for number in link[side]} <= set(covered)
    for link in found:
        homes = [runs for runs in merged.runs if any(set(link[side]) & set(runs[side]) for side in (0, 1))]
        assert len(homes) == 1
    alone = sorted(link for link in found)
    if merged.joined == merged.absorbed == 0:
        assert sorted((sorted(set(a)), sorted(set(b))) for a, b in alone) == sorted(
            (list(runs[0]), list(runs[1])) for runs in merged.runs
        )


@given(st.permutations([(1, 1), (0, 2), (2, 0), (1, 0), (0, 1), (1, 2)]), st.randoms())
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_beads_are_arranged_whatever_order_they_came_in(sizes, chance):
    beads, source, target = [], 0, 0
    for left, right in sizes:
        beads.append(Bead(range(source, source + left), range(target, target + right), 0.5))
        source, target = source + left, target + right
    shuffled = list(beads)
    chance.shuffle(shuffled)
    found = arrange(shuffled)
    assert set(found) == set(beads)
    assert [n for bead in found for n in bead.source] == list(range(source))
    assert [n for bead in found for n in bead.target] == list(range(target))


def test_entangled_links_end(least_seconds):
    """Links that chain through both sides: linear rounds, not one for each link."""
    links_ = [([n], [n, n + 1]) for n in range(20_000)]
    assert len(merge_runs(links_).runs) == 1
    assert least_seconds(lambda: merge_runs(links_)) < 2


def test_what_is_not_there(tmp_path):
    with pytest.raises(TeialignError, match="no such file or folder"):
        convert_corpus([tmp_path / "x.tmx"])
    with pytest.raises(CorpusError, match="choose one of moses, opus, tei, tmx, tsv"):
        convert_corpus([tmp_path], "docx")
    (tmp_path / "x.tmx").write_text(tmx(unit(*ONE)), "utf-8")
    with pytest.raises(CorpusError, match="no version 'fr' for the pivot; choose one of en, ru"):
        convert_corpus([tmp_path / "x.tmx"], pivot="fr")
    with pytest.raises(TeialignError, match="no opus in it; choose another format"):
        convert_corpus([tmp_path / "x.tmx"], "opus")
    (tmp_path / "x.zip").write_bytes(b"PK")
    with pytest.raises(TeialignError, match="damaged archive"):
        convert_corpus([tmp_path / "x.zip"])


def test_memories_of_other_tools(tmp_path):
    translate = pytest.importorskip("translate.storage.tmx", reason="translate-toolkit is not installed")
    memory = translate.tmxfile(sourcelanguage="en", targetlanguage="ru")
    memory.addtranslation("One & <two>", "en", "Один", "ru")
    stream = io.BytesIO()
    memory.serialize(stream)
    (tmp_path / "m.tmx").write_bytes(stream.getvalue())
    assert texts(convert_corpus([tmp_path / "m.tmx"])) == {"en": ["One & <two>"], "ru": ["Один"]}


def test_the_command(tmp_path):
    (tmp_path / "m.tmx").write_text(tmx(unit(*ONE) + unit(("en", "Two"), ("ru", ""))), "utf-8")
    shown = CliRunner().invoke(app, ["convert", str(tmp_path / "m.tmx"), "-o", str(tmp_path / "c")])
    assert shown.exit_code == 0, shown.output
    assert shown.output.startswith("en: 2 sentences, pivot\nru: 1 sentences, 1 links with the pivot\nWritten to ")
    options = ["-o", str(tmp_path / "d"), "--pivot", "ru", "--name", "n", "--made", "2026-11-22", "--json"]
    printed = CliRunner().invoke(app, ["convert", str(tmp_path / "m.tmx"), *options])
    result = json.loads(printed.output)
    assert result["pairs"] == [{"source": "ru", "target": "en", "links": 1}]
    assert Path(result["files"][0]).name == "n.ru.xml"
    assert '<change when="2026-11-22">' in (tmp_path / "d" / "n.alignment.xml").read_text("utf-8")
    again = CliRunner().invoke(app, ["convert", str(tmp_path / "m.tmx"), "-o", str(tmp_path / "c")])
    assert isinstance(again.exception, CorpusError)


def test_hard_corpora_go_round_through_a_memory(tmp_path):
    export_corpus(hard_corpus(), "tmx", tmp_path / "e")
    corpus = convert_corpus([tmp_path / "e"])
    assert sorted(document.language for document in corpus.documents) == ["en", "he", "ru", "ru", "zh-Hant"]
    sound(corpus, tmp_path / "c")
