"""TMX 1.4b: translation memories, for CAT tools and Sketch Engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.files import File
from corpus.model import Bead, Corpus, Document, Sentence, slice_of
from tei.export.content import pair_file, readme
from tei.export.parallel_segments import ParallelSegment, parallel_segments
from tei.formats.fields import known_fields
from tei.formats.lines import one_line
from tei.formats.tmx import Unit, Variant, tmx_lines


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield a translation memory for each pair, with a unit for each link.

    It has the text of both versions, each with the id of the version, the ids of its sentences, and the probability of
    the link. An unaligned sentence is a unit with one text. The header has the metadata of the versions. With one pair
    the file is ``NAME.tmx``, with several ``NAME.ID.tmx``.
    """
    pairs = pair_corpora(corpus)
    for pair in pairs:
        yield File(pair_file(corpus, pair.alignments[0], "tmx"), _lines(pair))
    yield _readme(corpus, pair_file(corpus, corpus.alignments[0], "tmx"), _PAIRS)


def files_of_all(corpus: Corpus) -> Iterator[File]:
    """
    Yield one translation memory, ``NAME.tmx``, for all versions.

    A unit is a parallel segment (see `tei.export.parallel_segments`), with the lowest probability of its links.
    Otherwise it is as in the memories of the pairs.
    """
    yield File(f"{corpus.name}.tmx", _lines(corpus))
    yield _readme(corpus, f"{corpus.name}.tmx", _ALL)


def pair_corpora(corpus: Corpus) -> list[Corpus]:
    """Return the pairs of a corpus, each as a corpus."""
    pairs = zip(corpus.versions, corpus.alignments, strict=True)
    return [Corpus(corpus.name, corpus.pivot, (version,), (alignment,)) for version, alignment in pairs]


def exported_units(corpus: Corpus) -> Iterator[Unit]:
    """Yield the units that a corpus is exported as, numbered from 1."""
    sentences = [document.sentences for document in corpus.documents]
    for number, segment in enumerate(parallel_segments(corpus), start=1):
        yield Unit(str(number), tuple(_variants(corpus, sentences, segment)))


def _lines(corpus: Corpus) -> Iterator[str]:
    properties = (
        (f"x-{name}-{document.id}", value)
        for document in corpus.documents
        for name, value in known_fields(document).items()
    )
    return tmx_lines(corpus.pivot.language, properties, exported_units(corpus))


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


_PAIRS = """\
A unit is a link. With several versions there is a memory for each, since CAT tools find more in memories of two
        languages; `--to tmx-all` writes one for all."""

_ALL = """\
A unit is as long as the longest of the links of its versions. `--to tmx` writes a memory for each pair, in which
        CAT tools find more."""


def _readme(corpus: Corpus, file: str, units: str) -> File:
    return readme(f"""
        # TMX

        `{file}` is TMX 1.4b. OmegaT: copy it into the `tm` folder of a project. Trados, memoQ, Phrase: import it into a
        translation memory. Sketch Engine: *New corpus, Multilingual corpus*, and upload it. In Python, with
        `pip install translate-toolkit`:

        ```python
        from translate.storage.tmx import tmxfile

        with open("{file}", "rb") as file:
            memory = tmxfile(file, "{corpus.pivot.language}", "{corpus.versions[0].language}")
        for unit in memory.unit_iter():
            print(unit.source, unit.target)
        ```

        {units}

        A unit has a number, `tuid`. Each text in it has the properties `x-document`, `x-ids` (of the sentences in the
        TEI files) and, except for the pivot, `x-confidence`, the probability, or `x-status` and `x-by` if its links
        come from a person or another corpus. An unaligned sentence is a unit with one language, which tools ignore. The
        header has the metadata of each version as `x-title-{corpus.pivot.id}`, `x-author-{corpus.pivot.id}` and so on.
    """)
