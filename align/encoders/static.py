"""The static encoder: a sentence's vector is the sum of its token vectors; it needs no network and no torch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from align.encoders.batch_tokenizer import BatchTokenizer
from align.encoders.protocol import Vectors
from align.encoders.static_model import StaticModel, read_static, static_hash
from align.encoders.tokens import WORD_START, is_ideographic, is_word_character, normalise
from corpus.signature import Signature

_BATCH = 2048
_DENSE_SCRIPTS = (("\u0590", "\u08ff", 3), ("\u1100", "\u11ff", 2), ("\uac00", "\ud7a3", 2))


class StaticEncoder:
    """
    An encoder with a static model.

    A row is the sum of the text's token vectors.

    Args:
        folder: the model, in the format of `align.encoders.static_model`.
        name: the name that the user gave.

    Attributes:
        name: the name that the user gave.
        model: the vocabulary and its vectors.
        similarity_prior: 0: its vectors are enough to find translations.

    Raises:
        ModelError: the folder does not contain such a model.
    """

    similarity_prior = 0.0

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.model: StaticModel = read_static(folder)
        self._folder = folder
        self._batch_tokenizer = BatchTokenizer(self.model.pieces)
        self._tokenizer = self._batch_tokenizer.tokenizer

    @cached_property
    def signature(self) -> str:
        """The encoder's part of a result's signature: the name of the model, and the hash of its files."""
        return str(Signature.of(encoder="static", model=Path(self.name).name, hash=static_hash(self._folder)[:12]))

    @property
    def languages(self) -> tuple[str, ...]:
        """BCP 47 tags of the languages of the training data, English first."""
        return self.model.languages

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the sum of each text's token vectors: float32, shape (n, d); zeros for a text without tokens."""
        sums = np.zeros((len(texts), self.model.table.dimensions), np.float32)
        for start in range(0, len(texts), _BATCH):
            bags = self._batch_tokenizer.tokenize(texts[start : start + _BATCH])
            sums[start : start + _BATCH] = bags.sums(self.model.table)
        return sums

    def pieces(self, text: str) -> list[str]:
        """Return the tokens of a normalised text in order, without `align.encoders.tokens.WORD_START`."""
        words = self._tokenizer.words(text)
        return [
            self.model.pieces[row].removeprefix(WORD_START) for word in words for row in self._tokenizer.pieces(word)
        ]

    def coverage(self, texts: Iterable[str]) -> float:
        """
        Return how well the vocabulary covers the texts, from 0 to 1; 1 for texts without letters.

        This is the share of letters and digits that belong to tokens that are whole words or long parts of words. It
        is 0.5 or more for a language of the training data. For others, words are split into short tokens, and it is
        0.35 or less.
        """
        known = total = 0
        pieces = self.model.pieces
        for text in texts:
            normal = normalise(text)
            total += sum(map(is_word_character, normal))
            for word in self._tokenizer.words(normal):
                rows = self._tokenizer.pieces(word)
                for row in rows:
                    piece = pieces[row].removeprefix(WORD_START)
                    if len(rows) == 1 or (piece and len(piece) >= _min_length(piece[0])):
                        known += len(piece)
        return min(1.0, known / total) if total else 1.0


def _min_length(character: str) -> int:
    """Return the length from which a token in the script of the character counts as a long part of a word."""
    if is_ideographic(character):
        return 1
    return next((length for first, last, length in _DENSE_SCRIPTS if first <= character <= last), 4)
