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
from corpus.messages import collected_messages

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
        (
            '<p><w>A</w> <w join="left">n\'t</w> <pc join="both">-</pc> <w>b</w> <w join="no">c</w></p>',
            [("p", "An't-b c")],
        ),
        ("<table><row><cell>A</cell><cell/></row></table>", [("cell", "A")]),
        ("stray<p>A</p>", [("ab", "stray"), ("p", "A")]),
        (
            "<p>At <address><addrLine>Mühlgasse 4</addrLine><addrLine>40126 Furt</addrLine></address>.</p>",
            [("p", "At Mühlgasse 4 40126 Furt.")],
        ),
        (
            "<p><address><street>Quai 4</street><postCode>40126</postCode><settlement>Furt</settlement></address></p>",
            [("p", "Quai 4 40126 Furt")],
        ),
        ("<p>(<persName><forename>Anna</forename><surname>Moss</surname></persName>)</p>", [("p", "(Anna Moss)")]),
        ("<p><surname>毛</surname><forename>泽东</forename></p>", [("p", "毛泽东")]),
        ("<p><settlement>Furt</settlement>/<region>Ob</region>.</p>", [("p", "Furt/Ob.")]),
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
        ("<p>a <formula notation='TeX'>x^2</formula> b</p>", "a b", "1 formula source"),
        ("<p>a <binaryObject>iVBORw0KGg==</binaryObject>b</p>", "a b", "1 picture"),
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


HYPHEN = "1 line-end hyphen"


@pytest.mark.parametrize(
    ("body", "text", "told"),
    [
        ("a gar\n <lb break='no'/>\n den b", "a garden b", ""),
        ("a gar<pb/>\n<lb break='no'/>den b", "a garden b", ""),
        ("a gar<lb break='no'/><fw type='catch'>den</fw><pb/><fw>Title</fw>\nden b", "a garden b", "2 running headers"),
        ("a gar<lb break='no'/><catchwords>den</catchwords><pb/>den b", "a garden b", "1 catchword"),
        ("a gar<lb type='hyphenInWord' rend='hidden'/>den b", "a garden b", ""),
        ("a gar\u00ad<lb/>den b", "a garden b", HYPHEN),
        ("a gar\u00ac\n<cb/>den b", "a garden b", HYPHEN),
        ("a gar-<lb/>den b", "a garden b", HYPHEN),
        ("a <hi>gar-</hi>\n<!-- c --><pb/><hi>den</hi> b", "a garden b", HYPHEN),
        ("a gar-<note>x</note><lb/>den b", "a garden b", HYPHEN),
        ("a gar<pc force='weak'>=</pc><lb break='no'/>den b", "a gar=den b", ""),
        ("a gar<pc force='weak'>-</pc><lb break='no'/>Den b", "a garDen b", HYPHEN),
        ("a tea-cup, tea-<lb/>cup b", "a tea-cup, tea-cup b", ""),
        ("a tea-cup, tea-<lb break='no'/>cup b", "a tea-cup, tea-cup b", ""),
        ("a gar-<lb break='yes'/>den b", "a gar- den b", ""),
        ("a Vor-<lb/>und Nachteile", "a Vor- und Nachteile", ""),
        ("a Jean-<lb/>Paul b", "a Jean-Paul b", ""),
        ("a Nord-<lb break='yes'/>Süd b", "a Nord- Süd b", ""),
        ("a 4-<lb/>fold - <lb/>b", "a 4- fold - b", ""),
        ("a gar -<lb/>den b", "a gar - den b", ""),
        ("a e-<lb/>mail b", "a e-mail b", ""),
        ("a <subst><del>b-</del><add>gar</add></subst><lb/>den b", "a gar den b", "1 deletion"),
    ],
)
def test_a_word_is_whole_where_a_line_breaks_it(tmp_path: Path, body: str, text: str, told: str) -> None:
    with collected_messages() as messages:
        assert blocks(tmp_path, f"<p>{body}</p>")[0] == ("p", text)
    assert [message.problem for message in messages] == [f"left out {told}"] * bool(told)


