"""The reader of subtitles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import read_file
from corpus.messages import collected_messages
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


ASS = "[Script Info]\nTitle: A film\n; x\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n[Events]\n"
FIELDS = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"


def line(start: int, text: str, kind: str = "Dialogue") -> str:
    return f"{kind}: 0,0:00:{start:02}.00,0:00:{start + 1:02}.00,Default,,0,0,0,,{text}\n"


def ttml(body: str, head: str = "") -> str:
    spaces = 'xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling"'
    return f'<tt {spaces} xml:lang="fr" {head}>{body}</tt>'


def sami(*syncs: tuple[int, str]) -> str:
    head = "<SAMI><HEAD><TITLE>A film</TITLE><STYLE>\n.ENCC { Name: English; lang: en-US; }\n</STYLE></HEAD><BODY>\n"
    return head + "\n".join(f"<SYNC Start={start}>{text}" for start, text in syncs) + "\n</BODY></SAMI>\n"


@pytest.mark.parametrize(
    ("source", "expected", "omitted"),
    [
        (
            ASS + FIELDS + line(1, r"{\i1}One,\Ntwo\hthree.") + line(3, "Four, five."),
            ["One, two three.", "Four, five."],
            (),
        ),
        (ASS + FIELDS + line(5, "Late.") + line(1, "Early."), ["Early.", "Late."], ()),
        (
            ASS + FIELDS + line(1, "One.") + line(1, "One.") + line(2, "One."),
            ["One.", "One."],
            ("1 repeated subtitle",),
        ),
        (ASS + FIELDS + line(1, "One.") + line(1, "x", "Comment"), ["One."], ("1 comment",)),
        (ASS + FIELDS + line(1, r"{\p1}m 0 0 l 9 9{\p0}") + line(1, "One."), ["One."], ("1 drawing",)),
        ("[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,One, two.\n", ["One, two."], ()),
        ("{1}{1}25.000\n{25}{50}{y:i}One|two\n{60}{90}/three.\n", ["One two three."], ()),
        ("{10}{20}One.\n{30}{}Two.\nand more\n", ["One.", "Two.", "and more"], ()),
        ("[10][20]/One,|two.\n[30][40]Three.\n", ["One, two.", "Three."], ()),
        ("00:00:01:One,|two.\n00:00:04:Three.\n", ["One, two.", "Three."], ()),
        ("[ti:A song]\n[00:02.00]two\n[00:01.50][00:09]<00:01.50>one\n", ["one two"], ()),
        (
            ttml("<body><div><p begin='1s' end='2s'>One,<br/>\n  two</p><p begin='2s'>three.</p></div></body>"),
            ["One, two three."],
            (),
        ),
        (
            ttml("<body><p begin='00:00:01.5'><span>One</span> <span tts:ruby='text'>x</span>two</p></body>"),
            ["One two"],
            ("1 ruby reading",),
        ),
        (
            ttml(
                "<head><metadata><title>T</title></metadata></head><body begin='9s'><p begin='1s'>A &amp; b</p></body>"
            ),
            ["A & b"],
            (),
        ),
        (
            sami(
                (1000, "<P Class=ENCC>One,<br>two"),
                (2000, "<P Class=ENCC>&nbsp;"),
                (2500, "<P Class=ENCC>three &amp; four."),
            ),
            ["One, two three & four."],
            (),
        ),
        (
            sami((1000, "<P Class=ENCC>One.<P Class=KRCC>하나."), (2000, "<P Class=ENCC>Two is long.")),
            ["One.", "Two is long."],
            ("1 subtitle in another language",),
        ),
        ("0:00:00.599,0:00:04.160\nOne,\ntwo.\n\n0:00:04.200,0:00:06.000\nThree.\n", ["One, two.", "Three."], ()),
        ("[INFORMATION]\n[TITLE]x\n[END INFORMATION]\n00:00:01.00,00:00:02.00\nOne,[br]two.\n", ["One, two."], ()),
        ("1\n0:00:04 --> 0:00:05\nOne.\n\n2\n0:06 --> 0:07\nTwo.\n", ["One.", "Two."], ()),
        ("1\n00:00:04:500 -> 00:00:05:000\nOne.\n", ["One."], ()),
    ],
)
def test_other_formats(tmp_path, source: str, expected: list[str], omitted: tuple[str, ...]) -> None:
    for name, encoding in (("x.txt", "utf-8"), ("x.sub", "utf-8-sig")):
        (tmp_path / name).write_text(source, encoding)
        with collected_messages() as messages:
            content = read_file(tmp_path / name)
        assert [block.text for block in content.blocks] == expected
        assert content.omitted == omitted
        assert [message.problem for message in messages] == [f"left out {', '.join(omitted)}"] * bool(omitted)


@pytest.mark.parametrize(
    ("source", "title", "language"),
    [
        (ASS + FIELDS + line(1, "One."), "A film", ""),
        (sami((1, "<P Class=ENCC>One.")), "A film", "en-US"),
        (ttml("<body><p>Un.</p></body>"), "", "fr"),
        ("[ti:A song]\n[ar:x]\n[00:01]One\n", "A song", ""),
        ("WEBVTT\nKind: captions\nLanguage: de\n\n00:01.000 --> 00:02.000\nEins.\n", "", "de"),
    ],
)
def test_what_a_file_says_of_itself(tmp_path, source: str, title: str, language: str) -> None:
    (tmp_path / "x.txt").write_text(source)
    content = read_file(tmp_path / "x.txt")
    assert (content.metadata.title, content.language) == (title, language)


ROLLING = (
    ("the mill", "stood still", "and nobody", "spoke"),
    [
        ("the mill",),
        ("the mill", "stood still"),
        ("stood still", "and nobody"),
        ("and nobody",),
        ("and nobody", "spoke"),
    ],
)
GROWING = (
    ("one", "two three", "four"),
    [("one",), ("one two three",), ("one two three four",), ("one two three four",)],
)


@pytest.mark.parametrize(("lines", "cues"), [ROLLING, GROWING])
@pytest.mark.parametrize("header", ["", "WEBVTT\n\n"])
def test_lines_that_roll_up_are_read_once(lines, cues, header: str) -> None:
    source = header + "".join(cue(number, number, number, "\n".join(each)) for number, each in enumerate(cues, 1))
    assert texts(source) == [" ".join(lines)]


def timed(cues: list[tuple[float, float, str]]) -> str:
    """Return WebVTT with the times in seconds."""
    return "WEBVTT\n\n" + "".join(f"0:{start:06.3f} --> 0:{end:06.3f}\n{text}\n\n" for start, end, text in cues)


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        ([(0, 2, "the mill"), (2, 4, "the mill\nstood"), (4, 6, "stood\nstill")], ["the mill stood still"]),
        ([(0, 2, "the mill"), (1, 3, "the mill stood"), (3, 4, "the mill stood")], ["the mill stood"]),
        ([(0, 2, "the mill"), (2.04, 4, "the mill stood")], ["the mill stood"]),
        ([(0, 2, "It stood."), (2, 4, "It stood.\nWho?"), (4, 6, "Who?\nMe.")], ["It stood.", "Who?", "Me."]),
        ([(0, 2, "never"), (4, 6, "never again")], ["never", "never again"]),
        ([(0, 2, "No."), (2, 3, "No."), (3, 4, "No.\nI said so.")], ["No.", "No.", "No. I said so."]),
        ([(0, 1, "No."), (1, 2, "No."), (2, 3, "No."), (3, 4, "No. Go.")], ["No.", "No.", "No.", "No. Go."]),
        ([(0, 2, "Who?\nNo."), (2, 4, "No.\nGo.")], ["Who? No.", "No. Go."]),
    ],
)
def test_what_takes_the_place_of_a_subtitle_is_read_once(cues: list[tuple[float, float, str]], expected) -> None:
    assert " ".join(texts(timed(cues))) == " ".join(expected)


@pytest.mark.parametrize("said", [["No."] * 5, ["No, no.", "No, no.", "Who?", "Me.", "Me. Why?", "So."]])
def test_what_is_said_again_stays(said: list[str]) -> None:
    assert texts("".join(cue(number, number, number, each) for number, each in enumerate(said, 1))) == said


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
    # No subtitle begins with the words of the one before, as where lines roll up.
    cues = [([f"{chr(0x4E00 + number)}{line}" for line in lines], gap) for number, (lines, gap) in enumerate(cues)]
    for number, (lines, gap) in enumerate(cues, 1):
        source += cue(number, time, time, "\n".join(lines))
        time = min(time + gap, 59)
    put_in = "".join("".join(line.split()) for lines, _ in cues for line in lines)
    assert "".join("".join(text.split()) for text in texts(source, newlines)) == put_in
