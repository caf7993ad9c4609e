"""A corpus made of texts with sentences and the links between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from corpus.beads import merge_links, order_beads
from corpus.document import build_document, version_ids
from corpus.errors import CorpusError
from corpus.identity import identify
from corpus.messages import warn
from corpus.model import Alignment, Attribution, Bead, Block, Corpus, Document, Metadata, Role, Sentence, Span
from corpus.reader.source import SourceText
from corpus.segment import GivenSegmenter
from tei.conversion.markup import kept_text, with_header
from tei.conversion.request import Request
from tei.formats.sentence_xml import MarkedBlock
from tei.names import is_xml_name

Links = Sequence[tuple[Sequence[int], Sequence[int]]]
"""Links by the numbers of their sentences in the pivot and in the version, from 0."""


@dataclass(frozen=True, slots=True)
class Version:
    """
    A version of another corpus.

    Attributes:
        label: its language, or a name that starts with it.
        language: BCP 47 tag.
        source: the file that it is from.
        blocks: its text.
        markup: the file itself, if the version is that file and it is XML; empty otherwise.
        metadata: what is known of it, apart from what a TEI header says.
        outside: how many pieces of text are in no sentence.
        role: ``original`` or ``translation`` if the file says so.
    """

    label: str
    language: str
    source: str
    blocks: Sequence[MarkedBlock]
    markup: bytes = b""
    metadata: Metadata = field(default_factory=Metadata)
    outside: int = 0
    role: Role = "version"


def assemble(request: Request, versions: Sequence[Version], links: Sequence[Links]) -> Corpus:
    """
    Make a corpus of versions and links.

    Ids are kept if all of them are XML names and unique; otherwise all are new. Links that overlap, or interrupt each
    other, are merged; a sentence that is in no link is unaligned.

    Args:
        request: the conversion.
        versions: the versions, the pivot first.
        links: the links between the pivot and each of the other versions.

    Raises:
        CorpusError: there are fewer than two versions, or too many links overlap.

    Warns:
        TextWarning: links were merged, or sentences were added to them.
    """
    if len(versions) < 2:
        raise CorpusError("one version only, and no translation", where=request.file)
    ids = version_ids([version.label for version in versions])
    kept = _ids_stay(versions, ids)
    documents = [
        _document(request, version, identifier, kept=kept, place="version" if number else "pivot")
        for number, (version, identifier) in enumerate(zip(versions, ids, strict=True))
    ]
    documents, numbers = _with_markup(request, versions, documents)
    pivot, *others = documents
    alignments = tuple(
        _alignment(request, pivot, other, _renumbered(each, numbers[0], others_numbers))
        for other, each, others_numbers in zip(others, links, numbers[1:], strict=True)
    )
    return Corpus(request.name, pivot, tuple(others), alignments)


def _ids_stay(versions: Sequence[Version], ids: Sequence[str]) -> bool:
    found = [sentence.id for version in versions for block in version.blocks for sentence in block.sentences]
    # The ids of blocks are new, and must not be those of sentences.
    taken = set(ids)
    for identifier, version in zip(ids, versions, strict=True):
        taken |= {f"{identifier}.b{number}" for number, _ in enumerate(version.blocks, start=1)}
    return len(set(found)) == len(found) and all(map(is_xml_name, found)) and taken.isdisjoint(found)


def _document(request: Request, version: Version, identifier: str, *, kept: bool, place: Role) -> Document:
    return Document(
        identifier,
        version.language,
        version.role if version.role in ("original", "translation") else place,
        tuple(_blocks(version.blocks, identifier, kept=kept)),
        replace(version.metadata, source=version.source),
        f"converted:{request.format_name}|ids:{'kept' if kept else 'new'}",
    )


def _blocks(blocks: Iterable[MarkedBlock], identifier: str, *, kept: bool) -> Iterator[Block]:
    count = 0
    for number, block in enumerate(blocks, start=1):
        sentences, start = [], 0
        for sentence in block.sentences:
            count += 1
            end = start + len(sentence.text)
            sentences.append(
                Sentence(sentence.id if kept else f"{identifier}.s{count}", sentence.text, Span(start, end))
            )
            start = end + 1
        text = " ".join(sentence.text for sentence in sentences)
        yield Block(f"{identifier}.b{number}", block.kind, text, tuple(sentences))


def _with_markup(
    request: Request, versions: Sequence[Version], documents: Sequence[Document]
) -> tuple[list[Document], list[Mapping[int, int] | None]]:
    """Return documents with the markup of their files, and the numbers that the sentences of each have in it."""
    texts = [
        kept_text(version.markup, document.blocks, version.source) if version.markup else None
        for version, document in zip(versions, documents, strict=True)
    ]
    plain = SourceText((), Metadata())
    sources, taken = identify([text.source if text else plain for text in texts], [each.id for each in documents])
    result: list[Document] = []
    numbers: list[Mapping[int, int] | None] = []
    for version, document, text, source in zip(versions, documents, texts, sources, strict=True):
        if version.outside and not (text and text.whole):
            problem = f"pieces of text that are in no sentence were left out: {version.outside}"
            warn(problem, where=version.source)
        if text is None:
            result.append(document)
            numbers.append(None)
            continue
        described = replace(source, metadata=replace(document.metadata, sha256=sha256(version.markup).hexdigest()))
        marked = build_document(
            described, GivenSegmenter(), id=document.id, language=document.language, role=document.role, taken=taken
        )
        result.append(with_header(marked, request.name, f"converted:{request.format_name}|markup:kept"))
        numbers.append(replace(text, source=source).numbers(marked))
    return result, numbers


def _renumbered(links: Links, *numbers: Mapping[int, int] | None) -> Links:
    """Return links with other numbers for the sentences of both sides; None for a side that stays."""
    if numbers == (None, None):
        return links
    source, target = numbers
    return [(_mapped(sources, source), _mapped(targets, target)) for sources, targets in links]


def _mapped(side: Sequence[int], numbers: Mapping[int, int] | None) -> Sequence[int]:
    return side if numbers is None else sorted(numbers[number] for number in side)


def _alignment(request: Request, source: Document, target: Document, links: Links) -> Alignment:
    try:
        merged = merge_links(links)
    except CorpusError as error:
        raise CorpusError(error.problem, where=request.file, remedy=error.remedy) from error
    pair = f"{source.id}-{target.id}"
    if merged.joined:
        problem = f"links that overlap or interrupt each other were merged: {merged.joined} into {merged.made}"
        warn(problem, where=pair)
    if merged.absorbed:
        warn(f"unaligned sentences in the middle of a link were added to it: {merged.absorbed}", where=pair)
    attribution = Attribution("given", request.file)
    beads = [Bead(*runs, 1.0, attribution) for runs in merged.runs]
    for side, document in enumerate((source, target)):
        named = {number for runs in merged.runs for number in runs[side]}
        for number in range(len(document.sentences)):
            if number not in named:
                one = range(number, number + 1)
                beads.append(Bead(range(0) if side else one, one if side else range(0), 1.0, attribution))
    return Alignment(source.id, target.id, order_beads(beads), request.signature)
