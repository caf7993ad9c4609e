"""Blocks and a segmenter to a document; ids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

from corpus.errors import CorpusError
from corpus.model import Block, Document, Role, Sentence
from corpus.reader.source import SourceText
from corpus.segment import Segmenter, check_spans

_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_]+")


def build_document(source: SourceText, segmenter: Segmenter, *, id: str, language: str, role: Role) -> Document:
    """
    Cut a text's blocks into sentences.

    Blocks get the ids ``{id}.b1``, ``{id}.b2`` and so on, sentences ``{id}.s1`` and so on through the whole document.

    Args:
        source: the text.
        segmenter: cuts each block by itself.
        id: the document's id, see `version_ids`.
        language: BCP 47 tag.
        role: what the version is to the corpus.

    Raises:
        SegmentError: the segmenter's result does not fit the text.
        CorpusError: no sentence was found.
    """
    numbers = count(1)
    blocks = []
    for number, block in enumerate(source.blocks, 1):
        block_id = f"{id}.b{number}"
        spans = segmenter.spans(block.text)
        check_spans(block.text, spans, block_id)
        sentences = tuple(Sentence(f"{id}.s{next(numbers)}", span.of(block.text), span) for span in spans)
        blocks.append(Block(block_id, block.kind, block.text, sentences))
    document = Document(id, language, role, tuple(blocks), source.metadata, segmenter.signature)
    if not document.sentences:
        raise CorpusError("no sentence found", where=source.metadata.source or id)
    return document


def version_ids(labels: Sequence[str]) -> list[str]:
    """
    Return a unique id for each of a corpus's versions, made from its label: ``ru``, ``ru-2``, ``en-rival``.

    An id is an XML name without colon (NCName) of ASCII letters, digits, ``-`` and ``_``, so that it can also name a
    file or an attribute of a corpus tool; it has no full stop, which parts it from the numbers of blocks and
    sentences. Two ids never differ by case alone.
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
