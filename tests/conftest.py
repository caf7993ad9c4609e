"""What tests of all packages share; pytest does not put their `command_line` on the path."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def least_seconds() -> Callable[[Callable[[], object]], float]:
    """
    Return how long an action takes at the least, in processor time, of three times.

    Used to tell linear growth from quadratic by a ratio; what else the machine does is kept out as far as can be.
    """

    def measure(action: Callable[[], object]) -> float:
        taken = []
        for _ in range(3):
            gc.disable()
            start = time.process_time()
            action()
            taken.append(time.process_time() - start)
            gc.enable()
        return min(taken)

    return measure
