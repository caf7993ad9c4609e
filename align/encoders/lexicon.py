"""
A bilingual lexicon that complements a model: words that are translations of each other make sentences more similar.

Each headword has a sparse random vector (`align.encoders.hashing`), which its translations share, so that vectors stay
additive. Words are compared in the form that `align.encoders.tokens.fold` returns. An inflected form that is not in the
lexicon matches the words with the same stem, that is, all but its last letters. Chinese and Japanese words are found
by longest match.
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

from align.encoders.hashing import hash_features, sum_features
from align.encoders.protocol import Encoder, Vectors
from align.encoders.tokens import fold, normalise
from align.encoders.wrappers import EncoderWrapper, RunEncoder, concatenate
from corpus.errors import ModelError, ReadError
from corpus.files import read_bytes
from corpus.signature import Signature

Entry = tuple[str, str]
"""A headword and a translation."""

WEIGHT, WEIGHT_IF_UNCOVERED = 0.25, 1.0
"""The weight of the lexicon relative to a model that covers the languages, and to one that hardly does."""

MAX_WORDS = 8
"""Entries of more words are definitions and are left out."""

_WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]|(?:(?![\p{Han}\p{Hiragana}\p{Katakana}])[\p{L}\p{M}\p{N}])++")
_REMARK = regex.compile(r"\([^()]*+\)")
_PARTS = regex.compile(r"[,;/]")
_MAX_ENDING = 3
_MIN_STEM = 4
_MIN_SHARE_RATIO = 0.25
_CACHE_SIZE = 1 << 16


class _HeadwordIndex:
    """
    One language of a lexicon, which maps words and phrases to headwords.

    Args:
        entries: the words of an entry, and its headword.
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
        """Return the length in words of the longest entry from `start` on, and its headwords: (1, empty) for none."""
        for length in range(min(self._longest.get(words[start], 0), len(words) - start), 0, -1):
            found = self._phrases.get(tuple(words[start : start + length]))
            if found:
                return length, found
        return 1, next((self._stems[stem] for stem in _stems(words[start]) if stem in self._stems), set())

    def share(self, texts: Iterable[str]) -> float:
        """Return the share of words that are in the lexicon, 0 to 1."""
        found = [bool(self.match(words, start)[1]) for words in map(_words, texts) for start in range(len(words))]
        return sum(found) / len(found) if found else 0.0


class Lexicon:
    """
    A bilingual lexicon.

    Args:
        entries: headwords with their translations; both may consist of several words.
        signature: the lexicon's part of a result's signature, such as ``lexicon:3f2a…``.

    Attributes:
        signature: as given.
    """

    def __init__(self, entries: Iterable[Entry], signature: str) -> None:
        self.signature = signature
        pairs = [(_words(headword), _words(translation)) for headword, translation in entries]
        pairs = [pair for pair in pairs if all(0 < len(words) <= MAX_WORDS for words in pair)]
        self._headwords = _HeadwordIndex((headword, " ".join(headword)) for headword, _ in pairs)
        self._translations = _HeadwordIndex((translation, " ".join(headword)) for headword, translation in pairs)

    def joins(self, ones: Sequence[str], others: Sequence[str]) -> bool:
        """Return whether the lexicon is of the languages of two texts, in either direction."""
        shares = [
            (one.share(ones), other.share(others))
            for one, other in ((self._headwords, self._translations), (self._translations, self._headwords))
        ]
        return any(min(pair) > _MIN_SHARE_RATIO * max(pair) for pair in shares)

    def senses(self, text: str) -> Iterator[frozenset[str]]:
        """Yield the headwords of each word or phrase of a text that is in the lexicon."""
        words, start = _words(text), 0
        while start < len(words):
            length, found = max(
                (index.match(words, start) for index in (self._headwords, self._translations)),
                key=lambda match: (bool(match[1]), match[0]),
            )
            if found:
                yield frozenset(found)
            start += length


class LexiconEncoder(EncoderWrapper):
    """
    An encoder that combines a model with a bilingual lexicon.

    A row is the model's vector, concatenated with the sum of the vectors of the headwords in the text. This sum has a
    quarter of the model's weight, or the same weight if the model has a similarity prior. Headwords are weighted by
    inverse document frequency, with each text as a document.

    Args:
        encoder: the model.
        lexicon: the lexicon.

    Attributes:
        name: the name of the model.
        signature: the signatures of the model and of the lexicon.
        similarity_prior: the prior of the model.

    Raises:
        ModelError: the model encodes runs of sentences as one text.
    """

    def __init__(self, encoder: Encoder, lexicon: Lexicon) -> None:
        if isinstance(encoder, RunEncoder):
            raise ModelError("a lexicon needs summed vectors", where=encoder.name, remedy="leave out --spans encode")
        super().__init__(encoder, Signature.parse(lexicon.signature))
        self._lexicon = lexicon
        self._weight = WEIGHT_IF_UNCOVERED if encoder.similarity_prior else WEIGHT

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a vector per text: float32, shape (n, d). Vectors are scaled per call: pass a whole document."""
        found = [list(self._lexicon.senses(text)) for text in texts]
        frequency = Counter(senses for text in found for senses in set(text))
        weights = {senses: math.log((len(texts) + 1) / count) for senses, count in frequency.items()}
        rows = sum_features([[_weighted(senses, weights[senses]) for senses in text] for text in found])
        return concatenate(self._encoder.encode(texts), rows, self._weight)


def read_lexicon(path: Path) -> Lexicon:
    """
    Read a lexicon: lines of HEADWORD, a tab and TRANSLATION, or a TEI dictionary in the form of FreeDict.

    Further columns of a line are ignored. In TEI, the headwords are each entry's ``form/orth``, and the translations
    are the content of ``cit`` of type ``trans…``, split at commas, semicolons and slashes; examples and remarks in
    brackets are left out.

    Raises:
        ReadError: the file cannot be read, a line has no translation, or there is no entry.
    """
    data = read_bytes(path)
    entries = list((_of_tei if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else _of_lines)(data, path))
    if not entries:
        raise ReadError("contains no pairs of words", where=str(path), remedy="give TSV or a TEI dictionary")
    return Lexicon(entries, str(Signature.of(lexicon=hashlib.sha256(data).hexdigest()[:12])))


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
    """Return the word and its possible stems, the longest first; nothing for a word of less than four letters."""
    return [word[:end] for end in range(len(word), max(_MIN_STEM, len(word) - _MAX_ENDING) - 1, -1)]


def _weighted(senses: frozenset[str], weight: float) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    dimensions, signs = _hash_senses(senses)
    return dimensions, np.float32(weight / math.sqrt(len(senses))) * signs


@lru_cache(_CACHE_SIZE)
def _hash_senses(senses: frozenset[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    return hash_features(sorted(senses))
