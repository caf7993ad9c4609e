"""Alignments compared with gold (what is of the same text, and how well it agrees), and in a few figures."""

from __future__ import annotations

from align.evaluation.aligned_text import AlignedText
from align.evaluation.matching import Evaluation, evaluate
from align.evaluation.metrics import HitCounts, Rates, count_hits
from align.evaluation.summary import VersionSummary, summarise

__all__ = ["AlignedText", "Evaluation", "HitCounts", "Rates", "VersionSummary", "count_hits", "evaluate", "summarise"]
