"""TMX 1.4b: translation memories, for CAT tools and Sketch Engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.files import File
from corpus.model import Bead, Corpus, Document, Sentence, slice_of
from tei.export.content import readme
from tei.export.parallel_segments import ParallelSegment, parallel_segments
from tei.formats.fields import metadata_fields
from tei.formats.lines import one_line
from tei.formats.tmx import Unit, Variant, tmx_lines


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield one translation memory for all versions.

    A unit is a link or, with several versions, a parallel segment (see `tei.export.parallel_segments`). It has the text
    of each version, with the id of the version, the ids of its sentences, and the lowest probability of its links. An
    unaligned sentence is a unit with one text. The header has the metadata of the versions.
    """
    properties = (
        (f"x-{name}-{document.id}", value)
        for document in corpus.documents
        for name, value in metadata_fields(document)
        if value
    )
    yield File(f"{corpus.name}.tmx", tmx_lines(corpus.pivot.language, properties, exported_units(corpus)))
    yield _readme(corpus)


def exported_units(corpus: Corpus) -> Iterator[Unit]:
    """Yield the units that a corpus is exported as, numbered from 1."""
    sentences = [document.sentences for document in corpus.documents]
    for number, segment in enumerate(parallel_segments(corpus), start=1):
        yield Unit(str(number), tuple(_variants(corpus, sentences, segment)))


def _variants(corpus: Corpus, sentences: Sequence[Sequence[Sentence]], segment: ParallelSegment) -> Iterator[Variant]:
    if segment.source:
        yield _variant(corpus.pivot, sentences[0][slice_of(segment.source)], ())
    for document, known, beads in zip(corpus.versions, sentences[1:], segment.beads, strict=True):
        numbers = sorted(number for bead in beads for number in bead.target)
        if numbers:
            yield _variant(document, [known[number] for number in numbers], beads)


def _variant(document: Document, sentences: Sequence[Sentence], beads: Sequence[Bead]) -> Variant:
    probabilities = [bead.probability for bead in beads if bead.probability is not None]
    statuses = {bead.status for bead in beads}
    status = by = ""
    if len(statuses) == 1 and not probabilities:
        status = statuses.pop()
        by = ", ".join(dict.fromkeys(bead.attribution.name for bead in beads if bead.attribution))
    return Variant(
        document.language,
        " ".join([one_line(sentence.text) for sentence in sentences]),
        document.id,
        tuple([sentence.id for sentence in sentences]),
        status,
        by,
        min(probabilities, default=None),
    )


def _readme(corpus: Corpus) -> File:
    return readme(f"""
        # TMX

        `{corpus.name}.tmx` is TMX 1.4b, with all versions. OmegaT: copy it into the `tm` folder of a project. Trados,
        memoQ, Phrase: import it into a translation memory. Sketch Engine: *New corpus, Multilingual corpus*, and upload
        it. In Python, with `pip install translate-toolkit`:

        ```python
        from translate.storage.tmx import tmxfile

        with open("{corpus.name}.tmx", "rb") as file:
            memory = tmxfile(file, "{corpus.pivot.language}", "{corpus.versions[0].language}")
        for unit in memory.unit_iter():
            print(unit.source, unit.target)
        ```

        A unit has a number, `tuid`. Each text in it has the properties `x-document`, `x-ids` (of the sentences in the
        TEI files) and, except for the pivot, `x-confidence`, the probability, or `x-status` and `x-by` if its links
        come from a person or another corpus. With several versions, a unit is as long as the longest of their links. An
        unaligned sentence is a unit with one language, which tools ignore. The header has the metadata of each version
        as `x-title-{corpus.pivot.id}`, `x-author-{corpus.pivot.id}` and so on.
    """)
