"""The reader of EPUB books."""

import io
import zipfile
from pathlib import Path

import pytest

from corpus import ReadError, TextWarning, read_file
from corpus.reader.epub import read_epub
from corpus.reader.source import SourceText

CONTAINER = '<container><rootfiles><rootfile full-path="{}"/></rootfiles></container>'
PAGE = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Page</title></head><body>{}</body></html>'


def page(text: str) -> str:
    return PAGE.format(f"<p>{text}</p>")


def item(name: str, href: str, properties: str = "", kind: str = "application/xhtml+xml") -> str:
    return f'<item id="{name}" href="{href}" media-type="{kind}" properties="{properties}"/>'


def book(
    items: str,
    spine: str,
    parts: dict[str, str],
    *,
    title: str = "",
    package: str = "OPS/p.opf",
    doctype: str = "",
    guide: str = "",
) -> bytes:
    references = "".join(f'<itemref idref="{name}"/>' for name in spine.split())
    opf = (
        f'{doctype}<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{title and f'<dc:title>{title}</dc:title>'}</metadata><manifest>{items}</manifest><spine>{references}</spine>"
        f"{guide}</package>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, data in {"META-INF/container.xml": CONTAINER.format(package), package: opf, **parts}.items():
            file.writestr(name, data)
    return buffer.getvalue()


def epub(data: bytes) -> SourceText:
    return read_epub(data, "x.epub", "auto")


def texts(data: bytes) -> list[str]:
    return [block.text for block in epub(data).blocks]


def test_the_spine_gives_the_order(tmp_path: Path) -> None:
    items = item("b", "text/two%20b.xhtml") + item("a", "./text/../a.xhtml") + item("c", "not-read.xhtml")
    parts = {
        "OPS/text/two b.xhtml": PAGE.format("<h1>II</h1><p>Two&nbsp;b.</p>"),
        "OPS/a.xhtml": page("One."),
    }
    path = tmp_path / "novel.zip"
    path.write_bytes(book(items, "a b", parts, title="The Whale"))
    source = read_file(path)
    assert [(block.kind, block.text) for block in source.blocks] == [("p", "One."), ("head", "II"), ("p", "Two\xa0b.")]
    assert source.metadata.title == "The Whale"


def test_without_metadata_the_title_is_the_first_page_s() -> None:
    assert epub(book(item("a", "a.xhtml"), "a", {"OPS/a.xhtml": page("One.")})).metadata.title == "Page"


def test_contents_and_pictures_are_counted_and_a_page_is_read_once() -> None:
    items = (
        item("n", "n.xhtml", "nav x")
        + item("i", "i.svg", "", "image/svg+xml")
        + item("a", "a.xhtml")
        + item("z", "a.xhtml#z")
    )
    content = epub(book(items, "n i a z", {"OPS/n.xhtml": page("I"), "OPS/a.xhtml": page("One.")}))
    assert [block.text for block in content.blocks] == ["One."]
    assert content.omitted == ("1 picture", "1 table of contents page")


def test_the_package_may_stand_at_the_root_and_pages_may_be_no_xml() -> None:
    data = book(item("a", "a.html", "", "text/html"), "a", {"a.html": "<p>One.<p>Two.<br>"}, package="p.opf")
    assert texts(data) == ["One.", "Two."]


@pytest.mark.parametrize(
    ("items", "spine", "problem"),
    [
        (item("a", "../../etc/passwd"), "a", "no part '../etc/passwd'"),
        (item("a", "/etc/passwd"), "a", "no part 'etc/passwd'"),
        (item("a", "file:///etc/passwd"), "a", "no part 'OPS/file:/etc/passwd'"),
        (item("a", "http://example.org/a"), "a", "no part 'OPS/http:/example.org/a'"),
        (item("a", "gone.xhtml"), "a", "no part 'OPS/gone.xhtml'"),
        ("", "a", "no part 'a'"),
    ],
)
def test_pages_that_are_not_there(items: str, spine: str, problem: str) -> None:
    with pytest.raises(ReadError, match=problem) as caught:
        epub(book(items, spine, {}))
    assert caught.value.remedy


def test_a_book_without_one_of_its_pages_is_read() -> None:
    items = item("a", "a.xhtml") + item("b", "gone.xhtml")
    with pytest.warns(TextWarning, match=r"no part 'OPS/gone.xhtml', and lacks 1 more page; all other pages were read"):
        assert texts(book(items, "a b c", {"OPS/a.xhtml": page("One.")})) == ["One."]


GUIDE = '<guide><reference type="{}" href="n.xhtml#x"/></guide>'


@pytest.mark.parametrize("kind", ["toc", "TOC"])
@pytest.mark.parametrize(
    ("contents", "read"),
    [
        ('<h1>Contents</h1><p><a href="a.xhtml">Chapter one</a></p><p><a href="a.xhtml#z">Chapter two</a></p>', False),
        ('<h1 id="x">Contents</h1><p><a href="#c">Chapter one</a></p><p id="c">The mill stood by the river.</p>', True),
    ],
)
def test_the_contents_page_of_a_guide_is_left_out_where_it_is_one(contents: str, read: bool, kind: str) -> None:
    parts = {"OPS/n.xhtml": PAGE.format(contents), "OPS/a.xhtml": page("One.")}
    content = epub(book(item("n", "n.xhtml") + item("a", "a.xhtml"), "n a", parts, guide=GUIDE.format(kind)))
    assert (content.blocks[0].text == "Contents") == read
    assert content.blocks[-1].text == "One."
    assert content.omitted == (() if read else ("1 table of contents page",))


@pytest.mark.parametrize(
    ("reference", "note", "expected"),
    [
        ("<a href='n.xhtml#n1'><sup>1</sup></a>", "<p id='n1'><a href='a.xhtml#r1'>1</a> A note.</p>", "A note."),
        ("<sup><a href='n.xhtml#n1'>1</a></sup>", "<p><a id='n1' href='a.xhtml#r1'>1.</a> A note.</p>", "A note."),
        (
            "<sup><a href='n.xhtml#n1'>*</a></sup>",
            "<div id='n1'><p><a href='a.xhtml'>*</a> A note.</p></div>",
            "* A note.",
        ),
        ("<a href='n.xhtml#n1'>[1]</a>", "<p id='n1'><a href='#r'>1</a> A <a href='#z'>2</a>.</p>", "A 2."),
        ("", "<p id='n1'><a href='a.xhtml#r1'>1</a> A note.</p>", "1 A note."),
    ],
)
def test_a_note_that_a_mark_links_to_begins_with_its_own_mark(reference: str, note: str, expected: str) -> None:
    parts = {"OPS/a.xhtml": page(f"One{reference}."), "OPS/n.xhtml": PAGE.format(note)}
    assert texts(book(item("a", "a.xhtml") + item("n", "n.xhtml"), "a n", parts)) == ["One.", expected]


def test_the_language_is_that_of_the_package() -> None:
    data = book(
        item("a", "a.xhtml"),
        "a",
        {"OPS/a.xhtml": page("One.")},
        title="T</dc:title><dc:language>ger</dc:language><dc:title>",
    )
    assert epub(data).language == "de"


def test_a_name_that_climbs_is_only_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    data = book(item("a", "../../evil.xhtml"), "a", {"../evil.xhtml": page("harmless")})
    assert texts(data) == ["harmless"]
    assert [path.name for path in tmp_path.rglob("*")] == ["inner"]


def test_no_package() -> None:
    with pytest.raises(ReadError, match="no part ''"):
        epub(book("", "", {"META-INF/container.xml": "<container/>"}))


ENCRYPTION = '<encryption><EncryptedData><EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'


@pytest.mark.parametrize("algorithm", ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"])
def test_disguised_fonts_lock_nothing(algorithm: str) -> None:
    parts = {"OPS/a.xhtml": page("One."), "META-INF/encryption.xml": ENCRYPTION.format(algorithm)}
    assert texts(book(item("a", "a.xhtml"), "a", parts)) == ["One."]


def test_copy_protection() -> None:
    parts = {"META-INF/encryption.xml": ENCRYPTION.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}
    with pytest.raises(ReadError, match="copy protection"):
        epub(book(item("a", "a.xhtml"), "a", parts))


BOMB = '<!DOCTYPE x [<!ENTITY a "bbbb"><!ENTITY c "&a;&a;&a;">]>'


def test_entities_are_refused_in_pages_and_packages() -> None:
    inner = PAGE.replace("<html", BOMB + "<html").format("<p>&c;</p>")
    with pytest.raises(ReadError, match=r"x\.epub/OPS/a\.xhtml: .* never expanded"):
        epub(book(item("a", "a.xhtml"), "a", {"OPS/a.xhtml": inner}))
    with pytest.raises(ReadError, match="its document type declares entities"):
        epub(book("", "", {}, doctype=BOMB))


def test_an_empty_book(tmp_path: Path) -> None:
    path = tmp_path / "x.epub"
    path.write_bytes(book(item("i", "i.svg", "", "image/svg+xml"), "i", {}))
    with (
        pytest.warns(TextWarning, match=r"x\.epub: left out 1 picture$"),
        pytest.raises(ReadError, match="only white space"),
    ):
        read_file(path)
