"""TSV: a table of the links with their texts, for a spreadsheet or a data frame."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.files import File
from corpus.model import Alignment, Corpus, Document, Sentence
from tei.export.aligned_pairs import BREAKS, pair_file

_COLUMNS = ("link", "source_ids", "target_ids", "type", "confidence", "source_text", "target_text", "status", "by")


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield a file for each pair: a line of names, then one for each link, numbered from 1.

    Cells stand between tabs, without quoting; ids, and the sentences of one side, are joined by spaces. Tabs and line
    ends in a text become spaces. Where the aligner does not answer for a link there is no confidence; ``status`` and
    ``by`` tell how it came to be and from whom. With one pair the file is ``NAME.tsv``, with several ``NAME.ID.tsv``.
    """
    for alignment, version in zip(corpus.alignments, corpus.versions, strict=True):
        yield File(pair_file(corpus, alignment, "tsv"), _lines(alignment, corpus.pivot, version))


def _lines(alignment: Alignment, source: Document, target: Document) -> Iterator[str]:
    yield _line(_COLUMNS)
    sources, targets = source.sentences, target.sentences
    for number, bead in enumerate(alignment.beads, start=1):
        left = sources[bead.source.start : bead.source.stop]
        right = targets[bead.target.start : bead.target.stop]
        confidence = "" if bead.probability is None else repr(bead.probability)
        by = bead.attribution.name if bead.attribution else ""
        texts = (_text(left), _text(right))
        yield _line((str(number), _ids(left), _ids(right), bead.type, confidence, *texts, bead.status, by))


def _line(cells: tuple[str, ...]) -> str:
    return "\t".join(cells) + "\n"


def _ids(sentences: tuple[Sentence, ...]) -> str:
    return " ".join(sentence.id for sentence in sentences)


def _text(sentences: tuple[Sentence, ...]) -> str:
    return " ".join(sentence.text for sentence in sentences).translate(BREAKS)
