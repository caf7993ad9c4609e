"""When loops over arrays are worth compiling to machine code."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

FEW_STEPS = 40_000
"""Up to so many steps a loop is interpreted: bringing up numba takes half a second, and then only once."""


def kernel(function: Callable[..., Any], steps: int) -> Callable[..., Any]:
    """
    Return a function of arrays and numbers in the form in which it is done soonest.

    Args:
        function: what numba can compile.
        steps: about how often its innermost loop will turn.

    Returns:
        The function itself for few steps, else its machine code; both give the same result.
    """
    return function if steps <= FEW_STEPS else _compiled(function)


@cache
def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile for all calls to come, and for later processes where a folder to keep the code in is writable."""
    from numba import njit

    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return njit(nogil=True)(function)
