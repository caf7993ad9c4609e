"""A text as a reader returns it: blocks before segmentation, without ids or a language of the version."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.model import BlockKind, Metadata, Span


@dataclass(frozen=True, slots=True)
class GivenSentence:
    """
    A sentence that the file itself marks.

    Attributes:
        span: where it is in the text of its block; not only white space.
        id: its xml:id; empty when it has none.
    """

    span: Span
    id: str = ""


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """
    A block before sentence segmentation.

    Attributes:
        kind: the TEI element that it will be written as.
        text: its text, in NFC, not empty and without white space at its ends, unless it comes from TEI.
        id: its xml:id; empty when it has none.
        sentences: the sentences that the file marks as such (TEI ``s``), in order.
        segments: the segments that it marks and that may be sentences (TEI ``seg``), in order.
        wholes: spans in which no sentence can end, such as a TEI ``w``, in order and disjoint.
    """

    kind: BlockKind
    text: str
    id: str = ""
    sentences: tuple[GivenSentence, ...] = ()
    segments: tuple[GivenSentence, ...] = ()
    wholes: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceText:
    """
    A text that was read from a file.

    Attributes:
        blocks: the blocks in reading order, at least one.
        metadata: the title where there is one, the name of the file and the digest of its bytes.
        language: the BCP 47 tag in the metadata of the file; empty when there is none.
        markup: the file itself, when it is TEI, whose markup is kept; empty otherwise.
        omitted: what was left out on purpose, such as ``2 scripts``.
    """

    blocks: tuple[SourceBlock, ...]
    metadata: Metadata
    language: str = ""
    markup: bytes = field(default=b"", repr=False)
    omitted: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All blocks, separated by blank lines, for language detection."""
        return "\n\n".join(block.text for block in self.blocks)
