"""The reader of PDF text layers, and what it mends: running headers and hyphenated words."""

import io
import time
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
        left, counts = strip_running_headers(pages, str)
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


def typeset(*pages: Sequence[tuple[float, float, float, str]]) -> bytes:
    """A PDF of texts at places: x, y, the size of the type, and the text."""
    return with_contents(
        [
            stream(
                b"".join(
                    b"BT /F %f Tf %f %f Td (%s) Tj ET\n" % (size, x, y, t.encode("cp1252")) for x, y, size, t in page
                )
            )
            for page in pages
        ]
    )


def column(x: float, top: float, *lines: str, size: float = 10) -> list[tuple[float, float, float, str]]:
    return [(x, top - 12 * number, size, line) for number, line in enumerate(lines)]


def test_footnotes_are_notes_after_the_text() -> None:
    first = [
        *column(50, 800, *BODY[:2]),
        *column(50, 776, "Nobody saw him in the tower"),
        (177, 780, 6, "1"),
        *column(50, 764, "of the old"),
        *column(50, 100, "1 The tower was built by the father of the", "keeper, and nobody else.", size=7.5),
        *column(50, 76, "* So says the book, in", size=7.5),
    ]
    second = [
        *column(50, 800, "lighthouse, and on the next day the sea was calm."),
        *column(50, 100, "its ninth chapter.", "2 It was late.", size=7.5),
    ]
    content = read(typeset(first, second))
    assert [(block.kind, block.text) for block in content.blocks] == [
        (
            "p",
            f"{BODY[0]} {BODY[1]} Nobody saw him in the tower of the old lighthouse, and on the next day the sea"
            " was calm.",
        ),
        ("note", "The tower was built by the father of the keeper, and nobody else."),
        ("note", "So says the book, in its ninth chapter."),
        ("note", "It was late."),
    ]
    assert content.omitted == ("1 note mark",)


@pytest.mark.parametrize(
    "foot",
    [
        column(50, 700, "Figure 1: the tower from the sea", size=7.5) + column(50, 600, *BODY[3:]),
        column(50, 100, "see the tower", size=7.5),
        column(50, 100, "1 The text of all pages", size=10),
        column(50, 100, "1 The tower", "2 The oak", size=7) + column(150, 100, "is old", "is older", size=7),
    ],
)
def test_what_is_no_footnote_stays_in_its_place(foot: list[tuple[float, float, float, str]]) -> None:
    content = read(typeset([*column(50, 800, *BODY[:3]), *foot]))
    assert "note" not in {block.kind for block in content.blocks}
    put_in = "".join("".join(text.split()) for text in [*BODY[:3], *(text for *_, text in foot)])
    assert "".join("".join(block.text.split()) for block in content.blocks) == put_in


def test_the_notes_of_a_column_stay_out_of_the_next() -> None:
    left = [*column(50, 800, "One two three four", "five six seven and"), *column(50, 100, "3 A note.", size=7)]
    right = column(300, 800, "eight nine ten eleven", "twelve.")
    assert [block.text for block in read(typeset([*left, *right])).blocks][-1] == "A note."


def test_pieces_of_a_word_are_one_word() -> None:
    pieces = [(50, 800, 10, "He kept hi"), (95.6, 800, 10, "s peace."), (50, 788, 10, "Nobody saw him.")]
    assert read(typeset(pieces)).text == "He kept his peace. Nobody saw him."


CID = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font"
    b" /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    b" /DW 500 >>] %s >>"
)


def mapped(text: str, shift: int | None) -> bytes:
    """A PDF whose font maps each code to the letter that is shifted, or to none."""
    codes = "".join(f"{ord(character):04X}" for character in text)
    data = with_contents([stream(f"BT /F 10 Tf 50 800 Td <{codes}> Tj ET".encode())])
    helvetica = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    if shift is None:
        return data.replace(helvetica, CID % b"")
    pairs = "\n".join(f"<{ord(character):04X}> <{ord(character) + shift:04X}>" for character in sorted(set(text)))
    spaces = "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    cmap = f"/CMapName /X def {spaces}\n{len(set(text))} beginbfchar\n{pairs}\nendbfchar"
    return data.replace(helvetica, CID % b"/ToUnicode 6 0 R").replace(
        b"\nxref", b"\n6 0 obj\n%s\nendobj\nxref" % stream(cmap.encode())
    )


SENTENCE = "the keeper of the lighthouse climbed the stairs and nobody saw him in the tower"


@pytest.mark.parametrize("shift", [None, 0x80, 0xE000, -29])
def test_letters_that_cannot_be_right_are_refused(shift: int | None) -> None:
    with pytest.raises(ReadError, match="its fonts do not tell which letters they draw; treat it as a scan"):
        read(mapped(SENTENCE, shift))


def test_a_map_that_is_right_is_read() -> None:
    assert read(mapped(SENTENCE, 0)).text == SENTENCE
    assert read(mapped("o\ufb03ce \ufb02at", 0)).text == "office flat"


def test_some_letters_that_are_doubtful_are_told() -> None:
    words = [*SENTENCE.split(), "wоrd", "аnd"]
    with pytest.warns(TextWarning, match="about 13% of the text may be wrong"):
        assert read(mapped(" ".join(words), 0)).text == " ".join(words)


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


@settings(deadline=None, max_examples=20)
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


WORDS = st.lists(st.text("abcdefABC.,()é“", min_size=1, max_size=8), min_size=1, max_size=9)


def form(number: int, draws: int) -> bytes:
    """A form that draws the next one several times."""
    resources = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /N %d 0 R >> /Font << /F 3 0 R >> >>"
    )
    return stream(b"/N Do " * draws, resources % (number + 1))


@pytest.mark.parametrize(
    "contents",
    [
        [stream(zlib.compress(bytes(300 * 10**6)), b"/Filter /FlateDecode")],
        [stream(zlib.compress(b"q " * 10**7), b"/Filter /FlateDecode")],
        [stream(b"/N Do"), *(form(6 + 2 * number, 40) for number in range(12))],
    ],
)
def test_a_bomb_does_no_harm(contents: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_PROCESSOR_SECONDS", 2)
    monkeypatch.setattr(module, "_MAX_MEMORY", 2**29)
    data = with_contents(contents, b"/XObject << /N 7 0 R >>")
    start = time.monotonic()
    with pytest.raises(ReadError, match=r"^x\.pdf: (is a damaged PDF|takes more time|has no text layer)"):
        read(data)
    assert time.monotonic() - start < 30


def test_a_crash_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "crash.py"
    monkeypatch.setattr(module, "_PROCESS", script)
    for source in ("import os; os.abort()", "raise MemoryError"):
        script.write_text(source)
        with pytest.raises(ReadError, match=r"^x\.pdf: is a damaged PDF, or needs more time or memory than is allowed"):
            read(pdf(BODY))
    script.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(module, "_MAX_SECONDS", 0.2)
    with pytest.raises(ReadError, match=r"^x\.pdf: takes more time than any text needs"):
        read(pdf(BODY))


@settings(deadline=None, max_examples=25)
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


def test_without_pypdfium2_the_message_tells_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    with pytest.raises(ReadError, match=r"run pip install 'teialign\[formats\]'"):
        read(b"%PDF-1.7")
