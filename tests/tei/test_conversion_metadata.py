"""What files say of their texts is kept: headers, inline markup, titles, authors, licences, roles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conversion_samples import links, sound, texts, write
from export_samples import seed_corpus, window_corpus

from corpus.errors import TextWarning
from corpus.model import Corpus, Metadata
from tei import convert_corpus, export_corpus, read_corpus, write_corpus

CC = "https://creativecommons.org/licenses/by/4.0/"
SAID = Metadata(
    'The "Window"',
    authors=("Ann Lee", "Bo Fry"),
    translators=("C. D.",),
    licence=CC,
    date="1912",
    url="https://example.org/w",
)


def described() -> Corpus:
    """The corpus of the pages with metadata, a translation of its second version."""
    corpus = window_corpus()
    version = replace(corpus.versions[0], role="original", metadata=replace(SAID, title="Окно", translators=()))
    return replace(corpus, pivot=replace(corpus.pivot, role="translation", metadata=SAID), versions=(version,))


def p5(language: str, body: str, *, root: str = "") -> str:
    header = (
        "<fileDesc><titleStmt>\n  <title>The\n  Window</title><author>Ann <hi>Lee</hi></author>"
        "<editor role='translator'>C. D.</editor></titleStmt><publicationStmt><publisher>A press</publisher>"
        f"<availability><licence target='{CC}'><p>Free.</p></licence></availability></publicationStmt>"
        "<sourceDesc><bibl><title>Source</title><date>1912</date></bibl></sourceDesc></fileDesc>"
        "<encodingDesc><projectDesc><p>Made by hand.</p></projectDesc></encodingDesc>"
    )
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"{root}><teiHeader>{header}</teiHeader>'
        f'<text xml:lang="{language}"><body>{body}</body></text></TEI>'
    )


ENGLISH = (
    '<div type="chapter"><head>One</head><p rend="first"><s xml:id="e1">He <hi rend="i">rose</hi>.</s> <pb n="2"/>'
    '<s xml:id="e2">No <name key="x">one</name>.</s><note><s xml:id="e3">A note.</s></note></p></div>'
)
RUSSIAN = '<p><s xml:id="r1" corresp="#e1">Он встал.</s> <s xml:id="r2" corresp="#e2">Никого.</s></p>'


def test_headers_and_markup_of_tei(tmp_path):
    write(tmp_path, a_en_xml=p5("en", ENGLISH), a_ru_xml=p5("ru", RUSSIAN))
    corpus = convert_corpus([tmp_path / "a.en.xml", tmp_path / "a.ru.xml"])
    assert texts(corpus) == {"en": ["One", "He rose.", "No one.", "A note."], "ru": ["Он встал.", "Никого."]}
    assert links(corpus) == [([0], []), ([1], [0]), ([2], [1]), ([3], [])]
    known = corpus.pivot.metadata
    assert (known.title, known.authors, known.translators) == ("The Window", ("Ann Lee",), ("C. D.",))
    assert (known.licence, known.date, known.source) == (CC, "1912", "a.en.xml")
    sound(corpus, tmp_path / "c")
    written = (tmp_path / "c" / "a.en.xml").read_text("utf-8")
    for kept in (
        '<hi rend="i">rose</hi>',
        '<pb n="2"/>',
        '<name key="x">one</name>',
        '<p rend="first"',
        "Made by hand.",
        "A press",
        '<s xml:id="e2">',
        '<div type="chapter">',
    ):
        assert kept in written
    assert "Not published" not in written
    # What was converted is converted again to the same.
    again = convert_corpus([tmp_path / "c"])
    assert [replace(each, markup=b"") for each in again.documents] == [
        replace(each, markup=b"") for each in corpus.documents
    ]
    assert again.name == "a"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # White space between words that is none of the text: only the header is kept.
        ('<p><s xml:id="e1"><w join="right">He</w>\n<pc>.</pc></s></p>', ["He."]),
        ('<p><s xml:id="e1"><w lemma="he">He</w> <w>rose</w><pc>.</pc></s></p>', ["He rose."]),
        ('<p><s xml:id="e1">He rose.</s><s xml:id="e9"> </s></p>', ["He rose."]),
        ('<p xml:id="r1"><s xml:id="e1">He rose.</s></p>', ["He rose."]),
        ('<p><s xml:id="e1">He <lb/>rose.</s> <s>Yes.</s></p>', ["He rose.", "Yes."]),
    ],
)
@pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")
def test_the_header_stays_where_the_markup_cannot(tmp_path, body, expected):
    write(
        tmp_path, a_en_xml=p5("en", body, root=' xml:id="en"'), a_ru_xml=p5("ru", RUSSIAN.replace(' corresp="#e2"', ""))
    )
    corpus = convert_corpus([tmp_path / "a.en.xml", tmp_path / "a.ru.xml"])
    assert texts(corpus)["en"] == expected
    assert links(corpus)[0] == ([0], [0])
    assert corpus.pivot.metadata.licence == CC
    sound(corpus, tmp_path / "c")
    written = (tmp_path / "c" / "a.en.xml").read_text("utf-8")
    assert "Made by hand." in written
    assert ("lemma=" in body) == ("lemma=" in written)


@pytest.mark.parametrize("format_name", ["tei", "tmx", "tmx-all"])
def test_our_own_files_keep_what_they_say(tmp_path, format_name):
    if format_name == "tei":
        write_corpus(described(), tmp_path / "e")
    else:
        export_corpus(described(), format_name, tmp_path / "e")
    corpus = convert_corpus([tmp_path / "e"])
    assert corpus.name == "window"
    for document, wanted in zip(corpus.documents, described().documents, strict=True):
        assert document.role == wanted.role
        assert replace(document.metadata, source="") == wanted.metadata
    sound(corpus, tmp_path / "c")
    assert corpus.documents[0].id == read_corpus(tmp_path / "c").pivot.id


def test_our_own_folder_keeps_kinds_of_blocks_and_signatures(tmp_path):
    write_corpus(seed_corpus(), tmp_path / "e")
    for given in (tmp_path / "e", tmp_path / "e" / "corpus.xml"):
        corpus = convert_corpus([given], name="x")
        assert [each.blocks for each in corpus.documents] == [each.blocks for each in seed_corpus().documents]
        assert [each.target for each in corpus.alignments] == ["ru", "de", "en-rival"]
    with pytest.warns(TextWarning, match=r"links of which no side is the pivot, ru, were left out: \d+$"):
        turned = convert_corpus([tmp_path / "e"], pivot="ru")
    assert (turned.pivot.id, turned.pivot.role) == ("ru", "pivot")


def ces(language: str, body: str) -> str:
    statement = f"<titleStmt><h.title>In {language}</h.title><h.author>Ann Lee</h.author></titleStmt>"
    rights = "<publicationStmt><availability>Free to use.</availability></publicationStmt>"
    header = f"<cesHeader><fileDesc>{statement}{rights}</fileDesc></cesHeader>"
    return f'<cesDoc lang="{language}">{header}<text><body>{body}</body></text></cesDoc>'


def test_headers_of_the_corpus_encoding_standard(tmp_path):
    write(tmp_path, a_en_xml=ces("en", '<p><s id="e1">Yes.</s></p>'), a_ru_xml=ces("ru", '<p><s id="r1">Да.</s></p>'))
    write(tmp_path, links_xml='<cesAlign><linkGrp><link xtargets="e1 ; r1"/></linkGrp></cesAlign>')
    corpus = convert_corpus(sorted(tmp_path.iterdir()))
    assert [(each.metadata.title, each.metadata.authors) for each in corpus.documents] == [
        ("In en", ("Ann Lee",)),
        ("In ru", ("Ann Lee",)),
    ]
    assert corpus.pivot.metadata.licence == "Free to use."
    sound(corpus, tmp_path / "c")


def test_what_the_files_of_a_version_agree_on(tmp_path):
    for day in "12":
        header = p5("de", f'<p><s xml:id="d{day}">Ja.</s></p>').replace("The\n  Window", f"Day {day}")
        target = p5("en", f'<p><s xml:id="e{day}" corresp="#d{day}">Yes.</s></p>')
        write(tmp_path, **{f"d{day}_xml": header, f"e{day}_xml": target})
    corpus = convert_corpus([tmp_path])
    assert [(each.metadata.title, each.metadata.licence) for each in corpus.documents] == [("", CC), ("The Window", CC)]
    sound(corpus, tmp_path / "c")


def test_nothing_is_claimed_of_rights(tmp_path):
    write_corpus(window_corpus(), tmp_path)
    for path in Path(tmp_path).iterdir():
        text = path.read_text("utf-8")
        assert "rights" not in text.lower()
        assert "Not published" not in text
