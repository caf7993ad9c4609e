"""When loops over arrays are worth compiling to machine code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

FEW_STEPS = 100_000
"""So many steps of a loop are interpreted: bringing up numba takes about as long, and then only once."""

_steps_taken: Counter[Callable[..., Any]] = Counter()


def compiled(function: Callable[..., Any], steps: int) -> Callable[..., Any]:
    """
    Return a function of arrays and numbers in the form in which it is done soonest.

    Steps add up over calls: a loop over many small parts is compiled once it has cost as much as compiling does.

    Args:
        function: what numba can compile.
        steps: about how often its innermost loop will turn in the call that is made now.

    Returns:
        The function itself while its steps are few, then its machine code; both give the same result.
    """
    _steps_taken[function] += steps
    return function if _steps_taken[function] <= FEW_STEPS else _machine_code(function)


@cache
def _machine_code(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile for all calls to come, and for later processes where a folder to keep the code in is writable."""
    from numba import njit

    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return njit(nogil=True)(function)