def test_alternative_forms_that_hold_blocks_are_read_once(tmp_path: Path) -> None:
    with pytest.warns(TextWarning, match="1 alternative reading"):
        found = blocks(tmp_path, "<app><lem><l>One</l></lem><rdg><l>Won</l></rdg></app>")
    assert found == [("l", "One")]


XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'


def parts(tmp_path: Path, **contents: str) -> Path:
    """A document, and beside it the parts that it includes."""
    folder = tmp_path / "book"
    for name, content in contents.items():
        path = folder / f"{name.replace('__', '/')}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return folder / "main.xml"


@pytest.mark.parametrize(
    ("include", "expected"),
    [
        ('<xi:include href="a.xml"/>', ["A one.", "A two."]),
        ('<xi:include href="sub/b.xml"/>', ["B one.", "A one.", "A two."]),
        ('<xi:include href="./sub/../c.xml"/>', ["C."]),
        ('<xi:include href="c.xml" xpointer="c1"/>', ["C."]),
        ('<p>x <xi:include href="c.xml" parse="text"/> y</p>', ['x <p xml:id="c1">C.</p> y']),
        ('<xi:include href="gone.xml"><xi:fallback><p>Lost.</p></xi:fallback></xi:include>', ["Lost."]),
        ('<xi:include href="d.xml"/>', ["D.", "C."]),
    ],
)
def test_parts_in_the_folder_are_included(tmp_path: Path, include: str, expected: list[str]) -> None:
    path = parts(
        tmp_path,
        main=tei(f"<p>First.</p>{include}<p>Last.</p>", root=f'xmlns="http://www.tei-c.org/ns/1.0" {XI}'),
        a=tei("<p>A one.</p><p>A two.</p>"),
        sub__b=f'<div xmlns="http://www.tei-c.org/ns/1.0" {XI}><p>B one.</p><xi:include href="../a.xml"/></div>',
        c='<p xml:id="c1">C.</p>'.replace("<p", '<p xmlns="http://www.tei-c.org/ns/1.0"', 1)
        if "text" not in include
        else '<p xml:id="c1">C.</p>',
        d=f'<div xmlns="http://www.tei-c.org/ns/1.0" {XI}><p>D.</p><xi:include href="c.xml"/></div>',
    )
    source = read_file(path)
    assert [block.text for block in source.blocks] == ["First.", *expected, "Last."]
    assert b"include" not in source.markup


@pytest.mark.parametrize(
    ("href", "message"),
    [
        ("../secret.xml", r"main.xml:3: includes '../secret.xml', which is not in its folder"),
        ("..%2Fsecret.xml", "not in its folder"),
        ("link.xml", "not in its folder"),
        ("/etc/passwd", "not in its folder"),
        ("file:///etc/passwd", "not in its folder"),
        ("http://127.0.0.1:1/a.xml", "not in its folder"),
        ("//127.0.0.1/a.xml", "not in its folder"),
        ("", "not in its folder"),
        ("gone.xml", "includes 'gone.xml', which is missing"),
        ("main.xml", "includes files 16 deep"),
        ("bomb.xml", "bomb.xml:1: its document type declares entities"),
        ('c.xml" xpointer="none', "has no element with the xml:id 'none'"),
        ('c.xml" xpointer="xpath1(//p)', r"has no element with the xml:id 'xpath1\(//p\)'"),
    ],
)
def test_what_is_not_included_is_refused(tmp_path: Path, href: str, message: str) -> None:
    path = parts(
        tmp_path,
        main=tei(f'<p>First.</p>\n<xi:include href="{href}"/>', root=f'xmlns="http://www.tei-c.org/ns/1.0" {XI}'),
        bomb="<!DOCTYPE p [<!ENTITY a 'b'>]><p>&a;</p>",
        c="<p/>",
    )
    (tmp_path / "secret.xml").write_text("<p>Secret.</p>")
    (path.parent / "link.xml").symlink_to(tmp_path / "secret.xml")
    with pytest.raises(ReadError, match=message):
        read_file(path)


