"""The static encoder: one vector a token, their sum the sentence's; no network, no torch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from align.encoders.folder import StaticModel, read_static, static_hash
from align.encoders.protocol import Vectors
from align.encoders.tokens import WORD_START, Tokenizer, is_ideographic, is_word_character, normalise

_BATCH = 2048
_BLOCK = 64
_MOST_WORDS = 100_000
_DENSE_SCRIPTS = (("\u0590", "\u08ff", 3), ("\u1100", "\u11ff", 2), ("\uac00", "\ud7a3", 2))


class StaticEncoder:
    """
    Encodes with the static model of a folder.

    A row is the sum of the text's token vectors. Words are summed once and remembered, so that a running text costs
    a look-up and an addition a word.

    Args:
        folder: the model, as `align.encoders.folder` describes it.
        name: what the user called it.

    Attributes:
        name: what the user called it.
        model: the tokens and their vectors.
        likeness: 0, its vectors tell what belongs together.

    Raises:
        ModelError: the folder holds no such model.
    """

    likeness = 0.0

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.model: StaticModel = read_static(folder)
        self._folder = folder
        self._tokenizer = Tokenizer(self.model.pieces)
        self._words = _Words(self.model, self._tokenizer)

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
            self._words.sum_into(texts[start : start + _BATCH], sums[start : start + _BATCH])
        return sums

    def pieces(self, text: str) -> list[str]:
        """Return the tokens of a normalised text in order, without their marks; see `align.encoders.tokens`."""
        words = self._tokenizer.words(text)
        return [
            self.model.pieces[row].removeprefix(WORD_START) for word in words for row in self._tokenizer.pieces(word)
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
            for word in self._tokenizer.words(normal):
                rows = self._tokenizer.pieces(word)
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


class _Words(dict[str, int]):
    """The sums of the words met so far: a word's place in a growing array."""

    def __init__(self, model: StaticModel, tokenizer: Tokenizer) -> None:
        super().__init__()
        self._table = model.table
        self._tokenizer = tokenizer
        self._sums = np.empty((0, model.table.dimensions), np.float32)

    def sum_into(self, texts: Sequence[str], out: Vectors) -> None:
        """Write the sum of each text's words to its row of `out`, which is all zeros."""
        split = self._tokenizer.words
        split_texts = [split(normalise(text)) for text in texts]
        if len(self) > _MOST_WORDS:
            self.clear()
        self._learn(sorted(set().union(*split_texts).difference(self)))
        for start in range(0, len(texts), _BLOCK):
            places: list[int] = []
            starts: list[int] = []
            filled: list[int] = []
            for number, words in enumerate(split_texts[start : start + _BLOCK], start):
                if words:
                    filled.append(number)
                    starts.append(len(places))
                    places.extend(map(self.__getitem__, words))
            if places:
                out[filled] = np.add.reduceat(self._sums.take(places, axis=0), starts, axis=0)

    def _learn(self, words: list[str]) -> None:
        """Give each of the new words a place and its sum."""
        first = len(self)
        if first + len(words) > len(self._sums):
            more = np.empty((first + len(words), self._table.dimensions), np.float32)
            self._sums = np.concatenate((self._sums[:first], more))
        for start in range(0, len(words), _BATCH):
            pieces = [self._tokenizer.pieces(word) for word in words[start : start + _BATCH]]
            sums = self._sums[first + start : first + start + len(pieces)]
            sums[:] = 0
            for place in range(max(map(len, pieces))):
                longer = [number for number, found in enumerate(pieces) if len(found) > place]
                sums[longer] += self._table.rows([pieces[number][place] for number in longer])
        self.update(zip(words, range(first, first + len(words)), strict=True))
