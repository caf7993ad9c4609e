"""TEI in, TEI out: the markup stays, and sentences are put into it."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus import (
    Alignment,
    Bead,
    Corpus,
    CorpusError,
    Document,
    ReadError,
    Sentence,
    Span,
    TextWarning,
    build_document,
    read_file,
    segmenter_for,
)
from corpus.identity import identify
from tei import check_corpus, read_corpus, write_corpus
from tei.parser import TEI, XML_ID, XML_LANG

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>The Title</title></titleStmt><publicationStmt><p>Here</p></publicationStmt>"
    "<sourceDesc><p>A book</p></sourceDesc></fileDesc>{}</teiHeader>"
)


def tei(body: str, header: str = "", root: str = 'xml:lang="en"') -> str:
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" {root}>{HEADER.format(header)}\n'
        f'<text type="novel"><!-- c --><body>{body}</body></text>\n</TEI>'
    )


def build(folder: Path, *contents: str, segmenter: str = "rules") -> Corpus:
    """Return the first text aligned with each of the others, all its sentences with all of theirs."""
    paths = [folder / f"{number}.xml" for number, _ in enumerate(contents)]
    for path, content in zip(paths, contents, strict=True):
        path.write_text(content, "utf-8")
    ids = ["en", "ru", "de"][: len(paths)]
    texts, taken = identify([read_file(path) for path in paths], ids)
    documents = [
        build_document(
            text,
            segmenter_for(segmenter, name),
            id=name,
            language=name,
            role="version" if number else "pivot",
            taken=taken,
        )
        for number, (name, text) in enumerate(zip(ids, texts, strict=True))
    ]
    pivot, *versions = documents
    count = len(pivot.sentences)
    alignments = tuple(
        Alignment(pivot.id, each.id, (Bead(range(count), range(len(each.sentences)), 0.5),)) for each in versions
    )
    return Corpus("x", pivot, tuple(versions), alignments)


def woven(folder: Path, body: str, segmenter: str = "rules") -> str:
    """Return the body of a text that was written, as it stands in the file."""
    write_corpus(build(folder, tei(body), segmenter=segmenter), folder / "c")
    assert check_corpus(folder / "c") == ()
    text = (folder / "c" / "x.en.xml").read_text("utf-8")
    return text.partition("<body>")[2].partition("</body>")[0]


def bare(text: str) -> bytes:
    """Return the text of a document without what was added to it."""
    root = etree.fromstring(text.encode())
    [element] = root.iter(f"{TEI}text")
    element.attrib.pop(XML_LANG, None)
    for child in element.iter("*"):
        if child.get(XML_ID, "").startswith("en."):
            del child.attrib[XML_ID]
    etree.strip_tags(element, f"{TEI}s")
    return etree.tostring(element, method="c14n")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>He. <hi>She.</hi></p>", '<p xml:id="en.b1">[1]He.[/] [2]<hi>She.</hi>[/]</p>'),
        ("<p><hi>He. She.</hi></p>", '<p xml:id="en.b1"><hi>[1]He.[/] [2]She.[/]</hi></p>'),
        ('<p xml:id="p1">He<pb n="2"/>\n  is.<lb/></p>', '<p xml:id="p1">[1]He<pb n="2"/>\n  is.[/]<lb/></p>'),
        (
            "<p>He<note>It is.</note> is.</p>",
            '<p xml:id="en.b1">[1]He<note xml:id="en.b2">[2]It is.[/]</note> is.[/]</p>',
        ),
        (
            "<p><choice><abbr>w</abbr><expan>with</expan></choice> me.</p>",
            '<p xml:id="en.b1">[1]<choice><abbr>w</abbr><expan>with</expan></choice> me.[/]</p>',
        ),
        ("<p><w>He</w> <w>is</w><pc>.</pc></p>", '<p xml:id="en.b1">[1]<w>He</w> <w>is</w><pc>.</pc>[/]</p>'),
        (
            "<p><q>He. She</q> is.</p>",
            '<p xml:id="en.b1"><q>[1]He.[/] <s xml:id="en.s2" part="I" next="#en.s2-part2">She</s></q> '
            '<s xml:id="en.s2-part2" part="F" prev="#en.s2">is.</s></p>',
        ),
        (
            "<p><bibl>Dr. </bibl>He is. </p>",
            '<p xml:id="en.b1"><bibl><s xml:id="en.s1" part="I" next="#en.s1-part2">Dr.</s> </bibl>'
            '<s xml:id="en.s1-part2" part="F" prev="#en.s1">He is.</s> </p>',
        ),
        ("<p><hi><bibl>Dr. </bibl>He is. </hi></p>", '<p xml:id="en.b1">[1]<hi><bibl>Dr. </bibl>He is. </hi>[/]</p>'),
        (
            "<p>A <address><street>B 4.</street> <postCode>C. 1</postCode></address>. D.</p>",
            '<p xml:id="en.b1">[1]A <address><street>B 4.</street> <postCode>C. 1</postCode></address>.[/]'
            " [2]D.[/]</p>",
        ),
        ("<p>He <del><list/></del><s> </s>is.</p>", '<p xml:id="en.b1">[1]He <del><list/></del> is.[/]</p>'),
        (
            "<p>He is mor<lb break='no'/>\n<pb/>ning. She.</p>",
            '<p xml:id="en.b1">[1]He is mor<lb break="no"/>\n<pb/>ning.[/] [2]She.[/]</p>',
        ),
        (
            "<l>Go <stage>aside</stage>on.</l>",
            '<l xml:id="en.b1"><s xml:id="en.s1" part="I" next="#en.s1-part2">Go</s> <stage xml:id="en.b2">[2]aside[/]'
            '</stage><s xml:id="en.s1-part2" part="F" prev="#en.s1">on.</s></l>',
        ),
        ("<p>A: <list><item>b</item></list> c</p>", '<p xml:id="en.b1">[1]A:[/] <list><item xml:id="en.b2">[2]b[/]'
         "</item></list> [3]c[/]</p>"),
        ("<p>He. <w>It. Is.</w> She.</p>", '<p xml:id="en.b1">[1]He.[/] [2]<w>It. Is.</w>[/] [3]She.[/]</p>'),
        (
            "<p>He is. See <formula>No. 1. <hi>A. B</hi></formula> here. She.</p>",
            '<p xml:id="en.b1">[1]He is.[/] [2]See <formula>No. 1. <hi>A. B</hi></formula> here.[/] [3]She.[/]</p>',
        ),
        (
            "<p><cit><quote>He. She.</quote></cit></p>",
            '<p xml:id="en.b1"><cit><quote>[1]He.[/] [2]She.[/]</quote></cit></p>',
        ),
        ('<p><s n="1">He. She.</s> It.</p>', '<p xml:id="en.b1"><s n="1" xml:id="en.s1">He. She.</s> [2]It.[/]</p>'),
        ("<row><cell>He.</cell></row>", '<row><cell xml:id="en.b1">[1]He.[/]</cell></row>'),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:.*left out 1 alternative reading")
def test_sentences_are_put_into_the_markup(tmp_path: Path, body: str, expected: str) -> None:
    for number in range(1, 4):
        expected = expected.replace(f"[{number}]", f'<s xml:id="en.s{number}">')
    assert woven(tmp_path, body) == expected.replace("[/]", "</s>")


def test_segments_become_sentences_when_they_are_taken_for_them(tmp_path: Path) -> None:
    body = woven(tmp_path, '<p><seg xml:id="a">He. She.</seg> <seg>It.</seg></p>', "given")
    assert body == (
        '<p xml:id="en.b1"><s xml:id="en.s1"><seg xml:id="a">He. She.</seg></s> '
        '<s xml:id="en.s2"><seg>It.</seg></s></p>'
    )


WORDS = st.sampled_from(["He is. ", "Dr. ", "they ", "\n   ", " ", "No! ", "Who", "…", "", "3. ", "’ “Ja?” ", "\u00a0"])
EMPTY = st.sampled_from(['<pb n="3"/>', "<lb/>", '<lb break="no"/>', "<!-- x -->", "<?x y?>", '<x:y xmlns:x="urn:x"/>'])
INLINE = (
    "hi",
    "q",
    "emph",
    "name",
    "foreign",
    "said",
    "seg",
    "bibl",
    "stage",
    "note",
    "choice",
    "app",
    "s",
    "w",
    "ref",
)
BLOCKS = ("p", "l", "head", "ab", "quote", "note", "div", "lg", "list", "item", "sp", "speaker", "hi", "figure")


def nested(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(INLINE + BLOCKS), st.lists(children, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    )


CONTENT = st.recursive(WORDS | EMPTY, nested, max_leaves=14)
BODIES = st.lists(
    st.tuples(st.sampled_from(BLOCKS), st.lists(CONTENT, max_size=8)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    min_size=1,
    max_size=4,
)


@given(BODIES, st.booleans())
@settings(deadline=None, max_examples=40)
def test_the_markup_stays_and_the_text_comes_back(tmp_path_factory, bodies, preserve) -> None:
    folder = tmp_path_factory.mktemp("woven")
    space = ' xml:space="preserve"' if preserve else ""
    content = tei(f"<div{space}>{''.join(bodies)}</div><p>He is.</p>")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TextWarning)
        try:
            corpus = build(folder, content)
        except ReadError as error:
            assert ": an s that " in str(error)
            return
    write_corpus(corpus, folder / "c")
    text = (folder / "c" / "x.en.xml").read_text("utf-8")
    assert bare(text) == bare(content)
    # What TEI does not allow, such as a p in a p, was so before.
    assert check_corpus(folder / "c") == ()
    back = read_corpus(folder / "c")
    assert back == corpus
    write_corpus(back, folder / "again")
    assert (folder / "again" / "x.en.xml").read_text("utf-8") == text


def test_the_header_is_kept_and_extended(tmp_path: Path) -> None:
    header = (
        "<encodingDesc><p>Old.</p></encodingDesc><profileDesc><langUsage><language ident='en'>E</language></langUsage>"
        "</profileDesc><revisionDesc><change>First.</change></revisionDesc>"
    )
    root_attributes = 'xml:id="book1" n="7"'
    corpus = build(tmp_path, "<?x y?><!-- a -->" + tei("<p>He.</p>", header, root=root_attributes))
    write_corpus(corpus, tmp_path / "c", date="2026-01-02")
    text = (tmp_path / "c" / "x.en.xml").read_text("utf-8")
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<?x y?>\n<!-- a -->\n<TEI ')
    root = etree.fromstring(text.encode())
    assert (root.get(XML_ID), root.get("n")) == ("book1", "7")
    [application] = root.iter(f"{TEI}application")
    assert dict(application.attrib) == {
        "ident": "teialign", "version": "0.1.0", "type": "kept", "n": "en", "subtype": "pivot",
    }  # fmt: skip
    assert [each.text for each in root.iter(f"{TEI}desc")] == ["segmenter:rules|version:2|language:en"]
    assert [each.text for each in root.iter(f"{TEI}change")] == ["First.", "Sentences by teialign."]
    assert [each.text for each in root.iter(f"{TEI}language")] == ["E"]
    assert [each.text for each in root.iter(f"{TEI}idno")] == ["0.xml", corpus.pivot.metadata.sha256]
    assert [each.tag.removeprefix(TEI) for each in root[0]] == [
        "fileDesc", "encodingDesc", "encodingDesc", "profileDesc", "revisionDesc",
    ]  # fmt: skip
    back = read_corpus(tmp_path / "c")
    assert back == corpus
    assert back.pivot.metadata.title == "The Title"


def test_ids_that_two_texts_share_are_made_unique(tmp_path: Path) -> None:
    body = '<p xml:id="a" corresp="#a #b">He.</p><p xml:id="ru">She. <ref target="#ru"/></p>'
    with pytest.warns(TextWarning) as caught:
        corpus = build(tmp_path, tei(body), tei(body))
    assert [str(each.message) for each in caught] == [
        "0.xml: changed 1 id that another text also has, such as ru to en.ru",
        "1.xml: changed 2 ids that another text also has, such as a to ru.a",
    ]
    write_corpus(corpus, tmp_path / "c")
    assert check_corpus(tmp_path / "c") == ()
    assert read_corpus(tmp_path / "c") == corpus
    assert 'corresp="#ru.a #b"' in (tmp_path / "c" / "x.ru.xml").read_text("utf-8")
    assert '<ref target="#ru.ru"/>' in (tmp_path / "c" / "x.ru.xml").read_text("utf-8")


def test_markup_added_by_hand_survives(tmp_path: Path) -> None:
    block = build(tmp_path, tei("<p>He is. She is.</p>")).pivot.blocks[0]
    write_corpus(Corpus("x", Document("en", "en", "pivot", (block,)), (), ()), tmp_path / "c")
    path = tmp_path / "c" / "x.en.xml"
    edited = path.read_text("utf-8").replace("He is.", "He <hi>is</hi>.<!-- ! -->").replace("</title>", "!</title>", 1)
    path.write_text(edited, "utf-8")
    corpus = read_corpus(tmp_path / "c")
    write_corpus(corpus, tmp_path / "again")
    assert (tmp_path / "again" / "x.en.xml").read_text("utf-8") == edited
    assert check_corpus(tmp_path / "again") == ()


def test_sentences_that_a_later_command_changed_take_the_place_of_the_old(tmp_path: Path) -> None:
    corpus = build(tmp_path, tei("<p><s>He</s> <hi>is. She</hi> is.</p>"))
    block = corpus.pivot.blocks[0]
    span = Span(0, len(block.text))
    joined = replace(block, sentences=(Sentence("en.s9", block.text, span),))
    changed = replace(corpus, pivot=replace(corpus.pivot, blocks=(joined,)))
    write_corpus(changed, tmp_path / "c")
    assert '<s xml:id="en.s9">He <hi>is. She</hi> is.</s>' in (tmp_path / "c" / "x.en.xml").read_text("utf-8")
    assert read_corpus(tmp_path / "c") == changed


def test_a_text_that_is_not_its_markups_is_refused(tmp_path: Path) -> None:
    corpus = build(tmp_path, tei("<p>He is.</p>"))
    changed = replace(corpus, pivot=replace(corpus.pivot, blocks=()))
    with pytest.raises(CorpusError, match="en: its text is not that of its markup"):
        write_corpus(changed, tmp_path / "c")
    assert not (tmp_path / "c").exists()


def test_pointers_and_elements_of_a_users_own_are_not_judged(tmp_path: Path) -> None:
    write_corpus(
        build(tmp_path, tei('<p>He <ref target="notes.xml#n1">is</ref>.</p><p rend="x"><madeUp/></p>')), tmp_path / "c"
    )
    assert check_corpus(tmp_path / "c") == ()


ANYTHING = """<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><ref name="any"/></start><define name="any">
<element><anyName/><zeroOrMore><choice><attribute><anyName/></attribute><text/><ref name="any"/></choice></zeroOrMore>
</element></define></grammar>"""

NOT_TEI = (
    "<p>He <hi>is <p>here.</p></hi></p>",
    '<p><seg subtype="x">He.</seg></p>',
    '<p>In <date when="1912" from="1911">1912</date>.</p>',
    "<lg><head>He.</head></lg>",
)


@pytest.mark.parametrize("body", NOT_TEI)
def test_what_a_users_text_broke_before_is_judged_with_a_schema_only(tmp_path: Path, body: str) -> None:
    write_corpus(build(tmp_path, tei(body)), tmp_path / "c")
    assert check_corpus(tmp_path / "c") == ()
    (tmp_path / "any.rng").write_text(ANYTHING, "utf-8")
    assert {finding.rule for finding in check_corpus(tmp_path / "c", schema=tmp_path / "any.rng")} == {"schematron"}


def test_the_time_is_linear(tmp_path: Path) -> None:
    # A quadratic step would take minutes here.
    inside = "".join(f"<hi>He is</hi> <pb/><q>here. No</q>! <note>Note {number}.</note>" for number in range(2000))
    corpus = build(tmp_path, tei(f"<p><emph>{inside}</emph></p>"))
    assert len(corpus.pivot.sentences) == 6_000
    write_corpus(corpus, tmp_path / "c")
    assert read_corpus(tmp_path / "c") == corpus
