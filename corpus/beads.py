"""Files of beads, one a line, as alignment tools and their evaluation exchange them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import AlignmentError, ReadError

# All repetitions are possessive, so a hostile line takes linear time.
_SIDE = r"\[\s*+((?:\d{1,9}\s*+,\s*+)*+(?:\d{1,9})?+)\s*+\]"
_LINE = re.compile(rf"\s*+{_SIDE}\s*+:\s*+{_SIDE}\s*+(?::.*+)?+", re.ASCII)


def read_bead_lines(path: Path) -> Iterator[tuple[int, tuple[frozenset[int], frozenset[int]]]]:
    """
    Yield the line number and the sets of source and target sentences of beads written as ``[0, 1]:[0]``.

    Sentences are numbered from 0. An empty list on one side is an unaligned sentence on the other. Text after a second
    colon, such as the cost that Vecalign writes there, is ignored.

    Raises:
        AlignmentError: a line has another form.
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
