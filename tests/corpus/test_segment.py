"""The façade of segmentation, the law of spans, and one sentence a line."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import SegmentError
from corpus.model import Span
from corpus.segment import LineSegmenter, check_spans, segmenter_for


def lines(text: str) -> list[str]:
    return [span.of(text) for span in segmenter_for("lines", "en").spans(text)]


def test_unknown_segmenter_is_named_with_the_known_ones() -> None:
    with pytest.raises(SegmentError, match=r"unknown segmenter 'rulez'; choose one of rules, lines, given"):
        segmenter_for("rulez", "en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n", []),
        ("One. Two.\nThree", ["One. Two.", "Three"]),
        ("\n\n  a b \t\n\n c\n", ["a b", "c"]),
        ("a\r\nb\r\n", ["a", "b"]),
        ("a\u2028b\x85c\x0bd\x0ce\x1ef\rg\nh", ["a\u2028b\x85c\x0bd\x0ce\x1ef\rg", "h"]),
        ("\u2028a\u2028\n\x85", ["a"]),
        ("😀 é\n𝒳", ["😀 é", "𝒳"]),
    ],
)
def test_lines(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


def test_lines_have_a_signature() -> None:
    assert LineSegmenter().signature == "segmenter:lines"


@settings(deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\n\n\r\u2028\x85 ab")), max_size=80))
def test_lines_keep_the_law(text: str) -> None:
    check_spans(text, LineSegmenter().spans(text), "text")
    assert lines(text) == [line.strip() for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("spans", "problem"),
    [
        ([], "in no sentence"),
        ([Span(0, 2)], "in no sentence"),
        ([Span(3, 5)], "in no sentence"),
        ([Span(0, 3), Span(3, 5)], "white space"),
        ([Span(0, 2), Span(2, 5)], "white space"),
        ([Span(0, 2), Span(2, 2), Span(3, 5)], "white space"),
        ([Span(0, 5), Span(3, 5)], "overlaps"),
        ([Span(3, 5), Span(0, 2)], "in no sentence"),
        ([Span(0, 2), Span(3, 6)], "end of the text"),
    ],
)
def test_check_spans_finds_what_breaks_the_law(spans: list[Span], problem: str) -> None:
    with pytest.raises(SegmentError, match=problem) as caught:
        check_spans("ab cd", spans, "en.b1")
    assert caught.value.where == "en.b1"


def test_check_spans_accepts_what_keeps_it() -> None:
    check_spans(" ab cd\n", [Span(1, 3), Span(4, 6)], "en.b1")
    check_spans(" \n", [], "en.b1")


def test_the_package_loads_no_heavy_library() -> None:
    code = "import sys, corpus.segment; print([m for m in ('numpy', 'torch', 'lxml', 'numba') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
