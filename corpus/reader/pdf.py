"""The text layer of PDF files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpus.errors import ReadError
from corpus.extras import require
from corpus.language import standard_language
from corpus.messages import warn
from corpus.model import Metadata
from corpus.reader.builder import phrases
from corpus.reader.characters import clean
from corpus.reader.letters import NO_CHARACTER, doubtful_share
from corpus.reader.newlines import Newlines
from corpus.reader.page_lines import join_words, strip_running_headers
from corpus.reader.page_notes import Line, separate_notes
from corpus.reader.source import SourceBlock, SourceText
from corpus.reader.text import ends_with_stop, find_blocks

_PROCESS = Path(__file__).with_name("pdf_process.py")
_MAX_SECONDS = 600
_MAX_PROCESSOR_SECONDS = 120
_MAX_MEMORY = 2 * 2**30
"""What the process of PDFium may take; a thousand pages take five seconds, and a tenth of this memory."""

_SHORT_LINE = 0.85
"""Share of the full width, in characters, below which a line counts as short; letters differ in width."""

_NO_TITLE = re.compile(r"\(?anonymous\)?$|untitled|unspecified$|microsoft word - ", re.IGNORECASE)
"""What programs write when the author gave no title."""

_CHARACTERS = str.maketrans(
    {
        **dict(
            zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
        ),
        # Fonts have it for the hyphen that they show.
        "\u00ad": "-",
        **{chr(code): "\ufffd" for code in (*range(9), *range(11, 32), *range(0x7F, 0xA0))},
        "\ufffe": "\ufffd",
        "\uffff": "\ufffd",
    }
)
"""Ligatures as letters, and what is no character as U+FFFD."""

_SOME_UNKNOWN, _MANY_UNKNOWN = 0.01, 0.2
"""Shares of characters that PDFium has no letter for: for a warning, and to refuse the text."""

_SOME_DOUBTFUL, _MANY_DOUBTFUL = 0.1, 0.4
"""The same shares of words that no language writes; a page of a program has a few."""

_OCR = "run a text recognition first, such as ocrmypdf"
_AGAIN = "print it to a new PDF"


def read_pdf(data: bytes, where: str, newlines: Newlines) -> SourceText:
    """
    Read the text layer of a PDF into blocks.

    Running headers and page numbers are left out, and words hyphenated at line ends are joined; both are counted. A PDF
    does not mark paragraphs. A paragraph ends at a short line that ends in a stop, or that no small letter follows, so
    two paragraphs may stay together. Footnotes in smaller type follow the text as notes. Columns are in the order in
    which the file draws them.

    Raises:
        ReadError: pypdfium2 is not installed, or the file is damaged, encrypted, without text, needs too much time or
            memory, or has fonts that do not tell which letters they draw.
    """
    require("pypdfium2", "reading PDF", "formats", ReadError, where=where)
    found = _extracted(data, where)
    pages = [[_line(each) for each in page] for page in found["pages"]]
    counts = Counter({"textless page": sum(not page for page in pages)})
    if counts["textless page"] == len(pages):
        raise ReadError("has no text layer and is perhaps a scan", where=where, remedy=_OCR)
    _check_letters(found["pages"], pages, where)
    pages, recurring = strip_running_headers(pages, lambda line: line.text)
    pages, notes, counts["note mark"] = separate_notes(pages)
    texts = [line.text for page in pages for line in page]
    lines, counts["line-end hyphen"] = join_words(texts)
    if newlines in ("auto", "wrap"):
        blocks = find_blocks(_cleaned(_with_paragraphs(lines), where), "wrap") if lines else ()
    else:
        blocks = find_blocks(_cleaned(lines, where), newlines)
    for note in notes:
        joined, hyphens = join_words([line.text for line in note])
        counts["line-end hyphen"] += hyphens
        blocks += (SourceBlock("note", _cleaned([" ".join(joined)], where)),)
    language = standard_language(found["language"])
    return SourceText(
        blocks, Metadata(title=_title(found["title"], where)), language, omitted=phrases(counts + recurring)
    )


def _extracted(data: bytes, where: str) -> dict[str, Any]:
    """Return what the process of PDFium prints."""
    command = [sys.executable, "-P", str(_PROCESS), str(_MAX_PROCESSOR_SECONDS), str(_MAX_MEMORY)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_MAX_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise ReadError("takes more time than any text needs", where=where, remedy=_AGAIN) from None
    if done.returncode:
        problem = "is a damaged PDF, or needs more time or memory than is allowed for a PDF"
        raise ReadError(problem, where=where, remedy=_AGAIN)
    found: dict[str, Any] = json.loads(done.stdout)
    if "password" in found.get("error", "").lower():
        raise ReadError("is encrypted", where=where, remedy="save it without a password")
    if "error" in found:
        raise ReadError("is a damaged PDF", where=where, remedy="open it in its program and save it again")
    return found


def _line(found: dict[str, Any]) -> Line:
    marks = tuple((start, end) for start, end in found["marks"])
    line = Line(found["text"], found["size"], found["x"], found["right"], found["y"], marks)
    text = line.text.translate(_CHARACTERS)
    # Ligatures shift what follows them, so that the marks of such a line are left as they are.
    return replace(line, text=text.strip(), marks=marks if len(text) == len(text.lstrip()) == len(line.text) else ())


def _check_letters(found: Sequence[Sequence[dict[str, Any]]], pages: Sequence[Sequence[Line]], where: str) -> None:
    """Refuse a text whose letters are unknown or cannot be right, and warn of one where some are."""
    text = "\n".join(line.text for page in pages for line in page)
    letters = sum(not character.isspace() for character in text)
    unknown = sum(line["unknown"] for page in found for line in page) + len(NO_CHARACTER.findall(text))
    doubtful = doubtful_share(text)
    if unknown > _MANY_UNKNOWN * letters or doubtful > _MANY_DOUBTFUL:
        problem = "has no text that can be read: its fonts do not tell which letters they draw"
        raise ReadError(problem, where=where, remedy=f"treat it as a scan: {_OCR}")
    if unknown > _SOME_UNKNOWN * letters or doubtful > _SOME_DOUBTFUL:
        share = max(unknown / letters, doubtful)
        problem = f"some of its fonts do not tell which letters they draw: about {share:.0%} of the text may be wrong"
        warn(problem, where=where, remedy="compare the text with the pages, or get it in another format")


def _cleaned(lines: Sequence[str] | Iterator[str], where: str) -> str:
    return clean("\n".join(lines), where)


def _title(title: str, where: str) -> str:
    text = clean(title.translate(_CHARACTERS).replace("\ufffd", ""), where).strip()
    return "" if _NO_TITLE.match(text) else text


def _with_paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines, with an empty line between paragraphs."""
    lengths = sorted(map(len, lines))
    width = _SHORT_LINE * lengths[len(lengths) * 9 // 10]
    for line, after in pairwise(lines):
        yield line
        fits = len(line) + 1 + len(after.split(maxsplit=1)[0]) <= width
        if fits and (ends_with_stop(line) or not after[0].islower()):
            yield ""
    yield lines[-1]
