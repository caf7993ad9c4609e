"""The reader of PDF text layers, and what it mends: running headers and hyphenated words."""

import io
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from corpus import ReadError, TextWarning, extras, read_file
from corpus.reader import pdf as module
from corpus.reader.page_lines import join_words, strip_running_headers
from corpus.reader.pdf import read_pdf
from corpus.reader.source import SourceText


def assembled(objects: Sequence[bytes], root: int = 1) -> bytes:
    """A PDF of the given objects, numbered from 1."""
    data = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


def page_stream(lines: Sequence[str]) -> bytes:
    shown = b"".join(
        b"(%s) Tj T*\n" % line.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
        for line in lines
    )
    return stream(b"BT /F 10 Tf 12 TL 50 800 Td\n" + shown + b"ET")


def with_contents(contents: Sequence[bytes], resources: bytes = b"") -> bytes:
    """A PDF with a page for each content stream."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Resources << /Font << /F 3 0 R >> %s >> "
            b"/Contents %d 0 R >>" % (resources, 5 + 2 * number)
        )
        objects.append(content)
    return assembled(objects)


def pdf(*pages: Sequence[str]) -> bytes:
    return with_contents([page_stream(lines) for lines in pages])


def read(data: bytes, newlines: str = "auto") -> SourceText:
    return read_pdf(data, "x.pdf", newlines)  # type: ignore[arg-type]


def blocks(*pages: Sequence[str], newlines: str = "auto") -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read(pdf(*pages), newlines).blocks]


BODY = [
    "It was a bright cold day in the harbour, and the clocks were",
    "striking ten. The keeper of the lighthouse climbed the stairs.",
    "Nobody saw him.",
    "On the next day the sea was calm, and the fishermen left the",
    "harbour (it was late) before the sun was up over the island.",
]


def test_lines_become_paragraphs() -> None:
    assert blocks(["Chapter 1", *BODY]) == [
        ("head", "Chapter 1"),
        ("p", " ".join(BODY[:3])),
        ("p", " ".join(BODY[3:])),
    ]
    assert [text for _, text in blocks(BODY, newlines="break")] == BODY
    assert [text for _, text in blocks(BODY, newlines="keep")] == ["\n".join(BODY)]


def test_a_paragraph_goes_on_over_the_page() -> None:
    assert blocks(BODY[:4], BODY[4:]) == blocks(BODY)


def test_running_headers_are_left_out_and_counted() -> None:
    pages = [["THE WHALE", f"{'abcd'[number - 7]} {BODY[0]}", BODY[number % 4], str(number)] for number in range(7, 11)]
    content = read(pdf(*pages))
    assert content.omitted == ("4 page numbers", "3 running headers")
    text = " ".join(block.text for block in content.blocks)
    assert text.count("THE WHALE") == 1
    assert not any(map(str.isdigit, text))


@pytest.mark.parametrize(
    ("edges", "kept"),
    [
        (["x", "A 2", "3 B", "A 4", "5 B", "A 6", "7 B"], ["x"]),
        (["i", "ii", "iii", "iv", "v", "ix"], ["ix"]),
        (["- 1 -", "- 2 -", "- 3 -"], []),
        (["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"], []),
        (["Chapter 1", "x", "Chapter 2", "y", "Chapter 3"], ["Chapter 1", "x", "Chapter 2", "y", "Chapter 3"]),
        (["Title", "Title", "Title", "Title"], ["Title"]),
        (["1", "2"], ["1", "2"]),
        (["a" * 201] * 4, ["a" * 201] * 4),
        (["***", "***", "***", "***"], ["***"] * 4),
    ],
)
def test_what_is_a_running_header(edges: list[str], kept: list[str]) -> None:
    for place in (lambda edge, body: [edge, *body], lambda edge, body: [*body, edge]):
        pages = [place(edge, [f"body {'xyzuvwrst'[:number]} line"]) for number, edge in enumerate(edges, 1)]
        left, counts = strip_running_headers(pages)
        body = [line for page in pages for line in page if line.startswith("body")]
        assert [line for page in left for line in page if line not in body] == kept
        assert [line for page in left for line in page if line in body] == body
        assert counts.total() == len(edges) - len(kept)


@pytest.mark.parametrize(
    ("lines", "joined", "count"),
    [
        (["an exam-", "ple, of it"], ["an example,", "of it"], 1),
        (["an exam-", "ple"], ["an example"], 1),
        (["an exam\u00ad", "ple"], ["an example"], 1),
        (["well-", "known", "a well-known man"], ["well-", "known", "a well-known man"], 0),
        (
            ["the Anglo-", "Saxon e-", "mail", "12-", "fold -", "x"],
            ["the Anglo-", "Saxon e-", "mail", "12-", "fold -", "x"],
            0,
        ),
        (["при-", "вет-", "ствие"], ["приветствие"], 2),
        (["", "a"], ["", "a"], 0),
    ],
)
def test_parted_words_are_joined(lines: list[str], joined: list[str], count: int) -> None:
    assert join_words(lines) == (joined, count)


def test_joined_words_are_counted() -> None:
    content = read(pdf(["This is the first line with an exam-", "ple of a parted word at the very end."]))
    assert [block.text for block in content.blocks] == [
        "This is the first line with an example of a parted word at the very end."
    ]
    assert content.omitted == ("1 line-end hyphen",)


def test_a_scan_has_no_text() -> None:
    with pytest.raises(ReadError, match="no text layer") as caught:
        read(pdf([], []))
    assert "ocrmypdf" in caught.value.remedy
    assert read(pdf(BODY, [])).omitted == ("1 textless page",)


def rewritten(*, title: str = "The Whale", password: str | None = None) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(BODY))))
    writer.add_metadata({"/Title": title})
    if password is not None:
        writer.encrypt(password, "owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Кит\0", "Кит"),
        ("(anonymous)", ""),
        ("Untitled-1", ""),
        ("Microsoft Word - a.doc", ""),
        ("Anonymous Tales",) * 2,
    ],
)
def test_the_title_is_that_of_the_document(given: str, kept: str) -> None:
    assert read(rewritten(title=given)).metadata.title == kept


def test_a_password_is_asked_for_only_where_there_is_one() -> None:
    with pytest.raises(ReadError, match="is encrypted"):
        read(rewritten(password="secret"))
    content = read(rewritten(password=""))
    assert content.metadata.title == "The Whale"
    assert len(content.blocks) == 2


def test_damage_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    data = pdf(BODY)
    for cut in (
        b"%PDF-1.7",
        data[:60],
        data[:200],
        b"%PDF-1.7\n" + b"<<" * 20_000,
        data.replace(b"/Kids [4", b"/Kids [2"),
    ):
        with pytest.raises(ReadError, match=r"^x\.pdf: is a damaged PDF|no text layer") as caught:
            read(cut)
        assert "\n" not in str(caught.value)
    assert not caplog.records


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), min_size=1, max_size=30))
def test_changed_bytes_raise_nothing_but_a_clear_error(changes: list[tuple[int, int]]) -> None:
    import warnings

    data = bytearray(pdf(BODY))
    for place, byte in changes:
        data[place % len(data)] = byte
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TextWarning)
        try:
            read(bytes(data))
        except ReadError as error:
            assert "\n" not in str(error)


def test_drawing_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zlib.compress(b" " * (17 * 2**20))
    with pytest.raises(ReadError, match="more drawing operations"):
        read(with_contents([stream(bomb, b"/Filter /FlateDecode")]))
    monkeypatch.setattr(module, "_MAX_OPERATIONS", 20)
    assert read(pdf(BODY)).blocks
    with pytest.raises(ReadError, match="more drawing operations"):
        read(pdf(BODY, BODY, BODY, BODY))


WORDS = st.lists(st.text("abcdefABC.,()\\é“", min_size=1, max_size=8), min_size=1, max_size=9)


def test_a_bomb_is_named() -> None:
    bomb = zlib.compress(bytes(76 * 10**6))
    with pytest.raises(
        ReadError, match=r"^x\.pdf: needs more memory than is allowed for a PDF; print it to a new PDF$"
    ):
        read(with_contents([stream(bomb, b"/Filter /FlateDecode")]))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(WORDS.map(" ".join), max_size=5), min_size=1, max_size=2))
def test_no_character_is_lost(pages: list[list[str]]) -> None:
    put_in = "".join("".join(line.split()) for page in pages for line in page)
    if not put_in:
        return
    content = read(pdf(*pages))
    assert "".join("".join(block.text.split()) for block in content.blocks) == put_in


def test_a_file_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "novel.ru"
    path.write_bytes(b"\r\n" + pdf(BODY, []))
    with pytest.warns(TextWarning, match=r"novel\.ru: left out 1 textless page$"):
        assert len(read_file(path).blocks) == 2


def test_without_pypdf_the_message_tells_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    with pytest.raises(ReadError, match=r"run pip install 'teialign\[formats\]'"):
        read(b"%PDF-1.7")
