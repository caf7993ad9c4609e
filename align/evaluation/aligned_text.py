"""An alignment as evaluation sees it, wherever it was read from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from align.evaluation.metrics import BeadSets, bead_sets
from corpus import AlignmentError, Corpus, ReadError
from corpus.beads import read_bead_lines

NamedLink = tuple[tuple[str, ...], tuple[str, ...], int]
"""The ids of the source and the target sentences of a link, and its line in the file."""


@dataclass(frozen=True, slots=True)
class AlignedText:
    """
    An alignment of two texts, from a system or from gold.

    Attributes:
        names: the names that the text may have, such as ``en-ru``; the first is shown.
        path: the file or folder it was read from.
        beads: its beads.
        lines: the line of each bead in the file, from 1; empty where lines are not known.
        labels: the names of source and target, such as ``("en", "ru")``; None where they are not known.
        counts: the numbers of source and target sentences; None where they are not known.
        sentences: the source and the target sentences; None where only their numbers are known.
        given: whether the user gave this file, not the folder that it is in.
    """

    names: tuple[str, ...]
    path: Path
    beads: tuple[BeadSets, ...]
    lines: tuple[int, ...] = ()
    labels: tuple[str, str] | None = None
    counts: tuple[int, int] | None = None
    sentences: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    given: bool = False

    @classmethod
    def of_corpus(cls, corpus: Corpus, number: int, path: Path) -> AlignedText:
        """Return a pair of a corpus: the pivot and the version of a number, from 0."""
        pivot, version = corpus.pivot, corpus.versions[number]
        names = [f"{pivot.id}-{version.id}", f"{corpus.name}.{version.id}", f"{corpus.name}.{pivot.id}.{version.id}"]
        if len(corpus.versions) == 1:
            names.append(corpus.name)
        sources, targets = (tuple(sentence.text for sentence in each.sentences) for each in (pivot, version))
        return cls(
            names=tuple(names),
            path=path,
            beads=tuple(bead_sets(corpus.alignments[number])),
            labels=(pivot.id, version.id),
            counts=(len(sources), len(targets)),
            sentences=(sources, targets),
        )

    @classmethod
    def of_bead_file(cls, path: Path, *, given: bool) -> AlignedText:
        """
        Read a file of bead lines.

        Raises:
            TeialignError: the file has no bead, is not UTF-8, or a line has another form.
        """
        beads = tuple(read_bead_lines(path))
        if not beads:
            raise ReadError("no bead in the file", where=str(path), remedy="write lines such as [0, 1]:[0]")
        sets, lines = tuple(bead for _, bead in beads), tuple(line for line, _ in beads)
        return cls(names=(path.stem,), path=path, beads=sets, lines=lines, given=given)

    @classmethod
    def of_links(
        cls, links: Sequence[NamedLink], labels: tuple[str, str] | None, path: Path, *, given: bool
    ) -> AlignedText:
        """
        Return the alignment of two documents whose sentences are known by ids only.

        The links cover both documents, and the order of the ids is that of the sentences: ``2:9`` is before ``2:10``.

        Raises:
            AlignmentError: a sentence is in two links.
        """
        lines = tuple(line for *_, line in links)
        places = [_places([ids for ids, *_ in links], lines, path), _places([ids for _, ids, _ in links], lines, path)]
        return cls(
            names=(path.stem,),
            path=path,
            beads=tuple(
                (frozenset(places[0][each] for each in source), frozenset(places[1][each] for each in target))
                for source, target, _ in links
            ),
            lines=lines,
            labels=labels,
            counts=(len(places[0]), len(places[1])),
            given=given,
        )

    def swapped(self) -> AlignedText:
        """Return the alignment with source and target swapped."""
        return replace(
            self,
            beads=tuple((target, source) for source, target in self.beads),
            labels=self.labels and (self.labels[1], self.labels[0]),
            counts=self.counts and (self.counts[1], self.counts[0]),
            sentences=self.sentences and (self.sentences[1], self.sentences[0]),
        )

    def is_pair(self, labels: tuple[str, str] | None) -> bool:
        """Return whether its source and target are known to be these two, in either order."""
        return self.labels is not None and labels is not None and set(self.labels) == set(labels)


def _places(sides: Sequence[Sequence[str]], lines: Sequence[int], path: Path) -> dict[str, int]:
    """Return the number of each sentence among all, in the order of their ids."""
    seen: set[str] = set()
    for ids, line in zip(sides, lines, strict=True):
        for identifier in ids:
            if identifier in seen:
                raise AlignmentError(f"sentence {identifier} is linked twice", where=f"{path}:{line}")
            seen.add(identifier)
    return {name: number for number, name in enumerate(sorted(seen, key=_natural))}


def _natural(identifier: str) -> list[tuple[int, str]]:
    """Return a key that sorts numbers inside ids by their value."""
    return [(int(digits or 0), other) for digits, other in re.findall(r"([0-9]{1,18})|([^0-9]+)", identifier)]
