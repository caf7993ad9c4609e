"""Why a link is there, and which alternatives it has."""

from __future__ import annotations

from align.explain.explanation import Alternative, Explainer, Explanation

__all__ = ["Alternative", "Explainer", "Explanation"]
