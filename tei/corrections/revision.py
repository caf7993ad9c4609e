"""Edited links held against those of the corpus: what changes, what was confirmed, what cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.messages import warn
from corpus.model import Corpus
from tei.corrections.changes import Change, Display
from tei.corrections.edited_links import EditedAlignment
from tei.corrections.edited_pair import EditedPair
from tei.corrections.merging import Merging
from tei.parser import FileError

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Revision:
    """
    What an edited file makes of a corpus.

    Attributes:
        corpus: the corpus with the changes.
        changes: the changes, pair by pair in the order of the texts.
        faults: why it cannot be taken over; the rest is of no use then.
    """

    corpus: Corpus
    changes: tuple[Change, ...]
    faults: tuple[FileError, ...]


def revise(
    corpus: Corpus,
    edited_alignments: Iterable[EditedAlignment],
    *,
    by: str = "",
    confirm: bool = False,
    force: bool = False,
) -> Revision:
    """
    Hold edited links against a corpus.

    Args:
        corpus: what was exported and edited.
        edited_alignments: the edited links.
        by: the person who edited them; where empty, whom the file names.
        confirm: take links that are as they were for confirmed.
        force: let links that no person is said to have made replace those of a person.

    Warns:
        TextWarning: a sentence of a link that was taken apart is in none of the file, and so has no counterpart now; or
            links of the corpus are not mentioned.
    """
    places = {
        sentence.id: (side, number)
        for side, document in enumerate(corpus.documents)
        for number, sentence in enumerate(document.sentences)
    }
    pairs = [EditedPair(corpus, number) for number in range(len(corpus.versions))]
    faults: list[FileError] = []
    for sheet in edited_alignments:
        faults += sheet.faults
        number = _version_of(sheet, corpus, places)
        if number is not None:
            pairs[number].read(sheet, places)
        elif sheet.links:
            faults.append(FileError("it does not tell which version it is of", sheet.path))
    faults += [fault for pair in pairs for fault in pair.faults]
    mergings = [] if faults else [Merging(pair, by, confirm=confirm) for pair in pairs if pair.stated]
    if not force:
        faults += [fault for merging in mergings for fault in merging.conflicts]
    if faults:
        return Revision(corpus, (), tuple(sorted(faults, key=lambda fault: (str(fault.path), fault.line))))
    return _revision(corpus, mergings)


def _version_of(sheet: EditedAlignment, corpus: Corpus, places: Mapping[str, tuple[int, int]]) -> int | None:
    names = [version.id for version in corpus.versions]
    if sheet.version in names:
        return names.index(sheet.version)
    sides = (places[identifier][0] for link in sheet.links for identifier in link.ids if identifier in places)
    only = 0 if len(names) == 1 else None
    return next((side - 1 for side in sides if side), only)


def _revision(corpus: Corpus, mergings: Sequence[Merging]) -> Revision:
    revised = {merging.pair.number: merging.alignment() for merging in mergings}
    alignments = tuple(revised.get(number, alignment) for number, alignment in enumerate(corpus.alignments))
    changes: list[Change] = []
    for merging in mergings:
        changes += Display(merging.pair.source, merging.pair.target).changes(merging)
        if merging.loose:
            shown = ", ".join(merging.loose[:_SHOWN]) + ", …" * (len(merging.loose) > _SHOWN)
            pair = f"{merging.pair.source.id}-{merging.pair.target.id}"
            message = f"{pair}: sentences that the file has in no link are without counterpart now: {shown}"
            warn(message)
    unmentioned = sum(merging.unmentioned for merging in mergings)
    if unmentioned:
        message = f"links of the corpus that the file does not mention stay as they are: {unmentioned}"
        warn(message)
    return Revision(replace(corpus, alignments=alignments), tuple(changes), ())
