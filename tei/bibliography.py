"""What a TEI header tells of a text: written from what is known of a version, and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from corpus.model import Metadata
from tei.characters import escape
from tei.parser import TEI, content

_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_YEAR_OR_MONTH = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2]))?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FILE = f"{TEI}teiHeader/{TEI}fileDesc/"
_SOURCE = f"{_FILE}{TEI}sourceDesc/{TEI}bibl/"
_KINDS = ("URI", "source", "sha256")


def title_lines(metadata: Metadata, language: str, stand_in: str) -> Iterator[str]:
    """
    Yield the title, the authors and the translators, for ``titleStmt``.

    Args:
        metadata: what is known.
        language: the title's language.
        stand_in: what the text is called where its title is unknown; marked by the type ``short``.
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
    """Yield the content of ``publicationStmt``: the licence, where it is known."""
    if not metadata.licence:
        yield "<p>Not published. The rights in the texts are their holders'.</p>"
        return
    target = f' target="{escape(metadata.licence)}"' if _ADDRESS.fullmatch(metadata.licence) else ""
    # TEI wants to know first who makes the file available, which nobody said.
    yield "<authority/>"
    yield "<availability>"
    yield f"  <licence{target}>{escape(metadata.licence)}</licence>"
    yield "</availability>"


def source_lines(metadata: Metadata, original: str) -> Iterator[str]:
    """
    Yield the content of ``sourceDesc``.

    Args:
        metadata: what is known.
        original: a reference to the file of the version that this one was translated from; empty when there is none.
    """
    facts = []
    if metadata.date:
        when = f' when="{metadata.date}"' if _is_date(metadata.date) else ""
        facts.append(f"<date{when}>{escape(metadata.date)}</date>")
    for kind, value in zip(_KINDS, (metadata.url, metadata.source, metadata.sha256), strict=True):
        if value:
            facts.append(f'<idno type="{kind}">{escape(value)}</idno>')
    if original:
        facts.append(f'<relatedItem type="original" target="{original}"/>')
    if not facts:
        yield "<p>Unknown.</p>"
        return
    yield "<bibl>"
    yield from (f"  {fact}" for fact in facts)
    yield "</bibl>"


def read_metadata(root: etree._Element, corpus_name: str) -> Metadata:
    """
    Return what the header of a version tells.

    Args:
        root: the version's ``TEI`` element.
        corpus_name: the corpus's name, which stands for the title where that is unknown.
    """
    title = root.find(f"{_FILE}{TEI}titleStmt/{TEI}title")
    unknown = title is not None and title.get("type") == "short" and content(title) == corpus_name
    url, source, sha256 = (content(root.find(f"{_SOURCE}{TEI}idno[@type='{kind}']")) for kind in _KINDS)
    return Metadata(
        title="" if unknown else content(title),
        source=source,
        sha256=sha256,
        authors=tuple(map(content, root.iterfind(f"{_FILE}{TEI}titleStmt/{TEI}author"))),
        translators=tuple(map(content, root.iterfind(f"{_FILE}{TEI}titleStmt/{TEI}editor[@role='translator']"))),
        licence=content(root.find(f"{_FILE}{TEI}publicationStmt/{TEI}availability/{TEI}licence")),
        date=content(root.find(f"{_SOURCE}{TEI}date")),
        url=url,
    )


def _is_date(text: str) -> bool:
    """Tell whether XML Schema takes the text for a year, a month or a day."""
    if _YEAR_OR_MONTH.fullmatch(text):
        return True
    try:
        return _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False
