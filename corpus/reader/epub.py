"""EPUB books, versions 2 and 3."""

from __future__ import annotations

from corpus.errors import ReadError
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


def read_epub(data: bytes, where: str, newlines: Newlines) -> SourceText:
    """
    Read a book: the pages of its spine in their order, also those marked as not linear (mostly notes).

    The table of contents of the book is navigation and is left out.

    Raises:
        ReadError: the archive is damaged, a page is missing, or the text is encrypted.
    """
    archive = Archive(data, where)
    _refuse_encrypted(archive)
    package = next((found.get("full-path", "") for found in archive.read_xml(CONTAINER).iter("{*}rootfile")), "")
    root = archive.read_xml(package)
    builder = Builder(newlines, where)
    items = {item.get("id", ""): item for item in root.iter("{*}item")}
    seen: set[str] = set()
    for reference in root.iter("{*}itemref"):
        item = items.get(reference.get("idref", ""))
        if item is None:
            raise ReadError(
                "is incomplete: its spine names a page that it lacks", where=where, remedy="convert it again"
            )
        name = resolve(package, item.get("href", ""))
        if name in seen:
            continue
        seen.add(name)
        if "nav" in item.get("properties", "").split():
            builder.omitted["table of contents page"] += 1
        elif item.get("media-type", "") not in _PAGES:
            builder.omitted["picture"] += 1
        else:
            add_markup(archive.read(name), builder, f"{where}/{name}")
    builder.title = next(("".join(map(str, title.itertext())) for title in root.iter("{*}title")), "") or builder.title
    return builder.content()


def _refuse_encrypted(archive: Archive) -> None:
    if _ENCRYPTION in archive:
        methods = archive.read_xml(_ENCRYPTION).iter("{*}EncryptionMethod")
        if not {method.get("Algorithm", "") for method in methods} <= _FONT_METHODS:
            raise ReadError("is locked by copy protection", where=archive.where, remedy="get a copy without it")
