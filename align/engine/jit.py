"""Loops over arrays, compiled to machine code by numba where that pays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from types import FunctionType
from typing import Any

MIN_STEPS = 100_000
"""Loops of fewer steps are interpreted: importing numba and compiling takes about as long as these do."""

_steps_taken: Counter[Callable[..., Any]] = Counter()


def compiled(function: Callable[..., Any], steps: int) -> Callable[..., Any]:
    """
    Return a function of arrays and numbers in the form that is fastest for its next call.

    Steps add up over calls: a loop over many small parts is compiled once it has cost as much as compiling does.

    Args:
        function: what numba can compile. Functions of its own module that it calls are compiled with it.
        steps: about how often its innermost loop will run in the next call.

    Returns:
        The function itself while its steps are few, then its machine code; both give the same result.
    """
    _steps_taken[function] += steps
    return function if _steps_taken[function] <= MIN_STEPS else _machine_code(function)


@cache
def _machine_code(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile for this process, and for later ones where a folder for the code is writable."""
    code = _compiled(function, kept=True)

    def call(*arguments: Any) -> Any:
        nonlocal code
        try:
            return code(*arguments)
        except OSError:
            # The folder is full, or another process removed it.
            code = _compiled(function, kept=False)
            return code(*arguments)

    return call


@cache
def _compiled(function: Callable[..., Any], *, kept: bool) -> Callable[..., Any]:
    from numba import njit

    called = _with_compiled_callees(function, kept=kept)
    if kept:
        # Numba raises this where it finds no folder that is writable.
        with suppress(RuntimeError):
            return njit(cache=True, nogil=True)(called)
    return njit(nogil=True)(called)


def _with_compiled_callees(function: Callable[..., Any], *, kept: bool) -> Callable[..., Any]:
    """
    Return the function with those of its module that it calls in their compiled form.

    Functions of other modules are left as they are, because numba's files are renewed only when the module of the
    function itself changes.
    """
    if not isinstance(function, FunctionType):
        return function
    known = function.__globals__
    callees = {
        name: _compiled(known[name], kept=kept)
        for name in function.__code__.co_names
        if isinstance(known.get(name), FunctionType) and known[name].__module__ == function.__module__
    }
    if not callees:
        return function
    return FunctionType(function.__code__, {**known, **callees}, function.__name__)
