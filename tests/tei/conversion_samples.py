"""What the tests of conversion share: files of others made by hand, and what a sound corpus is."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corpus.model import Corpus
from tei import check_corpus, read_corpus, write_corpus

ANY = pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")


def tmx(body: str, header: str = 'srclang="en" creationtool="CAT"', prolog: str = '<?xml version="1.0"?>') -> str:
    return f'{prolog}<tmx version="1.4"><header {header}/><body>{body}</body></tmx>'


def unit(*texts: tuple[str, str]) -> str:
    variants = (f'<tuv xml:lang="{code}"><seg>{text}</seg></tuv>' for code, text in texts)
    return f"<tu>{''.join(variants)}</tu>"


def write(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / name.replace("__", "/").replace("_", ".")).write_text(content, "utf-8", newline="")
    return folder


def texts(corpus: Corpus) -> dict[str, list[str]]:
    return {document.id: [sentence.text for sentence in document.sentences] for document in corpus.documents}


def links(corpus: Corpus, number: int = 0) -> list[tuple[list[int], list[int]]]:
    return [(list(bead.source), list(bead.target)) for bead in corpus.alignments[number].beads]


def sound(corpus: Corpus, folder: Path) -> None:
    """The corpus can be written, is without fault, reads back, and its links are attributed to a file."""
    write_corpus(corpus, folder)
    assert check_corpus(folder) == ()
    assert read_corpus(folder) == corpus
    for alignment in corpus.alignments:
        assert alignment.signature.startswith("converted:")
        assert {bead.attribution.kind for bead in alignment.beads} == {"given"}
        assert {bead.probability for bead in alignment.beads} == {None}


ONE, TWO = [("en", "One"), ("ru", "Один")], [("en", "Two"), ("ru", "Два")]


def zipped(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return path
