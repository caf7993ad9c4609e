"""The markup and the header of TEI texts that are converted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from lxml import etree

from corpus.errors import ReadError
from corpus.model import Block, Document, Role, Sentence
from corpus.reader.source import SourceText
from corpus.reader.tei import read_tei
from corpus.xml.parser import TEI, XmlError, parse_xml
from tei.application import APPLICATION_PATH
from tei.bibliography import header_metadata
from tei.formats.lines import flat
from tei.reader import declared_role, declared_signature
from tei.structure import body_lines


@dataclass(frozen=True, slots=True)
class KeptText:
    """
    A TEI text whose markup is kept.

    Attributes:
        source: the text with its markup and the sentences that it marks.
        order: for each of these sentences, in the order of the blocks, its number in the order of the file.
        whole: whether all of the text is kept, not only its sentences and the header.
    """

    source: SourceText
    order: tuple[int, ...]
    whole: bool

    def numbers(self, document: Document) -> dict[int, int]:
        """Return for each marked sentence, by its number in the file, its number in the document made of the text."""
        found: dict[int, int] = {}
        order = iter(self.order)
        number = 0
        for block, source in zip(document.blocks, self.source.blocks, strict=True):
            marked = {each.span for each in source.sentences}
            for sentence in block.sentences:
                if sentence.span in marked:
                    found[next(order)] = number
                number += 1
        return found


def kept_text(data: bytes, blocks: Sequence[Block], where: str) -> KeptText | None:
    """
    Return a TEI text with its markup, or with its header only; None if it is not TEI P5 with a header.

    Only the header is kept if the sentences would not be those of the blocks: if words that are marked one by one are
    separated by white space that is not part of the text, or if a sentence is blank. Text outside all sentences is kept
    with the markup, as a sentence of its own.

    Args:
        data: the file.
        blocks: its blocks as they would be without markup.
        where: its name.
    """
    try:
        root = parse_xml(data)
    except XmlError:
        return None
    header = root.find(f"{TEI}teiHeader")
    if root.tag != f"{TEI}TEI" or header is None or header.find(f"{TEI}fileDesc") is None:
        return None
    sentences = [sentence for block in blocks for sentence in block.sentences]
    return _fitting(data, sentences, where) or _fitting(_plain(header, blocks), sentences, where, whole=False)


def with_header(document: Document, corpus_name: str, signature: str) -> Document:
    """
    Return a document with markup with what its header says: metadata, role, and how its sentences were segmented.

    Args:
        document: the document.
        corpus_name: the name of the corpus, which may stand in for a title.
        signature: how the sentences came about, if teialign has not segmented them.
    """
    root = parse_xml(document.markup)
    known, given = header_metadata(root, corpus_name), document.metadata
    role, ours = declared_role(root), root.find(APPLICATION_PATH) is not None
    return replace(
        document,
        role=cast(Role, role) if role in ("original", "translation") else document.role,
        metadata=known if known.source or ours else replace(known, source=given.source, sha256=given.sha256),
        signature=declared_signature(root) or signature,
    )


def _fitting(data: bytes, sentences: Sequence[Sentence], where: str, *, whole: bool = True) -> KeptText | None:
    """Return a text if the sentences that it marks are those given."""
    try:
        source = read_tei(data, where)
    except ReadError:
        return None
    marked = [(each.id, each.span.of(block.text)) for block in source.blocks for each in block.sentences]
    if len(marked) != len(sentences):
        return None
    numbers = {sentence.id: number for number, sentence in enumerate(sentences)}
    # Notes follow the block that they are in, but stand inside it in the file.
    by_id = len(numbers) == len(sentences) and all(identifier in numbers for identifier, _ in marked)
    order = [numbers[identifier] if by_id else number for number, (identifier, _) in enumerate(marked)]
    if any(flat(text) != sentences[number].text for number, (_, text) in zip(order, marked, strict=True)):
        return None
    return KeptText(source, tuple(order), whole)


def _plain(header: etree._Element, blocks: Sequence[Block]) -> bytes:
    """Return a TEI document with the header of another, and blocks of sentences without other markup."""
    written = etree.tostring(header, encoding="unicode", with_tail=False)
    start = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">\n{written}\n  <text xml:space="preserve">\n'
    return "".join([start, *body_lines(blocks), "  </text>\n</TEI>"]).encode()
