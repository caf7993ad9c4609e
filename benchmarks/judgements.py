"""Human judgements of translations, in files with one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align.fidelity.fault import SegmentPair

_CODES = {
    "chinese_simple": "zh",
    "czech": "cs",
    "french": "fr",
    "german": "de",
    "hindi": "hi",
    "italian": "it",
    "japanese": "ja",
    "polish": "pl",
    "russian": "ru",
    "spanish": "es",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """
    A translated sentence that people judged.

    Attributes:
        pair: the sentence and its translation.
        system: the translator.
        document: the document of the sentence.
        score: the judgement, higher is better.
        omission: whether an omission was marked.
        major_omission: whether a major or critical omission was marked.
        addition: whether an addition was marked.
    """

    pair: SegmentPair
    system: str
    document: str
    score: float
    omission: bool
    major_omission: bool
    addition: bool


@dataclass(frozen=True, slots=True)
class MinimalPair:
    """
    A translation, and the same translation with one fault (Karpinska et al. 2022, DEMETR).

    Attributes:
        clean: the translation.
        broken: the translation with the fault.
        human: a human translation.
        fault: the category of the fault.
        severity: minor, major, critical or base.
    """

    clean: SegmentPair
    broken: SegmentPair
    human: SegmentPair
    fault: str
    severity: str


def read_judged(path: Path) -> tuple[Judged, ...]:
    """Read the judged sentences of bio-MQM or MLQE-PE, Russian-English."""
    return tuple(
        Judged(
            SegmentPair(row["src"], row["tgt"], "ru", "en"),
            row["system"],
            str(row.get("doc", row["seg"])),
            row["human"],
            bool(row.get("om")),
            any(span[3:5] == ["Accuracy", "Omission"] and span[5] in {"Major", "Critical"} for span in _spans(row)),
            bool(row.get("ad")),
        )
        for row in _rows(path)
    )


def read_minimal_pairs(path: Path) -> tuple[MinimalPair, ...]:
    """Read the minimal pairs of DEMETR, ten languages into English."""

    def pair(row: dict[str, str], key: str) -> SegmentPair:
        return SegmentPair(row["source"], row[key], _CODES[row["language"]], "en")

    return tuple(
        MinimalPair(pair(row, "clean"), pair(row, "broken"), pair(row, "reference"), row["fault"], row["severity"])
        for row in _rows(path)
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _spans(row: dict[str, Any]) -> Iterator[list[Any]]:
    for group in row.get("spans", ()):
        yield from (span for span in group if isinstance(span, list))
