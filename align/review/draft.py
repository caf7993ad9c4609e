"""A corpus as a person has edited it so far: texts and links, to which changes are applied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby
from typing import Literal

from align.review.changes import Change, Replacement, TextEdit
from align.review.pair import Pair, StaleError, Text
from corpus.beads import order_beads
from corpus.model import Alignment, Bead, Corpus, Document


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
            source, target = (text, pair.target) if place == 0 else (pair.source, text)
            edited = replace(pair, source=source, target=target, marks=pair.marks_with(links))
            beads = [*_renumbered(pair, edited, edit, links.rows, "source" if place == 0 else "target")]
            if links.rows or beads != [*pair.beads]:
                edited = replace(edited, beads=order_beads([*beads, *map(edited.bead, links.new)]))
                Alignment("", "", edited.beads).check_coverage(len(edited.source.ids), len(edited.target.ids))
            pairs.append(edited)
        return replace(self, pairs=tuple(pairs))


def _renumbered(
    before: Pair, after: Pair, edit: TextEdit, replaced: Set[int], side: Literal["source", "target"]
) -> Iterator[Bead]:
    """Yield the links that stay, with the numbers that their sentences have once a block was edited."""
    text: Text = getattr(before, side)
    start = text.numbers[edit.old.sentences[0].id]
    end = start + len(edit.old.sentences)
    grown = len(edit.new.sentences) - len(edit.old.sentences)
    for row, bead in enumerate(before.beads):
        run: range = getattr(bead, side)
        if row in replaced:
            continue
        if not run or run.stop <= start or not grown:
            yield bead
        elif run.start >= end:
            moved = range(run.start + grown, run.stop + grown)
            yield replace(bead, source=moved) if side == "source" else replace(bead, target=moved)
        else:
            yield after.bead(before.link(bead))


def _with_block(document: Document, edit: TextEdit) -> Document:
    place = next((place for place, block in enumerate(document.blocks) if block.id == edit.old.id), None)
    if place is None or document.blocks[place] != edit.old:
        raise StaleError(f"the block {edit.old.id} has changed since")
    return replace(document, blocks=(*document.blocks[:place], edit.new, *document.blocks[place + 1 :]))
