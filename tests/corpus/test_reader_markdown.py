"""The reader of Markdown."""

from collections.abc import Callable
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import ReadError, extras
from corpus.reader import markdown
from corpus.reader.markdown import read_markdown
from corpus.reader.source import SourceText


def read(source: str, newlines: str = "auto") -> SourceText:
    return read_markdown(source.encode(), "x.md", None, newlines)  # type: ignore[arg-type]


def blocks(source: str, newlines: str = "auto") -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read(source, newlines).blocks]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            '# *One* `a`\n\nTwo [three](x "y") &amp; **four**\nfive.\n',
            [("head", "One a"), ("p", "Two three & four five.")],
        ),
        ("A\n===\n- b\n- c\n\n  d\n1. e", [("head", "A"), ("item", "b"), ("item", "c"), ("item", "d"), ("item", "e")]),
        ("> q\n>\n> r\n\ns", [("quote", "q"), ("quote", "r"), ("p", "s")]),
        ("|a|b|\n|-|-|\n|c||\n", [("cell", "a"), ("cell", "b"), ("cell", "c")]),
        (
            "One[^x] two.\n\n[^x]: Note.\n\n    > More.\n\n[^unused]: Alone.\n\nEnd.",
            [("p", "One two."), ("note", "Note."), ("note", "More."), ("note", "Alone."), ("p", "End.")],
        ),
        ("One^[in *a* line] two.\n\nEnd.", [("p", "One two."), ("p", "End."), ("note", "in a line")]),
        (
            "Roses are red,  \nViolets are blue,\\\nSugar is sweet.",
            [("l", "Roses are red,"), ("l", "Violets are blue,"), ("l", "Sugar is sweet.")],
        ),
        ("```\nRoses,\n  Violets,\n```", [("l", "Roses,"), ("l", "Violets,")]),
        ("<div><p>html</p> <b>x</b></div>\n\na <i>b</i><!-- c --> ~~d~~", [("p", "html"), ("p", "x"), ("p", "a b d")]),
        ("漢字\n漢字", [("p", "漢字漢字")]),
        ("\\*a\\* <http://b.c>", [("p", "*a* http://b.c")]),
    ],
)
def test_blocks(source: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(source) == expected


def test_breaks_obey_the_policy() -> None:
    assert blocks("a<br>b", "wrap") == [("p", "a b")]
    assert blocks("a  \nb", "keep") == [("p", "a\nb")]
    assert blocks("a  \nb\nc", "break") == [("l", "a"), ("l", "b c")]


def test_front_matter_pictures_and_definitions_are_counted() -> None:
    content = read('---\ntitle: "The Whale"\nx: y\n---\nOne ![alt](x.png) [two][a].\n\n[a]: b "c"\n[a]: d\n')
    assert content.metadata.title == "The Whale"
    assert [block.text for block in content.blocks] == ["One two."]
    assert content.omitted == ("1 front matter block", "2 link definitions", "1 picture")


def test_too_large_or_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "_MAX_BYTES", 2**20)
    with pytest.raises(ReadError, match="larger than 1 MiB of Markdown"):
        read("a" * (2**20 + 1))
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    with pytest.raises(ReadError, match=r"markdown_it, which is not installed; run pip install 'teialign\[formats\]'"):
        read("One.")


@pytest.mark.parametrize("unit", ["[", "![", "*", "[^a]", "^[", "<a ", "<!--", "| a |\n|--|\n", "[a](", "`a``"])
def test_time_grows_with_length_alone(unit: str, least_seconds: Callable[[Callable[[], object]], float]) -> None:
    def seconds(count: int) -> float:
        source = unit * (count // len(unit)) + "x"
        return least_seconds(lambda: read(source))

    seconds(100)
    assert seconds(8000) < 40 * seconds(1000) + 0.2


@pytest.mark.parametrize(
    ("mark", "depth"), [("> ", 99), ("- ", 49), ("1. ", 49), ("> - ", 33), ("- > ", 33), ("[^a]: > ", 1)]
)
def test_what_is_nested_deep_is_read_or_refused(mark: str, depth: int) -> None:
    """Other readers drop what is nested deeper than 20."""
    text = f"One.\n\n{mark * depth}Two.\n\nThree.\n"
    assert [text for _, text in blocks(text)] == ["One.", "Two.", "Three."]
    with pytest.raises(ReadError, match=r"x\.md:3: is nested too deep; save it as plain text"):
        read(f"One.\n\n{mark.replace('[^a]: ', '') * 101}Two.\n\nThree.\n")


@pytest.mark.parametrize("opening", ["[", "![", "^[", "*a ", "[^"])
def test_what_is_nested_deep_in_a_paragraph_stays_text(opening: str) -> None:
    text = "".join(text for _, text in blocks(f"{opening * 60}word"))
    assert text.count("[") == 60 * opening.count("[")
    assert text.endswith("word")
    closed = "".join(text for _, text in blocks(f"{f'{opening}b ' * 60}word{']' * 60}"))
    assert (closed.count("b"), closed.count("word")) == (60, 1)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("a\n\n" * 60_001, "x.md: has more than 120,000 lines of Markdown; split it, or save it as plain text"),
        ("*a " * 200_001, "x.md: has more than 200,000 signs of Markdown; split it, or save it as plain text"),
        ("a\n\n" + "[" * 20_001, "x.md:3: a paragraph of more than 250,000 characters or 20,000 signs of Markdown;"),
        ("a\n\nb" + "a" * 250_000, "x.md:3: a paragraph of more than 250,000 characters or 20,000 signs of Markdown;"),
    ],
)
def test_what_would_take_long_is_refused(source: str, problem: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(source)
    assert str(caught.value).startswith(problem)


def test_a_long_book_is_read() -> None:
    chapter = "## A chapter\n\n" + "It was *the best* of times — it was the worst of times, an age of wisdom.\n" * 12
    assert len(read(f"{chapter}\n" * 300).blocks) == 600


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufffe\uffff"), max_size=20
)
MARKS = st.sampled_from(["", "# ", "- ", "> ", "1. ", "- > ", "### "])


def escaped(text: str) -> str:
    return "".join(f"\\{c}" if c.isascii() and not c.isalnum() and c != " " else c for c in f"a{text}z")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(MARKS, TEXTS), min_size=1))
def test_no_character_is_lost(pieces: list[tuple[str, str]]) -> None:
    found = blocks("\n\n".join(mark + escaped(text) for mark, text in pieces))
    assert "".join("".join(text.split()) for _, text in found) == "".join(
        "".join(normalize("NFC", f"a{text}z").split()) for _, text in pieces
    )
