"""EPUB books, versions 2 and 3."""

from __future__ import annotations

import regex

from corpus.errors import ReadError
from corpus.messages import counted, warn
from corpus.reader.archive import Archive, resolve
from corpus.reader.builder import Builder
from corpus.reader.markup import add_markup
from corpus.reader.newlines import Newlines
from corpus.reader.source import SourceText

CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"

_FONT_METHODS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""Methods that obfuscate fonts and do not encrypt text."""

_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document"})


_HEAD = regex.compile(rb"^.*?<body\b[^>]*>", regex.IGNORECASE | regex.DOTALL)
_LINK = regex.compile(rb"<a\b[^>]*?\bhref\b[^>]*+>((?:[^<]|<(?!/a\b))*+)", regex.IGNORECASE)
_ANY_TAG = regex.compile(rb"<[^>]*+>")
_INK = regex.compile(rb"\S")


def read_epub(data: bytes, where: str, newlines: Newlines) -> SourceText:
    """
    Read a book: the pages of its spine in their order, also those marked as not linear (mostly notes).

    The table of contents of the book is navigation and is left out. A page that is missing is told by a warning.

    Raises:
        ReadError: the archive is damaged, has no page of the book, or the text is encrypted.
    """
    archive = Archive(data, where)
    _refuse_encrypted(archive)
    package = next((found.get("full-path", "") for found in archive.read_xml(CONTAINER).iter("{*}rootfile")), "")
    root = archive.read_xml(package)
    builder = Builder(newlines, where)
    items = {item.get("id", ""): item for item in root.iter("{*}item")}
    contents = {
        resolve(package, each.get("href", ""))
        for each in root.iter("{*}reference")
        if each.get("type", "").lower() == "toc"
    }
    pages = list(dict.fromkeys(each.get("idref", "") for each in root.iter("{*}itemref")))
    missing: list[str] = []
    seen: set[str] = set()
    for page in pages:
        item = items.get(page)
        name = page if item is None else resolve(package, item.get("href", ""))
        if name in seen:
            continue
        seen.add(name)
        if item is None:
            missing.append(name)
        elif "nav" in item.get("properties", "").split():
            builder.omitted["table of contents page"] += 1
        elif item.get("media-type", "") not in _PAGES:
            builder.omitted["picture"] += 1
        elif name not in archive:
            missing.append(name)
        else:
            page_data = archive.read(name)
            if name in contents and _is_mostly_links(page_data):
                builder.omitted["table of contents page"] += 1
            else:
                add_markup(page_data, builder, f"{where}/{name}")
    _report(missing, len(seen), where)
    builder.title = next(("".join(map(str, title.itertext())) for title in root.iter("{*}title")), "") or builder.title
    builder.language = next((language.text or "" for language in root.iter("{*}language")), "") or builder.language
    return builder.content()


def _report(missing: list[str], pages: int, where: str) -> None:
    """Warn of pages that the spine names and the archive lacks, or refuse a book without any page."""
    if not missing:
        return
    problem = f"is incomplete: it has no part {missing[0][:200]!r}"
    if len(missing) == pages:
        raise ReadError(problem, where=where, remedy="convert it again")
    others = f", and lacks {counted(len(missing) - 1, 'more page')}" if len(missing) > 1 else ""
    warn(f"{problem}{others}; all other pages were read", where=where, remedy="convert it again")


def _is_mostly_links(page: bytes) -> bool:
    """Return whether at least half of the text of a page is in links, as in a table of contents."""
    body = _HEAD.sub(b"", page)
    links = sum(len(_INK.findall(_ANY_TAG.sub(b"", link[1]))) for link in _LINK.finditer(body))
    return 2 * links >= len(_INK.findall(_ANY_TAG.sub(b"", body)))


def _refuse_encrypted(archive: Archive) -> None:
    if _ENCRYPTION in archive:
        methods = archive.read_xml(_ENCRYPTION).iter("{*}EncryptionMethod")
        if not {method.get("Algorithm", "") for method in methods} <= _FONT_METHODS:
            raise ReadError("is locked by copy protection", where=archive.where, remedy="get a copy without it")
