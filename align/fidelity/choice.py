"""Which version of a corpus is the source, which are held against it, and how they are aligned with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from align.encoders import Encoder
from align.fidelity.bitext import Bitext
from align.pipeline import align_versions
from corpus import Alignment, Corpus, CorpusError, Document


def choose_source(corpus: Corpus, name: str = "") -> Document:
    """
    Return the version that the others were made from.

    Args:
        corpus: the corpus.
        name: its id or its language; by default the version whose role is ``original``, else the pivot.

    Raises:
        CorpusError: there is no such version, or several are in that language.
    """
    if name:
        return _named(corpus, name)
    originals = [document for document in corpus.documents if document.role == "original"]
    return originals[0] if len(originals) == 1 else corpus.pivot


def choose_versions(corpus: Corpus, source: Document, names: Sequence[str] = ()) -> tuple[Document, ...]:
    """
    Return the versions to hold against the source.

    Args:
        corpus: the corpus.
        source: one of its versions.
        names: ids or languages; by default all others.

    Raises:
        CorpusError: a name fits no version or several, is given twice or names the source; a version has no sentences;
            none is left.
    """
    chosen = [_named(corpus, name) for name in names] or [each for each in corpus.documents if each is not source]
    for number, document in enumerate(chosen):
        if document is source:
            remedy = "leave it away, or say with --original what the source is"
            raise CorpusError("this is the source itself", where=document.id, remedy=remedy)
        if document in chosen[:number]:
            raise CorpusError("this version is named twice", where=document.id, remedy="name each once")
    for document in (source, *chosen):
        if not document.sentences:
            raise CorpusError("this version has no sentences", where=document.id, remedy="name the versions to look at")
    if not chosen:
        raise CorpusError("there is no version beside the source", where=corpus.name)
    return tuple(chosen)


def bitexts(
    corpus: Corpus,
    source: Document,
    versions: Sequence[Document],
    encoder: Encoder,
    report: Callable[[str], None] = lambda _: None,
) -> tuple[tuple[Bitext, str], ...]:
    """
    Return the bitext of the source and each version, and how it was aligned.

    The corpus's own alignments are taken where one side is the pivot, as people may have mended them. Two versions
    beside the pivot are aligned anew: by way of the pivot, what it lacks would seem to be missing.

    Raises:
        ModelError: the encoder failed.
    """
    stored = {alignment.target: alignment for alignment in corpus.alignments}

    def known(version: Document) -> Alignment | None:
        if version is corpus.pivot:
            return stored[source.id]
        return stored[version.id] if source is corpus.pivot and version in corpus.versions else None

    missing = [version for version in versions if known(version) is None]
    made = iter(align_versions(source, missing, encoder, report) if missing else ())
    found = [(version, known(version) or next(made)) for version in versions]
    return tuple((Bitext.of(source, version, each), each.signature) for version, each in found)


def same_language(one: str, other: str) -> bool:
    """Tell whether two language tags name one language, of whatever region or script."""
    return one.partition("-")[0] == other.partition("-")[0]


def _named(corpus: Corpus, name: str) -> Document:
    documents = corpus.documents
    ids = [document.id for document in documents]
    if name in ids:
        return documents[ids.index(name)]
    found = [document for document in documents if same_language(document.language, name)]
    if len(found) != 1:
        fitting = ", ".join(document.id for document in found) or ", ".join(ids)
        problem = f"several versions are in the language {name!r}" if found else f"no version {name!r}"
        raise CorpusError(problem, where=corpus.name, remedy=f"choose one of {fitting}")
    return found[0]
