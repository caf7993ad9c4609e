"""Tokenisation for static models: normalised words, and their longest pieces from left to right (WordPiece)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

WORD_START = "▁"
"""The mark before the first piece of a word of letters or digits; Chinese and Japanese words have no mark."""

UNKNOWN = "[UNK]"
"""The token of row 0, which other programs need; the rules below never yield it."""

MAX_WORD_LENGTH = 1000
"""The maximum length of a word in code points; longer runs of characters get no token."""

_REPLACED: tuple[tuple[str, str], ...] = (
    ("ё", "е"),
    ("ς", "σ"),
    ("أإآٱ", "ا"),
    ("ىي", "ی"),
    ("ك", "ک"),
    ("ة", "ه"),
    *(("".join(chr(zero + value) for zero in (0x660, 0x6F0, 0x966)), str(value)) for value in range(10)),
)
_REMOVED: tuple[tuple[int, int], ...] = (
    (0x00AD, 0x00AD), (0x0300, 0x036F), (0x0591, 0x05BD), (0x05BF, 0x05C7), (0x0610, 0x061A), (0x0640, 0x0640),
    (0x064B, 0x065F), (0x0670, 0x0670), (0x200D, 0x200D),
)  # fmt: skip
_FOLD: dict[int, str | None] = {
    **{ord(old): new for olds, new in _REPLACED for old in olds},
    **{code: None for first, last in _REMOVED for code in range(first, last + 1)},
}
_IDEOGRAPHIC = ((0x3005, 0x3007), (0x3041, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF))


def normalise(text: str) -> str:
    """Return the text in Unicode normalisation form NFKC and in lower case."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return text.lower()


def fold(word: str) -> str:
    """
    Return a normalised word in the spelling of the vocabulary.

    Optional signs and variants are removed or unified: the dots of ё, stress marks, Arabic and Hebrew vowel points, the
    variants of alef, yeh, kaf and heh, and the digits of the Arabic and Devanagari scripts.
    """
    return word if word.isascii() else word.translate(_FOLD)


def is_ideographic(character: str) -> bool:
    """Return whether the character is Chinese or Japanese, of the scripts without spaces between words."""
    code = ord(character)
    return any(first <= code <= last for first, last in _IDEOGRAPHIC)


def is_word_character(character: str) -> bool:
    """Return whether the character can be in a vocabulary: a letter, mark or number of the Basic Multilingual Plane."""
    return unicodedata.category(character)[0] in "LMN" and ord(character) < 0x10000


class WordSplitter:
    """
    A splitter of normalised text into words.

    Args:
        alphabet: the characters of the vocabulary; all others separate words, except those that are folded.

    Attributes:
        kinds: the characters of the three kinds of words (letters, digits, Chinese and Japanese), sorted and before
            they are folded. A character of several kinds begins a word of the first of them.
    """

    def __init__(self, alphabet: Iterable[str]) -> None:
        classes = _classes(alphabet)
        self._ideographic = set(classes[-1])
        folded = [(chr(code), new) for code, new in _FOLD.items()]
        self.kinds = tuple(
            part and "".join(sorted({*part, *(old for old, new in folded if new is None or new in part)}))
            for part in classes
        )
        patterns = [f"[{_ranges(kind)}]+" for kind in self.kinds if kind]
        self._findall = re.compile("|".join(patterns) or r"(?!)").findall

    def words(self, text: str) -> list[str]:
        """Return the words of a normalised text, before they are folded."""
        found: list[str] = self._findall(text)
        return found

    def marked(self, word: str) -> str:
        """Return the folded word with `WORD_START`, unless it is empty, Chinese or Japanese."""
        return WORD_START + word if word and word[0] not in self._ideographic else word


class Tokenizer(WordSplitter):
    """
    A tokenizer that returns rows of a vocabulary.

    Args:
        pieces: the vocabulary in the order of the rows: `UNKNOWN`, `WORD_START`, then the rest. Its single characters
            are the alphabet.
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self._rows = {piece: row for row, piece in enumerate(pieces)}
        super().__init__(piece for piece in pieces if len(piece) == 1 and piece != WORD_START)
        self._longest = longest = dict[str, int]()
        for piece in pieces:
            start = piece[:2]
            if len(piece) > longest.get(start, 0):
                longest[start] = len(piece)

    def pieces(self, word: str) -> list[int]:
        """Return the rows of a word's pieces, the longest first from left to right."""
        rows, longest = self._rows, self._longest
        text = self.marked(fold(word))
        whole = rows.get(text)
        if whole is not None:
            return [whole]
        if len(text) > MAX_WORD_LENGTH:
            return []
        found = []
        start, end = 0, len(text)
        while start < end:
            stop = min(end, start + longest.get(text[start : start + 2], 1))
            while stop > start + 1 and text[start:stop] not in rows:
                stop -= 1
            found.append(rows[text[start:stop]])
            start = stop
        return found

    def rows(self, text: str) -> list[int]:
        """Return the rows of a text's pieces."""
        return [row for word in self.words(normalise(text)) for row in self.pieces(word)]


def tokenizer_json(pieces: Sequence[str]) -> dict[str, object]:
    """
    Return the content of a ``tokenizer.json`` with which sentence-transformers and model2vec tokenise as `Tokenizer`.

    It is a WordPiece model without a continuation mark. Characters that are not letters or digits of the vocabulary are
    replaced by spaces, and the marks are inserted where a run of one class of characters begins.
    """
    classes = _classes(piece for piece in pieces if len(piece) == 1 and piece != WORD_START)
    removed = "".join(rf"\x{{{first:04X}}}-\x{{{last:04X}}}" for first, last in _REMOVED)
    ranges = [*map(_ranges, classes)]
    starts = zip(ranges, (WORD_START, WORD_START, ""), strict=True)
    normalisers: list[dict[str, object]] = [
        {"type": "NFKC"},
        {"type": "Lowercase"},
        *(_replace(f"[{olds}]", new) for olds, new in _REPLACED),
        _replace(f"[{removed}]", ""),
        _replace(f"[^{''.join(ranges)}]+", " "),
        *(_replace(f"(?<![{part}])(?=[{part}])", f" {mark}") for part, mark in starts if part),
    ]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {"type": "Sequence", "normalizers": normalisers},
        "pre_tokenizer": {"type": "WhitespaceSplit"},
        "post_processor": None,
        "decoder": None,
        "model": {
            "type": "WordPiece",
            "unk_token": UNKNOWN,
            "continuing_subword_prefix": "",
            "max_input_chars_per_word": MAX_WORD_LENGTH,
            "vocab": {piece: row for row, piece in enumerate(pieces)},
        },
    }


def _classes(alphabet: Iterable[str]) -> tuple[str, str, str]:
    """Return the letters, the digits, and the Chinese and Japanese characters of an alphabet, each sorted."""
    characters = sorted(set(alphabet))
    ideographs = "".join(filter(is_ideographic, characters))
    digits = "".join(character for character in characters if unicodedata.category(character) == "Nd")
    apart = set(ideographs + digits)
    return "".join(character for character in characters if character not in apart), digits, ideographs


def _ranges(characters: str) -> str:
    """Return sorted letters and digits as the content of a character class of a regular expression."""
    runs = groupby(enumerate(characters), key=lambda item: ord(item[1]) - item[0])
    ends = [(run[0][1], run[-1][1]) for run in (list(group) for _, group in runs)]
    return "".join(first if first == last else f"{first}-{last}" for first, last in ends)


def _replace(pattern: str, content: str) -> dict[str, object]:
    return {"type": "Replace", "pattern": {"Regex": pattern}, "content": content}
