"""TMX 1.4b: translation memories, for CAT tools and Sketch Engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.files import File
from corpus.model import Bead, Corpus, Document, Sentence
from corpus.version import __version__
from tei.characters import escape
from tei.export.aligned_pairs import one_line
from tei.export.metadata_fields import metadata_fields
from tei.export.parallel_segments import ParallelSegment, parallel_segments
from tei.export.readme import readme


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield one memory for all versions.

    A unit is a link or, with several versions, a parallel segment (see `tei.export.parallel_segments`). It has the text
    of each version, with the id of the version, the ids of its sentences, and the lowest probability of its links. An
    unaligned sentence is a unit with one text. The header has the metadata of the versions.
    """
    yield File(f"{corpus.name}.tmx", _lines(corpus))
    yield _readme(corpus)


def _lines(corpus: Corpus) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="teialign" creationtoolversion="{__version__}" segtype="block" o-tmf="TEI" '
        f'adminlang="en" srclang="{corpus.pivot.language}" datatype="plaintext">\n'
    )
    for document in corpus.documents:
        for name, value in metadata_fields(document):
            if value:
                yield f'<prop type="x-{name}-{document.id}">{escape(value)}</prop>\n'
    yield "</header>\n<body>\n"
    sentences = [document.sentences for document in corpus.documents]
    for number, group in enumerate(parallel_segments(corpus), start=1):
        yield f'<tu tuid="{number}">\n{"".join(_variants(corpus, sentences, group))}</tu>\n'
    yield "</body>\n</tmx>\n"


def _variants(corpus: Corpus, sentences: Sequence[Sequence[Sentence]], group: ParallelSegment) -> Iterator[str]:
    if group.source:
        yield _variant(corpus.pivot, sentences[0][group.source.start : group.source.stop], "")
    for document, all_of_it, beads in zip(corpus.versions, sentences[1:], group.beads, strict=True):
        numbers = sorted(number for bead in beads for number in bead.target)
        if numbers:
            yield _variant(document, [all_of_it[number] for number in numbers], _authority(beads))


def _authority(beads: Sequence[Bead]) -> str:
    known = [bead.probability for bead in beads if bead.probability is not None]
    confidence = f'<prop type="x-confidence">{min(known)!r}</prop>' if known else ""
    statuses = {bead.status for bead in beads}
    if known or len(statuses) > 1:
        return confidence
    names = dict.fromkeys(bead.attribution.name for bead in beads if bead.attribution)
    return f'<prop type="x-status">{statuses.pop()}</prop><prop type="x-by">{escape(", ".join(names))}</prop>'


def _variant(document: Document, sentences: Sequence[Sentence], authority: str) -> str:
    ids = " ".join([sentence.id for sentence in sentences])
    text = " ".join([one_line(sentence.text) for sentence in sentences])
    return (
        f'<tuv xml:lang="{document.language}"><prop type="x-document">{document.id}</prop>'
        f'<prop type="x-ids">{ids}</prop>{authority}<seg>{escape(text)}</seg></tuv>\n'
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
        TEI files) and, but for the pivot, `x-confidence`, the probability, or `x-status` and `x-by` where a person or
        another corpus answers for its links. Where there are several versions, a unit is as long as the longest of
        their links. A sentence without a counterpart is a unit with one language, which tools pass over. The header
        has what is known of each version as `x-title-{corpus.pivot.id}`, `x-author-{corpus.pivot.id}` and so on.
    """)
