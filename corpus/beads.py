"""Lines of beads, as aligners and their referees exchange them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import AlignmentError, ReadError

# Possessive throughout, so that a hostile line costs no more than its length.
_SIDE = r"\[\s*+((?:\d{1,9}\s*+,\s*+)*+(?:\d{1,9})?+)\s*+\]"
_LINE = re.compile(rf"\s*+{_SIDE}\s*+:\s*+{_SIDE}\s*+(?::.*+)?+", re.ASCII)


def read_bead_lines(path: Path) -> Iterator[tuple[int, tuple[frozenset[int], frozenset[int]]]]:
    """
    Yield beads written as ``[0, 1]:[0]``, the sets of source and target sentences, each after the number of its line.

    Numbers count from 0, an empty list is no counterpart. What follows a second colon (the cost that Vecalign writes
    there) is left alone.

    Raises:
        AlignmentError: a line is of another form.
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
    Yield the lines of a file that are not blank, each after its number, from 1.

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
