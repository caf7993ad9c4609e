"""
The data model that reading, alignment and TEI share.

All values are immutable. A corpus consists of a pivot text and versions of it; each version is a sequence of blocks,
each block is segmented into sentences, and each version is aligned with the pivot by beads. The classes check their
invariants when they are created, so every value is valid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

from corpus.errors import CorpusError

BlockKind = Literal["head", "p", "l", "item", "note", "quote", "cell", "speaker", "ab"]
"""The kind of a block, named after the TEI element that it is written as."""

Role = Literal["pivot", "original", "translation", "version"]
"""
The role of a version in the corpus. The pivot is the text that all others are aligned with; ``version`` is one that may
be the original or a translation.
"""

AttributionKind = Literal["corrected", "confirmed", "given"]
"""
The origin of a bead that is not, or no longer, the result of the aligner: a person changed it, a person confirmed it,
or it was in the files that the corpus was converted from.
"""

BLOCK_KINDS: frozenset[str] = frozenset(get_args(BlockKind))
ROLES: frozenset[str] = frozenset(get_args(Role))
ATTRIBUTION_KINDS: frozenset[str] = frozenset(get_args(AttributionKind))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """
    A run of code points in a block's text, half-open: ``text[start:end]``.

    Attributes:
        start: offset of the first code point, from 0.
        end: offset after the last one; at least `start`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise CorpusError(f"span {self.start}-{self.end} is not a run of characters")

    def of(self, text: str) -> str:
        """Return the part of `text` that the span covers."""
        return text[self.start : self.end]

    def stripped(self, text: str) -> Span:
        """Return the span without white space at its ends; an empty one if it covers only white space."""
        inside = self.of(text)
        start = self.start + len(inside) - len(inside.lstrip())
        return Span(start, max(start, self.start + len(inside.rstrip())))


@dataclass(frozen=True, slots=True)
class Sentence:
    """
    A sentence: the unit of encoding and alignment, written as a TEI ``s``.

    Attributes:
        id: an XML name, unique in the corpus, such as ``ru.s12``.
        text: the sentence, exactly as in its block.
        span: where it is in the text of its block.
    """

    id: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Excerpt:
    """
    A run of code points in a sentence.

    Attributes:
        sentence: the id of the sentence.
        span: where it is in the text of the sentence.
    """

    sentence: str
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """
    A paragraph, heading, line of verse or the like; no sentence crosses its end.

    The sentences are in order, do not overlap, and cover all of the text except white space.

    Attributes:
        id: an XML name, unique in the corpus, such as ``ru.b3``.
        kind: the TEI element that it is written as.
        text: the whole text.
        sentences: its sentences.

    Raises:
        CorpusError: the sentences are out of order, overlap or do not cover the text.
    """

    id: str
    kind: BlockKind
    text: str
    sentences: tuple[Sentence, ...]

    def __post_init__(self) -> None:
        if self.kind not in BLOCK_KINDS:
            raise CorpusError(f"unknown kind of block {self.kind!r}", where=self.id)
        end = 0
        for sentence in self.sentences:
            span = sentence.span
            if span.start < end or span.of(self.text) != sentence.text or not sentence.text.strip():
                raise CorpusError("sentence does not fit its block's text", where=sentence.id)
            if self.text[end : span.start].strip():
                raise CorpusError("text before the sentence is in no sentence", where=sentence.id)
            end = span.end
        if self.text[end:].strip():
            raise CorpusError("text at the end of the block is in no sentence", where=self.id)


