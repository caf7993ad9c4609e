"""Edited links compared with those of the corpus: changed, confirmed, or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.errors import CorpusError
from corpus.messages import warn
from corpus.model import Corpus
from tei.corrections.changes import Change, changes_of
from tei.corrections.edited_links import EditedAlignment
from tei.corrections.merging import EditedPair, Merging
from tei.parser import FileError

_SHOWN = 5


class CorrectionError(CorpusError):
    """
    An edited file cannot be imported.

    Attributes:
        faults: everything that is wrong with it, each with file and line.
    """

    def __init__(self, faults: tuple[FileError, ...]) -> None:
        first = faults[0]
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(f"{first.problem}{more}", where=first.where, remedy=first.remedy)
        self.faults = faults


def revise(
    corpus: Corpus,
    edited: Iterable[EditedAlignment],
    *,
    by: str = "",
    confirm: bool = False,
    force: bool = False,
) -> tuple[Corpus, tuple[Change, ...]]:
    """
    Return a corpus with edited links in place of its own, and the changes, pair by pair in the order of the texts.

    Args:
        corpus: the corpus that was exported.
        edited: the edited links.
        by: the person who edited them; if empty, the person whom the file names.
        confirm: treat unchanged links as confirmed.
        force: let links that are not marked as a person's replace those of a person.

    Raises:
        CorrectionError: the links cannot be imported.

    Warns:
        TextWarning: a sentence of a replaced link is in no edited link and is unaligned now, or links of the corpus are
            not in the file.
    """
    places = {
        sentence.id: (side, number)
        for side, document in enumerate(corpus.documents)
        for number, sentence in enumerate(document.sentences)
    }
    pairs = [EditedPair(corpus, number) for number in range(len(corpus.versions))]
    faults: list[FileError] = []
    for alignment in edited:
        faults += alignment.faults
        number = _version_of(alignment, corpus, places)
        if number is not None:
            pairs[number].add(alignment, places)
        elif alignment.links:
            faults.append(FileError("neither its name nor its ids give a version", alignment.path))
    faults += [fault for pair in pairs for fault in pair.faults]
    mergings = [] if faults else [Merging(pair, by, confirm=confirm) for pair in pairs if pair.edited]
    if not force:
        faults += [fault for merging in mergings for fault in merging.conflicts]
    if faults:
        raise CorrectionError(tuple(sorted(faults, key=lambda fault: (str(fault.path), fault.line))))
    revised = {merging.pair.number: merging.alignment() for merging in mergings}
    alignments = tuple(revised.get(number, alignment) for number, alignment in enumerate(corpus.alignments))
    _warn(mergings)
    changes = tuple(change for merging in mergings for change in changes_of(merging))
    return replace(corpus, alignments=alignments), changes


def _version_of(edited: EditedAlignment, corpus: Corpus, places: Mapping[str, tuple[int, int]]) -> int | None:
    names = [version.id for version in corpus.versions]
    if edited.version in names:
        return names.index(edited.version)
    sides = (places[identifier][0] for link in edited.links for identifier in link.ids if identifier in places)
    only = 0 if len(names) == 1 else None
    return next((side - 1 for side in sides if side), only)


def _warn(mergings: Sequence[Merging]) -> None:
    for merging in mergings:
        if merging.unaligned:
            shown = ", ".join(merging.unaligned[:_SHOWN]) + ", …" * (len(merging.unaligned) > _SHOWN)
            pair = f"{merging.pair.source.id}-{merging.pair.target.id}"
            warn(f"sentences that are in no link of the file are unaligned now: {shown}", where=pair)
    unmentioned = sum(merging.unmentioned for merging in mergings)
    if unmentioned:
        warn(f"links of the corpus that are not in the file were kept as they are: {unmentioned}")
