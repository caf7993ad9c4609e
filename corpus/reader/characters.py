"""Normalisation of characters: NFC, one sort of line end, and no character that XML does not allow."""

from __future__ import annotations

import re
import unicodedata

import regex

from corpus.errors import ReadError
from corpus.messages import counted, warn

_LINE_END = re.compile(r"[\r\x0b\x1e\x85\u2028]")

_PARAGRAPH_END = re.compile(r"[\x0c\x1c\x1d\u2029]")

_NO_LINE_FEED = re.compile(r"[\r\x0b-\x0c\x1c-\x1e\x85\u2028\u2029]")
"""Characters that end a line for people and word processors, and not for tools that count lines."""

_NOT_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The complement of ``Char`` in XML 1.0, section 2.2 (line ends other than \\n have been replaced by then)."""

_MAX_CONTROLS = 0.02
"""Share of such characters above which a file is not text: text files have a few, binary files a tenth."""

_STACKED_MARKS = regex.compile(r"\p{M}{256}")
"""No script stacks so many marks, and the canonical ordering of longer runs takes quadratic time."""


def clean(text: str, where: str, *, line_feeds: bool = False) -> str:
    r"""
    Return the text in NFC, with ``\n`` for every line end and an empty line for every page or paragraph separator.

    With `line_feeds`, only ``\n`` and ``\r\n`` end lines, as tools count them that have one sentence on each; a ``\r``
    does where there is no ``\n`` at all.

    Control characters that XML does not allow become U+FFFD, with a warning. All other characters stay, also soft
    hyphens and zero-width characters.

    Raises:
        ReadError: the text has too many such characters, or a letter has hundreds of combining marks.
    """
    if line_feeds:
        text = text.replace("\r\n", "\n")
        text = _NO_LINE_FEED.sub(" ", text if "\n" in text else text.replace("\r", "\n"))
    return normalise_characters(scrub(text, where), where)


def scrub(text: str, where: str) -> str:
    """
    Do what `clean` does except for NFC, which in markup would compose a ``>`` and a combining mark after it.

    Raises:
        ReadError: the text has too many control characters.
    """
    text = text.removesuffix("\x1a")  # the end-of-file mark of DOS
    text = _PARAGRAPH_END.sub("\n\n", _LINE_END.sub("\n", text.replace("\r\n", "\n"))).replace("\x1f", " ")
    stray = [match.start() for match in _NOT_XML.finditer(text)]
    if len(stray) > _MAX_CONTROLS * len(text) or "\0" in text:
        raise ReadError("is binary data, not text", where=where, remedy="save it as plain text in UTF-8")
    if stray:
        first = stray[0]
        replaced = (
            f"replaced {counted(len(stray), 'control character')} by U+FFFD, the first of them U+{ord(text[first]):04X}"
        )
        warn(replaced, where=f"{where}:{text.count(chr(10), 0, first) + 1}")
        text = _NOT_XML.sub("\ufffd", text)
    return text


def normalise_characters(text: str, where: str) -> str:
    """
    Return the text in NFC.

    Raises:
        ReadError: a letter has hundreds of combining marks.
    """
    if stacked := _STACKED_MARKS.search(text):
        place = f"{where}:{text.count(chr(10), 0, stacked.start()) + 1}"
        raise ReadError("hundreds of combining marks on one letter", where=place, remedy="remove them")
    return unicodedata.normalize("NFC", text)
