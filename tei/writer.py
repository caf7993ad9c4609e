"""A corpus written as TEI: one file a version, one for the alignments, one that includes them all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date  # noqa: N812
from itertools import count
from pathlib import Path

from corpus.errors import CorpusError
from corpus.model import Alignment, Bead, Corpus, Document, Sentence
from corpus.xml.identity import markup_ids
from tei.characters import legal
from tei.header import alignment_header, corpus_header, corpus_includes, version_header
from tei.manifest import read_manifest
from tei.names import CORPUS_FILE, alignment_file, check_names, identifiers, reference, version_file
from tei.staging import File, publish, writing
from tei.structure import body_lines
from tei.weaving import weave

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


def write_corpus(corpus: Corpus, folder: Path, *, force: bool = False, date: str | None = None) -> tuple[Path, ...]:
    """
    Write a corpus into a folder of its own, completely or not at all.

    The same corpus and date give the same bytes, and `tei.read_corpus` gives back the same corpus, but for the
    characters that XML cannot hold (see `tei.characters.legal`).

    Args:
        corpus: what to write.
        folder: where to; it is made, or it is empty, or it holds a corpus and `force` is set.
        force: replace a corpus that is there.
        date: when the corpus was made, as YYYY-MM-DD, for the headers.

    Returns:
        The files: ``NAME.ID.xml`` for each version, the pivot first, ``NAME.alignment.xml`` and ``corpus.xml``.

    Raises:
        CorpusError: the folder holds something else, a name or the date cannot be written, or the file system fails.

    Warns:
        TextWarning: characters that XML cannot hold were replaced.
    """
    check_names(corpus)
    _check_date(date)
    with writing(folder):
        replaced = _replaceable(folder, force=force)
        return publish(folder, _files(legal(corpus), date), replaced)


def check_folder(folder: Path, *, force: bool = False) -> None:
    """
    Make sure that `write_corpus` may write into a folder, before work is done whose result it could not take.

    Raises:
        CorpusError: the folder holds something else, or a corpus that may not be replaced.
    """
    with writing(folder):
        _replaceable(folder, force=force)


def _files(corpus: Corpus, date: str | None) -> Iterator[File]:
    for document in corpus.documents:
        yield File(version_file(corpus.name, document.id), _version_lines(corpus, document, date))
    yield File(alignment_file(corpus.name), _alignment_lines(corpus, date))
    yield File(CORPUS_FILE, _corpus_lines(corpus, date))


def _version_lines(corpus: Corpus, document: Document, date: str | None) -> Iterator[str]:
    yield _DECLARATION
    if document.markup:
        yield f"{weave(document, date)}\n"
        return
    yield f'<TEI {_TEI} xml:id="{document.id}">\n'
    yield version_header(corpus, document, date)
    yield f'  <text xml:lang="{document.language}" xml:space="preserve">\n'
    yield from body_lines(document.blocks)
    yield "  </text>\n</TEI>\n"


def _alignment_lines(corpus: Corpus, date: str | None) -> Iterator[str]:
    taken = {*identifiers(corpus), *(name for each in corpus.documents for name in markup_ids(each.markup))}
    aligner = next(name for name in _candidates("aligner") if name not in taken)
    yield f"{_DECLARATION}<TEI {_TEI}>\n"
    yield alignment_header(corpus, aligner, date)
    pairs = zip(corpus.alignments, corpus.versions, strict=True)
    # An empty linkGrp is not TEI, and neither is an empty standOff.
    full = [(alignment, version) for alignment, version in pairs if alignment.beads]
    yield "  <standOff>\n"
    for alignment, version in full:
        yield from _link_group(corpus, alignment, version, aligner)
    if not full:
        yield "    <note>There are no sentences to align.</note>\n"
    yield "  </standOff>\n</TEI>\n"


def _candidates(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _link_group(corpus: Corpus, alignment: Alignment, version: Document, aligner: str) -> Iterator[str]:
    files = [reference(version_file(corpus.name, document.id)) for document in (corpus.pivot, version)]
    subtype = f"{corpus.pivot.language}-{version.language}"
    yield (
        f'    <linkGrp type="alignment" subtype="{subtype}" targFunc="source translation" '
        f'corresp="{files[0]} {files[1]}">\n'
    )
    sources = _targets(files[0], corpus.pivot.sentences)
    targets = _targets(files[1], version.sentences)
    for bead in alignment.beads:
        yield _link(bead, [*sources[_slice(bead.source)], *targets[_slice(bead.target)]], aligner)
    yield "    </linkGrp>\n"


def _targets(file: str, sentences: tuple[Sentence, ...]) -> list[str]:
    return [f"{file}#{sentence.id}" for sentence in sentences]


def _slice(numbers: range) -> slice:
    return slice(numbers.start, numbers.stop)


def _link(bead: Bead, targets: list[str], aligner: str) -> str:
    name = "link" if len(targets) > 1 else "ptr"
    # repr is the shortest decimal that reads back as the same float.
    cert = repr(float(bead.confidence))
    return f'      <{name} type="{bead.type}" target="{" ".join(targets)}" cert="{cert}" resp="#{aligner}"/>\n'


def _corpus_lines(corpus: Corpus, date: str | None) -> Iterator[str]:
    yield f'{_DECLARATION}<teiCorpus {_TEI} xmlns:xi="http://www.w3.org/2001/XInclude">\n'
    yield corpus_header(corpus, date)
    yield from corpus_includes(corpus)
    yield "</teiCorpus>\n"


def _check_date(date: str | None) -> None:
    try:
        valid = date is None or Date.fromisoformat(date).isoformat() == date
    except ValueError:
        valid = False
    if not valid:
        raise CorpusError(f"{date!r} is not a date", remedy="write it as YYYY-MM-DD")


def _replaceable(folder: Path, *, force: bool) -> tuple[str, ...]:
    """Return the files of a corpus in the folder that may be replaced; raise if there is anything else."""
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
    strange = [name for name in present if name not in manifest.names]
    if strange:
        raise CorpusError(
            f"there are files that are not of the corpus: {', '.join(strange)}",
            where=str(folder),
            remedy="move them elsewhere first",
        )
    return tuple(present)
