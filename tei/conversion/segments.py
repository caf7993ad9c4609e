"""Segments without documents: units of a translation memory, lines of two files, rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpus.document import version_ids
from corpus.errors import CorpusError
from corpus.messages import warn
from corpus.model import Alignment, Attribution, Bead, Block, Corpus, Document, Metadata, Role, Sentence, Span
from tei.conversion.columns import Column, join_regions, linked_rows, links_without
from tei.conversion.request import Request, place_of_language

_MAX_VERSIONS = 64
"""A memory has the languages of a project, at most those of the European Union; each adds a link to every unit."""

_MAX_SEGMENTS = 2**22
"""A million segments need 0.8 GB of memory; larger files are collections, not texts."""


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
            row: its row.
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

    def corpus(self, pivot: str = "", known: Mapping[str, tuple[Role, Metadata]] | None = None) -> Corpus:
        """
        Return the segments as a corpus: each is a block with one sentence, each row a link.

        Regions of one language that share no row are one version, unless the file names its versions.

        Args:
            pivot: the source of the translations according to the file, if the user did not choose a pivot.
            known: by their labels, the roles and metadata of versions that the file names; None if it names none.

        Raises:
            CorpusError: there are fewer than two versions, or the pivot that the user chose is not among them.

        Warns:
            TextWarning: regions were joined, or links were left out because neither side is the pivot.
        """
        where = self._request.file
        columns = [column.ordered() for column in self._columns.values()]
        if known is None:
            columns = join_regions(columns, where)
        if len(columns) < 2:
            found = columns[0].label if columns else "nothing"
            raise CorpusError(f"only {found} in it, and no translation", where=where)
        labels = [column.label for column in columns]
        first = columns.pop(self._request.place_of_pivot(labels, place_of_language(pivot, labels) or 0))
        if lost := links_without(first, columns):
            problem = f"links of which no side is the pivot, {first.label}, were left out: {lost}"
            warn(problem, where=where, remedy="choose another version with --pivot")
        ids = version_ids([first.label, *(column.label for column in columns)])
        source, *targets = (
            self._document(column, identifier, "pivot" if column is first else "version", known or {})
            for column, identifier in zip([first, *columns], ids, strict=True)
        )
        attribution = Attribution("given", where)
        alignments = tuple(
            Alignment(source.id, target.id, tuple(_beads(first, column, attribution)), self._request.signature)
            for target, column in zip(targets, columns, strict=True)
        )
        return Corpus(self._request.name, source, tuple(targets), alignments)

    def _document(
        self, column: Column, identifier: str, place: Role, known: Mapping[str, tuple[Role, Metadata]]
    ) -> Document:
        role, metadata = known.get(column.label, (place, Metadata(source=self._request.file)))
        return Document(
            identifier,
            column.language,
            role if role in ("original", "translation") else place,
            tuple(_blocks(identifier, column.texts)),
            metadata,
            f"converted:{self._request.format_name}|segments",
        )


def _blocks(identifier: str, texts: Sequence[str]) -> Iterator[Block]:
    for number, text in enumerate(texts, start=1):
        sentence = Sentence(f"{identifier}.s{number}", text, Span(0, len(text)))
        yield Block(f"{identifier}.b{number}", "ab", text, (sentence,))


def _beads(source: Column, target: Column, attribution: Attribution) -> Iterator[Bead]:
    for left, right, here, there in linked_rows(source, target):
        yield Bead(range(left, left + here), range(right, right + there), 1.0, attribution)
