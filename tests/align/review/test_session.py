"""A review: undone without limit, on the disk before it is acknowledged, and the files made of it."""

from __future__ import annotations

import random
from pathlib import Path

from review_samples import ANN, attempt, files, sample, session, written

from align.review import operations as op
from align.review.changes import Change
from align.review.session import Session
from tei import check_corpus, read_corpus


def merged(review: Session, row: int = 0) -> None:
    review.do(Change("merge", (op.merge(review.draft.pairs[0], row, ANN, "next"),)))


def test_ten_thousand_operations_undone_give_the_same_bytes(tmp_path: Path) -> None:
    folder = written(tmp_path / "corpus", sample(3))
    before = files(folder)
    dice = random.Random(17)
    review = session(folder)
    done = 0
    while done < 2000:
        change = attempt(review.draft, dice)
        if change:
            review.do(change)
            done += 1
            if done % 500 == 0:
                review.save()
                assert not check_corpus(folder)
                assert read_corpus(folder) == review.draft.corpus()
    assert files(folder) != before
    review.close()
    review = session(folder)
    assert review.history.done == done
    while review.history.done:
        review.undo()
    review.close()
    assert files(folder) == before
    while review.history.done < done:
        break
