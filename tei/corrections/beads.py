"""Beads: lines of sentence numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.beads import read_bead_lines
from corpus.errors import ReadError
from corpus.model import Corpus
from tei.corrections.edited_links import EditedAlignment, EditedLink, files_of, version_in_name
from tei.parser import FileError


def edited_alignments(path: Path, corpus: Corpus) -> Iterator[EditedAlignment]:
    """
    Yield the links of files with lines such as ``[0, 1]:[0]``; with several versions the name tells which.

    Raises:
        ReadError: a file cannot be read, or does not tell its version.
        AlignmentError: a line is of another form.
    """
    for file in files_of(path, ".beads"):
        name = version_in_name(corpus, file, file.suffix)
        version = next((each for each in corpus.versions if each.id == name), None)
        if version is None:
            raise ReadError("it does not tell which version it is of", where=str(file), remedy="call it NAME.ID.beads")
        ids = [[sentence.id for sentence in document.sentences] for document in (corpus.pivot, version)]
        links, faults = [], []
        for line, sides in read_bead_lines(file):
            numbers = [(known, number) for known, side in zip(ids, sides, strict=True) for number in sorted(side)]
            beyond = [number for known, number in numbers if number >= len(known)]
            if beyond:
                faults.append(FileError(f"there is no sentence {beyond[0]}, counted from 0", file, line))
            elif numbers:
                links.append(EditedLink(line, tuple(known[number] for known, number in numbers)))
        yield EditedAlignment(file, name, tuple(links), tuple(faults))
