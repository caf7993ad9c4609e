"""The reader of Word documents."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import ReadError, TextWarning, read_file
from corpus.reader import archive
from corpus.reader.docx import read_docx
from corpus.reader.source import SourceText

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

STYLES = """
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:styleId="Outlined"><w:name w:val="O"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:styleId="Listed"><w:name w:val="L"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Q"><w:name w:val="Intense Quote"/></w:style>
<w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
"""


def packed(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return buffer.getvalue()


def links(*pairs: tuple[str, str]) -> str:
    found = "".join(f'<Relationship Type="{OFFICE}/{kind}" Target="{target}"/>' for kind, target in pairs)
    return f"<Relationships>{found}</Relationships>"


def document(
    body: str,
    *,
    namespace: str = TRANSITIONAL,
    notes: str = "",
    endnotes: str = "",
    title: str = "",
    styles: str = STYLES,
) -> bytes:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": links(("officeDocument", "word/document.xml"), ("core-properties", "docProps/core.xml")),
        "word/_rels/document.xml.rels": links(
            ("styles", "styles.xml"), ("footnotes", "/word/notes.xml"), ("endnotes", "endnotes.xml")
        ),
        "word/document.xml": f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{namespace}">{styles}</w:styles>',
        "word/notes.xml": f'<w:footnotes xmlns:w="{namespace}">{notes}</w:footnotes>',
        "word/endnotes.xml": f'<w:endnotes xmlns:w="{namespace}">{endnotes}</w:endnotes>',
        "docProps/core.xml": f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></c>',
    }
    return packed(parts)


def docx(data: bytes) -> SourceText:
    return read_docx(data, "x.docx", "auto")


def blocks(body: str, **parts: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in docx(document(body, **parts)).blocks]


def p(text: str, style: str = "", inner: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:p><w:pPr>{named}{inner}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(*cells: str) -> str:
    return f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"


def control(inner: str) -> str:
    return f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def box(text: str) -> str:
    return f"<w:txbxContent>{p(text)}</w:txbxContent>"


def alternatives(new: str, old: str) -> str:
    forms = f"<mc:Choice>{new}</mc:Choice><mc:Fallback><w:pict>{old}</w:pict></mc:Fallback>"
    return f"<mc:AlternateContent xmlns:mc='mc'>{forms}</mc:AlternateContent>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("A", "berschrift1") + p("One. ") + p("Two."), [("head", "A"), ("p", "One."), ("p", "Two.")]),
        (p("A", "Mine") + p("B", "Outlined") + p("C", "Loop"), [("head", "A"), ("head", "B"), ("p", "C")]),
        (
            p("A", "", '<w:outlineLvl w:val="0"/>') + p("B", "Outlined", '<w:outlineLvl w:val="9"/>'),
            [("head", "A"), ("p", "B")],
        ),
        (
            p("a", "Listed")
            + p("b", "", '<w:numPr><w:numId w:val="1"/></w:numPr>')
            + p("c", "Listed", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            [("item", "a"), ("item", "b"), ("p", "c")],
        ),
        (p("a", "Q"), [("quote", "a")]),
        (table(p("a"), p("b") + table(p("c"))), [("cell", "a"), ("cell", "b"), ("cell", "c")]),
        (
            "<w:tbl>" + control("<w:tr>" + control("<w:tc>" + p("a") + "</w:tc>") + "</w:tr>") + "</w:tbl>",
            [("cell", "a")],
        ),
        (control(p("a")) + f"<w:ins>{p('b')}</w:ins>", [("p", "a"), ("p", "b")]),
        (
            "<w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins><w:hyperlink><w:r><w:t>b</w:t></w:r></w:hyperlink>"
            "<w:fldSimple><w:r><w:t>c</w:t></w:r></w:fldSimple>"
            "<m:oMath xmlns:m='m'><m:r><m:t>d</m:t></m:r></m:oMath></w:p>",
            [("p", "abcd")],
        ),
        (
            "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:softHyphen/>"
            "<w:sym w:char='00E9'/><w:sym w:char='xyz'/></w:r></w:p>",
            [("p", "a b‑c\u00adé\ufffd")],
        ),
        (
            "<w:p><w:r><w:t>Roses are red,</w:t><w:br/><w:t>Violets are blue,</w:t><w:cr/>"
            "<w:t>Sugar.</w:t></w:r></w:p>",
            [("l", "Roses are red,"), ("l", "Violets are blue,"), ("l", "Sugar.")],
        ),
        (f"<w:p><w:r>{alternatives(box('box'), box('box'))}<w:t>text</w:t></w:r></w:p>", [("p", "text"), ("p", "box")]),
        (f"<w:p><w:r>{alternatives('', box('old'))}</w:r></w:p>", [("p", "old")]),
    ],
)
@pytest.mark.parametrize("namespace", [TRANSITIONAL, STRICT])
def test_blocks(body: str, expected: list[tuple[str, str]], namespace: str) -> None:
    assert blocks(body, namespace=namespace) == expected


def test_a_picture_in_two_forms_is_one() -> None:
    two = alternatives("<w:drawing><a:blip xmlns:a='a'/></w:drawing>", "<v:imagedata xmlns:v='v'/>")
    assert docx(document(f"<w:p><w:r>{two}<w:t>a</w:t></w:r></w:p>")).omitted == ("1 picture",)


def note(kind: str, number: int, text: str) -> str:
    return f'<w:{kind} w:id="{number}">{text}</w:{kind}>'


def test_notes_stand_at_the_end_in_the_order_of_the_text() -> None:
    body = (
        "<w:p><w:r><w:t>One</w:t><w:endnoteReference w:id='7'/><w:footnoteReference w:id='2'/><w:t> two.</w:t>"
        "<w:footnoteReference w:id='1'/><w:footnoteReference w:id='2'/></w:r></w:p>"
    )
    notes = (
        note("footnote", 0, p("—", "berschrift1"))
        + note("footnote", 1, p("first", "berschrift1"))
        + note("footnote", 2, p("a") + p("b"))
    )
    found = blocks(
        body, notes=notes, endnotes=note("endnote", 7, "<w:tbl><w:tr><w:tc>" + p("end") + "</w:tc></w:tr></w:tbl>")
    )
    assert found == [("p", "One two."), ("note", "a"), ("note", "b"), ("note", "first"), ("note", "end")]


def test_a_note_in_a_note() -> None:
    inner = "<w:p><w:r><w:footnoteReference w:id='1'/><w:footnoteReference w:id='2'/><w:t>a</w:t></w:r></w:p>"
    found = blocks(inner, notes=note("footnote", 1, inner) + note("footnote", 2, p("b")))
    assert found == [("p", "a"), ("note", "a"), ("note", "b")]


def test_a_missing_note_is_damage() -> None:
    with pytest.raises(ReadError, match="a footnote is missing"):
        blocks("<w:p><w:r><w:footnoteReference w:id='9'/></w:r></w:p>")


def test_what_is_left_out_is_counted() -> None:
    content = docx(
        document(
            p("I ... 3", "Verzeichnis1")
            + p("II ... 4", "Verzeichnis1")
            + "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText>"
            "<w:t>a</w:t><w:commentReference/><w:drawing><a:blip xmlns:a='a'/></w:drawing></w:r>"
            "<w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:p>"
            "<w:altChunk/><w:sectPr><w:headerReference/><w:footerReference/></w:sectPr>",
            title="The  Whale",
        )
    )
    assert [block.text for block in content.blocks] == ["a漢"]
    assert content.metadata.title == "The Whale"
    assert content.omitted == (
        "1 comment",
        "1 embedded document",
        "1 field code",
        "2 page headers",
        "1 picture",
        "1 ruby reading",
        "2 table-of-contents lines",
        "1 tracked deletion",
    )


def test_a_file_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "novel.txt"
    path.write_bytes(document(p("A", "berschrift1") + p("One.")))
    source = read_file(path)
    assert source.metadata.title == "A"
    assert source.text == "A\n\nOne."


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(TEXTS, st.sampled_from(["", "Q", "Mine", "Listed"]), st.booleans())))
def test_no_character_is_lost(pieces: list[tuple[str, str, bool]]) -> None:
    from unicodedata import normalize

    body = "".join(
        f"<w:tbl><w:tr><w:tc>{p(escape(text), style)}</w:tc></w:tr></w:tbl>" if in_table else p(escape(text), style)
        for text, style, in_table in pieces
    )
    found = "".join("".join(text.split()) for _, text in blocks(body))
    assert found == "".join("".join(normalize("NFC", text).split()) for text, _, _ in pieces)


def r(inner: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


def sym(font: str, code: str) -> str:
    return r(f'<w:sym w:font="{font}" w:char="{code}"/>')


SHOWN, STYLED, GREEK = '<w:vanish w:val="0"/>', '<w:rStyle w:val="Hid"/>', '<w:rFonts w:ascii="Symbol"/>'
PRIVATE = "\uf061b"
DELETED = "<w:rPr><w:del w:id='1'/></w:rPr>"
CUSTOM = "<w:footnoteReference w:customMarkFollows='1' w:id='2'/>"


@pytest.mark.parametrize(
    ("body", "expected", "omitted"),
    [
        (p("T", "", '<w:framePr w:dropCap="drop"/>') + p("he oak fell."), [("p", "The oak fell.")], ()),
        (p("W", "", '<w:framePr w:dropCap="margin"/>') + p("HO?", "Q"), [("quote", "WHO?")], ()),
        (p("T", "", '<w:framePr w:w="9"/>') + p("he"), [("p", "T"), ("p", "he")], ()),
        (p("T", "", '<w:framePr w:dropCap="drop"/>') + table(p("a")), [("p", "T"), ("cell", "a")], ()),
        (p("T", "", '<w:framePr w:dropCap="drop"/>'), [("p", "T")], ()),
        (
            p("One ", "", DELETED) + p("two ", "", DELETED) + p("three.", "berschrift1"),
            [("head", "One two three.")],
            (),
        ),
        (table(p("a", "", DELETED), p("b")), [("cell", "a"), ("cell", "b")], ()),
        (
            f"<w:p>{r(t('Seen.'))}{r(t(' Not.'), '<w:vanish/>')}{r(t(' Too.'), SHOWN)}</w:p>",
            [("p", "Seen. Too.")],
            ("1 hidden text",),
        ),
        (
            f"<w:p>{r(t('Seen.'))}{r(t(' Not.'), STYLED)}</w:p>{p('Nor this.', 'HidP')}",
            [("p", "Seen.")],
            ("2 hidden texts",),
        ),
        (f"<w:p>{sym('Symbol', 'F062')}</w:p>", [("p", "β")], ()),
        (f"<w:p>{sym('Symbol', '0062')}</w:p>", [("p", "β")], ()),
        (f"<w:p>{r(t(PRIVATE), GREEK)}{r(t('b'))}</w:p>", [("p", "αβb")], ()),
        (f"<w:p>{r(t('a'))}{sym('Wingdings', 'F04A')}</w:p>", [("p", "a")], ("1 symbol",)),
        (f"<w:p>{sym('Arial', '2014')}</w:p>", [("p", "—")], ()),
        (
            f"<w:p>{r(t('The oak'))}{r(CUSTOM + t('**'))}{r(t(' fell.'))}</w:p>",
            [("p", "The oak fell."), ("note", "An oak**.")],
            ("1 note mark",),
        ),
    ],
)
def test_what_word_shows_in_another_way(body: str, expected: list[tuple[str, str]], omitted: tuple[str, ...]) -> None:
    hidden = '<w:style w:styleId="{}"><w:name w:val="{}"/><w:rPr><w:vanish/></w:rPr></w:style>'
    styles = STYLES + hidden.format("Hid", "Hid") + hidden.format("HidP", "HidP")
    notes = f'<w:footnote w:id="2"><w:p>{r(t("**"))}{r(t(" An oak**."))}</w:p></w:footnote>'
    content = docx(document(body, notes=notes, styles=styles))
    assert [(block.kind, block.text) for block in content.blocks] == expected
    assert content.omitted == omitted


ENTITIES = f'<!DOCTYPE d [<!ENTITY a "{"b" * 99}"><!ENTITY c "{"&a;" * 99}"><!ENTITY d "{"&c;" * 99}">]>'


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"word/document.xml": f'{ENTITIES}<document><body x="&d;">&d;</body></document>'},
            "document type|not well-formed",
        ),
        (
            {"word/document.xml": "<!DOCTYPE d SYSTEM 'file:///etc/passwd'><document><body>&x;</body></document>"},
            "Entity 'x' not defined",
        ),
        ({"word/document.xml": "<document><body>"}, "not well-formed"),
        ({"word/document.xml": "<document><body>\0</body></document>"}, "not well-formed"),
        ({"word/document.xml": "<document><body>&#xD800;</body></document>"}, "not well-formed"),
        ({"word/document.xml": "<document/>"}, "not a Word document"),
        ({"word/document.xml": "<p>" * 100_000}, "not well-formed"),
        ({"_rels/.rels": links(("officeDocument", "../../../etc/passwd"))}, "no part '../../../etc/passwd'"),
        ({"_rels/.rels": links(("officeDocument", "/etc/passwd"))}, "no part 'etc/passwd'"),
    ],
)
def test_hostile_parts_are_refused_in_one_line(change: dict[str, str], problem: str) -> None:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": "<document><body/></document>",
    }
    with pytest.raises(ReadError, match=problem) as caught:
        docx(packed({**parts, **change}))
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


def test_bombs_are_refused_before_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed({"word/document.xml": b"<" + b" " * 2**24})
    with pytest.raises(ReadError, match="unpacks to more than any text needs"):
        docx(data)
    monkeypatch.setattr(archive, "MAX_UNPACKED", 5000)
    small = document(p("One.") * 100)
    with pytest.raises(ReadError, match="unpacks to more"):
        docx(small)
    monkeypatch.setattr(archive, "MAX_UNPACKED", 50_000)
    assert docx(small).blocks


def test_an_archive_that_lies_about_its_sizes(tmp_path: Path) -> None:
    data = packed({"[Content_Types].xml": "", "word/document.xml": b"x" * 100_000})
    size = (100_000).to_bytes(4, "little")
    assert data.count(size) == 2
    with pytest.raises(ReadError, match="damaged"):
        docx(data.replace(size, (10).to_bytes(4, "little")))


def test_archives_with_too_many_parts_or_passwords_or_odd_compression() -> None:
    with pytest.raises(ReadError, match="too many files"):
        docx(b"PK\x03\x04" + b"PK\x01\x02" * 70_000)
    data = bytearray(document(p("a")))
    central = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[central + 8] |= 1
    with pytest.raises(ReadError, match="encrypted"):
        docx(bytes(data))
    with pytest.raises(ReadError, match="unusual compression"):
        docx(packed({"word/document.xml": "<document/>"}, zipfile.ZIP_LZMA))


def test_an_archive_of_a_version_to_come() -> None:
    data = bytearray(document(p("a")))
    data[data.index(b"PK\x01\x02") + 6] = 99
    with pytest.raises(ReadError, match="damaged archive"):
        docx(bytes(data))


def test_a_truncated_archive(tmp_path: Path) -> None:
    data = document(p("One. " * 200))
    path = tmp_path / "x.docx"
    for end in range(4, len(data) - 1, 97):
        path.write_bytes(data[:end])
        with pytest.raises(ReadError, match="damaged archive"):
            read_file(path)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=20))
def test_changed_bytes_raise_nothing_but_a_clear_error(changes: list[tuple[int, int]]) -> None:
    data = bytearray(document(p("One.") + p("Two.", "Q")))
    for place, byte in changes:
        data[place % len(data)] = byte
    try:
        docx(bytes(data))
    except ReadError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "neither .docx nor .epub"),
        (packed({}), "neither .docx nor .epub"),
        (b"PK\x03\x04", "damaged archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "is encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office document"),
    ],
)
def test_other_archives_are_refused(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=problem):
        read_file(path)


def test_what_was_left_out_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(document(p("a") + "<w:altChunk/>"))
    with pytest.warns(TextWarning, match=r"x\.docx: left out 1 embedded document$"):
        read_file(path)
