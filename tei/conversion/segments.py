"""Segments without documents: units of a translation memory, lines of two files, rows of a table."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.document import version_ids
from corpus.errors import CorpusError
from corpus.model import Alignment, Attribution, Bead, Block, Corpus, Document, Metadata, Role, Sentence, Span
from tei.conversion.request import Request

_MAX_VERSIONS = 64
"""A memory has the languages of a project, at most those of the European Union; each adds a link to every unit."""

_MAX_SEGMENTS = 2**22
"""A million segments need 0.8 GB of memory; larger files are collections, not texts."""


@dataclass(slots=True)
class Column:
    """
    The segments of one version.

    Attributes:
        label: its language, or a name that starts with it.
        language: BCP 47 tag.
        rows: the row of each segment, ascending.
        texts: the segments.
    """

    label: str
    language: str
    rows: array[int] = field(default_factory=lambda: array("q"))
    texts: list[str] = field(default_factory=list)


class Segments:
    """
    Segments in rows: those of one row translate each other.

    Args:
        request: the conversion.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._columns: dict[str, Column] = {}
        self._count = 0

    def add(self, row: int, label: str, language: str, text: str, where: str) -> None:
        """
        Add a segment, unless it is blank.

        Args:
            row: its row; not before that of the last segment.
            label: the label of its version.
            language: that version's language.
            text: the segment.
            where: its place, for messages.

        Raises:
            CorpusError: there are too many versions or segments.
        """
        text = text.strip()
        if not text:
            return
        column = self._columns.get(label)
        if column is None:
            if len(self._columns) == _MAX_VERSIONS:
                raise CorpusError(f"more than {_MAX_VERSIONS} versions", where=where, remedy="convert a part of it")
            column = self._columns[label] = Column(label, language)
        self._count += 1
        if self._count > _MAX_SEGMENTS:
            raise CorpusError(f"more than {_MAX_SEGMENTS} segments", where=where, remedy="convert a part of it")
        column.rows.append(row)
        column.texts.append(text)

    def corpus(self, pivot: str = "") -> Corpus:
        """
        Return the segments as a corpus: each is a block with one sentence, each row a link.

        Args:
            pivot: the source of the translations according to the file, if the user did not choose a pivot.

        Raises:
            CorpusError: there are fewer than two versions, or the pivot that the user chose is not among them.
        """
        columns = list(self._columns.values())
        if len(columns) < 2:
            found = columns[0].label if columns else "nothing"
            raise CorpusError(f"only {found} in it, and no translation", where=self._request.file)
        labels = [column.label for column in columns]
        default = labels.index(pivot) if pivot in labels else 0
        first = columns.pop(self._request.place_of_pivot(labels, default))
        ids = version_ids([first.label, *(column.label for column in columns)])
        source, *targets = (
            self._document(column, identifier, "pivot" if column is first else "version")
            for column, identifier in zip([first, *columns], ids, strict=True)
        )
        attribution = Attribution("given", self._request.file)
        alignments = tuple(
            Alignment(source.id, target.id, tuple(_beads(first, column, attribution)), self._request.signature)
            for target, column in zip(targets, columns, strict=True)
        )
        return Corpus(self._request.name, source, tuple(targets), alignments)

    def _document(self, column: Column, identifier: str, role: Role) -> Document:
        return Document(
            identifier,
            column.language,
            role,
            tuple(_blocks(identifier, column.texts)),
            Metadata(source=self._request.paths[0].name),
            f"converted:{self._request.format_name}|segments",
        )


def _blocks(identifier: str, texts: Sequence[str]) -> Iterator[Block]:
    for number, text in enumerate(texts, start=1):
        sentence = Sentence(f"{identifier}.s{number}", text, Span(0, len(text)))
        yield Block(f"{identifier}.b{number}", "ab", text, (sentence,))


def _beads(source: Column, target: Column, attribution: Attribution) -> Iterator[Bead]:
    left, right = 0, 0
    while left < len(source.rows) or right < len(target.rows):
        row = min(rows[place] for rows, place in ((source.rows, left), (target.rows, right)) if place < len(rows))
        here = left < len(source.rows) and source.rows[left] == row
        there = right < len(target.rows) and target.rows[right] == row
        yield Bead(range(left, left + here), range(right, right + there), 1.0, attribution)
        left, right = left + here, right + there
