"""XCES links that were edited, with the ids of the TEI files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.errors import ReadError
from corpus.model import Corpus
from tei.corrections.edited_links import REVIEWED, EditedAlignment, EditedLink, edited_files
from tei.formats.xces import XcesGroup, is_xces, read_groups


def edited_alignments(path: Path, corpus: Corpus) -> Iterator[EditedAlignment]:
    """
    Yield the links of XCES files, compressed or not.

    Raises:
        ReadError: there is no such file, or one cannot be read.
    """
    versions = {version.id for version in corpus.versions}
    for file, group in edited_groups(path, ".xml", ".xml.gz"):
        documents = {name.partition("/")[0] for name in (group.source, group.target)}
        links = (
            EditedLink(file, each.line, each.source + each.target, each.status in REVIEWED) for each in group.links
        )
        yield EditedAlignment(file, next(iter(documents & versions), ""), tuple(links))


def edited_groups(path: Path, *endings: str) -> Iterator[tuple[Path, XcesGroup]]:
    """
    Yield the groups of links of a file, or of all files of links with these endings in a folder, each with its file.

    Raises:
        ReadError: there is no such file, or one cannot be read.
    """
    found = False
    for file in edited_files(path, *endings):
        if not path.is_dir() or is_xces(file):
            found = True
            yield from ((file, group) for group in read_groups(file))
    if not found:
        raise ReadError("no file of links in the folder", where=str(path))
