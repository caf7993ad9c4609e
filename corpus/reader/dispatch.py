"""Reading of any file: detects its format, calls the reader of that format, and reports what was left out."""

from __future__ import annotations

import hashlib
import os
from pathlib import PurePath

from corpus.errors import ReadError
from corpus.messages import warn
from corpus.model import Metadata
from corpus.reader.encoding import warn_of_mojibake
from corpus.reader.file import read_bytes, source_name
from corpus.reader.format import find_format
from corpus.reader.newlines import NEWLINES, Newlines
from corpus.reader.source import Content, SourceText
from corpus.reader.text import read_plain


def read_file(path: str | os.PathLike[str], *, encoding: str | None = None, newlines: Newlines = "auto") -> SourceText:
    """
    Read a file of any known format into blocks.

    Plain text, Markdown, HTML, TEI, .docx, .epub, .pdf, .srt and .vtt are recognised by their content, not by the name
    of the file; only Markdown is recognised by its extension. A warning counts what is left out on purpose, such as
    scripts or page numbers. Another warns of text that seems garbled.

    Args:
        path: the file, or ``-`` for standard input; pipes and devices are refused.
        encoding: a name that Python knows, such as ``cp1251``; None to detect it. It applies only to plain text,
            Markdown, HTML and subtitles; the other formats have a fixed encoding.
        newlines: what a single line end (in HTML: a ``<br>``) means, see `Newlines`.

    Raises:
        ReadError: there is no such file, it has no text that can be read, or its format needs a library that is not
            installed.
    """
    _check(newlines)
    data = read_bytes(path)
    where = source_name(path)
    content: Content
    match find_format(data, os.fspath(path), where):
        case "plain":
            content = read_plain(data, where, encoding, newlines)
        case "markdown":
            from corpus.reader.markdown import read_markdown

            content = read_markdown(data, where, encoding, newlines)
        case "html":
            from corpus.reader.markup import read_html

            content = read_html(data, where, encoding, newlines)
        case "subtitles":
            from corpus.reader.subtitles import read_subtitles

            content = read_subtitles(data, where, encoding, newlines)
        case "tei":
            from corpus.reader.tei import read_tei

            content = read_tei(data, where)
        case "docx":
            from corpus.reader.docx import read_docx

            content = read_docx(data, where, newlines)
        case "epub":
            from corpus.reader.epub import read_epub

            content = read_epub(data, where, newlines)
        case "pdf":
            from corpus.reader.pdf import read_pdf

            content = read_pdf(data, where, newlines)
    return _source(content, data, where)


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
    _check(newlines)
    data = read_bytes(path)
    where = source_name(path)
    return _source(read_plain(data, where, encoding, newlines), data, where)


def _check(newlines: Newlines) -> None:
    if newlines not in NEWLINES:
        choices = ", ".join(sorted(NEWLINES))
        raise ReadError(f"unknown value {newlines!r} for newlines", remedy=f"choose one of {choices}")


def _source(content: Content, data: bytes, where: str) -> SourceText:
    if content.omitted:
        warn(f"left out {', '.join(content.omitted)}", where=where)
    if not any(block.text for block in content.blocks):
        raise ReadError("has no text, only white space", where=where, remedy="check that it was saved")
    heads = (" ".join(block.text.split()) for block in content.blocks if block.kind == "head")
    metadata = Metadata(
        title=content.title or next(heads, ""),
        source=PurePath(where).name,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    source = SourceText(content.blocks, metadata, content.language, content.markup)
    warn_of_mojibake(source.text, where)
    return source
