"""A corpus made of texts with sentences and the links between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.beads import merge_links, order_beads
from corpus.document import version_ids
from corpus.errors import CorpusError
from corpus.messages import warn
from corpus.model import Alignment, Attribution, Bead, Block, Corpus, Document, Metadata, Sentence, Span
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
    """

    label: str
    language: str
    source: str
    blocks: Sequence[MarkedBlock]


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
        _document(request, version, identifier, kept=kept, role=number)
        for number, (version, identifier) in enumerate(zip(versions, ids, strict=True))
    ]
    pivot, *others = documents
    alignments = tuple(_alignment(request, pivot, other, each) for other, each in zip(others, links, strict=True))
    return Corpus(request.name, pivot, tuple(others), alignments)


def _ids_stay(versions: Sequence[Version], ids: Sequence[str]) -> bool:
    found = [sentence.id for version in versions for block in version.blocks for sentence in block.sentences]
    # The ids of blocks are new, and must not be those of sentences.
    taken = set(ids)
    for identifier, version in zip(ids, versions, strict=True):
        taken |= {f"{identifier}.b{number}" for number, _ in enumerate(version.blocks, start=1)}
    return len(set(found)) == len(found) and all(map(is_xml_name, found)) and taken.isdisjoint(found)


def _document(request: Request, version: Version, identifier: str, *, kept: bool, role: int) -> Document:
    return Document(
        identifier,
        version.language,
        "version" if role else "pivot",
        tuple(_blocks(version.blocks, identifier, kept=kept)),
        Metadata(source=version.source),
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
