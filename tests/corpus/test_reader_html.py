"""The reader of HTML, and what it shares with other markup."""

import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import ReadError, TextWarning, read_file
from corpus.reader import builder
from corpus.reader.markup import read_html
from corpus.reader.source import SourceText


def html(source: str | bytes, newlines: str = "auto") -> SourceText:
    data = source.encode() if isinstance(source, str) else source
    return read_html(data, "x.html", None, newlines)  # type: ignore[arg-type]


def blocks(source: str | bytes, newlines: str = "auto") -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in html(source, newlines).blocks]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h1>A</h1><p>One.<p>Two.", [("head", "A"), ("p", "One."), ("p", "Two.")]),
        ("bare <b>text</b>\n  and\tmore<hr>after", [("p", "bare text and more"), ("p", "after")]),
        (
            "<ul><li>one<li><p>two</p><p>three</p></ul>x",
            [("item", "one"), ("item", "two"), ("item", "three"), ("p", "x")],
        ),
        ("<dl><dt>a<dd>b</dl>", [("item", "a"), ("item", "b")]),
        ("<table><tr><th>a<td>b<tr><td>c</table>", [("cell", "a"), ("cell", "b"), ("cell", "c")]),
        ("<blockquote>a<p>b</blockquote>c", [("quote", "a"), ("quote", "b"), ("p", "c")]),
        (
            "<p>a<a class=footnote>1</a> b<div class='x footnotes'><h2>N</h2><ol><li>n</ol></div>",
            [("p", "a1 b"), ("head", "N"), ("note", "n")],
        ),
        ("<p>a</p><aside epub:type='footnote'><p>n</p></aside>b", [("p", "a"), ("note", "n"), ("p", "b")]),
        (
            "<p>a</p><section role='doc-endnotes'>n<blockquote>q</blockquote></section>",
            [("p", "a"), ("note", "n"), ("note", "q")],
        ),
        (
            "<p>Roses are red,<br>Violets are blue,<br>Sugar is sweet.</p>",
            [("l", "Roses are red,"), ("l", "Violets are blue,"), ("l", "Sugar is sweet.")],
        ),
        ("<p>One.<br><br>Two.", [("p", "One."), ("p", "Two.")]),
        ("<h2>I<br/>The Whale</h2>", [("head", "I The Whale")]),
        ("<pre>Roses,\nViolets,\n\nSugar.</pre>", [("l", "Roses,"), ("l", "Violets,"), ("p", "Sugar.")]),
        ("<p>漢\n字 x\ny</p>", [("p", "漢字 x y")]),
        ("<p>a&nbsp;b &amp;lt; &eacute; &#x4e00; &shy;&foo;</p>", [("p", "a\u00a0b &lt; é 一 \u00ad&foo;")]),
        ("<p>e\u0301<b>\u0338x</b>", [("p", "é\u0338x")]),
        ("<p>a<!-- c --><wbr>d</p>", [("p", "ad")]),
        ("<title>t</title>no markup", [("p", "no markup")]),
        ("<p>a<title>b</title>c</p>", [("p", "a"), ("p", "c")]),
    ],
)
def test_blocks(source: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(source) == expected


XHTML = (
    '<?xml version="1.0"?>\n{}<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{}</body></html>'
)

NOTEREF = "1 note mark"
PAGE = "1 page number"


@pytest.mark.parametrize(
    ("body", "expected", "omitted"),
    [
        ("The oak<sup><a href='#n'>3</a></sup> fell.", ["The oak fell."], NOTEREF),
        ("The oak<a href='x.html#n'><sup>iv</sup></a> fell.", ["The oak fell."], NOTEREF),
        ("The oak <a href='#n'>[12]</a>, it fell.", ["The oak, it fell."], NOTEREF),
        ("The oak<a href='#n'>*</a> fell.", ["The oak fell."], NOTEREF),
        ("The oak<a class='fnanchor' id='x' href='#n'>[A]</a>.", ["The oak."], NOTEREF),
        ("The oak<sup class='reference'><a href='#n'>[note 2]</a></sup>.", ["The oak."], NOTEREF),
        ("The oak<span epub:type='noteref'>†</span>.", ["The oak."], NOTEREF),
        ("<a href='#s'>The oak<sup role='doc-noteref'>2</sup> fell</a>.", ["The oak fell."], NOTEREF),
        ("See page <a href='#p3'>3</a>.", ["See page 3."], ""),
        ("A <a href='#c'>chapter</a> of 9 m<sup>2</sup>.", ["A chapter of 9 m2."], ""),
        ("It fell.</p><div class='footnote'><a href='#r'>4</a> An oak.</div><p>", ["It fell.", "An oak."], NOTEREF),
        (
            "It fell.</p><aside role='doc-footnote'>An oak. <a href='#r'>↑</a></aside><p>",
            ["It fell.", "An oak."],
            "1 back link",
        ),
        ("A wa<span class='pageno'>p. 7</span>ter wheel.", ["A water wheel."], PAGE),
        ("A wa<a epub:type='pagebreak' id='p'>vii</a>ter wheel.", ["A water wheel."], PAGE),
        ("A wa<span role='doc-pagebreak' title='7'></span>ter wheel.", ["A water wheel."], ""),
        ("A</p><div class='pagebreak'>Whole chapters of text.</div><p>", ["A", "Whole chapters of text."], ""),
        ("<span hidden>x</span>A <i style='color: red; display :none'>y</i>b.", ["A b."], "2 hidden texts"),
        ("<del>Old</del><ins>New</ins>.", ["New."], "1 deletion"),
        ("<s>Old</s> <strike>older</strike> New.", ["New."], "2 deletions"),
        ("A <span class='pb'>[pg 17]</span>wheel.", ["A wheel."], PAGE),
        ("<img alt='T' src='t.png'>he oak.", ["The oak."], ""),
        ("<span><img alt='“W'></span>\nHO fell?", ["“WHO fell?"], ""),
        ("<img alt='A'> mill stood.", ["A mill stood."], ""),
        ("<span><img alt='I'></span>\n<b>went</b> home.", ["I went home."], ""),
        ("<img alt='“O'> <i>Lord</i>.", ["“O Lord."], ""),
        ("<img alt='A'><b>nd</b> so.", ["And so."], ""),
        ("<img alt='A'> <!-- x --> ", [], "1 picture"),
        ("<img alt='T'>The oak.", ["The oak."], "1 picture"),
        ("<img alt='An oak'>The oak.", ["The oak."], "1 picture"),
        ("The oak <img alt='T'> fell.", ["The oak fell."], "1 picture"),
        ("The oak.</p><p><img alt='T'></p><p>It fell.", ["The oak.", "It fell."], "1 picture"),
    ],
)
def test_what_editors_put_into_words_is_left_out(body: str, expected: list[str], omitted: str) -> None:
    xhtml = XHTML.format("", f"<p>{body}</p>").replace("<html", '<html xmlns:epub="http://www.idpf.org/2007/ops"')
    for source in (f"<p>{body}</p>", xhtml):
        content = html(source)
        assert [block.text for block in content.blocks] == expected
        assert content.omitted == ((omitted,) if omitted else ())


@pytest.mark.parametrize(
    ("css", "hidden"),
    [
        (".x { color: red; display: none }", True),
        ("#i{visibility:hidden}", True),
        ("b, p.x /* c */ { display:none; }", True),
        ("@media print { .x { display: none } }", False),
        ("@import url(a.css); .x .y, .x:hover { display: none }", False),
        (".y { display: none } .x { display: block }", False),
    ],
)
def test_a_style_sheet_hides_what_it_names(css: str, hidden: bool) -> None:
    page = f"<style>{css}</style><p class='w x' id=i>One.</p><p>Two.</p>"
    assert [text for _, text in blocks(page)] == (["Two."] if hidden else ["One.", "Two."])


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("<html lang='pt-br'><p>a", "pt-BR"),
        (XHTML.format("", "<p>a</p>").replace("<html", "<html xml:lang='ger'"), "de"),
        ("<html lang='xx-nonsense!'><p>a", ""),
        ("<p lang=fr>a", ""),
    ],
)
def test_the_language_is_that_of_the_page(source: str, language: str) -> None:
    assert html(source).language == language


