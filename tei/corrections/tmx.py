"""TMX: an edited translation memory, read by the ids of its units, the ids of sentences, or its texts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from corpus.errors import CorpusError, ReadError
from corpus.language import primary_subtag
from corpus.model import Corpus, Document
from tei.corrections.edited_links import REVIEWED, EditedAlignment, EditedLink, edited_files
from tei.corrections.sentence_index import SentenceIndex
from tei.export.content import AlignedPair
from tei.export.tmx import exported_units, pair_corpora
from tei.formats.tmx import TmxFile, Unit, Variant
from tei.parser import FileError


def edited_alignments(path: Path, corpus: Corpus) -> Iterator[EditedAlignment]:
    """
    Yield the links of translation memories, for each version that is in one.

    A unit links the sentences of its texts. They are found by ``x-ids``, or by the text if that was edited or a tool
    removed the property. In a memory of several versions a unit may be made of several links, which are kept if the
    unit is as it was exported.

    Raises:
        ReadError: a file cannot be read or is not a translation memory.
    """
    for file in edited_files(path, ".tmx", ".tmx.gz"):
        yield from _EditedMemory(file, corpus).alignments()


class _EditedMemory:
    """A translation memory, to be read with the corpus that it was exported from."""

    def __init__(self, path: Path, corpus: Corpus) -> None:
        self._path = path
        self._corpus = corpus
        self._indexes = {document.id: SentenceIndex(document) for document in corpus.documents}
        self._units = list(TmxFile(path).units())
        self._last: dict[str, str] = {}
        self._faults: list[FileError] = []
        exported = exported_units(self._exported_corpus())
        self._exported = [{each.document: each.sentence_ids for each in unit.variants} for unit in exported]

    def _exported_corpus(self) -> Corpus:
        """Return what the memory was exported from: the pair whose versions it has, or else the whole corpus."""
        there = {document.id for document in self._documents_of_units()}
        pairs = pair_corpora(self._corpus)
        return next((pair for pair in pairs if there <= {document.id for document in pair.documents}), self._corpus)

    def _documents_of_units(self) -> Iterator[Document]:
        for unit in self._units:
            for variant in unit.variants:
                with suppress(CorpusError):
                    yield self._document(variant)

    def alignments(self) -> Iterator[EditedAlignment]:
        units = []
        for unit in self._units:
            try:
                units.append((unit, self._sides(unit)))
            except CorpusError as error:
                self._faults.append(FileError(error.problem, self._path, unit.line))
        if not units and not self._faults:
            raise ReadError("no unit in the file", where=str(self._path))
        faults = tuple(self._faults)
        for number, version in enumerate(self._corpus.versions):
            if any(version.id in sides for _, sides in units):
                links = tuple(self._links(number, units))
                yield EditedAlignment(self._path, version.id, links, faults)
                faults = ()
        if faults:
            yield EditedAlignment(self._path, "", (), faults)

    def _sides(self, unit: Unit) -> dict[str, tuple[str, ...]]:
        """Return the ids of the sentences of each version that is in a unit."""
        number = int(unit.id) - 1 if unit.id.isascii() and unit.id.isdigit() and len(unit.id) < 10 else -1
        before = self._exported[number] if 0 <= number < len(self._exported) else None
        sides: dict[str, tuple[str, ...]] = {}
        for variant in unit.variants:
            document = self._document(variant)
            if document.id in sides:
                raise CorpusError(f"two texts of {document.id} in a unit")
            ids = variant.sentence_ids
            known = None if before is None else before.get(document.id, ())
            if not ids and known is not None and variant.text:
                # A tool removed the ids: they are taken as exported, and compared with the text.
                ids = known
            found = self._indexes[document.id].resolve(ids, variant.text, known, self._last.get(document.id, ""))
            sides[document.id] = found
            if found:
                self._last[document.id] = found[-1]
        return {name: ids for name, ids in sides.items() if ids}

    def _document(self, variant: Variant) -> Document:
        language = variant.language.lower().replace("_", "-")
        documents = self._corpus.documents
        fitting = (
            [document for document in documents if document.id == variant.document]
            or [document for document in documents if document.language.lower() == language]
            or [document for document in documents if primary_subtag(document.language) == primary_subtag(language)]
        )
        if len(fitting) != 1:
            raise CorpusError(
                f"a text in {variant.language or 'no language'}, which is not clearly one of the versions"
            )
        return fitting[0]

    def _links(self, number: int, units: list[tuple[Unit, dict[str, tuple[str, ...]]]]) -> Iterator[EditedLink]:
        pivot, version = self._corpus.pivot, self._corpus.versions[number]
        pair = AlignedPair(self._corpus, number)
        beads: dict[str, tuple[str, ...]] = {}
        for source, target in map(pair.ids, pair.alignment.beads):
            beads |= dict.fromkeys(source + target, source + target)
        exported = {frozenset(each.get(pivot.id, ()) + each.get(version.id, ())) for each in self._exported}
        for unit, sides in units:
            ids = sides.get(pivot.id, ()) + sides.get(version.id, ())
            if not ids:
                continue
            variants = [variant for variant in unit.variants if self._document(variant) is version]
            reviewed = any(variant.status in REVIEWED for variant in variants)
            name = variants[0].by if variants else ""
            # A unit that is not as it was exported is a link: a person has joined or split units.
            parts = dict.fromkeys(beads.get(each, ()) for each in ids) if frozenset(ids) in exported else [ids]
            for part in parts:
                yield EditedLink(self._path, unit.line, part, reviewed, name)
