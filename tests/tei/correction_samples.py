"""What the tests of corrections share: what a person gets to edit, an edit, and what a folder and an alignment hold."""

from __future__ import annotations

from pathlib import Path

from corpus.model import Alignment, Corpus
from tei import export_corpus, write_corpus


def exported(corpus: Corpus, format_name: str, folder: Path) -> Path:
    """What a person gets to edit: an export, or a copy of the corpus."""
    if format_name == "tei":
        write_corpus(corpus, folder)
    else:
        export_corpus(corpus, format_name, folder)
    return folder


def digests(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def keys(alignment: Alignment) -> set[tuple[range, range]]:
    return {(bead.source, bead.target) for bead in alignment.beads}


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8", newline="\n")