def test_line_breaks_obey_the_policy() -> None:
    source = "<p>one<br>two</p>"
    assert blocks(source, "wrap") == [("p", "one two")]
    assert blocks(source, "keep") == [("p", "one\ntwo")]
    assert blocks(source, "break") == [("l", "one"), ("l", "two")]


def test_what_is_no_text_is_counted() -> None:
    content = html(
        "<head><title> The \n Whale </title><style>p {}</style><script>if (a < b) {}</script></head>"
        "<nav><a>Home</a></nav><p>a<img alt=x><ruby>漢<rt>kan</rt></ruby><script>1</script></p>"
        "<ol role='doc-toc'><li>I</ol><svg><text>t</text></svg><button>ok</button>"
    )
    assert [block.text for block in content.blocks] == ["a漢"]
    assert content.metadata.title == "The Whale"
    assert content.omitted == (
        "1 form control",
        "2 navigation lists",
        "2 pictures",
        "1 ruby reading",
        "2 scripts",
        "1 style sheet",
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<meta charset=windows-1251><p>Привет".encode("cp1251"), "Привет"),
        ('<meta http-equiv=x content="text/html; charset=ISO-8859-1"><p>“é”'.encode("cp1252"), "“é”"),
        ("<?xml version='1.0' encoding='koi8-r'?><html><body><p>Привет</p></body></html>".encode("koi8-r"), "Привет"),
        ("<p>Привет".encode("utf-16"), "Привет"),
        ("<meta charset=utf-8><p>Привет".encode(), "Привет"),
        (b"<meta charset=no-such-thing><p>abc", "abc"),
    ],
)
def test_encoding_is_the_declared_one(source: bytes, text: str) -> None:
    assert blocks(source) == [("p", text)]


