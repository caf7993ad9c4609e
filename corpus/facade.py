"""The names that a package gives: some are loaded on first use, and some are deprecated."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Mapping
from importlib import import_module


def facade(package: str, homes: Mapping[str, tuple[str, ...]], renamed: Mapping[str, str]) -> Callable[[str], object]:
    """
    Return the ``__getattr__`` of a package.

    Args:
        package: its ``__name__``.
        homes: modules, and the names that are loaded from them on first use.
        renamed: deprecated names, and the names to use for them.
    """
    modules = {name: module for module, names in homes.items() for name in names}

    def load(name: str) -> object:
        if name in renamed:
            warnings.warn(f"{package}.{name} is now {renamed[name]}", DeprecationWarning, stacklevel=2)
            return getattr(sys.modules[package], renamed[name])
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(modules[name]), name)

    return load
