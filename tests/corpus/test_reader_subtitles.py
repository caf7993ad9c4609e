"""The reader of subtitles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.reader.source import SourceText
from corpus.reader.subtitles import read_subtitles


def read(source: str, newlines: str = "auto") -> SourceText:
    return read_subtitles(source.encode(), "x.srt", None, newlines)  # type: ignore[arg-type]


def texts(source: str, newlines: str = "auto") -> list[str]:
    return [block.text for block in read(source, newlines).blocks]


def cue(number: int, start: int, end: int, text: str) -> str:
    return f"{number}\n00:00:{start:02},000 --> 00:00:{end:02},500\n{text}\n\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            cue(1, 1, 2, "It was a bright\ncold day") + cue(2, 3, 4, "in April.") + cue(3, 5, 6, "So what?"),
            ["It was a bright cold day in April.", "So what?"],
        ),
        (cue(1, 1, 2, "A song without") + cue(2, 9, 10, "stops"), ["A song without", "stops"]),
        (cue(1, 1, 2, "- Who?\n- Me.") + cue(2, 3, 4, "– And me"), ["- Who?", "- Me.", "– And me"]),
        (cue(1, 1, 2, "<i>One</i> <font color='x'>two</font> {\\an8}a < b &amp; c <3"), ["One two a < b & c <3"]),
        ("\ufeff" + cue(1, 1, 2, "One.").replace("\n", "\r\n") + cue(2, 3, 4, ""), ["One."]),
        (cue(1, 1, 2, "One,\n\ntwo") + cue(2, 3, 4, "12"), ["One, two 12"]),
        (cue(1, 1, 2, "One.").rstrip() + "\n" + cue(2, 3, 4, "Two."), ["One.", "Two."]),
        ("1\n0:00:01.0 --> 0:00:02.0 X1:1\nOne.", ["One."]),
        ("00:00:01,000 --> 00:00:02,000\nOne.\n", ["One."]),
        ("stray line\nand another\n1\n00:00:01,000 --> 00:00:02,000\nOne.\n", ["stray line and another One."]),
    ],
)
def test_subrip(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


def test_webvtt() -> None:
    content = read(
        "WEBVTT - a title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE two\nlines\n\nREGION\nid:a\n\n"
        "intro\n00:01.000 --> 00:02.000 align:start\n<v Ann Lee>Hello,<00:01.500> <c.x>you</c></v>\n\n"
        "00:02.500 --> 00:04.000\nNOTE that &lt;this&gt; is text.\n"
    )
    assert [block.text for block in content.blocks] == ["Hello, you NOTE that <this> is text."]
    assert content.omitted == ("3 comments", "1 speaker name")


def test_each_subtitle_by_itself() -> None:
    source = cue(1, 1, 2, "One\ntwo") + cue(2, 3, 4, "three.")
    assert texts(source, "keep") == ["One\ntwo", "three."]
    assert texts(source, "break") == ["One", "two", "three."]
    assert texts(source, "wrap") == ["One two three."]


LINES = (
    st.text("aBя漢.,!?-— ♪0", min_size=1, max_size=12)
    .filter(str.strip)
    .filter(lambda line: not line.strip().isdecimal())
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.lists(LINES, min_size=1, max_size=3), st.integers(0, 5)), min_size=1),
    st.sampled_from(["auto", "wrap", "break", "keep"]),
)
def test_no_character_is_lost(cues: list[tuple[list[str], int]], newlines: str) -> None:
    source, time = "", 0
    for number, (lines, gap) in enumerate(cues, 1):
        source += cue(number, time, time, "\n".join(lines))
        time = min(time + gap, 59)
    put_in = "".join("".join(line.split()) for lines, _ in cues for line in lines)
    assert "".join("".join(text.split()) for text in texts(source, newlines)) == put_in