def test_utf_8_that_declares_another_encoding_is_read_as_utf_8() -> None:
    with pytest.warns(TextWarning, match="declares windows-1251, but is UTF-8"):
        assert blocks("<meta charset=windows-1251><p>Привет".encode()) == [("p", "Привет")]


def test_mixed_encodings_are_refused_with_the_place() -> None:
    with pytest.raises(ReadError, match=r"x.html:2: byte 0x98 .* cp1251|x.html:2: .*windows-1251"):
        html("<meta charset=windows-1251><p>Привет\n".encode("cp1251") + "И".encode())


@pytest.mark.parametrize(
    ("doctype", "body", "text"),
    [
        ("", "<p>a<a id='x'/>b&eacute;<script src='y'/>c</p>", "abéc"),
        (
            "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.1//EN' 'http://www.w3.org/xhtml11.dtd'>",
            "<p>a&nbsp;b</p>",
            "a\xa0b",
        ),
        ("<!-- x --><!doctype html>", "<p>&LT;b&GT; &AMP;amp; &lt;</p>", "<b> &amp; <"),
        ("", "<p>a<br>b", "a b"),
        ("", "<p>&unknown;</p>", "&unknown;"),
    ],
)
def test_xhtml_is_read_as_xml_and_as_html_when_it_is_none(doctype: str, body: str, text: str) -> None:
    assert blocks(XHTML.format(doctype, body), "wrap") == [("p", text)]


