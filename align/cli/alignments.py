"""The alignments that ``align eval`` reads: TEI corpora, lines of beads, InterText."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from align.evaluation.aligned_text import AlignedText
from corpus import AlignmentError, ReadError, declared_in_name
from tei import read_corpus
from tei.formats.xces import is_xces, read_groups

SYSTEM_FORMS = (".beads", ".gold", ".xml")
"""Endings of the files that are read from a folder of a system's output; the first that exists is taken."""

GOLD_FORMS = (".gold", ".beads", ".xml")
"""The same for a folder of gold alignments."""

_CORPUS_FILE = "corpus.xml"


def read_texts(path: Path, forms: Sequence[str], pair: str = "") -> tuple[AlignedText, ...]:
    """
    Read all alignments that a path names.

    Args:
        path: the folder of a TEI corpus, or its ``corpus.xml``; a file of beads or InterText; a folder of these.
        forms: endings to look for in a folder; the first that exists is taken.
        pair: the pair to take from a corpus, such as ``en-ru``; all if it is empty.

    Raises:
        TeialignError: there is nothing to read, or a file is broken, hostile or of an unknown format.
    """
    if not path.exists():
        raise ReadError("no such file or folder", where=str(path))
    if path.name == _CORPUS_FILE or (path / _CORPUS_FILE).exists():
        return _corpus_texts(path, pair)
    if not path.is_dir():
        return (_file(path, given=True),)
    for form in forms:
        # InterText keeps its texts beside its alignments.
        files = sorted(file for file in path.glob(f"*{form}") if file.is_file() and (form != ".xml" or is_xces(file)))
        if files:
            return tuple(_file(file, given=False) for file in files)
    remedy = f"give a TEI corpus or files ending in {', '.join(forms)}"
    raise ReadError("no alignment in the folder", where=str(path), remedy=remedy)


def _corpus_texts(path: Path, pair: str) -> tuple[AlignedText, ...]:
    corpus = read_corpus(path)
    texts = [AlignedText.of_corpus(corpus, number, path) for number in range(len(corpus.versions))]
    chosen = tuple(text for text in texts if pair in {"", text.names[0]})
    if not chosen:
        pairs = ", ".join(text.names[0] for text in texts)
        raise AlignmentError(f"no pair {pair or 'at all'}", where=str(path), remedy=pairs and f"choose one of {pairs}")
    return chosen


def _file(path: Path, *, given: bool) -> AlignedText:
    if path.suffix.lower() != ".xml":
        return AlignedText.of_bead_file(path, given=given)
    groups = list(read_groups(path))
    if len(groups) != 1:
        problem = f"it links {len(groups)} pairs of documents, not one"
        raise AlignmentError(problem, where=str(path), remedy="give a file for each pair")
    # InterText names the pivot as the target of its links.
    links = [(link.target, link.source, link.line) for link in groups[0].links]
    labels = [declared_in_name(document) for document in (groups[0].target, groups[0].source)]
    known = (labels[0][1], labels[1][1]) if labels[0] and labels[1] else None
    return AlignedText.of_links(links, known, path, given=given)
