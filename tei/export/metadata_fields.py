"""The metadata of a version, for the formats that have a place for it."""

from __future__ import annotations

from corpus.model import Document
from tei.formats.lines import one_line

FIELDS = ("role", "title", "author", "translator", "date", "licence", "url")
"""The names of the fields."""


def metadata_fields(document: Document) -> tuple[tuple[str, str], ...]:
    """Return each of `FIELDS` with its value on one line; empty if unknown."""
    known = document.metadata
    people = ("; ".join(known.authors), "; ".join(known.translators))
    values = (document.role, known.title, *people, known.date, known.licence, known.url)
    return tuple((name, one_line(value)) for name, value in zip(FIELDS, values, strict=True))