@pytest.mark.parametrize(
    "content",
    [
        "<TEI.2><teiHeader/><text lang='fr'><body><p id='a'>Un. Deux.</p></body></text></TEI.2>",
        "<!DOCTYPE TEI.2 PUBLIC '-//TEI P4//DTD Main Document Type//EN' 'http://127.0.0.1:1/tei2.dtd'>\n"
        "<TEI.2><teiHeader/><text lang='fr'><body><p>Un. Deux.</p></body></text></TEI.2>",
        "<TEI xml:lang='fr'><teiHeader/><text><body><p>Un. Deux.</p></body></text></TEI>",
    ],
)
def test_the_text_of_old_tei_is_read(tmp_path: Path, content: str) -> None:
    with pytest.warns(TextWarning, match="its markup is not kept"):
        source = read(tmp_path, content)
    assert ([block.text for block in source.blocks], source.language) == (["Un. Deux."], "fr")
    assert not source.markup


BOMB = '<!DOCTYPE TEI [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"{BOMB}{tei('<p>&b;</p>')}", r"x.xml:1: its document type declares entities .*; remove"),
        (f"{OUTSIDE}{tei('<p>&x;</p>')}", r"x.xml:1: its document type declares entities .*; remove"),
        (f"<?xml version='1.0'?>\n<!-- c -->{BOMB}{tei('<p/>')}", r"x.xml:2: its document type declares"),
        (f"<!DOCTYPE TEI [\n<!ATTLIST p n CDATA '1'>\n<!ENTITY x 'y'>]>{tei('<p/>')}", "x.xml:3: its document type"),
        (f"<!DOCTYPE TEI [<!ENTITY % x 'y'>%x;]>{tei('<p/>')}", "x.xml:1: its document type declares"),
        (f"<!DOCTYPE TEI [%y;<!ENTITY x 'y'>]>{tei('<p>&x;</p>')}", "not well-formed: Entity 'x' not defined"),
        (
            f"<!DOCTYPE TEI [{''.join(f'<!ATTLIST p a{n} CDATA #IMPLIED>' for n in range(1500))}]>{tei('<p/>')}",
            "x.xml:1: its document type declares",
        ),
        (tei("<p>a</q>"), "x.xml:2: not well-formed"),
        (tei("<p>&eacute;</p>"), "not well-formed: Entity 'eacute' not defined"),
        (tei("<hi>" * 300 + "</hi>" * 300), "not well-formed: Excessive depth"),
        (tei("<p>\0</p>"), "not well-formed"),
        (tei("<p>a</p>", root='xmlns="urn:x"'), "is not in the namespace of TEI"),
        (
            "<!DOCTYPE TEI SYSTEM 'x.dtd'>\n" + tei("<p>a&mdash;b</p>"),
            "x.xml:3: not well-formed: Entity 'mdash' not",
        ),
        ("<!DOCTYPE TEI SYSTEM 'x.dtd'>\n" + tei("<p n='&x;'>a</p>"), "x.xml:3: not well-formed: Entity 'x' not"),
        (tei("<p><s>A: <list><item>b</item></list></s></p>"), "x.xml:2: an s that holds a block"),
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


@pytest.mark.parametrize(
    "doctype",
    [
        "",
        "<!DOCTYPE TEI PUBLIC 'a'\n 'file:///etc/passwd' >\n",
        "<!DOCTYPE TEI [ <!-- <!DOCTYPE TEI [<!ENTITY a 'b'>]> -->\n<?x ]>?> ]\n>",
        "<!DOCTYPE TEI SYSTEM 'x.dtd' [<!ATTLIST p rend CDATA ']>'>\n<!ELEMENT p ANY>]>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_xml_tells_its_encoding(tmp_path: Path, encoding: str, doctype: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    content = f'<?xml version="1.0" encoding="{declared}"?>{doctype}{tei("<p>née</p>")}'.encode(encoding)
    assert [block.text for block in read(tmp_path, content).blocks] == ["née"]
