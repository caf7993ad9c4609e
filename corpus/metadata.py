"""Metadata that the user gives for the versions of a corpus: their authors, translators, and which is the original."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from corpus.errors import CorpusError
from corpus.files import read_bytes
from corpus.language import same_language
from corpus.model import Document, Metadata, Role

MetadataName = Literal["title", "author", "translator", "licence", "date", "source-url", "original"]
"""Names of metadata; ``original`` marks the version that the others were translated from."""

_NAMES: tuple[str, ...] = get_args(MetadataName)
_FIELDS = {"author": "authors", "translator": "translators", "source-url": "url"}
"""The fields of `Metadata` whose name is another."""

_REPEATED = frozenset({"author", "translator"})
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True, slots=True)
class MetadataEntry:
    """
    One piece of metadata that the user gives for a version.

    Attributes:
        version: the version's id, such as ``ru`` or ``en-rival``.
        name: one of `MetadataName`.
        value: the title, the name of an author and so on; empty for ``original``.
        where: where the user gives it, such as ``novel.toml:3`` or ``--title``.

    Raises:
        CorpusError: the name is unknown, or the value is empty or not valid for the name.
    """

    version: str
    name: str
    value: str
    where: str

    def __post_init__(self) -> None:
        if self.name not in _NAMES:
            raise CorpusError(f"unknown key {self.name!r}", where=self.where, remedy=f"use {', '.join(_NAMES[:-1])}")
        if self.name != "original" and not self.value.strip():
            raise CorpusError(f"the {self.name} of {self.version} is empty", where=self.where, remedy="leave it out")
        if self.name == "source-url" and not _ADDRESS.fullmatch(self.value):
            raise CorpusError(f"{self.value!r} is not an address", where=self.where, remedy="write it as https://…")


def read_metadata(path: Path) -> tuple[MetadataEntry, ...]:
    """
    Read a TOML file with a table for each version, named by its id, and optionally ``original = "ID"`` before them.

    The keys of a table are those of `MetadataName`; ``author`` and ``translator`` may be lists.

    Raises:
        ReadError: the file cannot be read.
        CorpusError: it is not TOML, or an entry is not valid; the error names the line.
    """
    try:
        text = read_bytes(path).decode("utf-8-sig")
        tables = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise CorpusError("not UTF-8", where=str(path), remedy="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        where = f"{path}:{found[1] if found else text.count(chr(10)) + 1}"
        raise CorpusError(f"not TOML: {error}", where=where) from error
    except RecursionError as error:
        raise CorpusError("not TOML with metadata: it is nested too deep", where=str(path)) from error
    entries: list[MetadataEntry] = []
    for key, value in tables.items():
        if key == "original":
            where = _place(path, text, "", key)
            entries.append(MetadataEntry(_text(value, key, where), "original", "", where))
        elif isinstance(value, dict):
            for name, item in value.items():
                where = _place(path, text, key, name)
                if isinstance(item, list) and name not in _REPEATED:
                    raise CorpusError(f"{name} is a list, but can have one value only", where=where)
                values = item if isinstance(item, list) else [item]
                entries += [MetadataEntry(key, name, _text(each, name, where), where) for each in values]
        else:
            problem = f"{key!r} is before the tables of the versions"
            raise CorpusError(problem, where=_place(path, text, "", key), remedy="write a table first, as [en]")
    return tuple(entries)


def parse_entry(name: MetadataName, argument: str) -> MetadataEntry:
    """
    Return the entry that an option such as ``--title en=Hamlet`` gives.

    Raises:
        CorpusError: the argument names no version, or the value is not valid.
    """
    version, _, value = argument.partition("=")
    where = f"--{name}"
    if not value or not version.strip():
        problem = f"{argument!r} does not name a version and a value"
        raise CorpusError(problem, where=where, remedy="write it as en=VALUE")
    return MetadataEntry(version.strip(), name, value.strip(), where)


def override_entries(entries: Sequence[MetadataEntry], by: Sequence[MetadataEntry]) -> tuple[MetadataEntry, ...]:
    """Return the entries, with those in `by` in place of the ones for the same version and name."""
    replaced = {_subject(entry) for entry in by}
    return (*(entry for entry in entries if _subject(entry) not in replaced), *by)


def apply_metadata(documents: Sequence[Document], entries: Sequence[MetadataEntry]) -> tuple[Document, ...]:
    """
    Return the versions with the given metadata.

    If an entry marks one of them as the original, the versions in other languages become translations. The role of
    other versions in its own language stays, since the entry does not say how they are related to it.

    Args:
        documents: the versions, the pivot first.
        entries: the metadata.

    Raises:
        CorpusError: an entry is for a version that is not there or has a TEI header of its own, or is given twice.
    """
    ids = [document.id for document in documents]
    headed = {document.id for document in documents if document.markup}
    given: set[tuple[str, str]] = set()
    for entry in entries:
        if entry.version not in ids:
            raise CorpusError(
                f"there is no version {entry.version!r}", where=entry.where, remedy=f"the versions are {', '.join(ids)}"
            )
        if entry.version in headed and entry.name != "original":
            raise CorpusError(
                f"the version {entry.version!r} has a TEI header of its own, which is kept",
                where=entry.where,
                remedy="write it into that header",
            )
        if entry.name not in _REPEATED:
            if _subject(entry) in given:
                raise CorpusError(f"a second {entry.name}", where=entry.where, remedy="leave one out")
            given.add(_subject(entry))
    originals = {entry.version for entry in entries if entry.name == "original"}
    original = next((document for document in documents if document.id in originals), None)
    return tuple(
        replace(
            document,
            role=_role(document, original),
            metadata=_described(document.metadata, [entry for entry in entries if entry.version == document.id]),
        )
        for document in documents
    )


def _subject(entry: MetadataEntry) -> tuple[str, str]:
    """Return the version and the name of an entry; the version is empty for ``original``, which is for the corpus."""
    return ("" if entry.name == "original" else entry.version, entry.name)


def _role(document: Document, original: Document | None) -> Role:
    if original is None:
        return document.role
    if document is original:
        return "original"
    return document.role if same_language(document.language, original.language) else "translation"


def _described(known: Metadata, entries: Sequence[MetadataEntry]) -> Metadata:
    changes: dict[str, Any] = {}
    for name in _NAMES[:-1]:
        if values := tuple(entry.value for entry in entries if entry.name == name):
            changes[_FIELDS.get(name, name)] = values if name in _REPEATED else values[0]
    return replace(known, **changes)


def _text(value: object, name: str, where: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | date) or isinstance(value, datetime):
        raise CorpusError(f"{name} is not a string", where=where, remedy="write it in quotation marks")
    return value.isoformat() if isinstance(value, date) else str(value)


def _place(path: Path, text: str, table: str, key: str) -> str:
    """Return the file and, unless the key is written in an unusual way, the line of a key in a table."""
    current = ""
    for number, line in enumerate(map(str.strip, text.split("\n")), start=1):
        name, equals, _ = line.partition("=")
        if line.startswith("["):
            current = _bare(line[1:].partition("]")[0])
        elif equals and (current, _bare(name)) == (table, key):
            return f"{path}:{number}"
    return str(path)


def _bare(key: str) -> str:
    return key.strip().strip("\"'")
