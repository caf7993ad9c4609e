"""Alignments in the forms that ``align eval`` reads: TEI corpora, lines of beads, InterText."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import AlignmentError, Corpus, Document, ReadError, declared_in_name

if TYPE_CHECKING:
    from align.evaluation.matching import AlignedText

SYSTEM_FORMS = (".beads", ".gold", ".xml")
"""Endings of the files that a folder of a system's output is read for; files of the first that is there are taken."""

GOLD_FORMS = (".gold", ".beads", ".xml")
"""The same for a folder of hand-made alignments."""

_CORPUS_FILE = "corpus.xml"


def read_texts(path: Path, forms: Sequence[str], pair: str = "") -> tuple[AlignedText, ...]:
    """
    Read all alignments that a path names.

    Args:
        path: the folder of a TEI corpus, or its ``corpus.xml``; a file of beads or InterText; a folder of these.
        forms: endings to look for in a folder, the first that is there wins.
        pair: the pair to take of a corpus, such as ``en-ru``; all where it is empty.

    Raises:
        TeialignError: there is nothing to read, or a file is broken, hostile or of no known form.
    """
    if not path.exists():
        raise ReadError("no such file or folder", where=str(path))
    if path.name == _CORPUS_FILE or (path / _CORPUS_FILE).exists():
        return _corpus_texts(path, pair)
    if not path.is_dir():
        return (_file(path, given=True),)
    for form in forms:
        files = sorted(file for file in path.glob(f"*{form}") if file.is_file() and _is_alignment(file))
        if files:
            return tuple(_file(file, given=False) for file in files)
    raise ReadError(
        "no alignment in the folder", where=str(path), remedy=f"give a TEI corpus or files ending in {', '.join(forms)}"
    )


def _corpus_texts(path: Path, pair: str) -> tuple[AlignedText, ...]:
    from tei import read_corpus

    corpus = read_corpus(path)
    texts = [_corpus_text(path, corpus, number) for number in range(len(corpus.versions))]
    chosen = tuple(text for text in texts if pair in {"", text.names[0]})
    if not chosen:
        pairs = ", ".join(text.names[0] for text in texts)
        raise AlignmentError(f"no pair {pair or 'at all'}", where=str(path), remedy=pairs and f"choose one of {pairs}")
    return chosen


def _corpus_text(path: Path, corpus: Corpus, number: int) -> AlignedText:
    from align.evaluation.matching import AlignedText
    from align.evaluation.metrics import bead_sets

    pivot, version = corpus.pivot, corpus.versions[number]
    names = [f"{pivot.id}-{version.id}", f"{corpus.name}.{version.id}", f"{corpus.name}.{pivot.id}.{version.id}"]
    if len(corpus.versions) == 1:
        names.append(corpus.name)
    return AlignedText(
        names=tuple(names),
        path=path,
        beads=tuple(bead_sets(corpus.alignments[number])),
        labels=(pivot.id, version.id),
        counts=(len(pivot.sentences), len(version.sentences)),
        sentences=(_texts(pivot), _texts(version)),
    )


def _texts(document: Document) -> tuple[str, ...]:
    return tuple(sentence.text for sentence in document.sentences)


def _is_alignment(path: Path) -> bool:
    """Tell whether a file is not one of the texts that InterText keeps beside its alignments."""
    from tei.parser import parse

    return path.suffix != ".xml" or parse(path).tag == "linkGrp"


def _file(path: Path, *, given: bool) -> AlignedText:
    if path.suffix.lower() == ".xml":
        return _intertext(path, given=given)
    from align.evaluation.matching import AlignedText
    from corpus.beads import read_bead_lines

    beads = tuple(read_bead_lines(path))
    if not beads:
        raise ReadError("no bead in the file", where=str(path), remedy="write lines such as [0, 1]:[0]")
    return AlignedText(
        names=(path.stem,),
        path=path,
        beads=tuple(pair for _, pair in beads),
        lines=tuple(line for line, _ in beads),
        given=given,
    )


def _intertext(path: Path, *, given: bool) -> AlignedText:
    """
    Read the alignment of two documents as InterText (Vondřička 2014) writes it.

    Its documents are numbered sentence by sentence and linked completely, so that the order of the ids is that of the
    sentences: ``2:9`` stands before ``2:10``.
    """
    from align.evaluation.matching import AlignedText
    from tei.parser import line, parse

    root = parse(path)
    if root.tag != "linkGrp":
        name = str(root.tag).rpartition("}")[2]
        remedy = "give an InterText alignment, or a TEI corpus as its folder"
        raise AlignmentError(f"its root is {name}, not linkGrp", where=str(path), remedy=remedy)
    sides: tuple[set[str], set[str]] = (set(), set())
    links: list[tuple[int, list[list[str]]]] = []
    for link in root.iterchildren("link"):
        where = f"{path}:{line(link)}"
        targets = [side.split() for side in link.get("xtargets", "").split(";")]
        if len(targets) != 2 or not any(targets):
            raise AlignmentError("not a link", where=where, remedy='write xtargets="TO IDS;FROM IDS"')
        for known, ids in zip(sides, targets, strict=True):
            for identifier in ids:
                if identifier in known:
                    raise AlignmentError(f"sentence {identifier} is linked twice", where=where)
                known.add(identifier)
        links.append((line(link), targets))
    numbers = [{name: number for number, name in enumerate(sorted(known, key=_natural))} for known in sides]
    labels = [declared_in_name(root.get(document, "")) for document in ("toDoc", "fromDoc")]
    return AlignedText(
        names=(path.stem,),
        path=path,
        beads=tuple(
            (frozenset(numbers[0][each] for each in to), frozenset(numbers[1][each] for each in from_))
            for _, (to, from_) in links
        ),
        lines=tuple(number for number, _ in links),
        labels=(labels[0][1], labels[1][1]) if labels[0] and labels[1] else None,
        counts=(len(sides[0]), len(sides[1])),
        given=given,
    )


def _natural(identifier: str) -> list[tuple[int, str]]:
    """Return what sorts numbers inside ids by their value."""
    return [(int(digits or 0), other) for digits, other in re.findall(r"([0-9]{1,18})|([^0-9]+)", identifier)]
