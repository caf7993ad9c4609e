"""The links that a person looks at, and in which order."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from align.review.linking import RefusedError
from align.review.operations import is_reviewed
from align.review.pair import Pair

SEARCH_SECONDS = 5.0
"""How long a search may take; a regular expression can need any time."""


def _uncertain(pair: Pair) -> Sequence[int]:
    beads = pair.beads
    return sorted(
        (row for row, bead in enumerate(beads) if bead.attribution is None), key=lambda row: beads[row].confidence
    )


def _other_types(pair: Pair) -> Sequence[int]:
    return [row for row, bead in enumerate(pair.beads) if not is_reviewed(bead) and bead.type != "1-1"]


def _crossing(pair: Pair) -> Sequence[int]:
    return sorted(pair.crossing)


def _unaligned(pair: Pair) -> Sequence[int]:
    return [row for row, bead in enumerate(pair.beads) if not (bead.source and bead.target) and not is_reviewed(bead)]


def _marked(pair: Pair) -> Sequence[int]:
    return sorted(pair.row(anchor) for anchor in pair.marks)


def _all(pair: Pair) -> Sequence[int]:
    return range(len(pair.beads))


def _unreviewed(pair: Pair) -> Sequence[int]:
    return [row for row, bead in enumerate(pair.beads) if not is_reviewed(bead)]


QUEUES: Mapping[str, Callable[[Pair], Sequence[int]]] = {
    "uncertain": _uncertain,
    "types": _other_types,
    "crossing": _crossing,
    "unaligned": _unaligned,
    "marked": _marked,
    "unreviewed": _unreviewed,
    "all": _all,
}
"""For each queue the rows in it, in its order."""


@dataclass(frozen=True, slots=True)
class Place:
    """
    A row in a queue.

    Attributes:
        row: the row; None if the queue is empty.
        position: how many rows of the queue come before it.
        total: how many rows the queue has.
    """

    row: int | None
    position: int
    total: int


def place_in(rows: Sequence[int], row: int | None, step: int, skipped: Collection[int] = ()) -> Place:
    """
    Return the row of a queue to go to.

    Args:
        rows: the rows of the queue.
        row: the present row; None for the start of the queue.
        step: 1 for the next row, -1 for the one before.
        skipped: rows that were seen and left undecided.

    From a row that is not in the queue, because it was just decided, a queue in the order of the text goes on there;
    another one starts again with the first row that was not skipped.
    """
    if not rows:
        return Place(None, 0, 0)
    if row is not None and row in rows:
        position = rows.index(row) + step
    elif row is not None and all(one < other for one, other in pairwise(rows)):
        position = bisect_left(rows, row) - (step < 0)
    else:
        position = next((position for position, each in enumerate(rows) if each not in skipped), 0)
    position %= len(rows)
    return Place(rows[position], position, len(rows))


def noted(pair: Pair, identifiers: Iterable[str]) -> Sequence[int]:
    """Return the rows that have one of some sentences; those that are not there any more are left out."""
    known = (each for each in identifiers if each in pair.source.numbers or each in pair.target.numbers)
    return sorted({pair.row(identifier) for identifier in known})


def search(pair: Pair, pattern: str, *, is_regex: bool) -> Sequence[int]:
    """
    Return the rows in whose texts a pattern occurs, in either text, whatever the case.

    Args:
        pair: the pair.
        pattern: what to look for.
        is_regex: whether it is a regular expression.

    Raises:
        RefusedError: it is not a regular expression, or the search takes too long.
    """
    try:
        wanted = _compiled(pattern if is_regex else regex.escape(pattern))
    except regex.error as error:
        raise RefusedError(f"not a regular expression: {error}") from error
    end = time.monotonic() + SEARCH_SECONDS
    rows = set()
    try:
        for text in (pair.source, pair.target):
            for sentence in text.document.sentences:
                if wanted.search(sentence.text, timeout=max(0.001, end - time.monotonic())):
                    rows.add(pair.row(sentence.id))
    except TimeoutError as error:
        raise RefusedError("the search takes too long; use a simpler expression") from error
    return sorted(rows)


@lru_cache(maxsize=16)
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern, regex.IGNORECASE | regex.VERSION0)
