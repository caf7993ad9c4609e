"""What publishers and digitisers put around a text: left out with a count, or kept when it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import read_file
from corpus.messages import collected_messages
from corpus.reader.page_headers import without_page_headers

PROSE = "The keeper climbed the stairs of the old tower, and nobody saw him that night.\n\n"
GUTENBERG = (
    "The Project Gutenberg EBook of The Tower, by A. B.\n\nThis eBook is for the use of anyone.\n\nTitle: The Tower\n\n"
    "*** START OF THIS PROJECT GUTENBERG EBOOK THE TOWER ***\n\n\nProduced by C. D.\n\n"
    f"{PROSE * 4}"
    "End of Project Gutenberg's The Tower, by A. B.\n\n*** END OF THIS PROJECT GUTENBERG EBOOK THE TOWER ***\n\n"
    "1.A. By reading or using any part of this work you agree.\n"
)


def read(path: Path, text: str, **options: object) -> tuple[list[str], list[str]]:
    """The blocks of a file, and what is told of it."""
    path.write_text(text, "utf-8")
    with collected_messages() as messages:
        source = read_file(path, **options)  # type: ignore[arg-type]
    return [" ".join(block.text.split()) for block in source.blocks], [message.problem for message in messages]


def paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


@pytest.mark.parametrize(
    ("text", "expected", "told"),
    [
        (GUTENBERG, PROSE * 4, "2 Project Gutenberg licences"),
        (PROSE + GUTENBERG.partition("C. D.\n\n")[2], PROSE * 5, "1 Project Gutenberg licence"),
        (f"Any.\n\n*** START OF THE PROJECT GUTENBERG EBOOK A ***\n{PROSE}", PROSE, "1 Project Gutenberg licence"),
        (f"{PROSE}[Illustration]\n\n{PROSE}", PROSE * 2, "1 picture mark"),
        (f"{PROSE}[Illustration: The tower,\nfrom [the] sea.]\n\n{PROSE}", PROSE * 2, "1 picture mark"),
        (f"{PROSE}[Illustration: The tower,\n\nfrom the sea.]\n\n{PROSE}", PROSE * 2, "1 picture mark"),
        (f"[Illustration] {PROSE}", PROSE, "1 picture mark"),
        (f"{PROSE}* * *\n\n{PROSE}     *       *       *\n\n{PROSE}", PROSE * 3, "2 ornaments"),
        (f"{PROSE}⁂\n\n{PROSE}-----\n\n{PROSE}", PROSE * 3, "2 ornaments"),
        (f"{PROSE}[Illustration: not closed\n\n{PROSE}", f"{PROSE}[Illustration: not closed\n\n{PROSE}", ""),
        (f"{PROSE}[1] [sic]\n\n* * and *\n\n", f"{PROSE}[1] [sic]\n\n* * and *", ""),
        ("* * *\n\n", "* * *", ""),
    ],
)
def test_furniture(tmp_path: Path, text: str, expected: str, told: str) -> None:
    path = tmp_path / "x.txt"
    assert read(path, text) == (paragraphs(expected), [f"left out {told}"] * bool(told))
    assert read(path, text, keep_furniture=True, newlines="wrap") == (paragraphs(text), [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.html", "<p>One.</p><p>* * *</p><p>[Illustration]</p><p>Two.</p>"),
        ("x.md", "One.\n\n\\* \\* \\*\n\n\\[Illustration\\]\n\nTwo."),
    ],
)
def test_other_formats_have_furniture_too(tmp_path: Path, name: str, text: str) -> None:
    assert read(tmp_path / name, text) == (["One.", "Two."], ["left out 1 ornament, 1 picture mark"])
    assert read(tmp_path / name, text, keep_furniture=True)[0] == ["One.", "* * *", "[Illustration]", "Two."]


@pytest.mark.parametrize(
    ("text", "left", "counts"),
    [
        (
            "TOWER    8\n\nThe keeper\nclimbed the\n\n9    TOWER\n\nstairs.\n\nTOWER    10\n\nHe came.",
            "\nThe keeper\nclimbed the\nstairs.\n\n\nHe came.",
            {"running header": 3},
        ),
        ("one\n\n7\n\ntwo\n\n- 8 -\n\nthree.\n\n[9]\n\nFour", "one\ntwo\nthree.\n\n\nFour", {"page number": 3}),
        (
            "a\nThe Old Tower   xii\nb\nThe Old Tower   xiii\nc\nThe Old Tower   xiv\nd",
            "a\nb\nc\nd",
            {"running header": 3},
        ),
        ("Chapter 1\n\nOne.\n\nChapter 2\n\nTwo.\n\nChapter 3\n\nThree.", None, {}),
        ("1\n\nOne.\n\n2\n\nTwo.\n\n3\n\nThree.", None, {}),
        ("CHAPTER  1\n\nOne.\n\nCHAPTER  2\n\nTwo.\n\nCHAPTER  3\n\nThree.", None, {}),
        ("I counted 1\nof them, and 2\nof those, then 3\nof these.", None, {}),
        ("TOWER    9\n\none\n\nTOWER    8\n\ntwo\n\nTOWER    7\n\nthree", None, {}),
        ("TOWER    8\n\none\n\nTOWER    9\n\ntwo", None, {}),
    ],
)
def test_page_headers_of_plain_text(text: str, left: str | None, counts: dict[str, int]) -> None:
    found, counted = without_page_headers(text)
    assert (found.strip("\n"), counted) == ((text if left is None else left).strip("\n"), counts)


def test_lines_are_never_left_out_where_they_are_sentences(tmp_path: Path) -> None:
    text = "7\none\n* * *\n[Illustration]\n8\ntwo\n9\nthree\n"
    (tmp_path / "x.txt").write_text(text)
    source = read_file(tmp_path / "x.txt", newlines="keep")
    assert [line for block in source.blocks for line in block.text.split("\n")] == text.split("\n")[:-1]
