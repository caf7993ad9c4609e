"""XCES: links as OPUS has them, by the ids of the TEI files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.errors import ReadError
from corpus.model import Corpus
from tei.corrections.edited_links import REVIEWED, EditedAlignment, EditedLink, files_of
from tei.xces import is_xces, read_groups


def edited_alignments(path: Path, corpus: Corpus) -> Iterator[EditedAlignment]:
    """
    Yield the links of XCES files, compressed or not.

    Raises:
        ReadError: there is no such file, or one cannot be read.
    """
    versions = {version.id for version in corpus.versions}
    found = False
    for file in files_of(path, ".xml", ".xml.gz"):
        if path.is_dir() and not is_xces(file):
            continue
        found = True
        for group in read_groups(file):
            documents = {name.partition("/")[0] for name in (group.source, group.target)}
            links = tuple(
                EditedLink(link.line, link.source + link.target, link.status in REVIEWED) for link in group.links
            )
            yield EditedAlignment(file, next(iter(documents & versions), ""), links)
    if not found:
        raise ReadError("no file of links in the folder", where=str(path))
