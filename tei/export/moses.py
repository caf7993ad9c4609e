"""Moses: two files with a link a line, as machine translation is trained on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import quote

from corpus.files import File
from corpus.model import Corpus, Sentence
from tei.export.aligned_pairs import aligned_pairs, run_text
from tei.export.readme import readme


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield two files for each pair: a line of the one translates the same line of the other.

    The files are called ``NAME.ID-ID.ID``, after both versions and the one that it holds. A line is empty where a
    sentence has no counterpart. The probability, the ids and the blocks are not kept.
    """
    for pair in aligned_pairs(corpus):
        stem = _stem(corpus, pair.target.id)
        beads = pair.alignment.beads
        yield File(f"{stem}.{pair.source.id}", _lines(pair.source.sentences, (bead.source for bead in beads)))
        yield File(f"{stem}.{pair.target.id}", _lines(pair.target.sentences, (bead.target for bead in beads)))
    yield _readme(corpus)


def _stem(corpus: Corpus, target: str) -> str:
    return f"{corpus.name}.{corpus.pivot.id}-{target}"


def _lines(sentences: Sequence[Sentence], runs: Iterator[range]) -> Iterator[str]:
    for run in runs:
        yield run_text(sentences, run) + "\n"


def _readme(corpus: Corpus) -> File:
    source, target = corpus.pivot.id, corpus.versions[0].id
    stem = _stem(corpus, target)
    left, right = quote(f"{stem}.{source}"), quote(f"{stem}.{target}")
    return readme(f"""
        # Moses

        A link a line, in two files for each pair. See them side by side; drop what has no counterpart, where a line of
        one file is empty:

        ```sh
        paste {left} {right}
        paste {left} {right} | awk -F '\\t' '$1 != "" && $2 != ""' > pairs.tsv
        ```

        `clean-corpus-n.perl` of Moses and most trainers do the same:
        `clean-corpus-n.perl {quote(stem)} {quote(source)} {quote(target)} clean 1 100`.
    """)
