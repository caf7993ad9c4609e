"""Documents, built from the blocks of a text and a segmenter, and their ids."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from itertools import count
from pathlib import Path

from corpus.errors import CorpusError, SegmentError
from corpus.language import resolve_language
from corpus.language_names import declared_in_name
from corpus.model import Block, Document, Role, Sentence, Span
from corpus.reader.source import GivenSentence, SourceBlock, SourceText
from corpus.segment import GivenSegmenter, Segmenter, check_spans
from corpus.signature import Signature

_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_]+")


def language_of(source: SourceText, path: Path, given: str | None) -> str:
    """
    Return the language of a text: the given one, else that of the document, else that of its name, else the detected.

    Raises:
        LanguageError: as `resolve_language` does.
    """
    named = declared_in_name(path)
    return resolve_language(given, source.language, named[0] if named else "", source.text, str(path))


def build_document(
    source: SourceText,
    segmenter: Segmenter,
    *,
    id: str,
    language: str,
    role: Role,
    taken: Container[str] = frozenset(),
) -> Document:
    """
    Segment the blocks of a text into sentences.

    Blocks and sentences keep the ids that they have. The others get the ids ``{id}.b1``, ``{id}.b2`` and so on, and
    ``{id}.s1`` and so on, through the whole document. Sentences that the file marks are kept, and the segmenter is
    applied to the text outside them. No sentence ends inside one of `SourceBlock.wholes`.

    Args:
        source: the text.
        segmenter: segments each block on its own.
        id: the document's id, see `version_ids`.
        language: BCP 47 tag.
        role: the role of the version in the corpus.
        taken: ids that are in use already, see `corpus.identity.identify`.

    Raises:
        SegmentError: the result of the segmenter does not fit the text, or the file has no sentences to keep.
        CorpusError: no sentence was found.
    """
    block_ids, sentence_ids = (numbered_ids(f"{id}.{letter}", taken) for letter in "bs")
    blocks = []
    for block, cut in cut_blocks(source, segmenter):
        sentences = tuple(Sentence(each.id or next(sentence_ids), each.span.of(block.text), each.span) for each in cut)
        blocks.append(Block(block.id or next(block_ids), block.kind, block.text, sentences))
    signature = segmenter.signature
    if marked := _marked(source, segmenter):
        signature = str(Signature.parse(signature) + Signature.of(given=marked))
    document = Document(id, language, role, tuple(blocks), source.metadata, signature, source.markup)
    if not document.sentences:
        raise CorpusError("no sentence found", where=source.metadata.source or id)
    return document


def cut_blocks(source: SourceText, segmenter: Segmenter) -> Iterator[tuple[SourceBlock, tuple[GivenSentence, ...]]]:
    """
    Yield the blocks of a text with the sentences that the file marks and those that the segmenter finds.

    Raises:
        SegmentError: as `build_document` does.
    """
    marked = _marked(source, segmenter)
    for number, block in enumerate(source.blocks, 1):
        given = {"": (), "s": block.sentences, "seg": block.segments}[marked]
        yield block, tuple(_cut(block, given, segmenter, f"{source.metadata.source}: block {number}"))


def _marked(source: SourceText, segmenter: Segmenter) -> str:
    """Return the TEI element that marks the sentences of a text; empty when there is none."""
    if any(block.sentences for block in source.blocks):
        return "s"
    if segmenter.signature != GivenSegmenter.signature:
        return ""
    if any(block.segments for block in source.blocks):
        return "seg"
    where = source.metadata.source
    raise SegmentError("has no marked sentences (TEI s or seg)", where=where, remedy="choose --segmenter rules")


def _cut(
    block: SourceBlock, given: Sequence[GivenSentence], segmenter: Segmenter, where: str
) -> Iterator[GivenSentence]:
    """Yield the marked sentences of a block and those that the segmenter finds between them."""
    start = 0
    for each in (*given, None):
        end = each.span.start if each else len(block.text)
        between = block.text[start:end]
        spans = segmenter.spans(between)
        check_spans(between, spans, where)
        yield from map(GivenSentence, _joined([Span(start + span.start, start + span.end) for span in spans], block))
        if each:
            yield each
            start = each.span.end


def _joined(spans: Sequence[Span], block: SourceBlock) -> list[Span]:
    """Return the sentences, joined where one ends inside a whole of the block."""
    joined: list[Span] = []
    for span in spans:
        # The first whole that ends after the start of the sentence.
        place = bisect_right(block.wholes, span.start, key=lambda whole: whole.end)
        if joined and place < len(block.wholes) and block.wholes[place].start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def numbered_ids(prefix: str, taken: Container[str]) -> Iterator[str]:
    """Yield the ids ``{prefix}1``, ``{prefix}2`` and so on that are not taken."""
    return (identifier for number in count(1) if (identifier := f"{prefix}{number}") not in taken)


def version_ids(labels: Sequence[str]) -> list[str]:
    """
    Return a unique id for each version of a corpus, made from its label: ``ru``, ``ru-2``, ``en-rival``.

    An id is an XML name without colon (NCName) of ASCII letters, digits, ``-`` and ``_``. So it can also name a file or
    an attribute of a corpus tool. It has no full stop, which separates it from the numbers of blocks and sentences. Two
    ids never differ only in case.
    """
    ids: list[str] = []
    taken: set[str] = set()
    for label in labels:
        base = "-".join(filter(None, _NOT_IN_ID.split(label)))
        if not base[:1].isalpha():
            base = "-".join(filter(None, ("version", base)))
        candidates = (base if number == 1 else f"{base}-{number}" for number in count(1))
        unique = next(candidate for candidate in candidates if candidate.lower() not in taken)
        taken.add(unique.lower())
        ids.append(unique)
    return ids
