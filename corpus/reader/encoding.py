"""Bytes to characters."""

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
"""UTF-32 stands before UTF-16, whose little-endian mark starts its own."""

_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, such as .docx, .odt or .epub"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document, such as .doc"),
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
"""What the first bytes of a file that is no plain text give away."""

_NOT_FOR_FILES = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
"""Python codecs that decode something other than the text of a file."""

_CONFIDENT = 0.1
"""Least confidence of a guess: chardet gives more to 99 % of its right guesses at 60 bytes, less to noise."""

_GUESSED_BYTES = 2**20
"""How much of a file a guess looks at, for speed."""


def decode(data: bytes, encoding: str | None, where: str) -> str:
    """
    Return the text that the bytes encode, without a byte order mark.

    A declared encoding is obeyed. Otherwise a byte order mark decides, then strict UTF-8, then a guess by chardet,
    which comes with a warning. Decoding is strict: no character is ever replaced.

    Args:
        data: the whole file.
        encoding: a name that Python knows, such as ``cp1251``; None to find it out.
        where: the file's name, for messages.

    Raises:
        ReadError: the encoding is unknown, the bytes do not fit it, or they are no text.
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
        io.TextIOWrapper(io.BytesIO(), encoding=name)  # refuses what decodes to no text, such as hex
    except (LookupError, ValueError):
        name = ""
    if not name or name.replace("_", "-") in _NOT_FOR_FILES:
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

    guess = chardet.detect(data, compat_names=False, max_bytes=_GUESSED_BYTES)
    name = guess["encoding"]
    if name is None:
        raise ReadError("is binary data or in an unknown encoding", where=where, remedy=f"{_CONVERT}, or {_REMEDY}")
    if guess["confidence"] < _CONFIDENT:
        return _strictly(data, "utf-8", where)
    text = _strictly(data, name, where)
    message = f"{where}: not UTF-8, read as {name}; if letters are wrong, name the encoding with --encoding"
    warn(message)
    return text
