"""Moses: two files with a link on each line, for training machine translation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from shlex import quote

from corpus.files import File
from corpus.model import Corpus, Document
from tei.export.content import aligned_pairs, readme, run_text


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield two files for each pair; the same line of both is a link.

    The files are named ``NAME.ID-ID.ID``, after both versions and the one that the file has. A line is empty if the
    sentence of the other file is unaligned. Probabilities, ids and blocks are not kept.
    """
    for pair in aligned_pairs(corpus):
        stem = f"{corpus.name}.{pair.source.id}-{pair.target.id}"
        beads = pair.alignment.beads
        yield File(f"{stem}.{pair.source.id}", _lines(pair.source, (bead.source for bead in beads)))
        yield File(f"{stem}.{pair.target.id}", _lines(pair.target, (bead.target for bead in beads)))
    yield _readme(corpus)


def _lines(document: Document, runs: Iterable[range]) -> Iterator[str]:
    sentences = document.sentences
    return (f"{run_text(sentences, run)}\n" for run in runs)


def _readme(corpus: Corpus) -> File:
    source, target = corpus.pivot.id, corpus.versions[0].id
    stem = f"{corpus.name}.{source}-{target}"
    left, right = quote(f"{stem}.{source}"), quote(f"{stem}.{target}")
    return readme(f"""
        # Moses

        A link on each line, in two files for each pair. Show them side by side; leave out unaligned sentences, for
        which the line of one file is empty:

        ```sh
        paste {left} {right}
        paste {left} {right} | awk -F '\\t' '$1 != "" && $2 != ""' > pairs.tsv
        ```

        `clean-corpus-n.perl` of Moses and most trainers do the same:
        `clean-corpus-n.perl {quote(stem)} {quote(source)} {quote(target)} clean 1 100`.
    """)
