"""Documents as the engine takes them: running numbers are no evidence."""

from __future__ import annotations

import pytest

from align.encoders.documents import without_numbers

LINES = [f"line {letter}" for letter in "abcdefghij"]


@pytest.mark.parametrize("form", ["{} {}", "{}. {}", "[{}] {}", "({}) {}", "{}\t{}", "٪{} {}"])
@pytest.mark.parametrize("first", [1, 398])
def test_running_numbers_are_left_out(form: str, first: int) -> None:
    numbered = [form.format(number, line) for number, line in enumerate(LINES, first)]
    assert without_numbers(numbered) == LINES


def test_a_line_without_its_number_stays() -> None:
    numbered = [f"{number} {line}" for number, line in enumerate(LINES * 3)]
    numbered[7] = "no number here"
    assert without_numbers(numbered) == [*(LINES * 3)[:7], "no number here", *(LINES * 3)[8:]]


@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param([f"{number * 10} {line}" for number, line in enumerate(LINES)], id="not consecutive"),
        pytest.param([f"{number} apples" for number in (3, 3, 7, 2, 1, 9, 9, 5)], id="quantities"),
        pytest.param([f"{number} {line}" for number, line in enumerate(LINES[:4], 1)], id="few"),
        pytest.param([f"{number}th of May" for number in range(1, 12)], id="part of a word"),
        pytest.param(["1 begins", *LINES, "2 begins", *LINES], id="verses of several sentences"),
        pytest.param([str(number) for number in range(20)], id="nothing but numbers"),
        pytest.param([], id="none"),
    ],
)
def test_other_numbers_stay(sentences: list[str]) -> None:
    assert without_numbers(sentences) == sentences
