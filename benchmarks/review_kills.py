"""
A review that is killed, and one that is undone.

    python -m benchmarks.review_kills --kills 200 --operations 10000

Random operations on links and texts are made in a process that is killed after a random time. What it had acknowledged
must be there when the corpus is opened again, and `align check` must find nothing. Then random operations are made,
saved now and then, and all undone, which must give the bytes that were there before.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from align.review import operations, text_operations
from align.review.changes import Change, Mark, Replacement
from align.review.draft import Draft
from align.review.linking import Person, RefusedError
from align.review.pair import Pair
from align.review.session import Session
from benchmarks.exports import made_up
from corpus import collected_messages
from corpus.errors import CorpusError
from tei import check_corpus, write_corpus
from tei.reviewed import ReviewedCorpus

_PERSON = Person("random")


def random_change(draft: Draft, dice: random.Random) -> Change | None:
    """Return an operation on links or on a text, or None where it is refused."""
    pair = dice.choice(draft.pairs)
    try:
        if dice.random() < 0.1:
            return _text_change(draft, pair, dice)
        return Change("random", (_replacement(pair, dice),))
    except RefusedError:
        return None


def _replacement(pair: Pair, dice: random.Random) -> Replacement:
    row = dice.randrange(len(pair.beads))
    ids = [dice.choice(text.ids) for text in (pair.source, pair.target)]
    actions: list[Callable[[], Replacement]] = [
        lambda: operations.merge(pair, row, _PERSON, "next"),
        lambda: operations.split(pair, row, _PERSON),
        lambda: operations.shift(pair, row, _PERSON, "previous", "target"),
        lambda: operations.swap(pair, row, _PERSON),
        lambda: operations.link(pair, ids, _PERSON),
        lambda: operations.unlink(pair, ids[:1], _PERSON),
        lambda: operations.confirm(pair, [row], _PERSON),
        lambda: operations.set_mark(pair, row, Mark("why?", dice.random() < 0.5)),
    ]
    return dice.choice(actions)()


def _text_change(draft: Draft, pair: Pair, dice: random.Random) -> Change:
    identifier = dice.choice(dice.choice([pair.source, pair.target]).ids)
    actions: list[Callable[[], Change]] = [
        lambda: text_operations.split_sentence(draft, identifier, dice.randint(1, 20), ()),
        lambda: text_operations.merge_sentences(draft, identifier),
        lambda: text_operations.correct_text(draft, identifier, f"Corrected {dice.random()} <text>."),
    ]
    return dice.choice(actions)()


def opened(folder: Path) -> Session:
    """Open the review of a corpus; what a kill left is told and removed."""
    with collected_messages():
        return Session(ReviewedCorpus(folder), _PERSON)


def killed(folder: Path, seconds: float, seed: int) -> int:
    """Review in a process that is killed, and return the last revision that it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            dice, review = random.Random(seed), opened(folder)
            os.write(writing, b"%d\n" % review.revision)
            while True:
                if change := random_change(review.draft, dice):
                    review.do(change)
                    os.write(writing, b"%d\n" % review.revision)
                if dice.random() < 0.05:
                    review.save()
        finally:
            os._exit(1)
    os.close(writing)
    first = os.read(reading, 1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as told:
        return int((first + told.read()).split()[-1])


def main(
    kills: Annotated[int, typer.Option(help="How many times a review is killed.")] = 200,
    operations: Annotated[int, typer.Option(help="How many operations are made and undone.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Seed of all random draws.")] = 1,
) -> None:
    """Print what was lost, and whether the bytes are the same; exit with 1 if not all is well."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "corpus")
        write_corpus(made_up(120), folder)
        before = {path.name: path.read_bytes() for path in folder.glob("*.xml")}
        copy = Path(place, "copy")
        shutil.copytree(folder, copy)
        lost = faults = made = 0
        for _ in range(kills):
            acknowledged = killed(copy, dice.uniform(0.0, 0.4), dice.randrange(2**32))
            review = opened(copy)
            lost += max(0, acknowledged - review.revision)
            made = review.revision
            review.close()
            faults += len(check_corpus(copy))
        print(f"{kills} kills, {made} records: {lost} acknowledged ones lost, {faults} faults found by align check")
        same = undone(folder, operations, dice) and all((folder / name).read_bytes() == before[name] for name in before)
        print(f"{operations} operations undone: {'the same bytes' if same else 'OTHER BYTES'}")
    sys.exit(0 if same and not lost and not faults else 1)


def undone(folder: Path, count: int, dice: random.Random) -> bool:
    """Make operations, save now and then, and undo all of them after a restart; return whether they were all there."""
    review = opened(folder)
    while review.history.done < count:
        if change := random_change(review.draft, dice):
            try:
                review.do(change)
            except CorpusError:
                continue
            if review.history.done % (count // 5 or 1) == 0:
                review.save()
    review.close()
    review = opened(folder)
    found = review.history.done
    while review.history.done:
        review.undo()
    review.close()
    return found == count


if __name__ == "__main__":
    typer.run(main)
