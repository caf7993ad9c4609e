"""A corpus as a person has edited it so far: texts and links, to which changes are applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from itertools import groupby

from align.engine.crossings import crossing_links
from align.review.changes import UNMARKED, Change, Link, Mark, Replacement, TextEdit
from corpus.beads import order_beads
from corpus.errors import CorpusError
from corpus.model import Alignment, Bead, Corpus, Document, slice_of


class StaleError(CorpusError):
    """A change does not fit what is there: the corpus has changed since."""


@dataclass(frozen=True)
class Text:
    """
    A version with the places of its sentences.

    Attributes:
        document: the version.
    """

    document: Document

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of its sentences."""
        return tuple([sentence.id for sentence in self.document.sentences])

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each sentence, from 0, by its id."""
        return {identifier: number for number, identifier in enumerate(self.ids)}

    def run(self, ids: tuple[str, ...]) -> range:
        """
        Return the numbers of consecutive sentences.

        Raises:
            StaleError: they are not in the text, or not consecutive.
        """
        if not ids:
            return range(0)
        start = self.numbers.get(ids[0], 0)
        if self.ids[start : start + len(ids)] != ids:
            raise StaleError(f"there are no consecutive sentences {' '.join(ids[:3])} any more")
        return range(start, start + len(ids))


@dataclass(frozen=True)
class Pair:
    """
    The pivot and a version, with the links between them as rows.

    Attributes:
        source: the pivot.
        target: the version.
        beads: the links in order; the number of a row is a place in them.
        marks: what a person remarked on links, by the id of each one's first sentence.
    """

    source: Text
    target: Text
    beads: tuple[Bead, ...]
    marks: Mapping[str, Mark] = field(default_factory=dict)

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        sources, targets = self.source.ids, self.target.ids
        rows = {}
        for row, bead in enumerate(self.beads):
            for number in bead.source:
                rows[sources[number]] = row
            for number in bead.target:
                rows[targets[number]] = row
        return rows

    def row(self, identifier: str) -> int:
        """
        Return the row that a sentence is in.

        Raises:
            StaleError: there is no such sentence.
        """
        row = self._rows.get(identifier)
        if row is None:
            raise StaleError(
                f"there is no sentence {identifier!r} in {self.source.document.id}-{self.version} any more"
            )
        return row

    @cached_property
    def expected_wrong(self) -> float:
        """How many links that the aligner made are to be expected wrong: the sum of what their probabilities lack."""
        return sum(1.0 - bead.confidence for bead in self.beads if bead.attribution is None)

    @cached_property
    def reviewed(self) -> int:
        """How many links a person has changed or confirmed."""
        return sum(bead.attribution is not None and bead.attribution.by_person for bead in self.beads)

    @cached_property
    def crossing(self) -> frozenset[int]:
        """The rows whose links cross others."""
        return frozenset(crossing_links(self.beads))

    @cached_property
    def companions(self) -> Mapping[int, tuple[int, ...]]:
        """For each source sentence, by number, the rows that begin with it and the unaligned ones that follow these."""
        rows: dict[int, list[int]] = {}
        last = 0
        for row, bead in enumerate(self.beads):
            last = bead.source.start if bead.source else last
            rows.setdefault(last, []).append(row)
        return {number: tuple(each) for number, each in rows.items()}

    @property
    def version(self) -> str:
        """The id of the version."""
        return self.target.document.id

    def anchor(self, bead: Bead) -> str:
        """Return the id of the first sentence of a link, which is in no other."""
        return self.source.ids[bead.source.start] if bead.source else self.target.ids[bead.target.start]

    def mark(self, bead: Bead) -> Mark:
        """Return what a person remarked on a link."""
        return self.marks.get(self.anchor(bead), UNMARKED)

    def link(self, bead: Bead) -> Link:
        """Return a link by the ids of its sentences."""
        ids = self.source.ids[slice_of(bead.source)], self.target.ids[slice_of(bead.target)]
        return Link(*ids, bead.confidence, bead.attribution, self.mark(bead))

    def bead(self, link: Link) -> Bead:
        """Return a link by the numbers of its sentences; raise `StaleError` where they are not there."""
        runs = self.source.run(link.source), self.target.run(link.target)
        return Bead(*runs, link.confidence, link.attribution)

    def after(self, replacements: Iterable[Replacement]) -> Pair:
        """
        Return the pair with links replaced, one replacement after the other.

        Raises:
            StaleError: the old links are not there, or the new ones are not of the same sentences.
        """
        links = self.replaced(replacements, same=True)
        beads = [bead for row, bead in enumerate(self.beads) if row not in links.rows]
        return replace(self, beads=order_beads([*beads, *map(self.bead, links.new)]), marks=self.marks_with(links))

    def replaced(self, replacements: Iterable[Replacement], *, same: bool) -> Replaced:
        """
        Return the rows and the links that remain to be replaced when replacements follow each other.

        Args:
            replacements: the replacements.
            same: whether each must be of the same sentences before and after.

        Raises:
            StaleError: a link to be replaced is not there.
        """
        rows: set[int] = set()
        new: dict[str, Link] = {}
        for each in replacements:
            for link in each.old:
                made = new.pop(link.ids[0], None)
                row = None if made else self.row(link.ids[0])
                if (made or self.link(self.beads[row or 0])) != link or row in rows:
                    raise StaleError("the links have changed since")
                if row is not None:
                    rows.add(row)
            before, after = (
                [identifier for link in links for identifier in link.ids] for links in (each.old, each.new)
            )
            if same and sorted(before) != sorted(after):
                raise StaleError("a change must link the same sentences as before")
            new |= {link.ids[0]: link for link in each.new}
        return Replaced(frozenset(rows), tuple(new.values()))

    def marks_with(self, links: Replaced) -> Mapping[str, Mark]:
        """Return the marks when links are replaced."""
        removed = {self.anchor(self.beads[row]) for row in links.rows} if self.marks else set()
        added = {link.ids[0]: link.mark for link in links.new if link.mark != UNMARKED}
        if not removed and not added:
            return self.marks
        return {anchor: mark for anchor, mark in self.marks.items() if anchor not in removed} | added


@dataclass(frozen=True, slots=True)
class Replaced:
    """
    What several replacements do together.

    Attributes:
        rows: the rows whose links are replaced.
        new: the links in their place.
    """

    rows: frozenset[int]
    new: tuple[Link, ...]


@dataclass(frozen=True)
class Draft:
    """
    A corpus in the course of editing. It is never changed: each change gives a new one.

    Attributes:
        name: the name of the corpus.
        alignments: how the links were computed; their beads are those before all changes.
        pairs: the pivot with each version.
    """

    name: str
    alignments: tuple[Alignment, ...]
    pairs: tuple[Pair, ...]

    @classmethod
    def of(cls, corpus: Corpus) -> Draft:
        """Return a corpus without changes."""
        pivot = Text(corpus.pivot)
        pairs = zip(corpus.versions, corpus.alignments, strict=True)
        return cls(
            corpus.name,
            corpus.alignments,
            tuple(Pair(pivot, Text(version), alignment.beads) for version, alignment in pairs),
        )

    @property
    def texts(self) -> tuple[Text, ...]:
        """The pivot and the versions."""
        return (self.pairs[0].source, *(pair.target for pair in self.pairs))

    def corpus(self) -> Corpus:
        """Return it as a corpus, whose invariants are checked."""
        alignments = zip(self.alignments, self.pairs, strict=True)
        return Corpus(
            self.name,
            self.pairs[0].source.document,
            tuple(pair.target.document for pair in self.pairs),
            tuple(replace(alignment, beads=pair.beads) for alignment, pair in alignments),
        )

    def pair(self, version: str) -> Pair:
        """
        Return the pair of a version.

        Raises:
            StaleError: there is no such version.
        """
        for pair in self.pairs:
            if pair.version == version:
                return pair
        raise StaleError(f"there is no version {version!r}")

    def after(self, *changes: Change) -> Draft:
        """
        Return the draft with changes made one after the other, completely or not at all.

        Raises:
            StaleError: a change does not fit what is there.
        """
        draft = self
        for of_text, run in groupby(changes, key=lambda change: change.edit is not None):
            group = list(run)
            draft = reduce(Draft._edited, group, draft) if of_text else draft._relinked(group)
        return draft

    def _relinked(self, changes: Sequence[Change]) -> Draft:
        replacements: dict[str, list[Replacement]] = {}
        for change in changes:
            for each in change.replacements:
                replacements.setdefault(each.version, []).append(each)
        for version in replacements:
            self.pair(version)
        pairs = (
            pair.after(replacements[pair.version]) if pair.version in replacements else pair for pair in self.pairs
        )
        return replace(self, pairs=tuple(pairs))

    def _edited(self, change: Change) -> Draft:
        """Return the draft with the text of a block and some links replaced; the numbers of sentences change."""
        edit = change.edit
        place = next(
            (place for place, text in enumerate(self.texts) if edit and text.document.id == edit.document), None
        )
        if edit is None or place is None:
            raise StaleError("there is no such version any more")
        text = Text(_with_block(self.texts[place].document, edit))
        pairs = []
        for number, pair in enumerate(self.pairs, start=1):
            if place not in (0, number):
                pairs.append(pair)
                continue
            links = pair.replaced([each for each in change.replacements if each.version == pair.version], same=False)
            kept = [pair.link(bead) for row, bead in enumerate(pair.beads) if row not in links.rows]
            source, target = (text, pair.target) if place == 0 else (pair.source, text)
            edited = replace(pair, source=source, target=target, marks=pair.marks_with(links))
            beads = order_beads([edited.bead(link) for link in (*kept, *links.new)])
            Alignment("", "", beads).check_coverage(len(edited.source.ids), len(edited.target.ids))
            pairs.append(replace(edited, beads=beads))
        return replace(self, pairs=tuple(pairs))


def _with_block(document: Document, edit: TextEdit) -> Document:
    place = next((place for place, block in enumerate(document.blocks) if block.id == edit.old.id), None)
    if place is None or document.blocks[place] != edit.old:
        raise StaleError(f"the block {edit.old.id} has changed since")
    return replace(document, blocks=(*document.blocks[:place], edit.new, *document.blocks[place + 1 :]))
