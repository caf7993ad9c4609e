"""What a journal says: the changes that are made, those that were undone, and what was saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from align.review.changes import Change
from align.review.journal import Record
from corpus.errors import CorpusError

Digests = Mapping[str, str]
"""The SHA-256 of each file of a corpus, by its name."""


class History:
    """
    The changes since the files that a review began with, and the files that are known.

    Args:
        base: the digests of the files that the review began with; None before there are any.

    Attributes:
        base: these digests.
        changes: all changes that can be undone or redone, in order.
        done: how many of them are made; the others were undone.
        saved: the digests of the files of every saving since then.
        pending: what was done since the last saving, undoing included, as changes.
        length: how often something was done, undone or redone.
    """

    def __init__(self, base: Digests | None = None) -> None:
        self.base = base
        self.changes: list[Change] = []
        self.done = 0
        self.saved: list[Digests] = []
        self.pending: list[Change] = []
        self.length = 0

    def add(self, change: Change) -> None:
        """Make a change; what was undone can no longer be redone."""
        self.changes[self.done :] = [change]
        self.done += 1
        self.length += 1
        self.pending.append(change)

    def undo(self) -> None:
        """Undo the last change."""
        self.done -= 1
        self.length += 1
        self.pending.append(self.changes[self.done].inverse)

    def redo(self) -> None:
        """Make the next change again."""
        self.pending.append(self.changes[self.done])
        self.done += 1
        self.length += 1

    def save(self, digests: Digests, count: int) -> None:
        """Note files that may be on the disk, and that hold the first `count` of what was pending."""
        self.saved.append(digests)
        del self.pending[:count]

    def knows(self, digests: Digests) -> bool:
        """Return whether files are those of the beginning or of a saving."""
        return digests == self.base or digests in self.saved


def history_of(records: Iterable[Record], path: Path) -> History:
    """
    Return what a journal says.

    Raises:
        CorpusError: a record is not one of a review, or out of place.
    """
    history = History()
    for line, record in enumerate(records, start=2):
        try:
            match next(iter(record)):
                case "base":
                    history = History(record["base"])
                case "do":
                    history.add(Change.from_json(record["do"]))
                case "undo" if history.done:
                    history.undo()
                case "redo":
                    history.redo()
                case "saving":
                    history.save(record["saving"], record["count"])
                case _:
                    raise _fault(path, line)
        except (StopIteration, KeyError, IndexError, TypeError, ValueError, AttributeError, CorpusError) as error:
            raise _fault(path, line) from error
    return history


def _fault(path: Path, line: int) -> CorpusError:
    return CorpusError("not a record of a review", where=f"{path}:{line}", remedy="restore the file from a copy")
