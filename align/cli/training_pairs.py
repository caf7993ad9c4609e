"""Pairs for training from TEI corpora and translation memories, the formats of `tei`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from align.training import PairSource, TrainingPair, make_pair, parse_source
from align.training.sources import PIVOT, PairFile
from corpus import Alignment, Corpus, Document, parse_language
from corpus.errors import CorpusError, LanguageError, ReadError
from corpus.language import primary_subtag
from tei import read_corpus
from tei.formats.tmx import TmxFile

_MIN_CONFIDENCE = 0.5
_TMX_SUFFIXES = (".tmx", ".tmx.gz", ".tmx.xz")


@dataclass(frozen=True, slots=True)
class CorpusPairs:
    """
    The links of a TEI corpus between English and another language.

    The sentences of a side are joined by a space. Unaligned sentences, and links with a probability below 0.5, are left
    out.

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
        Yield the pairs, none of which is missing a side.

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


@dataclass(frozen=True, slots=True)
class TmxPairs:
    """
    A translation memory: in each unit, English is paired with every other language.

    Attributes:
        path: the file, compressed (``.xz``, ``.gz``) or not.
        language: BCP 47 tag of the only other language to take; None for all.
    """

    path: Path
    language: str | None = None

    @property
    def label(self) -> str:
        """``FILE.tmx`` or ``en-ru=FILE.tmx``."""
        return self.path.name if self.language is None else f"{PIVOT}-{self.language}={self.path.name}"

    def read(self) -> Iterator[TrainingPair | None]:
        """
        Yield the pairs, and None for each unit that has none of the languages.

        Only the first subtag of a language counts, since tools write ``ru-RU`` for ``ru``. Of several texts in one
        language in a unit, the first counts.

        Raises:
            ReadError: the file cannot be read, is not TMX, or declares entities.
        """
        for unit in TmxFile(self.path).units():
            texts: dict[str, str] = {}
            for variant in unit.variants:
                language = _language(variant.language)
                if language is not None:
                    texts.setdefault(language, " ".join(variant.text.split()))
            english = texts.pop(PIVOT, "")
            chosen = {self.language: texts.get(self.language, "")} if self.language is not None else texts
            yield from (make_pair(language, "", english, other) for language, other in chosen.items())
            if not chosen:
                yield None


def parse_pairs(argument: str) -> PairSource:
    """
    Return the source of pairs that an argument of ``align train`` names.

    Args:
        argument: the folder of a TEI corpus; a translation memory, ``FILE.tmx``, of which ``en-ru=FILE.tmx`` takes only
            that language; or what `align.training.parse_source` takes.

    Raises:
        LanguageError: neither the argument nor the name of the file gives the language.
        ReadError: there is no such file.
    """
    path = Path(argument)
    if path.is_dir():
        return CorpusPairs(path)
    is_tmx = argument.lower().endswith(_TMX_SUFFIXES)
    if is_tmx and (path.is_file() or "=" not in argument):
        if not path.is_file():
            raise ReadError("no such file", where=argument)
        return TmxPairs(path)
    source = parse_source(argument)
    return TmxPairs(source.path, source.language) if is_tmx and isinstance(source, PairFile) else source


@cache
def _language(code: str) -> str | None:
    try:
        return parse_language(primary_subtag(code))
    except LanguageError:
        return None


def _is_english(document: Document) -> bool:
    return primary_subtag(document.language) == PIVOT


def _pairs(corpus: Corpus, version: Document, alignment: Alignment) -> Iterator[TrainingPair | None]:
    sides = (corpus.pivot, version)
    sentences = tuple(document.sentences for document in sides)
    for bead in alignment.beads:
        if bead.source and bead.target and bead.confidence >= _MIN_CONFIDENCE:
            texts = [
                " ".join(" ".join(own[number].text.split()) for number in numbers)
                for own, numbers in zip(sentences, (bead.source, bead.target), strict=True)
            ]
            if _is_english(corpus.pivot):
                yield make_pair(version.language, corpus.name, texts[0], texts[1])
            else:
                yield make_pair(corpus.pivot.language, corpus.name, texts[1], texts[0])
