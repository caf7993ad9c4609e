"""The characters that XML allows, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple, replace
from typing import Any

from corpus.messages import warn
from corpus.model import Alignment, Bead, Block, Corpus, Document, Metadata, Sentence

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
"""The first line of every XML file."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escape(text: str) -> str:
    """
    Return legal text as the content of an element.

    A carriage return is written as a reference, since an XML parser turns a bare one into a line feed.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def escape_attribute(text: str) -> str:
    """Return legal text as the value of an attribute between straight double quotation marks."""
    return escape(text).replace('"', "&quot;")


def is_legal(text: str) -> bool:
    """Return whether XML 1.0 allows every character of the text."""
    return _ILLEGAL.search(text) is None


def legal(corpus: Corpus) -> Corpus:
    """
    Return the corpus without the characters that XML 1.0 forbids: control characters, lone surrogates, U+FFFE/FFFF.

    Each is replaced by U+FFFD, or by a space if it is white space such as a form feed, so that all spans stay valid. A
    `TextWarning` for each document and alignment counts them.
    """
    documents = tuple(map(_legal_document, corpus.documents))
    alignments = tuple(map(_legal_alignment, corpus.alignments))
    if documents == corpus.documents and alignments == corpus.alignments:
        # Checking a large corpus again takes time and memory.
        return corpus
    return Corpus(corpus.name, documents[0], documents[1:], alignments)


def _legal_document(document: Document) -> Document:
    texts = [*_metadata_texts(document.metadata), document.signature, *(block.text for block in document.blocks)]
    if not _warn(document.id, texts):
        return document
    return replace(
        document,
        blocks=tuple(map(_legal_block, document.blocks)),
        metadata=_legal_metadata(document.metadata),
        signature=legal_text(document.signature),
    )


def _metadata_texts(metadata: Metadata) -> Iterator[str]:
    for value in astuple(metadata):
        yield from (value,) if isinstance(value, str) else value


def _legal_metadata(metadata: Metadata) -> Metadata:
    values: list[Any] = [
        legal_text(value) if isinstance(value, str) else tuple(map(legal_text, value)) for value in astuple(metadata)
    ]
    return Metadata(*values)


def _legal_block(block: Block) -> Block:
    text = legal_text(block.text)
    if text == block.text:
        return block
    sentences = tuple(Sentence(sentence.id, sentence.span.of(text), sentence.span) for sentence in block.sentences)
    return Block(block.id, block.kind, text, sentences)


def _legal_alignment(alignment: Alignment) -> Alignment:
    names = {bead.attribution.name for bead in alignment.beads if bead.attribution}
    if not _warn(f"{alignment.source}-{alignment.target}", [alignment.signature, *names]):
        return alignment
    return replace(alignment, beads=tuple(map(_legal_bead, alignment.beads)), signature=legal_text(alignment.signature))


def _legal_bead(bead: Bead) -> Bead:
    if bead.attribution is None:
        return bead
    return replace(bead, attribution=replace(bead.attribution, name=legal_text(bead.attribution.name)))


def legal_text(text: str) -> str:
    """Return the text without the characters that XML 1.0 forbids; see `legal`."""
    return _ILLEGAL.sub(lambda match: " " if match[0].isspace() else "\ufffd", text)


def _warn(where: str, texts: list[str]) -> bool:
    count = sum(len(_ILLEGAL.findall(text)) for text in texts)
    if count:
        warn(f"characters that XML forbids were replaced by U+FFFD or a space: {count}", where=where)
    return bool(count)
