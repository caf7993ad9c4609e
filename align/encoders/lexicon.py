"""
A user's lexicon beside a model: the words that it pairs make sentences alike.

Each headword is a sparse random vector (`align.encoders.hashing`), and its translations stand for it, so that rows
stay additive. Words are compared as `align.encoders.tokens.fold` spells them; an inflected form that the lexicon lacks
is taken for the words that share all but its last letters. Chinese and Japanese words are found by longest match.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import regex
from numpy.typing import NDArray

from align.encoders.hashing import DIMENSIONS, hashed, summed
from align.encoders.mixed import beside
from align.encoders.protocol import Encoder, Vectors
from align.encoders.spans import SpanEncoder
from align.encoders.tokens import fold, normalise
from corpus.errors import ModelError, ReadError
from corpus.reader.file import read_bytes

Entry = tuple[str, str]
"""A headword and a translation."""

SHARE, SHARE_OF_UNKNOWN = 0.25, 1.0
"""What the lexicon weighs beside a model that knows the languages, and beside one that hardly does."""

LONGEST = 8
"""Entries of more words are definitions, and left out."""

_WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]|(?:(?![\p{Han}\p{Hiragana}\p{Katakana}])[\p{L}\p{M}\p{N}])++")
_REMARK = regex.compile(r"\([^()]*+\)")
_PARTS = regex.compile(r"[,;/]")
_ENDING = 3
_STEM = 4
_ALIKE = 0.25
_KEPT = 1 << 16


class _Column:
    """
    One side of a lexicon: which headwords its words stand for.

    Args:
        entries: words, each with a headword.
    """

    def __init__(self, entries: Iterable[tuple[tuple[str, ...], str]]) -> None:
        self._phrases: dict[tuple[str, ...], set[str]] = {}
        self._stems: dict[str, set[str]] = {}
        self._longest: dict[str, int] = {}
        for words, headword in entries:
            self._phrases.setdefault(words, set()).add(headword)
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))
            if len(words) == 1:
                for stem in _stems(words[0]):
                    self._stems.setdefault(stem, set()).add(headword)

    def match(self, words: Sequence[str], start: int) -> tuple[int, set[str]]:
        """Return how many words from one on make an entry, and the headwords they stand for; (1, none) for none."""
        for length in range(min(self._longest.get(words[start], 0), len(words) - start), 0, -1):
            found = self._phrases.get(tuple(words[start : start + length]))
            if found:
                return length, found
        return 1, next((self._stems[stem] for stem in _stems(words[start]) if stem in self._stems), set())

    def share(self, texts: Iterable[str]) -> float:
        """Return the share of words that are found, 0 to 1."""
        found = [bool(self.match(words, start)[1]) for words in map(_words, texts) for start in range(len(words))]
        return sum(found) / len(found) if found else 0.0


class Lexicon:
    """
    Pairs of words of two languages.

    Args:
        entries: headwords with their translations; either may be of several words.
        signature: how to name the lexicon in a result.

    Attributes:
        signature: how to name the lexicon in a result.
    """

    def __init__(self, entries: Iterable[Entry], signature: str) -> None:
        self.signature = signature
        pairs = [(_words(headword), _words(translation)) for headword, translation in entries]
        pairs = [pair for pair in pairs if all(0 < len(words) <= LONGEST for words in pair)]
        self._headwords = _Column((headword, " ".join(headword)) for headword, _ in pairs)
        self._translations = _Column((translation, " ".join(headword)) for headword, translation in pairs)

    def joins(self, ones: Sequence[str], others: Sequence[str]) -> bool:
        """Tell whether it is of the languages of two texts, in whichever order."""
        shares = [
            (one.share(ones), other.share(others))
            for one, other in ((self._headwords, self._translations), (self._translations, self._headwords))
        ]
        return any(min(pair) > _ALIKE * max(pair) for pair in shares)

    def senses(self, text: str) -> Iterator[frozenset[str]]:
        """Yield the headwords that each known word or phrase of a text stands for."""
        words, start = _words(text), 0
        while start < len(words):
            length, found = max(
                (column.match(words, start) for column in (self._headwords, self._translations)),
                key=lambda match: (bool(match[1]), match[0]),
            )
            if found:
                yield frozenset(found)
            start += length


class LexiconEncoder:
    """
    Encodes by a model and by the words that a lexicon pairs.

    A row is the model's beside the sum of the headwords that the words of the text stand for, which weighs a quarter as
    much, or as much where the model says little. Words that many of the texts have weigh less (inverse document
    frequency).

    Args:
        encoder: the model.
        lexicon: the words.

    Attributes:
        name: that of the model.
        signature: that of the model, and that of the lexicon.
        similarity_prior: that of the model.

    Raises:
        ModelError: the model encodes runs of sentences.
    """

    def __init__(self, encoder: Encoder, lexicon: Lexicon) -> None:
        if isinstance(encoder, SpanEncoder):
            raise ModelError("a lexicon needs summed vectors", where=encoder.name, remedy="leave out --spans encode")
        self._encoder = encoder
        self._lexicon = lexicon
        self._share = SHARE_OF_UNKNOWN if encoder.similarity_prior else SHARE
        self.name = encoder.name
        self.similarity_prior = encoder.similarity_prior

    @property
    def signature(self) -> str:
        """How to name this encoder in a result."""
        return f"{self._encoder.signature}|{self._lexicon.signature}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a row a text, float32 of shape (n, d); the texts of a call share a scale: give a whole document."""
        found = [list(self._lexicon.senses(text)) for text in texts]
        frequency = Counter(senses for text in found for senses in set(text))
        rows = np.zeros((len(texts), DIMENSIONS), np.float32)
        for number, text in enumerate(found):
            rows[number] = summed(
                [_weighted(senses, math.log((len(texts) + 1) / frequency[senses])) for senses in text]
            )
        return beside(self._encoder.encode(texts), rows, self._share)

    def coverage(self, texts: Iterable[str]) -> float:
        """Return how well the model knows the language of the texts, from 0 to 1."""
        return self._encoder.coverage(texts)


