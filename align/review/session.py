"""A review in progress: the draft, the changes that led to it, and the journal that keeps them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from threading import RLock

from align.review.changes import UNMARKED, Change, Mark, Replacement
from align.review.draft import Draft
from align.review.history import History, history_of
from align.review.journal import Journal
from align.review.linking import Person, RefusedError
from align.review.storage import Storage
from corpus.errors import CorpusError
from corpus.files import writing
from corpus.identity import markup_ids
from corpus.messages import counted, warn
from corpus.model import Corpus


class Session:
    """
    A review in progress.

    Args:
        storage: the files of the corpus.
        person: who makes the decisions.
        date: the day that the journal and the header give, as YYYY-MM-DD; empty for none.
        writable: whether anything may be written; without, the corpus can only be looked at.

    Raises:
        CorpusError: the corpus or its journal cannot be read or written.

    Warns:
        TextWarning: the files were changed by another program since the last review.

    Attributes:
        person: who makes the decisions.
        writable: whether anything may be written.
        draft: the corpus as it is edited so far.
        history: the changes that led to it.
    """

    def __init__(self, storage: Storage, person: Person, *, date: str = "", writable: bool = True) -> None:
        self._storage = storage
        self._date = date
        self.person = person
        self.writable = writable
        self._lock = RLock()
        self.history = History()
        self._journal: Journal | None = None
        self._saved: Draft | None = None
        if not writable:
            self._base = storage.read()
            self.draft = self._saved = Draft.of(self._base)
            return
        with writing(storage.place):
            storage.place.mkdir(exist_ok=True)
        self._journal = Journal(storage.journal)
        try:
            self._open(self._journal)
        except BaseException:
            self._journal.close()
            raise

    def _open(self, journal: Journal) -> None:
        before = history_of(journal.records, self._storage.journal)
        self._disk = self._storage.digests()
        if before.base is not None and before.base == self._storage.base_digests() and before.knows(self._disk):
            self._base = self._storage.base()
            self.history = before
            self.draft = Draft.of(self._base).after(*before.changes[: before.done])
        else:
            self._base = self._storage.read()
            self._storage.keep()
            journal.add({"base": self._disk})
            self.history = History(self._disk)
            self.draft = self._saved = Draft.of(self._base)
            if before.base is not None:
                self._carry_over(before)

    def _carry_over(self, before: History) -> None:
        """Make what was not saved again, and mark what was marked, in files that another program has changed."""
        lost = 0
        for change in before.pending:
            try:
                self.do(change)
            except CorpusError:
                lost += 1
        for replacement in _remarked(self.draft, before.changes[: before.done]):
            self.do(Change("marks", (replacement,), by=self.person.name, date=self._date))
        problem = "another program has changed the corpus since the last review, which can no longer be undone"
        if lost:
            problem += f"; {counted(lost, 'decision')} that had not been saved no longer fit"
        warn(problem, where=str(self._storage.folder))

    def do(self, change: Change) -> None:
        """
        Make a change; it is on the disk when this returns.

        Raises:
            StaleError: it does not fit the draft.
            RefusedError: the corpus cannot be written.
            CorpusError: the journal cannot be written, or the text cannot be put into its markup.
        """
        with self._writing() as journal:
            change = replace(change, by=change.by or self.person.name, date=change.date or self._date)
            draft = self.draft.after(change)
            if change.edit:
                base = next(each for each in self._base.documents if each.id == change.edit.document)
                self._storage.check_block(base, change.edit.new)
            journal.add({"do": change.as_json()})
            self.draft = draft
            self.history.add(change)

    def undo(self) -> Change:
        """
        Undo the last change that is made, and return it.

        Raises:
            RefusedError: there is none.
            CorpusError: the journal cannot be written.
        """
        with self._writing() as journal:
            if not self.history.done:
                raise RefusedError("there is nothing to undo")
            change = self.history.changes[self.history.done - 1]
            draft = self.draft.after(change.inverse)
            journal.add({"undo": change.name, **self._who()})
            self.draft = draft
            self.history.undo()
            return change

    def redo(self) -> Change:
        """
        Make the last change that was undone again, and return it.

        Raises:
            RefusedError: there is none.
            CorpusError: the journal cannot be written.
        """
        with self._writing() as journal:
            if self.history.done == len(self.history.changes):
                raise RefusedError("there is nothing to redo")
            change = self.history.changes[self.history.done]
            draft = self.draft.after(change)
            journal.add({"redo": change.name, **self._who()})
            self.draft = draft
            self.history.redo()
            return change

    @property
    def revision(self) -> int:
        """A number that grows with each decision, and with nothing else."""
        return self.history.length

    @cached_property
    def taken_ids(self) -> frozenset[str]:
        """Every xml:id in the files as they were when the review began."""
        return frozenset().union(*(markup_ids(document.markup) for document in self._base.documents))

    @cached_property
    def faults(self) -> Mapping[str, tuple[str, ...]]:
        """What `align score` noted in the corpus when the review began, by the id of a sentence."""
        return self._storage.faults() if self.writable else {}

    @property
    def is_saved(self) -> bool:
        """Whether the TEI files hold all changes."""
        return self.draft is self._saved

    def save(self) -> None:
        """
        Write the TEI files.

        Raises:
            CorpusError: another program has changed them since, or the file system fails; nothing is overwritten.
        """
        with self._lock:
            draft, journal, count = self.draft, self._journal, len(self.history.pending)
        if journal is None or draft is self._saved:
            return
        if self._storage.digests() != self._disk:
            raise CorpusError(
                "another program has changed the files of the corpus; nothing was overwritten",
                where=str(self._storage.folder),
                remedy="restart the review to go on with the changed files",
            )
        edited = draft.corpus()
        files = self._storage.files(self._base, edited, _summary(self._base, edited), self._date or None)
        if files:
            after = dict(self._storage.digests_with(files))
            with self._lock:
                journal.add({"saving": after, "count": count})
                self.history.save(after, count)
            self._storage.write(files)
            self._disk = after
        self._saved = draft

    def close(self) -> None:
        """Save, and close the journal."""
        if self._journal is not None:
            try:
                self.save()
            finally:
                self._journal.close()
                self._journal = None

    def _who(self) -> dict[str, str]:
        return {"by": self.person.name} | ({"date": self._date} if self._date else {})

    @contextmanager
    def _writing(self) -> Iterator[Journal]:
        with self._lock:
            if self._journal is None:
                raise RefusedError("the folder of the corpus cannot be written; the corpus can only be looked at")
            yield self._journal


def _summary(before: Corpus, after: Corpus) -> str:
    kinds: Counter[str] = Counter()
    for old, new in zip(Draft.of(before).pairs, Draft.of(after).pairs, strict=True):
        known = {old.link(bead) for bead in old.beads}
        kinds.update(bead.status for bead in new.beads if new.link(bead) not in known)
    return f"Links edited (review): {kinds['corrected']} corrected, {kinds['confirmed']} confirmed."


def _remarked(draft: Draft, changes: Sequence[Change]) -> Iterator[Replacement]:
    """Yield the marks that changes set on links that are still there."""
    marks: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Mark] = {}
    for change in changes:
        for each in change.replacements:
            for link in each.old:
                marks.pop((each.version, link.source, link.target), None)
            for link in each.new:
                marks[each.version, link.source, link.target] = link.mark
    for pair in draft.pairs:
        links = [pair.link(bead) for bead in pair.beads]
        old = [link for link in links if marks.get((pair.version, link.source, link.target), UNMARKED) != link.mark]
        if old:
            new = tuple(replace(link, mark=marks[pair.version, link.source, link.target]) for link in old)
            yield Replacement(pair.version, tuple(old), new)
