"""Lines of beads, the format in which aligners and evaluation scripts exchange alignments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import AlignmentError, ReadError

# Possessive quantifiers: the time for a hostile line is linear in its length.
_SIDE = r"\[\s*+((?:\d{1,9}\s*+,\s*+)*+(?:\d{1,9})?+)\s*+\]"
_LINE = re.compile(rf"\s*+{_SIDE}\s*+:\s*+{_SIDE}\s*+(?::.*+)?+", re.ASCII)


def bead_line(source: range, target: range) -> str:
    """
    Return the line for a bead, such as ``[0, 1]:[0]``.

    Args:
        source: numbers of its source sentences, from 0; may be empty.
        target: numbers of its target sentences, likewise.
    """
    return f"{list(source)}:{list(target)}\n"


def read_bead_lines(path: Path) -> Iterator[tuple[int, tuple[frozenset[int], frozenset[int]]]]:
    """
    Yield the line number (from 1) of each bead and the numbers of its source and its target sentences (from 0).

    Of an unaligned sentence (1-0, 0-1) one list is empty. What follows a second colon, such as the cost that Vecalign
    (Thompson and Koehn 2019) writes, is ignored.

    Raises:
        AlignmentError: a line is not a bead.
        ReadError: the file is not UTF-8 text.
    """
    for number, line in numbered_lines(path):
        match = _LINE.fullmatch(line)
        if match is None:
            raise AlignmentError("not a bead", where=f"{path}:{number}", remedy="write it as [0, 1]:[0]")
        source, target = (frozenset(int(n) for n in re.findall(r"\d+", side)) for side in match.groups())
        yield number, (source, target)


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """
    Yield the number, from 1, and the text of each line of a file that is not blank.

    Raises:
        ReadError: the file is not UTF-8 text.
    """
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield number, line.rstrip("\n")
    except UnicodeDecodeError as error:
        raise ReadError("not UTF-8 text", where=str(path), remedy="save it as UTF-8") from error
