"""Which blocks are headings."""

import pytest

from corpus.reader.text import find_blocks

PROSE = "It was raining in the harbour. Nobody had yet lit a lamp."
SAID = "“Count them again,” he said. She counted."


def heads(text: str) -> list[str]:
    return [block.text for block in find_blocks(text, "auto") if block.kind == "head"]


@pytest.mark.parametrize(
    "title",
    [
        "The Eleven Boats",
        "Comment by the Press Department on the coalition’s air strike near the city",
        "Одиннадцать лодок (рассказ)",
        "“Eleven Boats”",
        "十一艘船",
        "1984: A Report",
    ],
)
def test_the_first_line_without_a_stop_is_the_title(title: str) -> None:
    assert heads(f"{title}\n\n{PROSE}\n\n{SAID}") == [title]
    assert heads(f"{title}\n{PROSE}\n{SAID}") == [title]


@pytest.mark.parametrize(
    "line",
    [
        "It rained.",
        "Who is there?",
        "“Who is there?”",
        "他说：“好。”",
        "Dear Sir,",
        "He said:",
        "— Who is there",
        "- eleven boats",
        "* * *",
        "12.12.1912",
        "A word " * 40 + "and no stop",
    ],
)
def test_other_first_lines_are_paragraphs(line: str) -> None:
    assert heads(f"{line}\n\n{PROSE}\n\n{SAID}") == []


def test_a_text_of_one_block_has_no_title() -> None:
    assert heads("The Eleven Boats") == []


def test_a_poem_has_a_title_only_before_a_blank_line() -> None:
    poem = "Let no one count the boats\nthat left, that never came,\nfor counting is a trade\nwithout a wage or name"
    assert heads(poem) == []
    assert heads("Boats\n\n" + poem) == ["Boats"]


def test_a_remark_below_the_title_is_no_heading() -> None:
    remark = "Submitted on Mon, 09/19/2016 - 12:50"
    assert heads(f"The Eleven Boats\n\n{remark}\n\n{PROSE}\n\n{SAID}") == ["The Eleven Boats"]


@pytest.mark.parametrize(
    "heading",
    [
        "CHAPTER II",
        "CHAPTER II.",
        "Chapter 12",
        "CHAP. IV.",
        "Глава 3",
        "Kapitel 4",
        "Kapitel 4: Die Reise",
        "Chapter 3 – The Return",
        "CHAPTER I. Down the Steps",
        "XIV",
        "III.",
        "第三章",
        "第12話 始まり",
    ],
)
def test_numbered_headings_in_prose(heading: str) -> None:
    assert heads(f"{PROSE}\n\n{heading}\n\n{SAID}") == [heading]
    assert heads(f"{PROSE}\n{heading}\n{SAID}") == [heading]
    assert heads(f"{PROSE}\n\n{heading}\n{SAID}\n\n{SAID}") == [heading]


@pytest.mark.parametrize(
    "line",
    [
        "London, 1855",
        "12",
        "1912",
        "* * *",
        "Yours ever",
        "And I think how many",
        "KATRINE IS LEFT ALONE",
        "Chapter 3: It rained.",
        "Chapter IIX",
        "Mild",
        "THE END",
        "Chapter 3: " + "x" * 100,
    ],
)
def test_other_lines_are_paragraphs(line: str) -> None:
    assert heads(f"{PROSE}\n\n{line}\n\n{SAID}") == []


def test_a_table_of_contents_is_no_row_of_headings() -> None:
    contents = "CHAPTER I\n\nCHAPTER II\n\nCHAPTER III"
    assert heads(f"{PROSE}\n\n{contents}\n\nPREFACE.\n\n{SAID}\n\n{SAID}\n\n{SAID}") == ["CHAPTER III"]


def test_headings_of_two_levels_may_follow_each_other() -> None:
    assert heads(f"{PROSE}\n\nPART I\n\nCHAPTER I\n\n{SAID}") == ["PART I", "CHAPTER I"]


def test_numbers_in_a_list_are_no_headings() -> None:
    assert heads("Boats\n\nApollo 11\n\nGemini 8\n\nVostok 1\n\nSoyuz 3") == ["Boats"]


def test_a_line_inside_a_paragraph_is_no_heading() -> None:
    assert heads(f"{PROSE}\nCHAPTER II\n{SAID}\n\n{SAID}") == []
