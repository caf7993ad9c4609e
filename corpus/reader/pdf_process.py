"""
The lines of a PDF, extracted by PDFium in a process of its own, which a hostile file may crash, fill or stop.

Run as a script, with the seconds of processor time and the bytes of memory that it may use: the PDF on standard input,
JSON on standard output. It imports nothing of this package.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from collections import Counter
from typing import Any

_MAX_CHARACTERS = 20_000_000
"""A long novel has a million and a half."""

_RAISED = 0.8
"""The size of the mark of a note is at most this share of that of its line."""

_MARKS = frozenset("0123456789*†‡§")
_LINE_FEED, _RETURN, _HYPHEN = 10, 13, 2


def main() -> None:
    """Print what the PDF on standard input holds; an error is printed as ``{"error": …}``."""
    _limit(*map(int, sys.argv[1:]))
    import pypdfium2
    from pypdfium2 import PdfiumError, raw

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        result: dict[str, Any] = {
            "pages": _pages(raw, document),
            "title": document.get_metadata_value("Title"),
            "language": _language(raw, document),
        }
    except PdfiumError as error:
        result = {"error": str(error)}
    sys.stdout.write(json.dumps(result))


def _pages(raw: Any, document: Any) -> list[list[dict[str, Any]]]:
    """
    Return the lines of each page.

    Raises:
        MemoryError: there is more text than a book has.
    """
    pages: list[list[dict[str, Any]]] = []
    left = _MAX_CHARACTERS
    for number in range(len(document)):
        pages.append(_lines(raw, document, number))
        left -= sum(len(line["text"]) for line in pages[-1])
        if left < 0:
            raise MemoryError
    return pages


def _limit(seconds: int, memory: int) -> None:
    """Bound the time and the memory of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _language(raw: Any, document: Any) -> str:
    length = raw.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < length < 100:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFCatalog_GetLanguage(document, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _lines(raw: Any, document: Any, number: int) -> list[dict[str, Any]]:
    """
    Return the lines of a page in the order in which they are drawn.

    Each has its ``text``; the ``size`` of its type; the place of its first character, ``x`` and ``y``, and of its last,
    ``right``, in points; the spans of its raised ``marks``; and how many of its characters have no known ``letters``.
    """
    page = raw.FPDF_LoadPage(document, number)
    text = raw.FPDFText_LoadPage(page) if page else None
    if not text:
        return []
    sizes: dict[int, float] = {}
    lines: list[dict[str, Any]] = []
    characters: list[tuple[int, int, float]] = []
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in (_LINE_FEED, _RETURN):
            lines += _line(raw, text, characters)
            characters = []
            continue
        target = raw.FPDFText_GetTextObject(text, index)
        address = ctypes.cast(target, ctypes.c_void_p).value or 0
        if address not in sizes:
            sizes[address] = _size(raw, text, index)
        if code == _HYPHEN and raw.FPDFText_IsHyphen(text, index) == 1:
            lines += _line(raw, text, [*characters, (index, ord("-"), sizes[address])])
            characters = []
        else:
            characters.append((index, code, sizes[address]))
    lines += _line(raw, text, characters)
    raw.FPDFText_ClosePage(text)
    raw.FPDF_ClosePage(page)
    return lines


def _size(raw: Any, text: Any, index: int) -> float:
    """Return the size of the type of a character in points, as it is on the page."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    return float(round(raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d), 1))


def _line(raw: Any, text: Any, characters: list[tuple[int, int, float]]) -> list[dict[str, Any]]:
    """Return a line; none for characters that are only white space."""
    inked = [each for each in characters if not chr(each[1]).isspace()]
    if not inked:
        return []
    size = Counter(size for _, code, size in inked if chr(code).isalpha() or len(inked) == 1).most_common(1)
    usual = size[0][0] if size else inked[0][2]
    x, y, right = (ctypes.c_double() for _ in range(3))
    raw.FPDFText_GetCharOrigin(text, inked[-1][0], right, y)
    raw.FPDFText_GetCharOrigin(text, inked[0][0], x, y)
    unknown = sum(raw.FPDFText_HasUnicodeMapError(text, index) == 1 for index, _, _ in inked)
    marks: list[list[int]] = []
    for place, (_, code, each) in enumerate(characters):
        if chr(code) in _MARKS and 0 < each <= _RAISED * usual:
            if marks and marks[-1][1] == place:
                marks[-1][1] += 1
            else:
                marks.append([place, place + 1])
    shown = "".join(chr(code) for _, code, _ in characters)
    return [
        {
            "text": shown,
            "size": usual,
            "x": x.value,
            "right": right.value,
            "y": y.value,
            "marks": marks,
            "unknown": unknown,
        }
    ]


if __name__ == "__main__":
    main()
