"""A corpus read back from its TEI files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from lxml import etree

from corpus.errors import CorpusError
from corpus.model import Alignment, Attribution, Bead, Block, Corpus, Document, Role, Sentence
from corpus.xml.passage import Passage
from corpus.xml.passages import Passages
from tei.application import APPLICATION_PATH
from tei.bibliography import header_metadata
from tei.manifest import corpus_folder, read_manifest
from tei.names import CORPUS_FILE, split_reference
from tei.parser import TEI, XML_ID, XML_LANG, FileError, content, line, parse, parse_data, read_data
from tei.responsibility import Responsibilities

_NUMBER = re.compile(r"\s*\+?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)


def read_corpus(folder: Path) -> Corpus:
    """
    Read a corpus that `tei.write_corpus` wrote and that people may have edited since.

    Notes and the like are separate blocks, see `corpus.xml.passages.Passages`. The markup is kept, so that the corpus
    can be written with it again. A link without ``cert`` is certain.

    Args:
        folder: the folder, or the ``corpus.xml`` in it.

    Raises:
        CorpusError: a file is missing, broken or hostile, or the corpus is inconsistent.
    """
    folder = corpus_folder(folder)
    manifest = read_manifest(folder)
    # The tree of the links is the largest of all, and is gone before the texts are read.
    links = _Links.read(manifest.alignment)
    pivot, *versions = (read_document(path, manifest.name) for path in manifest.documents)
    alignments = tuple(links.alignments([path.name for path in manifest.documents], pivot, versions))
    try:
        return Corpus(manifest.name, pivot, tuple(versions), alignments)
    except CorpusError as error:
        # Only an id that is in two files is left; check_corpus reports where.
        raise FileError(f"{error.where}: {error.problem}", folder / CORPUS_FILE) from error


def read_document(path: Path, corpus_name: str = "") -> Document:
    """
    Read one version of a corpus from its file.

    Args:
        path: the file.
        corpus_name: the corpus's name, which is in the place of the title if that is unknown.

    Raises:
        CorpusError: the file is missing, broken or hostile, or not a version that `tei.write_corpus` wrote.
    """
    data = read_data(path)
    root = parse_data(data, path)
    application = root.find(APPLICATION_PATH)
    text, identifier, role = root.find(f"{TEI}text"), root.get(XML_ID), declared_role(root)
    if text is None or identifier is None or role is None or not text.get(XML_LANG):
        raise FileError("not a version: its xml:id, its text, the text's language or the derivation is missing", path)
    blocks = []
    for block in read_blocks(path, text):
        if isinstance(block, FileError):
            raise block
        blocks.append(block)
    try:
        return Document(
            identifier if application is None else application.get("n", identifier),
            text.get(XML_LANG, ""),
            cast(Role, role),
            tuple(blocks),
            header_metadata(root, corpus_name),
            declared_signature(root),
            data,
        )
    except CorpusError as error:
        raise FileError(error.problem, path, line(root)) from error


def read_blocks(path: Path, text: etree._Element) -> Iterator[Block | FileError]:
    """
    Yield the blocks of a text, or an error for a block that is wrong.

    Args:
        path: the file, for the messages.
        text: a ``text`` element.
    """
    for passage in Passages(text):
        try:
            yield _block(path, passage)
        except FileError as error:
            yield error


def declared_role(root: etree._Element) -> str | None:
    """Return the role of a version, None if it has none; in a header that people wrote, it is in our own element."""
    application = root.find(APPLICATION_PATH)
    derivation = root.find(f"{TEI}teiHeader/{TEI}profileDesc/{TEI}textDesc/{TEI}derivation")
    declared = None if application is None else application.get("subtype")
    return declared if declared or derivation is None else derivation.get("type", "")


def declared_signature(root: etree._Element) -> str:
    """Return how the sentences of a version were segmented; empty if teialign did not segment them."""
    return content(root.find(f"{APPLICATION_PATH}/{TEI}desc"))


def probability(text: str) -> float:
    """
    Return the number in a ``cert``.

    Raises:
        CorpusError: it is not a number from 0 to 1.
    """
    if not _NUMBER.fullmatch(text) or not 0.0 <= float(text) <= 1.0:
        raise CorpusError(f"cert {text!r} is not a number from 0 to 1")
    return float(text)


def consecutive_run(numbers: list[int]) -> range:
    """
    Return the sentence numbers of one side of a link.

    Raises:
        CorpusError: they are not consecutive.
    """
    if not numbers:
        return range(0)
    result = range(numbers[0], numbers[0] + len(numbers))
    if numbers != list(result):
        raise CorpusError("the sentences of one side are not consecutive")
    return result


def _block(path: Path, passage: Passage) -> Block:
    if not passage.id:
        raise FileError("text outside a block that has an xml:id", path, line(passage.element))
    end = 0
    for mark in passage.sentences:
        if not mark.id or mark.span.start < end:
            raise FileError("a sentence without an xml:id, or inside another", path, line(mark.elements[0]))
        end = mark.span.end
    sentences = tuple(Sentence(mark.id, mark.span.of(passage.text), mark.span) for mark in passage.sentences)
    try:
        return Block(passage.id, passage.kind, passage.text, sentences)
    except CorpusError as error:
        raise FileError(f"{error.where}: {error.problem}", path, line(passage.element)) from error


@dataclass(frozen=True, slots=True)
class _Link:
    """A link as it is in the file: the references to its sentences, its probability, and who is responsible for it."""

    targets: str
    confidence: float
    attribution: Attribution | None
    line: int


@dataclass(frozen=True, slots=True)
class _Group:
    """The links of a pair, and the references to the files of its versions."""

    files: tuple[str, ...]
    links: tuple[_Link, ...]
    line: int


@dataclass(frozen=True, slots=True)
class _Links:
    """
    A file of alignments, which takes a tenth of the memory of its tree.

    Attributes:
        path: the file.
        signatures: how pairs were aligned: the files of a pair, the signature, and its line.
        groups: the links of each pair.
    """

    path: Path
    signatures: tuple[tuple[tuple[str, ...], str, int], ...]
    groups: tuple[_Group, ...]

    @classmethod
    def read(cls, path: Path) -> _Links:
        root = parse(path)
        responsibilities = Responsibilities.declared_in(root)
        described = root.iterfind(f"{TEI}teiHeader/{TEI}encodingDesc/{TEI}appInfo/{TEI}application/{TEI}desc[@corresp]")
        return cls(
            path,
            tuple((_files(each), content(each), line(each)) for each in described),
            tuple(
                _Group(_files(group), tuple(_read_links(path, group, responsibilities)), line(group))
                for group in root.iter(f"{TEI}linkGrp")
            ),
        )

    def alignments(self, files: Sequence[str], pivot: Document, versions: Sequence[Document]) -> Iterator[Alignment]:
        """Yield the alignment of each version; `files` are the names of the files of the pivot and the versions."""
        documents = dict(zip(files, (pivot, *versions), strict=True))
        signatures = {self._version(names, place, documents, pivot).id: text for names, text, place in self.signatures}
        groups: dict[str, _Group] = {}
        for group in self.groups:
            version = self._version(group.files, group.line, documents, pivot)
            if groups.setdefault(version.id, group) is not group:
                raise FileError("a second linkGrp for the same pair", self.path, group.line)
        source = _numbers(pivot)
        for version in versions:
            # Two versions without sentences have no linkGrp.
            group = groups.get(version.id, _Group(("", ""), (), 1))
            numbers = dict(zip(group.files, (source, _numbers(version)), strict=True))
            beads = tuple(self._bead(link, numbers) for link in group.links)
            alignment = Alignment(pivot.id, version.id, beads, signatures.get(version.id, ""))
            try:
                alignment.check_coverage(len(pivot.sentences), len(version.sentences))
            except CorpusError as error:
                raise FileError(f"{error.where}: {error.problem}", self.path, group.line) from error
            yield alignment

    def _version(
        self, files: Sequence[str], place: int, documents: Mapping[str, Document], pivot: Document
    ) -> Document:
        """Return the version that ``corresp`` names with the pivot."""
        match [documents.get(file) for file in files]:
            case [source, Document() as version] if source is pivot and version is not pivot:
                return version
        raise FileError("corresp does not name the file of the pivot and that of a version", self.path, place)

    def _bead(self, link: _Link, numbers: Mapping[str, Mapping[str, int]]) -> Bead:
        """Return the bead of a link; `numbers` are those of the sentences by file and id, the pivot's first."""
        sides: dict[str, list[int]] = {file: [] for file in numbers}
        for uri in link.targets.split():
            file, identifier = split_reference(uri)
            number = numbers.get(file, {}).get(identifier)
            if number is None:
                raise FileError(f"{uri} is not a sentence of the pair", self.path, link.line)
            sides[file].append(number)
        try:
            source, target = map(consecutive_run, sides.values())
            return Bead(source, target, link.confidence, link.attribution)
        except CorpusError as error:
            raise FileError(error.problem, self.path, link.line) from error


def _files(element: etree._Element) -> tuple[str, ...]:
    return tuple(split_reference(uri)[0] for uri in element.get("corresp", "").split())


def _numbers(document: Document) -> dict[str, int]:
    return {sentence.id: number for number, sentence in enumerate(document.sentences)}


def _read_links(path: Path, group: etree._Element, responsibilities: Responsibilities) -> Iterator[_Link]:
    for link in group.iterchildren(f"{TEI}link", f"{TEI}ptr"):
        try:
            certainty = probability(link.get("cert", "1"))
            attribution = responsibilities.attribution(link)
        except CorpusError as error:
            raise FileError(error.problem, path, line(link)) from error
        yield _Link(link.get("target", ""), 1.0 if attribution else certainty, attribution, line(link))
