"""
How faithful translations are: faults that can be checked, closeness, and a verdict where the evidence suffices.

Modules that need NumPy are imported on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.fidelity.fault import Check, Fault, SegmentPair, Severity
from corpus.facade import facade

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
    "align.fidelity.assessment": ("Reference", "assess"),
    "align.fidelity.bitext": ("LocatedFault",),
    "align.fidelity.records": ("to_csv", "to_json"),
    "align.fidelity.report": ("FidelityReport",),
}

_RENAMED = {"Finding": "LocatedFault", "Pair": "SegmentPair"}

__getattr__ = facade(__name__, _HOMES, _RENAMED)
