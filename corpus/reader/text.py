"""Plain text."""

from __future__ import annotations

import re

from corpus.errors import ReadError
from corpus.reader.blocks import find_blocks
from corpus.reader.characters import clean
from corpus.reader.encoding import decode
from corpus.reader.newlines import Newlines
from corpus.reader.source import Content

_MARKUP = re.compile(r"\s*<(?:\?xml|!doctype|html|tei)\b", re.IGNORECASE)
"""How XML and HTML start."""


def read_plain(data: bytes, where: str, encoding: str | None, newlines: Newlines) -> Content:
    """
    Read plain text; blank lines part its blocks, and lines as `newlines` says.

    Raises:
        ReadError: the bytes are no text, or XML or HTML.
    """
    text = clean(decode(data, encoding, where), where)
    if _MARKUP.match(text):
        raise ReadError("is XML or HTML, not plain text", where=where, remedy="save it as plain text")
    return Content(find_blocks(text, newlines))
