"""The bibliographic part of a TEI header: the metadata of a version, written and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from corpus.model import Metadata
from tei.application import APPLICATION_PATH, is_kept
from tei.characters import escape
from tei.parser import TEI, content

_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_YEAR_OR_MONTH = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2]))?", re.ASCII)
_FILE = f"{TEI}teiHeader/{TEI}fileDesc/"
_STATEMENT = f"{_FILE}{TEI}titleStmt/"
_SOURCE = f"{_FILE}{TEI}sourceDesc/{TEI}bibl/"
_KINDS = ("URI", "source", "sha256")


def title_lines(metadata: Metadata, language: str, stand_in: str) -> Iterator[str]:
    """
    Yield the title, the authors and the translators, for ``titleStmt``.

    Args:
        metadata: the metadata of the version.
        language: the title's language.
        stand_in: the name to write if the title is unknown; it gets the type ``short``.
    """
    if metadata.title:
        yield f'<title type="main" xml:lang="{language}">{escape(metadata.title)}</title>'
    else:
        yield f'<title type="short">{escape(stand_in)}</title>'
    for author in metadata.authors:
        yield f"<author>{escape(author)}</author>"
    for translator in metadata.translators:
        yield f'<editor role="translator">{escape(translator)}</editor>'


def publication_lines(metadata: Metadata) -> Iterator[str]:
    """Yield the content of ``publicationStmt``: the licence, if it is known, and no claim if it is not."""
    if not metadata.licence:
        yield "<p>No licence is stated.</p>"
        return
    target = f' target="{escape(metadata.licence)}"' if _ADDRESS.fullmatch(metadata.licence) else ""
    # TEI requires the distributor first, who is unknown.
    yield "<authority/>"
    yield "<availability>"
    yield f"  <licence{target}>{escape(metadata.licence)}</licence>"
    yield "</availability>"


def source_lines(metadata: Metadata, original: str) -> Iterator[str]:
    """
    Yield the content of ``sourceDesc``.

    Args:
        metadata: the metadata of the version.
        original: a reference to the file of the version that this one was translated from; empty if there is none.
    """
    elements = []
    if metadata.date:
        when = f' when="{metadata.date}"' if _YEAR_OR_MONTH.fullmatch(metadata.date) or is_day(metadata.date) else ""
        elements.append(f"<date{when}>{escape(metadata.date)}</date>")
    for kind, value in zip(_KINDS, (metadata.url, metadata.source, metadata.sha256), strict=True):
        if value:
            elements.append(f'<idno type="{kind}">{escape(value)}</idno>')
    if original:
        elements.append(f'<relatedItem type="original" target="{original}"/>')
    if not elements:
        yield "<p>Unknown.</p>"
        return
    yield "<bibl>"
    yield from (f"  {element}" for element in elements)
    yield "</bibl>"


def header_metadata(root: etree._Element, corpus_name: str) -> Metadata:
    """
    Return the metadata in the header of a version.

    In headers of others white space is normalised. A licence is its address (``target``) or else its text, or that of
    ``availability`` if that has no ``licence``.

    Args:
        root: the version's ``TEI`` element.
        corpus_name: the corpus's name, which is in the place of the title if that is unknown.
    """
    ours = root.find(APPLICATION_PATH) is not None and not is_kept(root)

    def text(element: etree._Element | None) -> str:
        return content(element) if ours else " ".join(content(element).split())

    def people(path: str) -> tuple[str, ...]:
        found = map(text, root.iterfind(f"{_STATEMENT}{path}"))
        return tuple(found if ours else filter(None, found))

    title = root.find(f"{_STATEMENT}{TEI}title")
    unknown = title is not None and title.get("type") == "short" and content(title) == corpus_name
    url, source, sha256 = (text(root.find(f"{_SOURCE}{TEI}idno[@type='{kind}']")) for kind in _KINDS)
    availability = root.find(f"{_FILE}{TEI}publicationStmt/{TEI}availability")
    licence = root.find(f"{_FILE}{TEI}publicationStmt/{TEI}availability/{TEI}licence")
    terms = availability if licence is None else licence
    return Metadata(
        title="" if unknown else text(title),
        source=source,
        sha256=sha256,
        authors=people(f"{TEI}author"),
        translators=people(f"{TEI}editor[@role='translator']"),
        licence=text(terms) if terms is None else terms.get("target", "") or text(terms),
        date=text(root.find(f"{_SOURCE}{TEI}date")),
        url=url,
    )


def is_day(text: str) -> bool:
    """Return whether a text is a day, written as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
