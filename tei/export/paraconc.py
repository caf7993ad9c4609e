"""ParaConc: a concordancer for aligned texts."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.errors import CorpusError
from corpus.files import File
from corpus.model import Corpus, Document
from tei.characters import escape
from tei.export.content import in_reading_order, readme, run_text
from tei.export.parallel_segments import parallel_segments

_MAX_TEXTS = 4


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield a text for each version, with a ``seg`` for each link; the same number is the same link in all.

    With several versions a ``seg`` is a parallel segment (see `tei.export.parallel_segments`). It is empty where a
    version has no sentence.

    Raises:
        CorpusError: there are more than four texts, or links cross.
    """
    if len(corpus.documents) > _MAX_TEXTS:
        raise CorpusError(
            f"ParaConc can load {_MAX_TEXTS} texts, the corpus has {len(corpus.documents)}",
            where=corpus.name,
            remedy="export a corpus of fewer versions",
        )
    corpus = in_reading_order(corpus, "ParaConc")
    for number, document in enumerate(corpus.documents):
        yield File(f"{corpus.name}.{document.id}.xml", _lines(corpus, document, number))
    yield _readme(corpus)


def _lines(corpus: Corpus, document: Document, version: int) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<text lang="{document.language}">\n'
    sentences = document.sentences
    for number, group in enumerate(parallel_segments(corpus), start=1):
        runs = [bead.target for bead in group.beads[version - 1]] if version else [group.source]
        text = " ".join(run_text(sentences, run) for run in runs if run)
        yield f'<seg id="{number}">{escape(text)}</seg>\n'
    yield "</text>\n"


def _readme(corpus: Corpus) -> File:
    names = " and ".join(f"`{corpus.name}.{document.id}.xml`" for document in corpus.documents)
    return readme(f"""
        # ParaConc

        *File, Load Corpus Files*: set *Parallel texts* to {len(corpus.documents)}, choose the languages, add
        {names} in the same order, and for each *Options*: *Align format: Start/stop tags*, `seg`; *Encoding*: UTF-8.

        The same `id` is the same link in all files; a `seg` is empty if a version has no sentence there. Probabilities
        and the ids of the sentences are not kept.
    """)
