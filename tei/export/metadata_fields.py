"""What is known of a version, for the formats that have a place for it."""

from __future__ import annotations

from corpus.model import Document
from tei.formats.lines import one_line

FIELDS = ("role", "title", "author", "translator", "date", "licence", "url")
"""The names of what may be known."""


def metadata_fields(document: Document) -> tuple[tuple[str, str], ...]:
    """Return each of `FIELDS` with its value in one line; empty where nothing is known."""
    known = document.metadata
    people = ("; ".join(known.authors), "; ".join(known.translators))
    values = (document.role, known.title, *people, known.date, known.licence, known.url)
    return tuple((name, one_line(value)) for name, value in zip(FIELDS, values, strict=True))