@pytest.mark.parametrize(
    "source",
    [
        XHTML.format('<!DOCTYPE html [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>', "<p>&c;</p>"),
        XHTML.format('<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "<p>&a;</p>"),
        XHTML.format("<!DOCTYPE html SYSTEM 'x' [ ]>", "<p>a</p>"),
    ],
)
def test_entities_are_refused(source: str) -> None:
    with pytest.raises(ReadError, match="never expanded"):
        html(source)


def test_a_hidden_doctype_reaches_no_xml_parser() -> None:
    source = "<?xml version='1.0' a='?'?>\n<!DOCTYPE html [<!ENTITY a 'bomb'>]><html><body><p>x&a;y</p></body></html>"
    assert "bomb" not in "".join(text for _, text in blocks(source)).replace("'bomb'", "")


def test_depth_loses_nothing() -> None:
    assert blocks("<div>" * 50_000 + "deep" + "</div>" * 50_000 + "end") == [("p", "deep"), ("p", "end")]
    xhtml = XHTML.format("", "<div>" * 1000 + "deep" + "</div>" * 1000)
    assert blocks(xhtml) == [("p", "deep")]


def test_elements_without_end_are_refused_in_time(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_text("<p>One.</p>" + "<b>" * 1_000_000)
    start = time.process_time()
    with pytest.raises(ReadError, match=r"x.html: nests more than 100,000 elements in each other; save it as plain"):
        read_file(path)
    assert time.process_time() - start < 5


def test_binary_data_and_control_characters(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="binary data"):
        html(b"<p>a\0b</p>")
    with pytest.warns(TextWarning, match="1 control character by U.*U\\+0001"):
        assert blocks(f"<p>{'a' * 99}\x01</p>") == [("p", "a" * 99 + "\ufffd")]
    with pytest.warns(TextWarning, match="control characters? by"):
        assert blocks(f"<p>{'a' * 99}&#1;&#xD800;</p>")[0][1].startswith("a" * 99 + "\ufffd")
    with pytest.warns(TextWarning, match="control characters? by"):
        assert blocks(f"<p>{'a' * 99}</p><p>&#26;</p>") == [("p", "a" * 99), ("p", "\ufffd")]


def test_a_flood_of_blocks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "_MAX_BLOCKS", 10)
    assert len(blocks("<p>x" * 10)) == 10
    with pytest.raises(ReadError, match="more than 10 paragraphs"):
        html("<p>x" * 11)


HOSTILE = [
    "<",
    "<!--",
    "<a ",
    "<p>x",
    "&",
    "&#",
    "<meta charset",
    "<!doctype",
    "<!-",
    "<?x",
    " ",
    "\n",
    "<b>",
    "x</b>",
    "<title>",
    "<br>",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_length_alone(unit: str, least_seconds: Callable[[Callable[[], object]], float]) -> None:
    def seconds(count: int) -> float:
        source = (unit * (count // len(unit))).encode() + b"x"
        return least_seconds(lambda: html(source))

    assert seconds(80_000) < 40 * seconds(10_000) + 0.2


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff\u0338"), max_size=30)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["p", "b", "li", "h2", "td", "div", "blockquote", "pre", "i"]), TEXTS)))
def test_no_character_is_lost(pieces: list[tuple[str, str]]) -> None:
    from html import escape
    from unicodedata import normalize

    source = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in pieces)
    content = html(source or " ")
    put_in = "".join(text for _, text in pieces)
    assert normalize("NFC", "".join("".join(block.text.split()) for block in content.blocks)) == normalize(
        "NFC", "".join(put_in.split())
    )
    assert all(block.text and block.text == block.text.strip() for block in content.blocks)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*"<>/!-&;#'\"= \na1[", "<p", "<br>", "<script", "</script>", "<!--", "]]>"])).map("".join)
)
def test_no_markup_raises_anything_but_a_clear_error(source: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TextWarning)
        try:
            html(source or " ")
        except ReadError as error:
            assert "\n" not in str(error)


def test_a_page_is_a_source_text(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("<!doctype html><title>T</title><h1>H</h1><p>One.<script>1</script>")
    with pytest.warns(TextWarning, match=r"x\.txt: left out 1 script$"):
        source = read_file(path)
    assert source.metadata.title == "T"
    assert source.metadata.source == "x.txt"
