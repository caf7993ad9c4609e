"""Loops are compiled once their steps, over all calls, cost as much as compiling does."""

from __future__ import annotations

from collections import Counter
from unittest.mock import patch

from align import kernels
from align.kernels import kernel


def total(count: int) -> int:
    found = 0
    for number in range(count):
        found += number
    return found


def test_steps_add_up_over_calls() -> None:
    with patch.object(kernels, "FEW_STEPS", 100), patch.object(kernels, "_steps_taken", Counter()):
        first, second, third = (kernel(total, 40) for _ in range(3))
        assert first is second is total
        assert third is not total
        assert third(40) == total(40)
        assert kernel(total, 1) is third
        assert kernel(len, 100) is len
