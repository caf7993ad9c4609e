"""Lines of beads that were edited."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.beads import read_bead_lines
from corpus.errors import ReadError
from corpus.model import Corpus
from tei.corrections.edited_links import EditedAlignment, EditedLink, edited_files, version_in_name
from tei.parser import FileError


def edited_alignments(path: Path, corpus: Corpus) -> Iterator[EditedAlignment]:
    """
    Yield the links of files with lines such as ``[0, 1]:[0]``; with several versions the file name has the version.

    Raises:
        ReadError: a file cannot be read, or its version is unknown.
        AlignmentError: a line is not a bead.
    """
    for file in edited_files(path, ".beads"):
        name = version_in_name(corpus, file, file.suffix)
        version = next((each for each in corpus.versions if each.id == name), None)
        if version is None:
            raise ReadError("its name does not end in a version", where=str(file), remedy="name it NAME.ID.beads")
        ids = [[sentence.id for sentence in document.sentences] for document in (corpus.pivot, version)]
        links, faults = [], []
        for line, sides in read_bead_lines(file):
            numbers = [(known, number) for known, side in zip(ids, sides, strict=True) for number in sorted(side)]
            beyond = [number for known, number in numbers if number >= len(known)]
            if beyond:
                faults.append(FileError(f"there is no sentence {beyond[0]}, counted from 0", file, line))
            elif numbers:
                links.append(EditedLink(file, line, tuple(known[number] for known, number in numbers)))
        yield EditedAlignment(file, name, tuple(links), tuple(faults))
