"""A text as a reader hands it on: blocks without sentences, ids or language."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.model import BlockKind, Metadata, Span


@dataclass(frozen=True, slots=True)
class GivenSentence:
    """
    A sentence that the file itself marks.

    Attributes:
        span: where it stands in its block's text; it has text.
        id: its xml:id; empty when it has none.
    """

    span: Span
    id: str = ""


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """
    A block that is not yet cut into sentences.

    Attributes:
        kind: the TEI element that will hold it.
        text: its text; in NFC, neither empty nor with white space at its ends, unless it comes from TEI.
        id: its xml:id; empty when it has none.
        sentences: the sentences that the file marks as such (TEI ``s``), in order.
        segments: what else it marks and might be sentences (TEI ``seg``), in order.
        wholes: where no sentence can end (inside a TEI ``w``, say), in order and disjoint.
    """

    kind: BlockKind
    text: str
    id: str = ""
    sentences: tuple[GivenSentence, ...] = ()
    segments: tuple[GivenSentence, ...] = ()
    wholes: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """
    What a reader of one format found in some bytes.

    Attributes:
        blocks: the blocks in reading order; none when there is no text.
        title: the title by the document's own metadata; empty when they give none.
        omitted: what was left out on purpose, such as ``2 scripts``.
        language: the BCP 47 tag by the document's own metadata; empty when they give none.
        markup: the document, when it is TEI whose markup is to be kept.
    """

    blocks: tuple[SourceBlock, ...]
    title: str = ""
    omitted: tuple[str, ...] = ()
    language: str = ""
    markup: bytes = b""


@dataclass(frozen=True, slots=True)
class SourceText:
    """
    What a reader found in a file.

    Attributes:
        blocks: the blocks in reading order, at least one.
        metadata: the title where there is one, the file's name and the digest of its bytes.
        language: the BCP 47 tag by the file's own metadata; empty when they give none.
        markup: the file, when it is TEI whose markup is to be kept; empty otherwise.
    """

    blocks: tuple[SourceBlock, ...]
    metadata: Metadata
    language: str = ""
    markup: bytes = field(default=b"", repr=False)

    @property
    def text(self) -> str:
        """All blocks, one paragraph each, as a language detector wants them."""
        return "\n\n".join(block.text for block in self.blocks)
