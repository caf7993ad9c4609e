"""Character encodings: bytes to text, and text that was once decoded with the wrong encoding."""

from __future__ import annotations

import codecs
import functools
import io
import re

import regex

from corpus.errors import ReadError
from corpus.messages import warn

_REMEDY = "name its encoding, such as --encoding cp1252"

_CONVERT = "save it as plain text in UTF-8"

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; UTF-32 is before UTF-16, since its little-endian mark starts with that of UTF-16."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, such as .docx, .odt or .epub"),
    (OLD_OFFICE, "an old Office document, such as .doc"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"AT&TFORM", "a DjVu scan"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh91AY&SY", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
"""The first bytes of files that are not plain text."""

_NOT_TEXT_CODECS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
"""Python codecs that do not decode the text of files."""

_SHIFTED = re.compile(rb"\x1b\$[@AB()]|~\{[!-~]{2,}~\}")
"""What ISO-2022-JP and its like, and HZ, shift to two bytes a character with; their bytes are those of ASCII."""

_MIN_CONFIDENCE = 0.1
"""Minimum confidence of a guess: of 60 bytes, chardet gives more to 99 % of its right guesses, and less to noise."""

_MAX_GUESS_BYTES = 2**20
"""How much of a file chardet is given, for speed."""

_WRONG_ENCODINGS = ("cp1252", "cp1251", "cp1250", "mac_roman")
"""Encodings that UTF-8 is often wrongly decoded with."""

_SAMPLE = 2**20
"""Number of characters that are searched."""

_MIN_GARBLED_PLACES = 2
_MIN_GARBLED_SHARE = 0.75
"""
Minimum number of places, and their minimum share of the characters that could start one. `à ` is French and `É»` may
be, but in a garbled text nearly every such character is followed by the rest of a UTF-8 sequence.
"""

_LEADS = b"\xc3\xc4\xc5\xce\xcf\xd0\xd1\xd7\xd8\xd9"
"""The first bytes of Latin, Greek, Cyrillic, Hebrew and Arabic letters in UTF-8."""


def decode(data: bytes, encoding: str | None, where: str) -> str:
    """
    Return the text that the bytes encode, without a byte order mark.

    A given encoding is used as it is. Otherwise a byte order mark decides, then strict UTF-8, then a guess by chardet,
    with a warning. Decoding is strict: no character is ever replaced.

    Args:
        data: the whole file.
        encoding: a name that Python knows, such as ``cp1251``; None to detect it.
        where: the file's name, for messages.

    Raises:
        ReadError: the encoding is unknown, the bytes do not fit it, or they are not text.
    """
    for magic, name in _FORMATS:
        if data.startswith(magic):
            raise ReadError(f"is {name}, not plain text", where=where, remedy=_CONVERT)
    if encoding is not None:
        return _strictly(data, _codec_name(encoding), where).removeprefix("\ufeff")
    for bom, name in BOMS:
        if data.startswith(bom):
            return _strictly(data[len(bom) :], name, where, offset=len(bom))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data, where)
    return text if "\0" not in text and not _SHIFTED.search(data) else _guess(data, where)


def _codec_name(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        io.TextIOWrapper(io.BytesIO(), encoding=name)  # refuses codecs that do not decode to text, such as hex
    except (LookupError, ValueError):
        name = ""
    if not name or name.replace("_", "-") in _NOT_TEXT_CODECS:
        raise ReadError(
            f"unknown encoding {encoding!r}", remedy="try utf-8, utf-16, cp1251, cp1252, shift_jis or gb18030"
        )
    return name


def _strictly(data: bytes, encoding: str, where: str, *, offset: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        start = error.start
        line = data[:start].decode(encoding, "replace").count("\n") + 1
        problem = f"byte 0x{data[start]:02x} at offset {start + offset} does not fit the encoding {encoding}"
        raise ReadError(problem, where=f"{where}:{line}", remedy=_REMEDY) from None
    except UnicodeError:
        raise ReadError(f"the bytes do not fit the encoding {encoding}", where=where, remedy=_REMEDY) from None


def _guess(data: bytes, where: str) -> str:
    import chardet

    guess = chardet.detect(data, compat_names=False, max_bytes=_MAX_GUESS_BYTES)
    name = guess["encoding"]
    if name is None:
        raise ReadError("is binary data or in an unknown encoding", where=where, remedy=f"{_CONVERT}, or {_REMEDY}")
    if guess["confidence"] < _MIN_CONFIDENCE:
        return _strictly(data, "utf-8", where)
    text = _strictly(data, name, where)
    warn(f"not UTF-8, read as {name}", where=where, remedy="if letters are wrong, name the encoding with --encoding")
    return text


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
    if len(places) >= _MIN_GARBLED_PLACES and len(places) >= _MIN_GARBLED_SHARE * leads:
        meant = _encoded(places[0], encoding).decode("utf-8", "replace")
        problem = f"looks garbled, with {places[0]!r} for {meant!r} in {len(places)} places: UTF-8 read as {encoding}"
        warn(problem, where=where, remedy="get a copy that is not garbled")


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


def _encoded(text: str, encoding: str) -> bytes:
    return b"".join(character.encode(encoding, "ignore") or bytes([ord(character) & 0xFF]) for character in text)
