"""``corpus.xml``: which files a corpus has, and in what order."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from corpus.errors import CorpusError
from corpus.files import named_inside
from corpus.transactions import complete_changes
from tei.application import APPLICATION_PATH
from tei.names import ALIGNMENT_SUFFIX, CORPUS_FILE, split_reference
from tei.parser import INCLUDE, TEI, FileError, line, parse


@dataclass(frozen=True, slots=True)
class Manifest:
    """
    The files that ``corpus.xml`` includes.

    Attributes:
        name: the corpus's name, with which the names of its files start.
        documents: the files of the versions, the pivot first.
        alignment: the file of alignments.
    """

    name: str
    documents: tuple[Path, ...]
    alignment: Path

    @property
    def names(self) -> frozenset[str]:
        """The names of all files of the corpus."""
        return frozenset({CORPUS_FILE, self.alignment.name, *(path.name for path in self.documents)})


def is_corpus_file(path: Path) -> bool:
    """
    Return whether a path leads to a file of a corpus, through links as well.

    Where the corpus cannot be read, every XML file beside a ``corpus.xml`` counts.
    """
    place = Path(os.path.realpath(path))
    folder = place.parent
    if not (folder / CORPUS_FILE).is_file():
        return False
    try:
        names = read_manifest(folder).names
    except CorpusError:
        return place.suffix == ".xml"
    # The file system may ignore case.
    there = (folder / name for name in names if place.exists() and (folder / name).exists())
    return place.name in names or any(place.samefile(file) for file in there)


def corpus_folder(path: Path) -> Path:
    """Return the folder of a corpus, given the folder or the ``corpus.xml`` in it."""
    return path.parent if path.name == CORPUS_FILE and not path.is_dir() else path


def read_manifest(folder: Path) -> Manifest:
    """
    Read the ``corpus.xml`` of a folder, after completing what a killed command left there.

    Raises:
        CorpusError: an interrupted change cannot be completed.
        FileError: it is missing, was not written by teialign, or names a file outside the folder.
    """
    complete_changes(folder)
    path = folder / CORPUS_FILE
    root = parse(path)
    if root.tag != f"{TEI}teiCorpus" or root.find(APPLICATION_PATH) is None:
        raise FileError("not a corpus that teialign wrote", path)
    files = [included(path, include) for include in root.iterfind(INCLUDE)]
    if len(files) < 2 or not files[-1].name.endswith(ALIGNMENT_SUFFIX):
        raise FileError(f"the files included are not the versions and then NAME{ALIGNMENT_SUFFIX}", path, line(root))
    return Manifest(files[-1].name.removesuffix(ALIGNMENT_SUFFIX), tuple(files[:-1]), files[-1])


def included(path: Path, include: etree._Element) -> Path:
    """
    Return the file that an element of ``corpus.xml`` includes.

    Raises:
        FileError: it does not name a file of the same folder.
    """
    name, _ = split_reference(include.get("href", ""))
    file = named_inside(path.parent, name)
    if file is None or file.resolve().parent != path.parent.resolve():
        raise FileError(f"{include.get('href', '')!r} is not a file of the corpus's folder", path, line(include))
    return file