@dataclass(frozen=True, slots=True)
class Metadata:
    """
    The metadata of a version; a string is empty when the value is not known.

    Attributes:
        title: the text's title.
        source: the name of the file or the address that it was read from, without local folders.
        sha256: digest of the bytes that were read, as 64 hexadecimal digits.
        authors: the authors of the work.
        translators: the translators of this version.
        licence: the terms under which the text may be used: a name, such as ``CC-BY-4.0``, or an address.
        date: when the text was published: a year, a month, a day (``1920``, ``1920-05``, ``1920-05-01``) or words.
        url: the address of the edition that the text is from.
    """

    title: str = ""
    source: str = ""
    sha256: str = ""
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    licence: str = ""
    date: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """
    One version of the text.

    Attributes:
        id: an XML name, unique in the corpus, that starts the ids of its blocks and sentences, such as ``ru`` or
            ``ru-2``.
        language: BCP 47 tag, such as ``ru`` or ``pt-BR``.
        role: the role of the version in the corpus.
        blocks: its blocks in reading order.
        metadata: its metadata.
        signature: how its sentences were segmented, as ``segmenter:rules|language:ru``.
        markup: the TEI file that it was read from, whose header and markup are kept; empty when there is none. It is
            not compared when two documents are, since the text is the same without it.
        sentences: all sentences in document order; beads number them from 0.
    """

    id: str
    language: str
    role: Role
    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)
    signature: str = ""
    markup: bytes = field(default=b"", compare=False, repr=False)
    sentences: tuple[Sentence, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise CorpusError(f"unknown role {self.role!r}", where=self.id)
        sentences = tuple([sentence for block in self.blocks for sentence in block.sentences])
        object.__setattr__(self, "sentences", sentences)

    @property
    def ids(self) -> Iterator[str]:
        """The ids of the document, its blocks and its sentences."""
        yield self.id
        for block in self.blocks:
            yield block.id
            yield from (sentence.id for sentence in block.sentences)


@dataclass(frozen=True, slots=True)
class Attribution:
    """
    Who is responsible for a bead that is not the result of the aligner.

    Attributes:
        kind: the origin of the bead.
        name: the person, or for ``given`` the file that it was in; without white space other than single spaces.

    Raises:
        CorpusError: the kind is unknown, or the name is empty or has other white space.
    """

    kind: AttributionKind
    name: str

    def __post_init__(self) -> None:
        if self.kind not in ATTRIBUTION_KINDS or not self.name or self.name != " ".join(self.name.split()):
            raise CorpusError(f"{self.kind!r} by {self.name!r} is not a valid attribution of a link")

    @property
    def by_person(self) -> bool:
        """Whether a person has changed or confirmed the bead."""
        return self.kind != "given"


@dataclass(frozen=True, slots=True)
class Bead:
    """
    A run of source sentences and the run of target sentences aligned with it; one side may be empty (1-0, 0-1).

    Attributes:
        source: sentence numbers in the source, from 0, with step 1.
        target: sentence numbers in the target, likewise.
        confidence: probability that the bead is right, 0 to 1; 1 when it is not the result of the aligner.
        attribution: who is responsible for it; None when it is the result of the aligner.
    """

    source: range
    target: range
    confidence: float
    attribution: Attribution | None = None

    def __post_init__(self) -> None:
        if self.attribution and self.confidence != 1.0:
            raise CorpusError(f"a link that is {self.attribution.kind} must have the confidence 1")
        if not (self.source or self.target) or self.source.step != 1 or self.target.step != 1:
            raise CorpusError(f"{self.source}:{self.target} is not a bead")
        if not 0.0 <= self.confidence <= 1.0:
            raise CorpusError(f"confidence {self.confidence} is not between 0 and 1")

    @property
    def type(self) -> str:
        """The type of the bead: its numbers of source and target sentences, such as ``1-2`` or ``0-1``."""
        return f"{len(self.source)}-{len(self.target)}"

    @property
    def probability(self) -> float | None:
        """The confidence that the aligner computed; None when the bead is not the result of the aligner."""
        return None if self.attribution else float(self.confidence)

    @property
    def status(self) -> str:
        """``aligned``, or the kind of its attribution."""
        return self.attribution.kind if self.attribution else "aligned"


@dataclass(frozen=True, slots=True)
class Alignment:
    """
    The beads of two versions; every sentence of both is in exactly one.

    Beads are ordered by their source sentences. A bead without a source sentence (0-1) comes after the bead with the
    preceding target sentence. Target runs may cross.

    Attributes:
        source: id of the source document (the pivot).
        target: id of the target document.
        beads: the beads.
        signature: how they were computed, as ``encoder:static|hash:…|…``.
    """

    source: str
    target: str
    beads: tuple[Bead, ...]
    signature: str = ""

    def check_coverage(self, source_count: int, target_count: int) -> None:
        """
        Check that each of the sentences is in exactly one bead.

        Raises:
            CorpusError: a sentence is in none or in several, or source runs are out of order.
        """
        where = f"{self.source}-{self.target}"
        source = [number for bead in self.beads for number in bead.source]
        if source != list(range(source_count)):
            raise CorpusError(f"source sentences are not each covered once and in order ({source_count})", where=where)
        target = sorted(number for bead in self.beads for number in bead.target)
        if target != list(range(target_count)):
            raise CorpusError(f"target sentences are not each covered once ({target_count})", where=where)


@dataclass(frozen=True, slots=True)
class Corpus:
    """
    A parallel corpus: a pivot and the versions aligned with it.

    Attributes:
        name: its name, and the start of the names of its files, such as ``deir-ez-zor``.
        pivot: the version that all others are aligned with.
        versions: the other versions.
        alignments: the pivot with each of the versions, in the same order.

    Raises:
        CorpusError: ids are not unique, an alignment is missing or names other documents, or an alignment does not
            cover each sentence exactly once.
    """

    name: str
    pivot: Document
    versions: tuple[Document, ...]
    alignments: tuple[Alignment, ...]

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for document in self.documents:
            for identifier in document.ids:
                if identifier in seen:
                    raise CorpusError(f"the id {identifier!r} is used twice", where=document.id)
                seen.add(identifier)
        pairs = [(alignment.source, alignment.target) for alignment in self.alignments]
        if pairs != [(self.pivot.id, version.id) for version in self.versions]:
            raise CorpusError("the alignments are not one for each version, from the pivot to it", where=self.name)
        for version, alignment in zip(self.versions, self.alignments, strict=True):
            alignment.check_coverage(len(self.pivot.sentences), len(version.sentences))

    @property
    def documents(self) -> tuple[Document, ...]:
        """The pivot, then the other versions."""
        return (self.pivot, *self.versions)


def slice_of(run: range) -> slice:
    """Return one side of a bead as a slice of the sentences."""
    return slice(run.start, run.stop)