def read_lexicon(path: Path) -> Lexicon:
    """
    Read a lexicon: lines of HEADWORD, a tab and TRANSLATION, or a TEI dictionary as FreeDict has them.

    Of a line further columns are left alone. Of TEI the headwords are each entry's ``form/orth``, and its translations
    what stands in ``cit`` of type ``trans…``, parted at commas; examples and remarks in brackets are left out.

    Raises:
        ReadError: the file cannot be read, a line is of another form, or there is no pair.
    """
    data = read_bytes(path)
    entries = list((_of_tei if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else _of_lines)(data, path))
    if not entries:
        raise ReadError("holds no pairs of words", where=str(path), remedy="give TSV or a TEI dictionary")
    return Lexicon(entries, f"lexicon:{hashlib.sha256(data).hexdigest()[:12]}")


def _of_lines(data: bytes, path: Path) -> Iterator[Entry]:
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise ReadError("not UTF-8 text", where=str(path), remedy="save it as UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            cells = [*map(str.strip, line.split("\t")), ""]
            if not (cells[0] and cells[1]):
                raise ReadError("no pair of words", where=f"{path}:{number}", remedy="write it as WORD<tab>TRANSLATION")
            yield cells[0], cells[1]


def _of_tei(data: bytes, path: Path) -> Iterator[Entry]:
    from corpus.xml.parser import TEI, XmlError, content, parse_xml

    try:
        root = parse_xml(data)
    except XmlError as error:
        raise ReadError(error.problem, where=f"{path}:{error.line}", remedy=error.remedy) from error
    for entry in root.iter(f"{TEI}entry"):
        headwords = [content(orth) for form in entry.iterchildren(f"{TEI}form") for orth in form.iter(f"{TEI}orth")]
        for cit in entry.iter(f"{TEI}cit"):
            if cit.get("type", "").startswith("trans") and next(cit.iterancestors(f"{TEI}cit"), None) is None:
                for quote in cit.iter(f"{TEI}quote", f"{TEI}orth"):
                    for part in _PARTS.split(_REMARK.sub("", content(quote))):
                        yield from ((headword, part) for headword in headwords)


def _words(text: str) -> tuple[str, ...]:
    return tuple(map(fold, _WORD.findall(normalise(text))))


def _stems(word: str) -> list[str]:
    """Return the word and what is left without its last letters, the longest first; none of a short one."""
    return [word[:end] for end in range(len(word), max(_STEM, len(word) - _ENDING) - 1, -1)]


def _weighted(senses: frozenset[str], weight: float) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    places, signs = _hashed(senses)
    return places, np.float32(weight / math.sqrt(len(senses))) * signs


@lru_cache(_KEPT)
def _hashed(senses: frozenset[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    return hashed(sorted(senses))
