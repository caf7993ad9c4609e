"""NLTK: tokenised links for its AlignedCorpusReader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.files import File
from corpus.messages import warn
from corpus.model import Corpus, Sentence
from tei.export.content import AlignedPair, aligned_pairs, pair_file, readme
from tei.export.tokens import tokens

_WIDE_EQUALS = "\uff1d"


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield a file for each pair, with three lines for each link: the tokens of either side, and ``0-0``.

    The third line is the alignment of words in NLTK, which is unknown here; it is required, since it ends a link. With
    one pair the file is ``NAME.aligned``, with several ``NAME.ID.aligned``.

    Warns:
        TextWarning: links with an empty side, which NLTK cannot read, were left out, or an equals sign at the start of
            a line, which NLTK reads as a rule, was replaced by a full-width one.
    """
    for pair in aligned_pairs(corpus):
        name = f"{pair.source.id}-{pair.target.id}"
        empty = sum(1 for bead in pair.alignment.beads if not (bead.source and bead.target))
        if empty:
            warn(f"links with an empty side, which NLTK cannot read, were left out: {empty}", where=name)
        yield File(pair_file(corpus, pair.alignment, "aligned"), _lines(pair))
    yield _readme(corpus)


def _lines(pair: AlignedPair) -> Iterator[str]:
    sources, targets = pair.sentences
    for bead in pair.alignment.beads:
        if bead.source and bead.target:
            yield f"{_words(sources, bead.source)}\n{_words(targets, bead.target)}\n0-0\n"


def _words(sentences: Sequence[Sentence], run: range) -> str:
    words = " ".join(token for number in run for token in tokens(sentences[number].text))
    if words.startswith("="):
        problem = "an equals sign that NLTK would read as a rule was replaced by a full-width one"
        warn(problem, where=sentences[run.start].id)
        words = _WIDE_EQUALS + words[1:]
    return words


def _readme(corpus: Corpus) -> File:
    file = pair_file(corpus, corpus.alignments[0], "aligned")
    return readme(f"""
        # NLTK

        Needs `pip install nltk`. In this folder:

        ```python
        import nltk
        from nltk.corpus.reader import AlignedCorpusReader

        nltk.data.path.append(".")  # NLTK reads from folders named here only
        reader = AlignedCorpusReader(".", ["{file}"], encoding="utf-8")
        for link in reader.aligned_sents():
            print(link.words, link.mots)
        ```

        The tokens are those of the other exports. The alignment of words is unknown: each link has `0-0`, since NLTK
        requires one. Unaligned sentences are left out.
    """)
