"""XCES and TEI of others: what is read, what is merged with a word, what is refused with one."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from conversion_samples import ANY, links, sound, texts, write, zipped
from export_samples import seed_corpus, window_corpus

from corpus.errors import TeialignError, TextWarning
from tei import convert_corpus, export_corpus, write_corpus


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
    with pytest.warns(TextWarning, match="overlap or interrupt each other were merged: 4 into 1$"):
        corpus = convert_corpus([tmp_path / "B.en-ru.xml"])
    assert links(corpus) == [([0, 1, 2, 3], [0, 1, 2])]
    (tmp_path / "B.en-ru.xml").write_text(xces(group("1/a.xml.gz", "1 3;1", "4;2 3")), "utf-8")
    with pytest.warns(TextWarning, match="unaligned sentences in the middle of a link were added to it: 1"):
        corpus = convert_corpus([tmp_path / "B.en-ru.xml"])
    assert links(corpus) == [([0, 1, 2], [0]), ([3], [1, 2])]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (xces(group("1/a.xml.gz", "9;1")), r"B.en-ru.xml:5: there is no sentence 9 in en/1/a.xml.gz"),
        (xces(group("1/z.xml.gz", "1;1")), r"en/1/z.xml.gz: no such document; put it"),
        (xces(group("../../../etc/passwd", "1;1")), r"a document outside the folder of the links"),
        (xces(group("1/a.xml.gz", "1-1")), r"B.en-ru.xml:5: a link without two sides"),
        (xces(group("1/a.xml.gz", "1;1", languages="en en")), r"do not give two languages"),
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
    with pytest.warns(
        TextWarning, match=r"B.en-ru.xml:7: documents of ru that are linked with a second document .* their links: 1$"
    ):
        corpus = convert_corpus([tmp_path / "B.en-ru.xml"])
    assert len(corpus.versions[0].sentences) == 3


CC = "https://creativecommons.org/licenses/by/4.0/"


def tei(language: str, body: str) -> str:
    licence = f"<publicationStmt><availability><licence target='{CC}'>by</licence></availability></publicationStmt>"
    title = f"<titleStmt><title> In  {language}</title></titleStmt>"
    header = f"{title}{licence}<sourceDesc><p><s>not text</s></p></sourceDesc>"
    head = f"<teiHeader><fileDesc>{header}</fileDesc></teiHeader><text><body>{body}</body></text>"
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
    with pytest.warns(TextWarning, match="changed 2 ids"):
        corpus = convert_corpus([tmp_path])
    assert texts(corpus) == {"de": ["10:04", "Ja, gut", "Danke"], "en": ["10:04", "Yes sir", "Thank you all"]}
    assert links(corpus) == [([], [0]), ([0], []), ([1], [1]), ([2], [2])]
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
    lost = pytest.warns(TextWarning, match="links with a side of missing or blank sentences were left out: 1$")
    with lost, pytest.warns(TextWarning, match=r"ru.xml:1: #a9 has no target; .* left out: 1$"):
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
    lost = pytest.warns(TextWarning, match="links with a side of missing")
    none = pytest.raises(TeialignError, match="no link between")
    with lost, pytest.warns(TextWarning, match="has no target"), none:
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


def test_a_bomb_in_a_zip_file_is_refused(tmp_path):
    opus_folder(tmp_path)
    zipped(tmp_path / "B_latest_raw_en.zip", **{"B__raw__en__1__a_xml": sentences("a" * 20_000_000)})
    with pytest.raises(TeialignError, match=r"B_latest_raw_en.zip: unpacks to more than any text needs"):
        convert_corpus([tmp_path / "B.en-ru.xml"])


def uplug(folder: Path, *, languages: tuple[str, str] = ("", "")) -> Path:
    """Links whose paths give no language, and documents that may."""
    for name, language in zip(("novel", "roman"), languages, strict=True):
        declared = f' lang="{language}"' if language else ""
        (folder / f"{name}.xml").write_text(f'<text{declared}><p><s id="s1">x</s></p></text>', "utf-8")
    grouped = '<linkGrp fromDoc="novel.xml" toDoc="roman.xml"><link xtargets="s1;s1"/></linkGrp>'
    (folder / "links.xml").write_text(f"<cesAlign>{grouped}</cesAlign>", "utf-8")
    return folder / "links.xml"


@pytest.mark.parametrize(
    ("declared", "given", "expected"),
    [
        (("", ""), ["en", "fre"], [("en", "en"), ("fr", "fr")]),
        (("sv", "de"), [], [("sv", "sv"), ("de", "de")]),
        (("sv", "de"), ["en", "fr"], [("en", "en"), ("fr", "fr")]),
        (("", ""), ["en", "en"], [("en", "en"), ("en-2", "en")]),
    ],
)
def test_documents_whose_paths_give_no_language(tmp_path, declared, given, expected):
    corpus = convert_corpus([uplug(tmp_path, languages=declared)], languages=given)
    assert [(document.id, document.language) for document in corpus.documents] == expected
    sound(corpus, tmp_path / "c")


def test_documents_in_folders_that_are_no_languages(tmp_path):
    for side in ("left", "right"):
        for number in "12":
            path = tmp_path / "texts" / side / f"{number}.xml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f'<text><p><s id="1">{side} {number}</s></p></text>', "utf-8")
    grouped = "".join(
        f'<linkGrp fromDoc="texts/left/{n}.xml" toDoc="texts/right/{n}.xml"><link xtargets="1;1"/></linkGrp>'
        for n in "12"
    )
    (tmp_path / "links.xml").write_text(f"<cesAlign>{grouped}</cesAlign>", "utf-8")
    corpus = convert_corpus([tmp_path / "links.xml"], languages=["en", "fr"])
    assert texts(corpus) == {"en": ["left 1", "left 2"], "fr": ["right 1", "right 2"]}
    with pytest.raises(TeialignError, match=r"do not give two languages; add --languages with one for fromDoc and one"):
        convert_corpus([tmp_path / "links.xml"])
    with pytest.raises(TeialignError, match="3 languages for 4 documents"):
        convert_corpus([tmp_path / "links.xml"], languages=["en", "fr", "de"])


def test_languages_of_tei_that_gives_none(tmp_path):
    write(tmp_path, a_xml=tei("", '<s xml:id="a">A</s>'), b_xml=tei("", '<s xml:id="b" corresp="#a">B</s>'))
    corpus = convert_corpus([tmp_path], languages=["en", "fr"])
    assert texts(corpus) == {"en": ["A"], "fr": ["B"]}
