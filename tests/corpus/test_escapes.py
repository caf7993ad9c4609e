"""Characters that drive a terminal or reorder what it shows are escaped in messages, errors and JSON."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError, first_line
from corpus.escapes import visible, visible_json
from corpus.messages import Message

BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
MARKS = set("\u061c\u200e\u200f")


def hidden(text: str) -> list[str]:
    """What Unicode says about characters is asked, not the expression that is tested."""
    return [
        character
        for character in text
        if character not in "\t\n"
        and (
            unicodedata.category(character) in ("Cc", "Zl", "Zp")
            or unicodedata.bidirectional(character) in BIDI
            or character in MARKS
        )
    ]


TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\x1b\x9b\r\x7f\u202e\u2066\u2028"))
)


@given(TEXTS)
def test_no_control_character_is_left(text: str) -> None:
    shown = visible(text)
    assert hidden(shown) == []
    assert visible(shown) == shown
    assert hidden(text) or shown == text


@given(st.dictionaries(TEXTS, st.lists(TEXTS)), st.booleans(), st.sampled_from([None, 2]))
def test_json_is_the_same_value(value: dict[str, list[str]], ascii_only: bool, indent: int | None) -> None:
    printed = visible_json(value, indent=indent, ascii_only=ascii_only)
    assert hidden(printed) == []
    assert json.loads(printed) == value
    assert printed.isascii() or not ascii_only


@given(TEXTS, TEXTS, TEXTS)
def test_messages_and_errors_are_one_line(problem: str, where: str, remedy: str) -> None:
    for message in (Message(problem, where, remedy), CorpusError(problem, where=where, remedy=remedy)):
        assert hidden(str(message)) == []
        assert "\n" not in str(message)
        assert (message.problem, message.where, message.remedy) == (problem, where, remedy)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b2J", "\\x9b2J"),
        ("txt.\u202eexe", "txt.\\u202eexe"),
        ("a\rb", "a\\rb"),
        ("می\u200cخواهم 👩\u200d🚀 a\tb\n", "می\u200cخواهم 👩\u200d🚀 a\tb\n"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("error", "line"),
    [(ValueError(), "ValueError"), (OSError("\n one\ntwo"), "one"), (ValueError("x" * 300), "x" * 200)],
)
def test_the_first_line_of_an_error(error: Exception, line: str) -> None:
    assert first_line(error) == line
