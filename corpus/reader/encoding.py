"""Character encodings: bytes to text."""

from __future__ import annotations

import codecs
import io

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

_MIN_CONFIDENCE = 0.1
"""Minimum confidence of a guess: of 60 bytes, chardet gives more to 99 % of its right guesses, and less to noise."""

_MAX_GUESS_BYTES = 2**20
"""How much of a file chardet is given, for speed."""


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
    return text if "\0" not in text else _guess(data, where)


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
