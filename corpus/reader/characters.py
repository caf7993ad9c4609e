"""Characters to clean text: one normal form, one line end, and nothing that XML has no place for."""

from __future__ import annotations

import re
import unicodedata

import regex

from corpus.errors import ReadError
from corpus.messages import warn

_LINE_END = re.compile(r"[\r\x0b\x1e\x85\u2028]")

_PARAGRAPH_END = re.compile(r"[\x0c\x1c\x1d\u2029]")

_NO_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The complement of ``Char`` in XML 1.0, section 2.2 (line ends other than \\n are gone by then)."""

_TOO_MANY_CONTROLS = 0.02
"""Share of such characters above which a file is no text: real ones have a stray few, binary ones a tenth."""

_MARKS = regex.compile(r"\p{M}{256}")
"""No script stacks so many marks; bringing longer runs into canonical order takes quadratic time."""


def clean(text: str, where: str) -> str:
    r"""
    Return the text in NFC, with ``\n`` for every line end and an empty line for every page or paragraph separator.

    Control characters that XML cannot hold become U+FFFD, with a warning: they are shown, not dropped. Everything else
    stays, among it soft hyphens and zero-width characters.

    Raises:
        ReadError: the text is full of such characters, or piles up hundreds of combining marks.
    """
    return normalise(scrub(text, where), where)


def scrub(text: str, where: str) -> str:
    """
    Do what `clean` does, but leave the normal form: in markup, NFC would melt a ``>`` and a mark behind it into one.

    Raises:
        ReadError: the text is full of control characters.
    """
    text = text.removesuffix("\x1a")  # the end-of-file mark of DOS
    text = _PARAGRAPH_END.sub("\n\n", _LINE_END.sub("\n", text.replace("\r\n", "\n"))).replace("\x1f", " ")
    stray = [match.start() for match in _NO_XML.finditer(text)]
    if len(stray) > _TOO_MANY_CONTROLS * len(text) or "\0" in text:
        raise ReadError("is binary data, not text", where=where, remedy="save it as plain text in UTF-8")
    if stray:
        first = stray[0]
        place = f"{where}:{text.count(chr(10), 0, first) + 1}"
        message = f"{place}: {len(stray)} control characters (the first is U+{ord(text[first]):04X}) become U+FFFD"
        warn(message)
        text = _NO_XML.sub("\ufffd", text)
    return text


def normalise(text: str, where: str) -> str:
    """
    Return the text in NFC.

    Raises:
        ReadError: it piles up hundreds of combining marks.
    """
    if piled := _MARKS.search(text):
        place = f"{where}:{text.count(chr(10), 0, piled.start()) + 1}"
        raise ReadError("hundreds of combining marks on one letter", where=place, remedy="remove them")
    return unicodedata.normalize("NFC", text)
