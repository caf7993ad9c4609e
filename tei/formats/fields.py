"""The metadata of a version as named fields, for the formats that have a place for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from corpus.model import ROLES, Document, Metadata, Role
from tei.formats.lines import one_line

FIELDS = ("role", "title", "author", "translator", "date", "licence", "url")
"""The names of the fields."""

_BETWEEN = "; "
"""What separates several authors or translators."""


def metadata_fields(document: Document) -> tuple[tuple[str, str], ...]:
    """Return each of `FIELDS` with its value on one line; empty if unknown."""
    known = document.metadata
    people = (_BETWEEN.join(known.authors), _BETWEEN.join(known.translators))
    values = (document.role, known.title, *people, known.date, known.licence, known.url)
    return tuple((name, one_line(value)) for name, value in zip(FIELDS, values, strict=True))


def known_fields(document: Document) -> dict[str, str]:
    """Return those of `FIELDS` that have a value."""
    return {name: value for name, value in metadata_fields(document) if value}


def described(fields: Mapping[str, str], source: str) -> tuple[Role, Metadata]:
    """
    Return the role and the metadata that fields stand for; what is missing or no role is unknown.

    Args:
        fields: values by their names.
        source: the name of the file that they are from.
    """
    role = fields.get("role", "")
    return cast(Role, role) if role in ROLES else "version", Metadata(
        title=fields.get("title", ""),
        source=source,
        authors=_people(fields.get("author", "")),
        translators=_people(fields.get("translator", "")),
        licence=fields.get("licence", ""),
        date=fields.get("date", ""),
        url=fields.get("url", ""),
    )


def _people(names: str) -> tuple[str, ...]:
    return tuple(name for name in map(str.strip, names.split(_BETWEEN)) if name)
