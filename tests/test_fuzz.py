"""The fuzzer finds what it is made to find; a few cases of each family, so that it goes on working."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.fuzz import __main__ as fuzz
from benchmarks.fuzz.families import FAMILIES, Family
from corpus.errors import ReadError


@pytest.mark.parametrize("name", FAMILIES)
def test_a_few_cases_of_each_family(name: str) -> None:
    family = FAMILIES[name]
    for number in range(3):
        assert fuzz._outcome(family, family.case(0, number)) == ""


def test_a_case_is_made_again_by_its_numbers() -> None:
    for family in FAMILIES.values():
        assert family.case(1, 2) == family.case(1, 2)
    assert len({FAMILIES["txt"].case(1, number)["text.txt"] for number in range(20)}) > 10


def refuse(_: Path) -> None:
    raise ReadError("no", where="x\x1b")


def fail(_: Path) -> None:
    raise ValueError("broken")


def wait(_: Path) -> None:
    start = time.process_time()
    while time.process_time() < start + 5:
        pass


def end(_: Path) -> None:
    if fuzz_number.value == 1:
        os._exit(7)


def fill(_: Path) -> None:
    bytes(2**31)


fuzz_number = fuzz.multiprocessing.Value("q", -2)


def count(_: Path) -> None:
    fuzz_number.value += 1


@pytest.mark.parametrize(
    ("use", "problem"), [(refuse, ""), (fail, "ValueError: broken"), (wait, "more than 1 seconds")]
)
def test_what_a_case_may_not_do(use: Callable[[Path], object], problem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "SECONDS", 1)
    outcome = fuzz._outcome(Family("x", lambda: [{"a": b"b"}], use), {"a": b"b"})
    assert problem in outcome
    assert bool(outcome) == bool(problem)


def test_memory_and_the_end_of_a_process_are_failures() -> None:
    def use(folder: Path) -> None:
        count(folder)
        if fuzz_number.value == 0:
            fill(folder)
        end(folder)

    found = list(fuzz._failures(Family("x", lambda: [{"a": b"b"}], use), 0, 4))
    assert [number for number, _ in found] == [0, 1]
    assert found[0][1].startswith("more than 1024 MiB")
    assert found[1][1] == "the process ended with 7"
