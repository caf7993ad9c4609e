"""Changes of a corpus as data: what was there, and what is there now. The inverse of a change undoes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

from corpus.model import Attribution, AttributionKind, Block, BlockKind, Sentence, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """
    What a person remarked on a link without deciding it.

    Attributes:
        doubt: a note on why it is doubtful, which may be empty; None if it is not.
        bookmarked: whether the person wants to come back to it.
    """

    doubt: str | None = None
    bookmarked: bool = False


UNMARKED = Mark()


@dataclass(frozen=True, slots=True)
class Link:
    """
    A link by the ids of its sentences, which stay when sentences before them are split or merged.

    Attributes:
        source: the ids of its source sentences, in order.
        target: the ids of its target sentences, in order.
        confidence: the probability that it is right; 1 when it is not the result of the aligner.
        attribution: who is responsible for it; None when it is the result of the aligner.
        mark: what a person remarked on it.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    confidence: float = 1.0
    attribution: Attribution | None = None
    mark: Mark = UNMARKED

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all its sentences; the first of them is that of no other link of the pair."""
        return self.source + self.target

    def as_json(self) -> dict[str, Any]:
        """Return it for the journal."""
        value: dict[str, Any] = {"source": self.source, "target": self.target}
        if self.attribution:
            value |= {"kind": self.attribution.kind, "name": self.attribution.name}
        else:
            value["confidence"] = self.confidence
        if self.mark.doubt is not None:
            value["doubt"] = self.mark.doubt
        if self.mark.bookmarked:
            value["bookmark"] = True
        return value

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Link:
        """Read it from the journal; raise `KeyError`, `TypeError` or `CorpusError` where it is broken."""
        kind = value.get("kind")
        return cls(
            tuple(value["source"]),
            tuple(value["target"]),
            1.0 if kind else float(value["confidence"]),
            Attribution(cast(AttributionKind, kind), value["name"]) if kind else None,
            Mark(value.get("doubt"), bool(value.get("bookmark"))),
        )


@dataclass(frozen=True, slots=True)
class Replacement:
    """
    Links of one pair that are replaced by others of the same sentences.

    Attributes:
        version: id of the version that the pivot is linked with.
        old: the links before.
        new: the links in their place.
    """

    version: str
    old: tuple[Link, ...]
    new: tuple[Link, ...]

    @property
    def inverse(self) -> Replacement:
        """The replacement that undoes this one."""
        return Replacement(self.version, self.new, self.old)


@dataclass(frozen=True, slots=True)
class TextEdit:
    """
    A block of a version whose text or sentences are replaced.

    Attributes:
        document: id of the version.
        old: the block before.
        new: the block in its place, with the same id.
    """

    document: str
    old: Block
    new: Block

    @property
    def inverse(self) -> TextEdit:
        """The edit that undoes this one."""
        return TextEdit(self.document, self.new, self.old)


@dataclass(frozen=True, slots=True)
class Change:
    """
    What one command of a person does.

    Attributes:
        name: the command, in a few words.
        replacements: the links that it replaces, one replacement after the other.
        edit: the text that it changes, if it does.
        by: the person.
        date: when, as YYYY-MM-DD; empty unless dates are wished.
    """

    name: str
    replacements: tuple[Replacement, ...]
    edit: TextEdit | None = None
    by: str = ""
    date: str = ""

    @property
    def inverse(self) -> Change:
        """The change that undoes this one."""
        replacements = tuple(each.inverse for each in reversed(self.replacements))
        return replace(self, replacements=replacements, edit=self.edit and self.edit.inverse)

    def as_json(self) -> dict[str, Any]:
        """Return it for the journal."""
        value: dict[str, Any] = {"name": self.name, "by": self.by}
        if self.date:
            value["date"] = self.date
        value["links"] = [
            {
                "version": each.version,
                "old": [link.as_json() for link in each.old],
                "new": [link.as_json() for link in each.new],
            }
            for each in self.replacements
        ]
        if self.edit:
            value["text"] = {
                "document": self.edit.document,
                "old": _block_json(self.edit.old),
                "new": _block_json(self.edit.new),
            }
        return value

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Change:
        """Read it from the journal; raise `KeyError`, `TypeError`, `ValueError` or `CorpusError` where it is broken."""
        text = value.get("text")
        return cls(
            value["name"],
            tuple(
                Replacement(
                    each["version"],
                    tuple(map(Link.from_json, each["old"])),
                    tuple(map(Link.from_json, each["new"])),
                )
                for each in value["links"]
            ),
            text and TextEdit(text["document"], _block(text["old"]), _block(text["new"])),
            value["by"],
            value.get("date", ""),
        )


def _block_json(block: Block) -> dict[str, Any]:
    spans = [[sentence.id, sentence.span.start, sentence.span.end] for sentence in block.sentences]
    return {"id": block.id, "kind": block.kind, "text": block.text, "sentences": spans}


def _block(value: dict[str, Any]) -> Block:
    text = value["text"]
    spans = [(identifier, Span(start, end)) for identifier, start, end in value["sentences"]]
    sentences = tuple(Sentence(identifier, span.of(text), span) for identifier, span in spans)
    return Block(value["id"], cast(BlockKind, value["kind"]), text, sentences)
