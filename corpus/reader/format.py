"""The format of a file, detected from its bytes."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath
from typing import Literal

from corpus.errors import ReadError
from corpus.reader.encoding import BOMS, OLD_OFFICE

Format = Literal["plain", "markdown", "html", "subtitles", "tei", "docx", "epub", "pdf"]
"""A format that can be read."""

_HEAD = 2**16
"""How many bytes are searched for the format: comments may come first."""

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*>\s*)?"
    r"<(?:!doctype html|html|head|body|article|div|h1|main|meta|p|section|span|table|title)\b",
    re.IGNORECASE,
)
_TEI = re.compile(
    r"(?:\s|<\?(?:[^?]|\?(?!>))*+\?>|<!--(?:[^-]|-(?!->))*+-->)*+"
    r"<(?:!DOCTYPE\s++|[\w.-]{1,40}+:)?(?:TEI(?:\.2)?|teiCorpus)\b"
)
_TAG = re.compile(r"<[a-z!/]", re.IGNORECASE)
_SUBTITLES = re.compile(r"WEBVTT\b|\s*\d+[ \t]*\n\s*(?:\d+:)?\d+:\d\d[,.]\d+\s*-->")
_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mkd", ".mdown"})
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml"})

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def find_format(data: bytes, name: str, where: str) -> Format:
    """
    Return the format of some bytes, detected from their content.

    The extension of `name` decides only whether a text is Markdown, and whether a fragment with tags is HTML.

    Raises:
        ReadError: it is an archive that cannot be read, or an encrypted Office document.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _archived(data, where)
    if data.startswith(OLD_OFFICE) and _ENCRYPTED in data:
        raise ReadError("is encrypted", where=where, remedy="save it without a password")
    if data[:_HEAD].lstrip(b"\0\t\n\r \xef\xbb\xbf").startswith(b"%PDF-"):
        return "pdf"
    head = _beginning(data)
    extension = PurePath(name).suffix.lower()
    if _SUBTITLES.match(head):
        return "subtitles"
    if _TEI.match(head):
        return "tei"
    if _HTML.match(head) or (extension in _HTML_NAMES and _TAG.search(head)):
        return "html"
    return "markdown" if extension in _MARKDOWN_NAMES else "plain"


def _archived(data: bytes, where: str) -> Format:
    from corpus.reader.archive import Archive
    from corpus.reader.epub import CONTAINER

    archive = Archive(data, where)
    if CONTAINER in archive:
        return "epub"
    if "[Content_Types].xml" in archive and any(name.startswith("word/") for name in archive):
        return "docx"
    problem = "is an archive that is neither .docx nor .epub"
    raise ReadError(problem, where=where, remedy="save it as .docx or plain text, or unpack it first")


def _beginning(data: bytes) -> str:
    """Return the first characters, decoded well enough to recognise markup."""
    head = data[:_HEAD]
    encoding = next((name for bom, name in BOMS if head.startswith(bom)), "latin-1")
    text = codecs.decode(head, encoding, "replace")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
