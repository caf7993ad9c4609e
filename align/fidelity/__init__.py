"""
How faithful versions are: faults that can be checked, closeness, and a verdict where the evidence agrees.

What needs NumPy is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from align.fidelity.fault import Check, Fault, Pair, Severity

if TYPE_CHECKING:
    from align.fidelity.assessment import Reference, assess
    from align.fidelity.bitext import Finding
    from align.fidelity.records import to_csv, to_json
    from align.fidelity.report import FidelityReport

__all__ = [
    "Check",
    "Fault",
    "FidelityReport",
    "Finding",
    "Pair",
    "Reference",
    "Severity",
    "assess",
    "to_csv",
    "to_json",
]

_HOMES = {
    "FidelityReport": "align.fidelity.report",
    "Finding": "align.fidelity.bitext",
    "Reference": "align.fidelity.assessment",
    "assess": "align.fidelity.assessment",
    "to_csv": "align.fidelity.records",
    "to_json": "align.fidelity.records",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
