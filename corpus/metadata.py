"""What the user says of the versions of a corpus: who wrote and translated them, and which one is the original."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal, get_args

from corpus.errors import CorpusError
from corpus.model import Document, Metadata, Role
from corpus.reader.file import read_bytes

MetadataName = Literal["title", "author", "translator", "licence", "date", "source-url", "original"]
"""What can be said of a version; ``original`` says that it is what the others were made from."""

_NAMES: tuple[str, ...] = get_args(MetadataName)
_REPEATED = frozenset({"author", "translator"})
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True, slots=True)
class MetadataEntry:
    """
    One thing that the user says of a version.

    Attributes:
        version: the version's id, such as ``ru`` or ``en-rival``.
        name: what is said.
        value: the title, the name of an author and so on; empty for ``original``.
        where: where the user says it, such as ``novel.toml:3`` or ``--title``.

    Raises:
        CorpusError: nothing of that name can be said, or the value is empty or not what the name asks for.
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
        CorpusError: it is not TOML, or says something that cannot be said; the line is named.
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
        raise CorpusError("not TOML that describes versions: it is nested too deep", where=str(path)) from error
    entries: list[MetadataEntry] = []
    for key, value in tables.items():
        if key == "original":
            entries.append(
                MetadataEntry(
                    _text(value, key, _place(path, text, "", key)), "original", "", _place(path, text, "", key)
                )
            )
        elif isinstance(value, dict):
            for name, item in value.items():
                where = _place(path, text, key, name)
                if isinstance(item, list) and name not in _REPEATED:
                    raise CorpusError(f"{name} is a list, but can be one only", where=where)
                values = item if isinstance(item, list) else [item]
                entries += [MetadataEntry(key, name, _text(each, name, where), where) for each in values]
        else:
            problem = f"{key!r} stands before the tables of the versions"
            raise CorpusError(problem, where=_place(path, text, "", key), remedy="write a table first, as [en]")
    return tuple(entries)


def parse_entry(name: MetadataName, argument: str) -> MetadataEntry:
    """
    Return what an option such as ``--title en=Hamlet`` says.

    Raises:
        CorpusError: the argument names no version, or the value cannot be.
    """
    version, _, value = argument.partition("=")
    where = f"--{name}"
    if not value or not version.strip():
        raise CorpusError(f"{argument!r} does not say of which version", where=where, remedy="write it as en=VALUE")
    return MetadataEntry(version.strip(), name, value.strip(), where)


def override_entries(entries: Sequence[MetadataEntry], by: Sequence[MetadataEntry]) -> tuple[MetadataEntry, ...]:
    """Return entries without those that others say anew, and the others."""
    anew = {_subject(entry) for entry in by}
    return (*(entry for entry in entries if _subject(entry) not in anew), *by)


def apply_metadata(documents: Sequence[Document], entries: Sequence[MetadataEntry]) -> tuple[Document, ...]:
    """
    Return the versions with what is said of them.

    Where one is said to be the original, the versions in other languages are translations; those in its own language
    stay what they are, as nobody said how they came about.

    Args:
        documents: the versions, the pivot first.
        entries: what is said.

    Raises:
        CorpusError: something is said of a version that is not there, or twice, or has a TEI header of its own.
    """
    ids = [document.id for document in documents]
    headed = {document.id for document in documents if document.markup}
    said: set[tuple[str, str]] = set()
    for entry in entries:
        if entry.version not in ids:
            raise CorpusError(
                f"there is no version {entry.version!r}", where=entry.where, remedy=f"the versions are {', '.join(ids)}"
            )
        if entry.version in headed and entry.name != "original":
            raise CorpusError(
                f"the version {entry.version!r} has a TEI header of its own, which is kept",
                where=entry.where,
                remedy="say it in that header",
            )
        if entry.name not in _REPEATED:
            if _subject(entry) in said:
                raise CorpusError(f"a second {entry.name}", where=entry.where, remedy="leave one out")
            said.add(_subject(entry))
    original = next((document for entry in entries for document in documents if _makes_original(entry, document)), None)
    return tuple(
        replace(
            document,
            role=_role(document, original),
            metadata=_described(document.metadata, [entry for entry in entries if entry.version == document.id]),
        )
        for document in documents
    )


def _subject(entry: MetadataEntry) -> tuple[str, str]:
    """Return what a entry is about: there is one original in all."""
    return ("" if entry.name == "original" else entry.version, entry.name)


def _makes_original(entry: MetadataEntry, document: Document) -> bool:
    return entry.name == "original" and entry.version == document.id


def _role(document: Document, original: Document | None) -> Role:
    if original is None:
        return document.role
    if document is original:
        return "original"
    return document.role if _primary(document) == _primary(original) else "translation"


def _primary(document: Document) -> str:
    return document.language.partition("-")[0].lower()


def _described(known: Metadata, entries: Sequence[MetadataEntry]) -> Metadata:
    def values(name: MetadataName) -> tuple[str, ...]:
        return tuple(entry.value for entry in entries if entry.name == name)

    def value(name: MetadataName, before: str) -> str:
        return next(iter(values(name)), before)

    return replace(
        known,
        title=value("title", known.title),
        authors=values("author") or known.authors,
        translators=values("translator") or known.translators,
        licence=value("licence", known.licence),
        date=value("date", known.date),
        url=value("source-url", known.url),
    )


def _text(value: object, name: str, where: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | date) or isinstance(value, datetime):
        raise CorpusError(f"{name} is not a text", where=where, remedy="write it between quotes")
    return value.isoformat() if isinstance(value, date) else str(value)


def _place(path: Path, text: str, table: str, key: str) -> str:
    """Return the file and, where it is plainly written, the line of a key in a table."""
    current = ""
    for number, line in _assignments(text):
        name, equals, _ = line.partition("=")
        if line.startswith("["):
            current = _bare(line[1:].partition("]")[0])
        elif equals and (current, _bare(name)) == (table, key):
            return f"{path}:{number}"
    return str(path)


def _assignments(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line.strip()) for number, line in enumerate(text.split("\n"), start=1))


def _bare(key: str) -> str:
    return key.strip().strip("\"'")
