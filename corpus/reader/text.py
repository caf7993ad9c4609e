"""The plain-text reader."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from corpus.errors import ReadError
from corpus.model import Metadata
from corpus.reader.blocks import find_blocks
from corpus.reader.characters import clean
from corpus.reader.encoding import decode
from corpus.reader.file import read_bytes
from corpus.reader.newlines import NEWLINES, Newlines
from corpus.reader.source import SourceText

_MARKUP = re.compile(r"\s*<(?:\?xml|!doctype|html|tei)\b", re.IGNORECASE)
"""How XML and HTML start."""


def read_text(path: str | os.PathLike[str], *, encoding: str | None = None, newlines: Newlines = "auto") -> SourceText:
    """
    Read a plain-text file into blocks.

    Args:
        path: the file; pipes and devices are refused.
        encoding: a name that Python knows, such as ``cp1251``; None to find it out, see `corpus.reader.encoding`.
        newlines: what a single line end is, see `Newlines`.

    Raises:
        ReadError: there is no such file, or it holds no text that can be read.
    """
    if newlines not in NEWLINES:
        raise ReadError(
            f"unknown way with newlines {newlines!r}", remedy=f"choose one of {', '.join(sorted(NEWLINES))}"
        )
    where = os.fspath(path)
    data = read_bytes(path)
    text = clean(decode(data, encoding, where), where)
    if _MARKUP.match(text):
        raise ReadError("is XML or HTML, not plain text", where=where, remedy="save it as plain text")
    blocks = find_blocks(text, newlines)
    if not blocks:
        raise ReadError("holds nothing but white space", where=where, remedy="check that it was saved")
    title = next((" ".join(block.text.split()) for block in blocks if block.kind == "head"), "")
    return SourceText(blocks, Metadata(title=title, source=Path(path).name, sha256=hashlib.sha256(data).hexdigest()))
