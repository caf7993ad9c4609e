"""How faithful versions are: faults that can be checked, closeness, and a verdict where the evidence agrees."""

from align.fidelity.fault import Check, Fault, Pair, Severity

__all__ = ["Check", "Fault", "Pair", "Severity"]
