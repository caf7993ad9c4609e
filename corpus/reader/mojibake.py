"""Text that was once decoded with the wrong encoding: Ã© for é."""

from __future__ import annotations

import functools

import regex

from corpus.messages import warn

_MISTAKEN = ("cp1252", "cp1251", "cp1250", "mac_roman")
"""Encodings that UTF-8 is often mistaken for."""

_SAMPLE = 2**20
"""How many characters are looked at."""

_LEAST = 2
_SHARE = 0.75
"""
Fewest places, and the least share of them among the characters that could start one: `à ` is French and `É»` may be,
but in a damaged text nearly every such character is followed by what UTF-8 puts there.
"""


def warn_of_mojibake(text: str, where: str) -> None:
    """
    Warn, by a `TextWarning`, when a text seems to be UTF-8 that was read in another encoding, and name both.

    It is a fault of the source, made before this program saw it, and nothing is changed.
    """
    sample = text[:_SAMPLE]
    found = {encoding: _patterns(encoding)[1].findall(sample) for encoding in _MISTAKEN}
    encoding = max(found, key=lambda encoding: len(found[encoding]))
    places = found[encoding]
    leads = len(_patterns(encoding)[0].findall(sample))
    if len(places) >= _LEAST and len(places) >= _SHARE * leads:
        meant = _bytes(places[0], encoding).decode("utf-8", "replace")
        problem = f"looks garbled, with {places[0]!r} for {meant!r} ({len(places)} places)"
        message = f"{where}: {problem}: UTF-8 was once read as {encoding}; get a sound copy"
        warn(message)


_TWO = b"\xc3\xc4\xc5\xce\xcf\xd0\xd1\xd7\xd8\xd9"
"""What starts letters of Latin, Greek, Cyrillic, Hebrew and Arabic in UTF-8."""


@functools.cache
def _patterns(encoding: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Return what the first byte of a sequence in UTF-8 looks like, and whole sequences of two or three bytes."""
    two, three, more = (
        "[" + regex.escape("".join(_character(byte, encoding) for byte in some), special_only=False) + "]"
        for some in (_TWO, range(0xE2, 0xE4), range(0x80, 0xC0))
    )
    return regex.compile(f"{two}|{three}"), regex.compile(f"{two}{more}|{three}{more}{{2}}")


def _character(byte: int, encoding: str) -> str:
    """Return what a byte was read as; programs take the bytes that Windows leaves open for control characters."""
    return bytes([byte]).decode(encoding, "ignore") or chr(byte)


def _bytes(text: str, encoding: str) -> bytes:
    return b"".join(character.encode(encoding, "ignore") or bytes([ord(character) & 0xFF]) for character in text)
