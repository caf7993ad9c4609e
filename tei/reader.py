"""A corpus read back from its TEI files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from lxml import etree

from corpus.errors import CorpusError
from corpus.model import (
    BLOCK_KINDS,
    Alignment,
    Bead,
    Block,
    BlockKind,
    Corpus,
    Document,
    Role,
    Sentence,
    Span,
)
from tei.agents import AgentReader, Agents
from tei.bibliography import read_metadata
from tei.manifest import Manifest, corpus_folder, read_manifest
from tei.names import CORPUS_FILE, split_reference
from tei.parser import TEI, XML_ID, XML_LANG, FileError, content, line, local_name, parse

_NUMBER = re.compile(r"\s*\+?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)


def read_corpus(folder: Path) -> Corpus:
    """
    Read a corpus that `tei.write_corpus` wrote and that people may have edited since.

    Markup that was added inside a block is read through: only its text counts. A link without ``cert`` is certain.

    Args:
        folder: the folder, or the ``corpus.xml`` in it.

    Raises:
        CorpusError: a file is missing, broken or hostile, or the corpus contradicts itself.
    """
    folder = corpus_folder(folder)
    manifest = read_manifest(folder)
    pivot, *versions = (read_document(path, manifest.name) for path in manifest.documents)
    alignments = _alignments(manifest, pivot, versions)
    try:
        return Corpus(manifest.name, pivot, tuple(versions), alignments)
    except CorpusError as error:
        # Only an id that two files share is left to find; check_corpus tells where.
        raise FileError(f"{error.where}: {error.problem}", folder / CORPUS_FILE) from error


def read_document(path: Path, corpus_name: str = "") -> Document:
    """
    Read one version of a corpus from its file.

    Args:
        path: the file.
        corpus_name: the corpus's name, which stands for the title where that is unknown.

    Raises:
        CorpusError: the file is missing, broken or hostile, or no version that `tei.write_corpus` wrote.
    """
    root = parse(path)
    text, identifier = root.find(f"{TEI}text"), root.get(XML_ID)
    role = root.find(f"{TEI}teiHeader/{TEI}profileDesc/{TEI}textDesc/{TEI}derivation")
    if text is None or identifier is None or role is None or not text.get(XML_LANG):
        raise FileError("not a version: its xml:id, its text, the text's language or the derivation is missing", path)
    blocks = []
    for block in read_blocks(path, text):
        if isinstance(block, FileError):
            raise block
        blocks.append(block)
    try:
        return Document(
            identifier,
            text.get(XML_LANG, ""),
            cast(Role, role.get("type", "")),
            tuple(blocks),
            read_metadata(root, corpus_name),
            content(root.find(f"{TEI}teiHeader/{TEI}encodingDesc/{TEI}appInfo/{TEI}application/{TEI}desc")),
        )
    except CorpusError as error:
        raise FileError(error.problem, path, line(role)) from error


def read_blocks(path: Path, parent: etree._Element) -> Iterator[Block | FileError]:
    """
    Yield the blocks inside an element, and what is wrong with any of them.

    Args:
        path: the file, for the messages.
        parent: a ``text`` element or one inside it.
    """
    if (parent.text or "").strip():
        yield FileError("text outside a block that has an xml:id", path, line(parent))
    for element in parent:
        if _is_block(element):
            try:
                yield _block(path, element)
            except FileError as error:
                yield error
        else:
            yield from read_blocks(path, element)
        if (element.tail or "").strip():
            yield FileError("text outside a block that has an xml:id", path, line(element))


def probability(text: str) -> float:
    """
    Return the number that a ``cert`` holds.

    Raises:
        CorpusError: it is not a number from 0 to 1.
    """
    if not _NUMBER.fullmatch(text) or not 0.0 <= float(text) <= 1.0:
        raise CorpusError(f"cert {text!r} is not a number from 0 to 1")
    return float(text)


def run(numbers: list[int]) -> range:
    """
    Return the sentence numbers of one side of a link.

    Raises:
        CorpusError: they do not follow each other.
    """
    if not numbers:
        return range(0)
    result = range(numbers[0], numbers[0] + len(numbers))
    if numbers != list(result):
        raise CorpusError("the sentences of one side do not follow each other")
    return result


def _is_block(element: etree._Element) -> bool:
    return local_name(element) in BLOCK_KINDS and element.get(XML_ID) is not None


def _block(path: Path, block: etree._Element) -> Block:
    reading = _Reading(path)
    reading.add(block.text)
    reading.add_children(block, within_sentence=False)
    text = "".join(reading.pieces)
    sentences = tuple(Sentence(identifier, span.of(text), span) for identifier, span in reading.sentences)
    try:
        return Block(block.get(XML_ID, ""), cast(BlockKind, local_name(block)), text, sentences)
    except CorpusError as error:
        raise FileError(f"{error.where}: {error.problem}", path, line(block)) from error


@dataclass(slots=True)
class _Reading:
    """The text of a block and its sentences, as far as they have been read."""

    path: Path
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    sentences: list[tuple[str, Span]] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def add_children(self, parent: etree._Element, *, within_sentence: bool) -> None:
        for element in parent:
            identifier = element.get(XML_ID)
            is_sentence = element.tag == f"{TEI}s"
            if is_sentence and (within_sentence or identifier is None):
                raise FileError("a sentence without an xml:id, or inside another", self.path, line(element))
            if _is_block(element):
                raise FileError("a block inside another", self.path, line(element))
            start = self.length
            self.add(element.text)
            self.add_children(element, within_sentence=within_sentence or is_sentence)
            if is_sentence:
                self.sentences.append((identifier or "", Span(start, self.length)))
            self.add(element.tail)


def _alignments(manifest: Manifest, pivot: Document, versions: list[Document]) -> tuple[Alignment, ...]:
    path = manifest.alignment
    root = parse(path)
    documents = dict(zip((file.name for file in manifest.documents), (pivot, *versions), strict=True))
    numbers = {
        f"{file}#{sentence.id}": number
        for file, document in documents.items()
        for number, sentence in enumerate(document.sentences)
    }
    signatures = {
        _version(path, each, documents, pivot).id: content(each)
        for each in root.iterfind(f"{TEI}teiHeader/{TEI}encodingDesc/{TEI}appInfo/{TEI}application/{TEI}desc[@corresp]")
    }
    agents = AgentReader.of(Agents.declared_in(root))
    groups: dict[str, etree._Element] = {}
    for group in root.iter(f"{TEI}linkGrp"):
        version = _version(path, group, documents, pivot)
        if groups.setdefault(version.id, group) is not group:
            raise FileError("a second linkGrp for the same pair", path, line(group))
    alignments = []
    for version in versions:
        # Two versions without sentences have no linkGrp.
        group = groups.get(version.id, root)
        beads = tuple(_beads(path, group, numbers, agents))
        alignment = Alignment(pivot.id, version.id, beads, signatures.get(version.id, ""))
        try:
            alignment.check_coverage(len(pivot.sentences), len(version.sentences))
        except CorpusError as error:
            raise FileError(f"{error.where}: {error.problem}", path, line(group)) from error
        alignments.append(alignment)
    return tuple(alignments)


def _version(path: Path, element: etree._Element, documents: Mapping[str, Document], pivot: Document) -> Document:
    """Return the version that ``corresp`` names beside the pivot."""
    match [documents.get(split_reference(uri)[0]) for uri in element.get("corresp", "").split()]:
        case [source, Document() as version] if source is pivot and version is not pivot:
            return version
    raise FileError("corresp does not name the file of the pivot and that of a version", path, line(element))


def _beads(path: Path, group: etree._Element, numbers: Mapping[str, int], agents: AgentReader) -> Iterator[Bead]:
    files = [split_reference(uri)[0] for uri in group.get("corresp", "").split()]
    for link in group.iterchildren(f"{TEI}link", f"{TEI}ptr"):
        sides: dict[str, list[int]] = {file: [] for file in files}
        for uri in link.get("target", "").split():
            file, identifier = split_reference(uri)
            number = numbers.get(f"{file}#{identifier}")
            if file not in sides or number is None:
                raise FileError(f"{uri} is not a sentence of the pair", path, line(link))
            sides[file].append(number)
        try:
            certainty = probability(link.get("cert", "1"))
            attribution = agents.attribution(link)
            confidence = 1.0 if attribution else certainty
            yield Bead(run(sides[files[0]]), run(sides[files[1]]), confidence, attribution)
        except CorpusError as error:
            raise FileError(error.problem, path, line(link)) from error
