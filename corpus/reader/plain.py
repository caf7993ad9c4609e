"""Plain text."""

from __future__ import annotations

from collections import Counter

import regex

from corpus.errors import ReadError
from corpus.model import Metadata
from corpus.reader.builder import phrases
from corpus.reader.characters import clean
from corpus.reader.encoding import decode
from corpus.reader.newlines import Newlines
from corpus.reader.page_headers import without_page_headers
from corpus.reader.source import SourceText
from corpus.reader.text import find_blocks

_MARKUP = regex.compile(r"\s*<(?:\?xml|!doctype|html|tei)\b", regex.IGNORECASE)
"""How XML and HTML start."""


def read_plain(
    data: bytes, where: str, encoding: str | None, newlines: Newlines, *, furniture: bool = True
) -> SourceText:
    """
    Read plain text. Blank lines separate blocks, and single line ends count as `newlines` says.

    Args:
        data: the file.
        where: its name, for messages.
        encoding: a name that Python knows; None to detect it.
        newlines: what a single line end means.
        furniture: whether to keep running headers and page numbers.

    Raises:
        ReadError: the bytes are not text, or are XML or HTML.
    """
    text = clean(decode(data, encoding, where), where, line_feeds=newlines == "keep")
    if _MARKUP.match(text):
        raise ReadError("is XML or HTML, not plain text", where=where, remedy="save it as plain text")
    text, headers = (text, Counter[str]()) if furniture else without_page_headers(text)
    return SourceText(find_blocks(text, newlines), Metadata(), omitted=phrases(headers))
