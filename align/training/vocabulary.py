"""Vocabularies: the union of a byte-pair encoding per language."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping

from align.encoders.tokens import UNKNOWN, WORD_START, WordSplitter, is_word_character

_SURPLUS = 3
_MIN_CHARACTER_COUNT = 2
_MAX_PIECE_LENGTH = 24
_MAX_REPEATS = 400


def build_vocabulary(words: Mapping[str, Counter[str]], size: int) -> list[str]:
    """
    Return a vocabulary of at most `size` tokens for all languages, in the order of the rows.

    Each language has its own byte-pair encoding, with a share of the tokens that grows with the square root of the
    number of its words: with one encoding for all languages, words of small languages would be split into very short
    tokens. The union is used as a WordPiece vocabulary, longest match first.

    Args:
        words: for each language, the frequency of each normalised word.
        size: the maximum number of tokens; exceeded only if the characters of the texts, each a token, are more.
    """
    alphabet = sorted(_alphabet(words))
    splitter = WordSplitter(alphabet)
    whole = sum(math.sqrt(len(counts)) for counts in words.values()) or 1.0
    shares = [math.sqrt(len(counts)) / whole for counts in words.values()]
    encodings = [
        _encoding(counts, splitter, round(_SURPLUS * size * share))
        for counts, share in zip(words.values(), shares, strict=True)
    ]

    def union(total: int) -> dict[str, None]:
        pieces = dict.fromkeys((UNKNOWN, WORD_START, *alphabet))
        for encoding, share in zip(encodings, shares, strict=True):
            pieces.update(dict.fromkeys(encoding[: round(total * share)]))
        return pieces

    fitting = bisect_right(range(_SURPLUS * size), size, key=lambda total: len(union(total)))
    return list(union(max(0, fitting - 1)))


def _alphabet(words: Mapping[str, Counter[str]]) -> set[str]:
    seen: Counter[str] = Counter()
    for counts in words.values():
        for word, count in counts.items():
            for character in set(word):
                seen[character] += count
    return {
        character
        for character, count in seen.items()
        if count >= _MIN_CHARACTER_COUNT and is_word_character(character) and character != WORD_START
    }


def _encoding(counts: Counter[str], splitter: WordSplitter, budget: int) -> list[str]:
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    def texts() -> Iterator[str]:
        for word, count in counts.items():
            for part in splitter.words(word):
                yield " ".join([splitter.marked(part)] * min(count, _MAX_REPEATS))

    tokenizer = Tokenizer(models.BPE(unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.BpeTrainer(
        vocab_size=budget, min_frequency=2, show_progress=False, max_token_length=_MAX_PIECE_LENGTH
    )
    tokenizer.train_from_iterator(texts(), trainer)
    vocabulary: dict[str, int] = tokenizer.get_vocab()
    return [piece for piece in sorted(vocabulary, key=vocabulary.__getitem__) if len(piece) > 1]
