"""TEI as input: which text it holds, in what blocks, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import (
    GivenSegmenter,
    ReadError,
    SegmentError,
    SourceText,
    TextWarning,
    build_document,
    cut_blocks,
    read_file,
    segmenter_for,
)

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>The\n  Title</title></titleStmt><publicationStmt><p/></publicationStmt>"
    "<sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
)


def tei(body: str, *, root: str = 'xmlns="http://www.tei-c.org/ns/1.0"', text: str = "") -> str:
    return f"<TEI {root}>{HEADER}<text {text}><body>{body}</body></text></TEI>"


def read(tmp_path: Path, content: str | bytes) -> SourceText:
    path = tmp_path / "x.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path)


def blocks(tmp_path: Path, body: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read(tmp_path, tei(body)).blocks]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>\n  One\n  two.\n</p>", [("p", "One two.")]),
        ("<head>A <hi>b</hi>c</head><ab>d</ab>", [("head", "A bc"), ("ab", "d")]),
        ("<lg><l>One</l><l>two</l></lg>", [("l", "One"), ("l", "two")]),
        ("<sp><speaker>A.</speaker><p>B.</p></sp>", [("speaker", "A."), ("p", "B.")]),
        ("<p>One<note>A note.</note> two.</p>", [("p", "One two."), ("note", "A note.")]),
        ("<p>One<note><p>A</p><p>B</p></note> two.</p>", [("p", "One two."), ("p", "A"), ("p", "B")]),
        ("<l>Go <stage>aside</stage>on</l>", [("l", "Go on"), ("ab", "aside")]),
        (
            "<p>A: <list><item>b</item><item><p>c</p></item></list> d</p>",
            [("p", "A:"), ("item", "b"), ("p", "c"), ("p", "d")],
        ),
        ("<p><hi>A <list><item>b</item></list></hi> c</p>", [("ab", "A"), ("item", "b"), ("p", "c")]),
        ("<quote><p>A</p></quote><quote>B</quote><q>C</q>", [("p", "A"), ("quote", "B"), ("quote", "C")]),
        ("<p>He <quote>said so</quote>.</p>", [("p", "He said so.")]),
        ("<p>of<lb/>two<pb/> lines, hy<lb break='no'/>phen</p>", [("p", "of two lines, hyphen")]),
        ("<p>See <bibl><title>X</title> 3</bibl>.</p>", [("p", "See X 3.")]),
        ("<cit><quote>A</quote><bibl>B</bibl></cit>", [("quote", "A"), ("ab", "B")]),
        ('<p xml:space="preserve"> a  b\n</p>', [("p", " a  b\n")]),
        ("<p>a<!-- b -->c<?d e?>f</p>", [("p", "acf")]),
        ("<p>a&#xa0; b</p>", [("p", "a\u00a0 b")]),
        ('<p><x xmlns="urn:x">a</x>b</p>', [("p", "ab")]),
        ("<table><row><cell>A</cell><cell/></row></table>", [("cell", "A")]),
        ("stray<p>A</p>", [("ab", "stray"), ("p", "A")]),
    ],
)
def test_blocks(tmp_path: Path, body: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(tmp_path, body) == expected


@pytest.mark.parametrize(
    ("body", "text", "told"),
    [
        ("<p>a <choice><sic>b</sic> <corr>c</corr></choice>.</p>", "a c.", "1 alternative reading"),
        ("<p>a <choice><abbr>b</abbr><expan>c</expan></choice>.</p>", "a c.", "1 alternative reading"),
        ("<p>a <choice><unclear>b</unclear><unclear>c</unclear></choice>.</p>", "a b.", "1 alternative reading"),
        ("<p>a <app><rdg>b</rdg><lem>c</lem><rdg>d</rdg></app>.</p>", "a c.", "2 alternative readings"),
        ("<p>a <subst><del>b</del><add>c</add><add>d</add></subst>.</p>", "a cd.", "1 deletion"),
        ("<p>a <fw>p. 3</fw>b</p>", "a b", "1 running header"),
        ("<p>a <index><term>x</term></index>b</p>", "a b", "1 index entry"),
        ("<p>a <figure><figDesc>x</figDesc></figure>b</p>", "a b", "1 picture description"),
    ],
)
def test_what_is_not_the_text_is_told(tmp_path: Path, body: str, text: str, told: str) -> None:
    with pytest.warns(TextWarning, match=told):
        assert blocks(tmp_path, body) == [("p", text)]


@pytest.mark.parametrize(
    ("root", "text", "language"),
    [
        ("", 'xml:lang="ru"', "ru"),
        ('xml:lang="ger"', "", "de"),
        ('xml:lang="ger"', 'xml:lang="pt-br"', "pt-BR"),
        ('xml:lang="Klingon!"', "", ""),
        ("", "", ""),
    ],
)
def test_the_language_is_the_declared_one(tmp_path: Path, root: str, text: str, language: str) -> None:
    source = read(tmp_path, tei("<p>a</p>", root=f'xmlns="http://www.tei-c.org/ns/1.0" {root}', text=text))
    assert source.language == language
    assert source.metadata.title == "The Title"


MARKED = '<p><s xml:id="s1">One. Two.</s> Three. Four. <s>Five.</s></p><p><seg>Six. Seven.</seg> Eight. Nine.</p>'


@pytest.mark.parametrize(
    ("body", "segmenter", "expected"),
    [
        (MARKED, "rules", ["One. Two.", "Three.", "Four.", "Five.", "Six.", "Seven.", "Eight.", "Nine."]),
        (MARKED, "given", ["One. Two.", "Three. Four.", "Five.", "Six. Seven. Eight. Nine."]),
        ("<p><seg>A. B.</seg> <seg>C.</seg></p><p>D. E.</p>", "given", ["A. B.", "C.", "D. E."]),
        ("<p><seg>He. She.</seg> <seg>It.</seg></p>", "rules", ["He.", "She.", "It."]),
        ('<p><s xml:id="a" next="#b">A.</s> <q><s xml:id="b" prev="#a">B.</s></q></p>', "rules", ["A. B."]),
    ],
)
def test_sentences_of_the_file_stay(tmp_path: Path, body: str, segmenter: str, expected: list[str]) -> None:
    source = read(tmp_path, tei(body))
    cut = cut_blocks(source, segmenter_for(segmenter, "en"))
    assert [each.span.of(block.text) for block, sentences in cut for each in sentences] == expected


def test_ids_of_the_file_stay_and_others_are_not_given_twice(tmp_path: Path) -> None:
    source = read(tmp_path, tei(f'<head xml:id="h">A</head>{MARKED}'))
    document = build_document(
        source, segmenter_for("rules", "en"), id="en", language="en", role="pivot", taken={"en.s2", "en.b1"}
    )
    assert [block.id for block in document.blocks] == ["h", "en.b2", "en.b3"]
    assert [sentence.id for sentence in document.sentences][:4] == ["en.s1", "s1", "en.s3", "en.s4"]
    assert document.signature == "segmenter:rules|version:2|language:en|given:s"
    assert document.markup == source.markup


def test_without_sentences_of_the_file_there_are_none_to_take(tmp_path: Path) -> None:
    source = read(tmp_path, tei("<p>A.</p>"))
    with pytest.raises(SegmentError, match=r"x.xml: has no marked sentences .*; choose --segmenter rules"):
        build_document(source, GivenSegmenter(), id="en", language="en", role="pivot")


BOMB = '<!DOCTYPE TEI [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"{BOMB}{tei('<p>&b;</p>')}", r"x.xml:1: a document type declaration is not allowed; remove"),
        (f"{OUTSIDE}{tei('<p>&x;</p>')}", r"x.xml:1: a document type declaration is not allowed; remove"),
        (f"<?xml version='1.0'?>\n<!-- c -->{BOMB}{tei('<p/>')}", r"x.xml:2: a document type declaration"),
        (tei("<p>a</q>"), "x.xml:2: not well-formed"),
        (tei("<p>&eacute;</p>"), "not well-formed: Entity 'eacute' not defined"),
        (tei("<hi>" * 300 + "</hi>" * 300), "not well-formed: Excessive depth"),
        (tei("<p>\0</p>"), "not well-formed"),
        (tei("<p>a</p>", root=""), "TEI of an old version, or not in the namespace"),
        ("<TEI.2><text/></TEI.2>", "TEI of an old version"),
        (f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{tei("<p>a</p>")}</teiCorpus>', "a teiCorpus of several"),
        (f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER}</TEI>', "has no teiHeader or no text"),
        (tei("<p/><pb/>"), "only white space"),
        (tei("<p><s>A <s>b</s></s></p>"), "x.xml:2: an s that is empty or inside another"),
        (tei('<p>A<s xml:id="x"> </s></p>'), "x.xml:2: an s that is empty or inside another"),
        (b'<?xml version="1.0" encoding="KOI-9"?>' + tei("<p>a</p>").encode(), "its encoding is not supported"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        read(tmp_path, content)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_xml_tells_its_encoding(tmp_path: Path, encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    content = f'<?xml version="1.0" encoding="{declared}"?>{tei("<p>née</p>")}'.encode(encoding)
    assert [block.text for block in read(tmp_path, content).blocks] == ["née"]
