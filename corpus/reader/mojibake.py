"""Mojibake: text that was decoded with the wrong encoding, such as Ã© for é."""

from __future__ import annotations

import functools

import regex

from corpus.messages import warn

_WRONG_ENCODINGS = ("cp1252", "cp1251", "cp1250", "mac_roman")
"""Encodings that UTF-8 is often wrongly decoded with."""

_SAMPLE = 2**20
"""Number of characters that are searched."""

_MIN_PLACES = 2
_MIN_SHARE = 0.75
"""
Minimum number of places, and their minimum share of the characters that could start one. `à ` is French and `É»` may
be, but in a garbled text nearly every such character is followed by the rest of a UTF-8 sequence.
"""


def warn_of_mojibake(text: str, where: str) -> None:
    """
    Warn when a text seems to be UTF-8 that was once decoded with another encoding, and name that encoding.

    The fault is in the source, and the text is not changed.
    """
    sample = text[:_SAMPLE]
    found = {encoding: _patterns(encoding)[1].findall(sample) for encoding in _WRONG_ENCODINGS}
    encoding = max(found, key=lambda encoding: len(found[encoding]))
    places = found[encoding]
    leads = len(_patterns(encoding)[0].findall(sample))
    if len(places) >= _MIN_PLACES and len(places) >= _MIN_SHARE * leads:
        meant = _bytes(places[0], encoding).decode("utf-8", "replace")
        problem = f"looks garbled, with {places[0]!r} for {meant!r} in {len(places)} places: UTF-8 read as {encoding}"
        warn(problem, where=where, remedy="get a copy that is not garbled")


_LEADS = b"\xc3\xc4\xc5\xce\xcf\xd0\xd1\xd7\xd8\xd9"
"""The first bytes of Latin, Greek, Cyrillic, Hebrew and Arabic letters in UTF-8."""


@functools.cache
def _patterns(encoding: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Return patterns of the first byte of a UTF-8 sequence, and of a sequence of two or three bytes, as decoded."""
    two, three, more = (
        "[" + regex.escape("".join(_character(byte, encoding) for byte in some), special_only=False) + "]"
        for some in (_LEADS, range(0xE2, 0xE4), range(0x80, 0xC0))
    )
    return regex.compile(f"{two}|{three}"), regex.compile(f"{two}{more}|{three}{more}{{2}}")


def _character(byte: int, encoding: str) -> str:
    """Return what a byte was decoded as; bytes that the encoding leaves undefined become control characters."""
    return bytes([byte]).decode(encoding, "ignore") or chr(byte)


def _bytes(text: str, encoding: str) -> bytes:
    return b"".join(character.encode(encoding, "ignore") or bytes([ord(character) & 0xFF]) for character in text)
