"""A text as a reader hands it on: blocks without sentences, ids or language."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import BlockKind, Metadata


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """
    A block that is not yet cut into sentences.

    Attributes:
        kind: the TEI element that will hold it.
        text: its text in NFC, neither empty nor with white space at its ends.
    """

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """
    What a reader of one format found in some bytes.

    Attributes:
        blocks: the blocks in reading order; none when there is no text.
        title: the title by the document's own metadata; empty when they give none.
        omitted: what was left out on purpose, such as ``2 scripts``.
    """

    blocks: tuple[SourceBlock, ...]
    title: str = ""
    omitted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceText:
    """
    What a reader found in a file.

    Attributes:
        blocks: the blocks in reading order, at least one.
        metadata: the title where there is one, the file's name and the digest of its bytes.
    """

    blocks: tuple[SourceBlock, ...]
    metadata: Metadata

    @property
    def text(self) -> str:
        """All blocks, one paragraph each, as a language detector wants them."""
        return "\n\n".join(block.text for block in self.blocks)
