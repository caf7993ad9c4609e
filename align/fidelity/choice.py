"""The source among the versions of a corpus, the versions compared with it, and their alignments with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from align.encoders import Encoder
from align.fidelity.bitext import Bitext
from align.pipeline import align_versions
from corpus import Alignment, Corpus, CorpusError, Document
from corpus.language import same_language


def choose_source(corpus: Corpus, name: str = "") -> Document:
    """
    Return the version that the others are translations of.

    Args:
        corpus: the corpus.
        name: id or language of the version; by default the version with the role ``original``, else the pivot.

    Raises:
        CorpusError: no version, or more than one, has that id or language.
    """
    if name:
        return _named(corpus, name)
    originals = [document for document in corpus.documents if document.role == "original"]
    return originals[0] if len(originals) == 1 else corpus.pivot


def choose_versions(corpus: Corpus, source: Document, names: Sequence[str] = ()) -> tuple[Document, ...]:
    """
    Return the versions to compare with the source.

    Args:
        corpus: the corpus.
        source: one of its versions.
        names: ids or languages; by default all other versions.

    Raises:
        CorpusError: a name fits no version or more than one, is given twice, or names the source; a version has no
            sentences; or the corpus has no other version.
    """
    chosen = [_named(corpus, name) for name in names] or [each for each in corpus.documents if each is not source]
    for number, document in enumerate(chosen):
        if document is source:
            remedy = "leave it out, or name another source with --original"
            raise CorpusError("this is the source itself", where=document.id, remedy=remedy)
        if document in chosen[:number]:
            raise CorpusError("this version is named twice", where=document.id, remedy="name each version once")
    for document in (source, *chosen):
        if not document.sentences:
            raise CorpusError("this version has no sentences", where=document.id, remedy="name the versions to compare")
    if not chosen:
        raise CorpusError("there is no version beside the source", where=corpus.name)
    return tuple(chosen)


def rival_pairs(versions: Sequence[Document]) -> list[tuple[int, int]]:
    """Return the indices of each two versions of one language."""
    return [
        (first, second)
        for first, second in combinations(range(len(versions)), 2)
        if same_language(versions[first].language, versions[second].language)
    ]


def bitexts(
    corpus: Corpus,
    source: Document,
    versions: Sequence[Document],
    encoder: Encoder,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[tuple[Bitext, str], ...]:
    """
    Return the bitext of the source and each version, with the signature of its alignment.

    Where one side is the pivot, the alignment is that of the corpus, which people may have corrected. Two other
    versions are aligned again: linked through the pivot, whatever the pivot lacks would seem to be missing.

    Args:
        corpus: the corpus.
        source: the source.
        versions: the versions to compare with it.
        encoder: aligns versions whose alignment is not in the corpus.
        progress: called with a few words on what is being done.

    Raises:
        ModelError: the encoder failed.
    """
    stored = {alignment.target: alignment for alignment in corpus.alignments}

    def known(version: Document) -> Alignment | None:
        if version is corpus.pivot:
            return stored[source.id]
        return stored[version.id] if source is corpus.pivot and version in corpus.versions else None

    missing = [version for version in versions if known(version) is None]
    made = iter(align_versions(source, missing, encoder, progress) if missing else ())
    found = [(version, known(version) or next(made)) for version in versions]
    return tuple((Bitext.of(source, version, each), each.signature) for version, each in found)


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
