"""
How faithful translations are: faults that can be checked, closeness, and a verdict where the evidence suffices.

Modules that need NumPy are imported on first use.
"""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import TYPE_CHECKING

from align.fidelity.fault import Check, Fault, SegmentPair, Severity

if TYPE_CHECKING:
    from align.fidelity.assessment import Reference, assess
    from align.fidelity.bitext import LocatedFault
    from align.fidelity.records import to_csv, to_json
    from align.fidelity.report import FidelityReport

__all__ = [
    "Check",
    "Fault",
    "FidelityReport",
    "LocatedFault",
    "Reference",
    "SegmentPair",
    "Severity",
    "assess",
    "to_csv",
    "to_json",
]

_HOMES = {
    "FidelityReport": "align.fidelity.report",
    "LocatedFault": "align.fidelity.bitext",
    "Reference": "align.fidelity.assessment",
    "SegmentPair": "align.fidelity.fault",
    "assess": "align.fidelity.assessment",
    "to_csv": "align.fidelity.records",
    "to_json": "align.fidelity.records",
}

_RENAMED = {"Finding": "LocatedFault", "Pair": "SegmentPair"}


def __getattr__(name: str) -> object:
    if name in _RENAMED:
        warnings.warn(f"{__name__}.{name} is now {_RENAMED[name]}", DeprecationWarning, stacklevel=2)
        name = _RENAMED[name]
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
