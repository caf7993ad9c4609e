"""Reading of any file: calls the reader of its format, and reports what was left out."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path, PurePath

from corpus.errors import ReadError
from corpus.files import STANDARD_INPUT, read_bytes, source_name
from corpus.messages import warn
from corpus.model import Metadata
from corpus.reader.encoding import warn_of_mojibake
from corpus.reader.furniture import without_furniture
from corpus.reader.newlines import NEWLINES, Newlines
from corpus.reader.plain import read_plain
from corpus.reader.recognition import find_format
from corpus.reader.source import SourceText


def read_file(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    newlines: Newlines = "auto",
    keep_furniture: bool = False,
) -> SourceText:
    """
    Read a file of any known format into blocks.

    Plain text, HTML, TEI, .docx, .epub, .fb2, .pdf and subtitles are recognised by their content, not by the name of
    the file; only Markdown is recognised by its extension. A warning counts what is left out on purpose, such as
    scripts or page numbers. Another warns of text that seems garbled.

    Args:
        path: the file, or ``-`` for standard input; pipes and devices are refused.
        encoding: a name that Python knows, such as ``cp1251``; None to detect it. It applies only to plain text,
            Markdown, HTML and subtitles; the other formats have a fixed encoding.
        newlines: what a single line end (in HTML: a ``<br>``) means, see `Newlines`.
        keep_furniture: whether to read Project Gutenberg's licence, marks of pictures, lines of ornaments, and in plain
            text running headers and page numbers, too; ``newlines`` ``keep`` always keeps them.

    Raises:
        ReadError: there is no such file, it has no text that can be read, or its format needs a library that is not
            installed.
    """
    data, where = _read(path, newlines)
    keep_furniture = keep_furniture or newlines == "keep"
    match find_format(data, os.fspath(path), where):
        case "plain":
            source = read_plain(data, where, encoding, newlines, furniture=keep_furniture)
        case "markdown":
            from corpus.reader.markdown import read_markdown

            source = read_markdown(data, where, encoding, newlines)
        case "html":
            from corpus.reader.markup import read_html

            source = read_html(data, where, encoding, newlines)
        case "tei":
            from corpus.reader.tei import read_tei

            source = read_tei(data, where, None if os.fspath(path) == STANDARD_INPUT else Path(path).parent)
        case "docx":
            from corpus.reader.docx import read_docx

            source = read_docx(data, where, newlines)
        case "epub":
            from corpus.reader.epub import read_epub

            source = read_epub(data, where, newlines)
        case "fb2":
            from corpus.reader.fb2 import read_fb2

            source = read_fb2(data, where, newlines)
        case "pdf":
            from corpus.reader.pdf import read_pdf

            source = read_pdf(data, where, newlines)
        case subtitles:
            from corpus.reader.subtitles import read_subtitles

            source = read_subtitles(data, where, encoding, newlines, subtitles)
    if not keep_furniture:
        source = without_furniture(source)
    return _described(source, data, where)


def read_text(path: str | os.PathLike[str], *, encoding: str | None = None, newlines: Newlines = "auto") -> SourceText:
    """
    Read a file as plain text, whatever its name, into blocks.

    Args:
        path: the file, or ``-`` for standard input; pipes and devices are refused.
        encoding: a name that Python knows, such as ``cp1251``; None to detect it, see `corpus.reader.encoding`.
        newlines: what a single line end means, see `Newlines`.

    Raises:
        ReadError: there is no such file, or it has no text that can be read.
    """
    data, where = _read(path, newlines)
    return _described(read_plain(data, where, encoding, newlines), data, where)


def _read(path: str | os.PathLike[str], newlines: Newlines) -> tuple[bytes, str]:
    if newlines not in NEWLINES:
        choices = ", ".join(sorted(NEWLINES))
        raise ReadError(f"unknown value {newlines!r} for newlines", remedy=f"choose one of {choices}")
    return read_bytes(path), source_name(path)


def _described(source: SourceText, data: bytes, where: str) -> SourceText:
    """Return a text with its title, the name of its file and the digest of its bytes, and report what is left out."""
    if source.omitted:
        warn(f"left out {', '.join(source.omitted)}", where=where)
    if not any(block.text for block in source.blocks):
        raise ReadError("has no text, only white space", where=where, remedy="check that it was saved")
    heads = (" ".join(block.text.split()) for block in source.blocks if block.kind == "head")
    title = source.metadata.title or next(heads, "")
    metadata = Metadata(title=title, source=PurePath(where).name, sha256=hashlib.sha256(data).hexdigest())
    warn_of_mojibake(source.text, where)
    return replace(source, metadata=metadata)
