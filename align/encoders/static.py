"""The static encoder: one vector a token, their sum the sentence's; no network, no torch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from align.encoders.batch_tokenizer import Cutter
from align.encoders.protocol import Vectors
from align.encoders.static_model import StaticModel, read_static, static_hash
from align.encoders.tokens import WORD_START, is_ideographic, is_word_character, normalise

_BATCH = 2048
_DENSE_SCRIPTS = (("\u0590", "\u08ff", 3), ("\u1100", "\u11ff", 2), ("\uac00", "\ud7a3", 2))


class StaticEncoder:
    """
    Encodes with the static model of a folder.

    A row is the sum of the text's token vectors.

    Args:
        folder: the model, as `align.encoders.static_model` describes it.
        name: what the user called it.

    Attributes:
        name: what the user called it.
        model: the tokens and their vectors.
        similarity_prior: 0, its vectors tell what belongs together.

    Raises:
        ModelError: the folder holds no such model.
    """

    similarity_prior = 0.0

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.model: StaticModel = read_static(folder)
        self._folder = folder
        self._cutter = Cutter(self.model.pieces)

    @cached_property
    def signature(self) -> str:
        """How to name this encoder in a result."""
        return f"encoder:static|model:{Path(self.name).name}|hash:{static_hash(self._folder)[:12]}"

    @property
    def languages(self) -> tuple[str, ...]:
        """BCP 47 tags of the languages that the model was trained on, English first."""
        return self.model.languages

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the sum of each text's token vectors: float32, shape (n, d); zeros where no token is known."""
        sums = np.zeros((len(texts), self.model.table.dimensions), np.float32)
        for start in range(0, len(texts), _BATCH):
            sums[start : start + _BATCH] = self._cutter.cut(texts[start : start + _BATCH]).sums(self.model.table)
        return sums

    def pieces(self, text: str) -> list[str]:
        """Return the tokens of a normalised text in order, without their marks; see `align.encoders.tokens`."""
        words = self._cutter.tokenizer.words(text)
        return [
            self.model.pieces[row].removeprefix(WORD_START)
            for word in words
            for row in self._cutter.tokenizer.pieces(word)
        ]

    def coverage(self, texts: Iterable[str]) -> float:
        """
        Return how well the vocabulary fits the texts, from 0 to 1; 1 for texts without letters.

        This is the share of letters and digits that stand in whole words or in long pieces of words. A language that
        the model was trained on has 0.5 or more; another falls into scraps and has 0.35 or less.
        """
        known = total = 0
        pieces = self.model.pieces
        for text in texts:
            normal = normalise(text)
            total += sum(map(is_word_character, normal))
            for word in self._cutter.tokenizer.words(normal):
                rows = self._cutter.tokenizer.pieces(word)
                for row in rows:
                    piece = pieces[row].removeprefix(WORD_START)
                    if len(rows) == 1 or (piece and len(piece) >= _long(piece[0])):
                        known += len(piece)
        return min(1.0, known / total) if total else 1.0


def _long(character: str) -> int:
    """Return the number of characters from which a piece in the character's script says something."""
    if is_ideographic(character):
        return 1
    return next((length for first, last, length in _DENSE_SCRIPTS if first <= character <= last), 4)
