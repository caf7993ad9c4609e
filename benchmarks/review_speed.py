"""
How long a review of a long text takes to open, to answer, and to save: ``python -m benchmarks.review_speed``.

The corpus is synthetic, as in `benchmarks.exports`. What the page waits for is measured without the network.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from align.review import operations, text_operations
from align.review.changes import Change
from align.review.linking import Person
from align.review.queues import QUEUES, place_in, search
from align.review.session import Session
from align.review.view import figures_json, rows_json, strip_json
from benchmarks.exports import made_up
from tei import write_corpus
from tei.reviewed import ReviewedCorpus

_PERSON = Person("measured")

Result = TypeVar("Result")


def main() -> int:
    """Print the milliseconds of each step, the first and the second time."""
    parser = argparse.ArgumentParser(description="Measure a review.")
    parser.add_argument("--sentences", type=int, default=50_000, help="sentences of the pivot")
    count = parser.parse_args().sentences
    with TemporaryDirectory() as place:
        folder = Path(place, "corpus")
        write_corpus(made_up(count), folder)
        review = measured("open", lambda: Session(ReviewedCorpus(folder), _PERSON))
        for middle in (count // 2, count // 2 + count // 10):
            steps(review, review.draft.texts[0].ids[middle])
        measured("save", review.save)
        review.close()
    return 0


def steps(review: Session, identifier: str) -> None:
    """Measure what the page asks for around a sentence."""

    def pair_row() -> int:
        return review.draft.pairs[0].row(identifier)

    row = measured("row of a sentence", pair_row)
    merge = measured(
        "operation", lambda: Change("merge", (operations.merge(review.draft.pairs[0], row, _PERSON, "next"),))
    )
    measured("journal and draft", lambda: review.do(merge))
    measured("figures", lambda: figures_json(review.draft))
    measured("rows", lambda: rows_json(review.draft, review.draft.pairs[0], row - 30, row + 30, {}))
    measured("next in queue", lambda: place_in(QUEUES["uncertain"](review.draft.pairs[0]), None, 1))
    measured("strip", lambda: strip_json(review.draft.pairs[0]))
    measured("search", lambda: search(review.draft.pairs[0], "ing", is_regex=False))
    measured("correct text", lambda: review.do(text_operations.correct_text(review.draft, identifier, "New text.")))
    measured("split sentence", lambda: review.do(text_operations.split_sentence(review.draft, identifier, 4, ())))
    measured("undo", review.undo)


def measured(name: str, step: Callable[[], Result]) -> Result:
    """Do a step and print how long it took."""
    start = time.perf_counter()
    result = step()
    print(f"{name:20} {1000 * (time.perf_counter() - start):9.1f} ms", flush=True)
    return result


if __name__ == "__main__":
    raise SystemExit(main())
