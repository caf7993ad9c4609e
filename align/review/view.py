"""A draft as the page gets it: rows, figures, and a strip of the whole text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from align.review.draft import Draft
from align.review.pair import Pair, Text
from align.review.suggestions import Alternative
from corpus.model import Bead, Document

MAX_ROWS = 200
"""Rows that are sent at once at most."""

MAX_SHOWN = 2000
"""Characters of a sentence that are sent with its row; the page asks for the rest when it is needed."""

STRIP_CELLS = 600
"""Cells of the strip at most."""


Faults = Mapping[str, tuple[str, ...]]
"""What `align score` noted, by the id of a sentence."""


def rows_json(draft: Draft, pair: Pair, first: int, last: int, faults: Faults) -> list[dict[str, Any]]:
    """Return some rows of a pair, with what the other versions have for their source sentences."""
    others = [other for other in draft.pairs if other is not pair]
    rows = range(max(0, first), min(last, first + MAX_ROWS, len(pair.beads)))
    return [_row(pair, others, row) | _noted(pair, row, faults) for row in rows]


def _noted(pair: Pair, row: int, faults: Faults) -> dict[str, Any]:
    if not faults:
        return {}
    found = [text for identifier in pair.link(pair.beads[row]).ids for text in faults.get(identifier, ())]
    return {"faults": list(dict.fromkeys(found))} if found else {}


def _row(pair: Pair, others: Sequence[Pair], row: int) -> dict[str, Any]:
    bead, mark = pair.beads[row], pair.mark(pair.beads[row])
    value: dict[str, Any] = {
        "row": row,
        "id": pair.anchor(bead),
        "source": sentences_json(pair.source, bead.source),
        "target": sentences_json(pair.target, bead.target),
        "status": bead.status,
    }
    if bead.attribution:
        value["by"] = bead.attribution.name
    else:
        value["p"] = round(bead.confidence, 4)
    if mark.doubt is not None:
        value["doubt"] = mark.doubt
    if mark.bookmarked:
        value["bookmark"] = True
    if row in pair.crossing:
        value["crossing"] = True
    if others:
        value["others"] = [_companion(other, bead) for other in others]
    return value


def _companion(other: Pair, bead: Bead) -> list[list[Any]]:
    rows = (row for number in bead.source for row in other.companions.get(number, ()))
    return [sentence for row in rows for sentence in sentences_json(other.target, other.beads[row].target)]


def sentences_json(text: Text, run: range) -> list[list[Any]]:
    """Return the id and the text of sentences; a third value says that the text is cut."""
    found: list[list[Any]] = []
    for number in run:
        sentence = text.document.sentences[number]
        cut = len(sentence.text) > MAX_SHOWN
        found.append([sentence.id, sentence.text[:MAX_SHOWN], *([True] if cut else [])])
    return found


def alternative_json(pair: Pair, alternative: Alternative) -> dict[str, Any]:
    """Return an alternative: its probability and, of each of its links, the sentences."""
    links = [
        {"source": sentences_json(pair.source, source), "target": sentences_json(pair.target, target)}
        for source, target in alternative.runs
    ]
    return {"p": round(alternative.probability, 4), "links": links}


def figures_json(draft: Draft) -> dict[str, Any]:
    """Return how far the review is: for each version the links, those reviewed, and how many are expected wrong."""
    versions = {
        pair.version: {
            "links": len(pair.beads),
            "reviewed": pair.reviewed,
            "expected": round(pair.expected_wrong, 2),
        }
        for pair in draft.pairs
    }
    return {"versions": versions, "expected": round(sum(pair.expected_wrong for pair in draft.pairs), 2)}


def strip_json(pair: Pair) -> list[list[float]]:
    """
    Return the whole text as cells, each of a run of rows: the largest doubt in it, and the share that is reviewed.

    Doubt is 1 minus the probability; links that a person has reviewed have none.
    """
    count = len(pair.beads)
    size = max(1, -(-count // STRIP_CELLS))
    cells = []
    for first in range(0, count, size):
        beads = pair.beads[first : first + size]
        doubt = max(0.0 if bead.attribution else 1.0 - bead.confidence for bead in beads)
        reviewed = sum(bead.attribution is not None and bead.attribution.by_person for bead in beads)
        cells.append([round(doubt, 2), round(reviewed / len(beads), 2)])
    return cells


def version_json(document: Document) -> dict[str, str]:
    """Return what the page needs to know of a version."""
    return {
        "id": document.id,
        "language": document.language,
        "direction": _direction(document.language),
        "title": document.metadata.title,
        "role": document.role,
    }


@lru_cache
def _direction(language: str) -> str:
    """Return the direction of writing of a language; ``auto`` where it is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "auto"
