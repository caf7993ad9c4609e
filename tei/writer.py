"""A corpus written as TEI: a file for each version, one for the alignments, one that includes them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from corpus.errors import CorpusError
from corpus.files import File, writing
from corpus.identity import markup_ids
from corpus.locks import HOLDER_FILE, locked
from corpus.model import Alignment, Bead, Corpus, Document, slice_of
from corpus.transactions import publish
from tei.bibliography import is_day
from tei.characters import DECLARATION, legal
from tei.header import alignment_header, corpus_header, version_header
from tei.manifest import read_manifest
from tei.markup_writer import write_into_markup
from tei.names import CORPUS_FILE, alignment_file, check_names, reference, review_folder, version_file
from tei.responsibility import Responsibilities
from tei.structure import body_lines
from tei.written import check_written

_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


def write_corpus(corpus: Corpus, folder: Path, *, force: bool = False, date: str | None = None) -> tuple[Path, ...]:
    """
    Write a corpus into a separate folder, completely or not at all.

    The same corpus and date give the same bytes, and `tei.read_corpus` returns the same corpus, except for the
    characters that XML forbids (see `tei.characters.legal`).

    Args:
        corpus: the corpus.
        folder: the folder. It is created if missing; if it has a corpus in it, `force` must be set.
        force: replace an existing corpus.
        date: when the corpus was made, as YYYY-MM-DD, for the headers.

    Returns:
        The files: ``NAME.ID.xml`` for each version, the pivot first, ``NAME.alignment.xml`` and ``corpus.xml``.

    Raises:
        CorpusError: the folder has other content, is being edited or has a review, a name or the date cannot be
            written, the file system fails, or what was written is not a corpus by the rules of `tei.check`.

    Warns:
        TextWarning: characters that XML forbids were replaced.
    """
    check_names(corpus)
    check_date(date)
    with writing(folder):
        replaced = _replaceable(folder, force=force)
        return publish(folder, _files(legal(corpus), date), replaced, check_written)


def check_folder(folder: Path, *, force: bool = False) -> None:
    """
    Make sure that `write_corpus` may write into a folder, before a corpus is made for it.

    Raises:
        CorpusError: the folder has other content, or a corpus that may not be replaced, is being edited or reviewed.
    """
    with writing(folder):
        _replaceable(folder, force=force)


def _files(corpus: Corpus, date: str | None) -> Iterator[File]:
    for document in corpus.documents:
        yield File(version_file(corpus.name, document.id), _version_lines(corpus, document, date))
    yield File(alignment_file(corpus.name), _alignment_lines(corpus, date))
    yield File(CORPUS_FILE, _corpus_lines(corpus, date))


def _version_lines(corpus: Corpus, document: Document, date: str | None) -> Iterator[str]:
    yield DECLARATION
    if document.markup:
        yield f"{write_into_markup(document, date)}\n"
        return
    yield f'<TEI {_TEI} xml:id="{document.id}">\n'
    yield version_header(corpus, document, date)
    yield f'  <text xml:lang="{document.language}" xml:space="preserve">\n'
    yield from body_lines(document.blocks)
    yield "  </text>\n</TEI>\n"


def _alignment_lines(corpus: Corpus, date: str | None) -> Iterator[str]:
    beads = chain.from_iterable(alignment.beads for alignment in corpus.alignments)
    taken = {name for each in corpus.documents for name in (*each.ids, *markup_ids(each.markup))}
    responsibilities = Responsibilities.of(beads, taken)
    yield f"{DECLARATION}<TEI {_TEI}>\n"
    yield alignment_header(corpus, responsibilities, date)
    pairs = zip(corpus.alignments, corpus.versions, strict=True)
    # An empty linkGrp is not TEI, and neither is an empty standOff.
    full = [(alignment, version) for alignment, version in pairs if alignment.beads]
    yield "  <standOff>\n"
    for alignment, version in full:
        yield from _link_group(corpus, alignment, version, responsibilities)
    if not full:
        yield "    <note>There are no sentences to align.</note>\n"
    yield "  </standOff>\n</TEI>\n"


def _link_group(
    corpus: Corpus, alignment: Alignment, version: Document, responsibilities: Responsibilities
) -> Iterator[str]:
    files = [reference(version_file(corpus.name, document.id)) for document in (corpus.pivot, version)]
    subtype = f"{corpus.pivot.language}-{version.language}"
    functions = "translation source" if version.role == "original" else "source translation"
    yield (
        f'    <linkGrp type="alignment" subtype="{subtype}" targFunc="{functions}" corresp="{files[0]} {files[1]}">\n'
    )
    for element in link_elements(alignment.beads, files, (corpus.pivot, version), responsibilities):
        yield f"      {element}\n"
    yield "    </linkGrp>\n"


def link_elements(
    beads: Iterable[Bead], files: Sequence[str], documents: Sequence[Document], responsibilities: Responsibilities
) -> Iterator[str]:
    """
    Yield a ``link`` or ``ptr`` for each bead.

    Args:
        beads: the beads.
        files: references to the file of the pivot and that of the version.
        documents: the pivot and the version.
        responsibilities: who is responsible for the beads.
    """
    sources, targets = (
        [f"{file}#{sentence.id}" for sentence in document.sentences]
        for file, document in zip(files, documents, strict=True)
    )
    for bead in beads:
        uris = [*sources[slice_of(bead.source)], *targets[slice_of(bead.target)]]
        name = "link" if len(uris) > 1 else "ptr"
        yield f'<{name} type="{bead.type}" target="{" ".join(uris)}" {responsibilities.attributes(bead)}/>'


def _corpus_lines(corpus: Corpus, date: str | None) -> Iterator[str]:
    yield f'{DECLARATION}<teiCorpus {_TEI} xmlns:xi="http://www.w3.org/2001/XInclude">\n'
    yield corpus_header(corpus, date)
    versions = (version_file(corpus.name, document.id) for document in corpus.documents)
    for file in (*versions, alignment_file(corpus.name)):
        yield f'  <xi:include href="{reference(file)}"/>\n'
    yield "</teiCorpus>\n"


def check_date(date: str | None) -> None:
    """
    Make sure that a date can be written.

    Raises:
        CorpusError: it is not a date, or not written as YYYY-MM-DD.
    """
    if date is not None and not is_day(date):
        raise CorpusError(f"{date!r} is not a date", remedy="write it as YYYY-MM-DD")


def _replaceable(folder: Path, *, force: bool) -> tuple[str, ...]:
    """Return the files of the corpus in the folder, which may be replaced; raise an error if there are others."""
    if not folder.exists():
        return ()
    if not folder.is_dir():
        raise CorpusError("a file is in the way", where=str(folder), remedy="choose another folder")
    present = sorted(path.name for path in folder.iterdir())
    if not present:
        return ()
    try:
        manifest = read_manifest(folder)
    except CorpusError as error:
        raise CorpusError(
            "the folder is neither empty nor a teialign corpus", where=str(folder), remedy="choose another folder"
        ) from error
    if not force:
        raise CorpusError("a corpus is already there", where=str(folder), remedy="choose another folder or use --force")
    if HOLDER_FILE in present:
        # It is removed if its editor was killed.
        with locked(folder):
            present.remove(HOLDER_FILE)
    strange = [name for name in present if name not in manifest.names]
    review = review_folder(manifest.name)
    if strange == [review]:
        raise CorpusError(
            f"the corpus has been reviewed: {review} holds the decisions",
            where=str(folder),
            remedy=f"choose another folder, or move {review} elsewhere first",
        )
    if strange:
        raise CorpusError(
            f"there are files that are not of the corpus: {', '.join(strange)}",
            where=str(folder),
            remedy="move them elsewhere first",
        )
    return tuple(present)
