"""The tokens of the exports."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tei.export.tokens import tokens

ANY = st.text(
    st.one_of(
        st.sampled_from("ab1_.,'’·-= \t\n\r\x1c\x85\u2028\u200b\u200d\ufe0f\u0301\u0600аб中かー한กา👩🏽🚀🇷🇺שֶ"),
        st.characters(),
    ),
    max_size=16,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" \t\n ", ""),
        ("He can't, e.g. now.", "He|can't|,|e.g|.|now|."),
        ("twenty-one 3.14 1,000 12:30 a,b", "twenty|-|one|3.14|1,000|12|:|30|a|,|b"),
        ("“Who's <there>?”", "“|Who's|<|there|>|?|”"),
        ("&amp; a_b", "&|amp|;|a_b"),
        ("он—она", "он|—|она"),
        ("東京は大きい。コーヒー", "東|京|は|大|き|い|。|コ|ー|ヒ|ー"),
        ("한국어 문장.", "한국어|문장|."),
        ("ภาษาไทย", "ภ|า|ษ|า|ไ|ท|ย"),
        ("हिन्दी में।", "हिन्दी|में|।"),
        ("שָׁלוֹם, עוֹלָם", "שָׁלוֹם|,|עוֹלָם"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("e\u0301te\u0301", "e\u0301te\u0301"),
        ("👩🏽\u200d🚀🇷🇺🇩🇪!", "👩🏽\u200d🚀|🇷🇺|🇩🇪|!"),
        ("co\u00adop", "co\u00adop"),
        ("1939-1945", "1939|-|1945"),
        ("...", ".|.|."),
    ],
)
def test_tokens(text, expected):
    assert "|".join(tokens(text)) == expected


@given(ANY)
@settings(deadline=None, max_examples=120)
def test_nothing_is_lost_and_no_token_is_empty(text):
    found = tokens(text)
    assert "".join(found) == "".join(text.split())
    assert all(found)


@pytest.mark.parametrize("piece", ["a", "a.", "'", "a'", "1,", "\u0301", "\u200d", "👩\u200d", "中", "🇷", "กำ", "a "])
def test_time_is_linear(piece: str, least_seconds: Callable[[Callable[[], object]], float]) -> None:
    def seconds(count: int) -> float:
        text = piece * count
        return least_seconds(lambda: tokens(text))

    seconds(100)
    # Sixteen times the text: some sixteen times the time, and 256 times if it were quadratic.
    assert seconds(32_000) < 80 * max(seconds(2_000), 0.001)
