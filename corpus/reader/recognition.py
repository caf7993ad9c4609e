"""The format of a file, told by its content."""

from __future__ import annotations

import codecs
from pathlib import PurePath
from typing import Literal

import regex

from corpus.errors import ReadError
from corpus.reader.encoding import BOMS, OLD_OFFICE
from corpus.reader.signatures import find_refusal, find_root
from corpus.reader.subtitles import SubtitleFormat

Format = Literal["plain", "markdown", "html", "tei", "docx", "epub", "fb2", "pdf"] | SubtitleFormat
"""A format that can be read."""

_HEAD = 2**16
"""How many bytes are searched for the format: comments may come first."""

_ROOTS: dict[str, Format] = {
    **dict.fromkeys(("tei", "tei.2", "teicorpus", "teicorpus.2"), "tei"),
    **dict.fromkeys(
        ("html", "head", "body", "article", "div", "h1", "main", "meta", "p", "section", "span", "table", "title"),
        "html",
    ),
    "tt": "ttml",
    "sami": "sami",
    "fictionbook": "fb2",
}
_HTML = regex.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*>\s*)?<(?:!doctype html|html|body|meta|p)\b", regex.I)
_TAG = regex.compile(r"<[a-z!/]", regex.IGNORECASE)
_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mkd", ".mdown"})
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml"})

_TIME = r"(?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[.,:]\d{1,3})?"
_STAMP = r"\[\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?\]"
_SUBTITLES: tuple[tuple[SubtitleFormat, regex.Pattern[str]], ...] = (
    ("timed", regex.compile(rf"WEBVTT\b|\s*(?:\d+[ \t]*\n\s*)?{_TIME}[ \t]*-{{1,2}}>[ \t]*{_TIME}")),
    ("timed", regex.compile(rf"\s*(?:\[INFORMATION\](?s:.*?)\n)?{_TIME},{_TIME}[ \t]*\n", regex.IGNORECASE)),
    ("substation", regex.compile(r"\s*(?:[;!].*\n\s*)*\[(?:script info|v4\+? styles|events)\]", regex.IGNORECASE)),
    ("framed", regex.compile(r"\s*(?:\{\d+\}\{\d*\}|\[\d+\]\[\d*\]\s*\S.*\n\s*(?:\Z|\[\d+\]\[\d*\]))")),
    ("framed", regex.compile(r"\s*(?:\d\d:\d\d:\d\d[:=]\S.*\n\s*){2}")),
    ("lyrics", regex.compile(rf"\s*(?:\[[a-z#]+:.*\]\s*\n\s*)*{_STAMP}.*(?:\n\s*)+(?:{_STAMP}|\Z)", regex.IGNORECASE)),
)

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def find_format(data: bytes, name: str, where: str) -> Format:
    """
    Return the format of some bytes, detected from their content.

    The extension of `name` decides only whether a text is Markdown, and whether a fragment with tags is HTML. Plain
    text is what has no sign of another format.

    Raises:
        ReadError: it is an archive that cannot be read, an encrypted Office document, or of a format that is known
            and not read.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _archived(data, where)
    if data.startswith(OLD_OFFICE) and _ENCRYPTED in data:
        raise ReadError("is encrypted", where=where, remedy="save it without a password")
    if data[:_HEAD].lstrip(b"\0\t\n\r \xef\xbb\xbf").startswith(b"%PDF-"):
        return "pdf"
    head = _head(data)
    if found := next((kind for kind, pattern in _SUBTITLES if pattern.match(head)), None):
        return found
    root = find_root(head)
    return _ROOTS.get(root) or _marked_up(head, root, name, where)


def _marked_up(head: str, root: str, name: str, where: str) -> Format:
    """Return the format of a text that is neither XML of a known root nor subtitles."""
    extension = PurePath(name).suffix.lower()
    if _HTML.match(head) or (extension in _HTML_NAMES and _TAG.search(head)):
        return "html"
    if extension in _MARKDOWN_NAMES:
        return "markdown"
    if refusal := find_refusal(head, root, name):
        raise ReadError(refusal.problem, where=where, remedy=refusal.remedy)
    return "plain"


def _head(data: bytes) -> str:
    """Return the first part of a text, decoded well enough to recognise markup."""
    encoding = next((name for bom, name in BOMS if data.startswith(bom)), "latin-1")
    if data.startswith((b"<\0", b"\0<")):
        encoding = "utf-16-le" if data[1] == 0 else "utf-16-be"
    head = codecs.decode(data[:_HEAD], encoding, "replace").removeprefix("\ufeff").removeprefix("\xef\xbb\xbf")
    return head.replace("\r\n", "\n").replace("\r", "\n")


def _archived(data: bytes, where: str) -> Format:
    from corpus.reader.archive import Archive
    from corpus.reader.epub import CONTAINER

    archive = Archive(data, where)
    if CONTAINER in archive:
        return "epub"
    if "[Content_Types].xml" in archive and any(name.startswith("word/") for name in archive):
        return "docx"
    if len(list(archive)) == 1 and next(iter(archive)).lower().endswith(".fb2"):
        return "fb2"
    problem = "is an archive that is neither .docx nor .epub"
    raise ReadError(problem, where=where, remedy="save it as .docx or plain text, or unpack it first")
