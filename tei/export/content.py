"""What the exports share: pairs of versions and the ids and texts of their beads, the metadata, and the README."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from textwrap import dedent

from corpus.errors import CorpusError
from corpus.files import File
from corpus.model import Alignment, Bead, Corpus, Sentence, slice_of
from tei.formats.fields import FIELDS, known_fields
from tei.formats.lines import one_line

README = "README.md"
METADATA_HEADING = "## Metadata"
"""The heading of the metadata in a ``README.md``."""


class AlignedPair:
    """
    The pivot and another version.

    Args:
        corpus: the corpus.
        number: which of its versions, from 0.

    Attributes:
        alignment: the beads between them.
        source: the pivot.
        target: the other version.
    """

    def __init__(self, corpus: Corpus, number: int) -> None:
        self.alignment = corpus.alignments[number]
        self.source, self.target = corpus.pivot, corpus.versions[number]

    @cached_property
    def sentences(self) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
        """The sentences of both."""
        return self.source.sentences, self.target.sentences

    def ids(self, bead: Bead) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the ids of the sentences on either side of a bead."""
        return run_ids(self.sentences[0], bead.source), run_ids(self.sentences[1], bead.target)

    def texts(self, bead: Bead) -> tuple[str, str]:
        """Return the texts of both sides of a bead, each on one line."""
        return run_text(self.sentences[0], bead.source), run_text(self.sentences[1], bead.target)


def aligned_pairs(corpus: Corpus) -> Iterator[AlignedPair]:
    """Yield the pivot and each of the versions."""
    return (AlignedPair(corpus, number) for number in range(len(corpus.versions)))


def pair_file(corpus: Corpus, alignment: Alignment, extension: str) -> str:
    """Return the name of a pair's file: ``NAME.extension``, or ``NAME.ID.extension`` where there are several pairs."""
    name = corpus.name if len(corpus.versions) == 1 else f"{corpus.name}.{alignment.target}"
    return f"{name}.{extension}"


def run_text(sentences: Sequence[Sentence], numbers: range) -> str:
    """Return the texts of a run of sentences on one line, separated by spaces; empty for an empty run."""
    return " ".join([one_line(sentence.text) for sentence in sentences[slice_of(numbers)]])


def run_ids(sentences: Sequence[Sentence], numbers: range) -> tuple[str, ...]:
    """Return the ids of a run of sentences."""
    return tuple([sentence.id for sentence in sentences[slice_of(numbers)]])


def readme(text: str) -> File:
    """Return the ``README.md`` of an export folder; the Markdown text may be indented."""
    return File(README, (dedent(text).strip() + "\n",))


def with_metadata(file: File, corpus: Corpus) -> File:
    """Return a ``README.md`` with a table of the metadata of the versions at its end, and any other file as it is."""
    if file.name != README:
        return file
    known = {document.id: {"language": document.language, **known_fields(document)} for document in corpus.documents}
    rows = [["", *(f"`{name}`" for name in known)], ["---"] * (len(known) + 1)]
    for field in ("language", *FIELDS):
        if any(field in values for values in known.values()):
            rows.append([field, *(values.get(field, "").replace("|", "\\|") for values in known.values())])
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return File(README, (f"{''.join(map(str, file.chunks))}\n{METADATA_HEADING}\n\n{table}",))


def in_reading_order(corpus: Corpus, tool: str) -> Corpus:
    """
    Return the corpus with the beads of each pair in the order of both texts.

    Args:
        corpus: the corpus to export.
        tool: the tool whose format needs that order, for the message.

    Raises:
        CorpusError: two beads cross, so there is no such order.
    """
    ordered = tuple(_ordered(each, tool) for each in corpus.alignments)
    if all(beads == each.beads for beads, each in zip(ordered, corpus.alignments, strict=True)):
        return corpus
    alignments = (replace(each, beads=beads) for each, beads in zip(corpus.alignments, ordered, strict=True))
    return replace(corpus, alignments=tuple(alignments))


def _ordered(alignment: Alignment, tool: str) -> tuple[Bead, ...]:
    result: list[Bead] = []
    end = 0
    loose = sorted((bead for bead in alignment.beads if not bead.source), key=lambda bead: -bead.target.start)
    for bead in [bead for bead in alignment.beads if bead.source]:
        while bead.target and loose and loose[-1].target.start == end:
            end = loose[-1].target.stop
            result.append(loose.pop())
        if bead.target and bead.target.start != end:
            raise CorpusError(
                f"{tool} cannot hold links that cross: {bead.type} from sentence {bead.source.start + 1} "
                f"to sentence {bead.target.start + 1}",
                where=f"{alignment.source}-{alignment.target}",
                remedy="choose cwb, opus, tmx, moses, jsonl or parquet",
            )
        end = bead.target.stop if bead.target else end
        result.append(bead)
    return (*result, *reversed(loose))
