"""Pairs for training from the corpora that this tool writes: where `align.training` and `tei` meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from align.training import PairSource, TrainingPair, make_pair, parse_source
from corpus import Alignment, Corpus, Document
from corpus.errors import CorpusError
from tei import read_corpus

_ENGLISH = "en"
_LEAST_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class CorpusPairs:
    """
    The links of a TEI corpus between English and another language.

    A link's sentences are joined by a space. Links with one side alone, or with a probability under one half, are no
    pairs.

    Attributes:
        folder: the corpus.
    """

    folder: Path

    @property
    def label(self) -> str:
        """The folder's name."""
        return self.folder.resolve().name

    def read(self) -> Iterator[TrainingPair | None]:
        """
        Yield the pairs; all of them are whole.

        Raises:
            CorpusError: the corpus cannot be read, or none of its alignments has English on one side.
        """
        corpus = read_corpus(self.folder)
        found = False
        for version, alignment in zip(corpus.versions, corpus.alignments, strict=True):
            if _is_english(corpus.pivot) is not _is_english(version):
                found = True
                yield from _pairs(corpus, version, alignment)
        if not found:
            raise CorpusError("no alignment has English on one side", where=str(self.folder))


def parse_pairs(argument: str) -> PairSource:
    """
    Return what an argument of ``align train`` stands for: a folder is a corpus, all else is as `parse_source` has it.

    Raises:
        LanguageError: neither the argument nor the name of the file says the language.
        ReadError: there is no such file.
    """
    path = Path(argument)
    return CorpusPairs(path) if path.is_dir() else parse_source(argument)


def _is_english(document: Document) -> bool:
    return document.language.partition("-")[0] == _ENGLISH


def _pairs(corpus: Corpus, version: Document, alignment: Alignment) -> Iterator[TrainingPair | None]:
    sides = (corpus.pivot, version)
    sentences = tuple(document.sentences for document in sides)
    for bead in alignment.beads:
        if bead.source and bead.target and bead.confidence >= _LEAST_CONFIDENCE:
            texts = [
                " ".join(" ".join(own[number].text.split()) for number in numbers)
                for own, numbers in zip(sentences, (bead.source, bead.target), strict=True)
            ]
            if _is_english(corpus.pivot):
                yield make_pair(version.language, corpus.name, texts[0], texts[1])
            else:
                yield make_pair(corpus.pivot.language, corpus.name, texts[1], texts[0])
