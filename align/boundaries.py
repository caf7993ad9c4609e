"""
How sentences begin and end: with a paragraph, a heading, a quotation mark, a question mark; and what that tells.

Most translators keep paragraphs, questions and speech, each in their own way: a dash here stands for a quotation mark
there. What goes with what is therefore counted over links of the two texts themselves, and where they have nothing in
common it tells nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

NO_BREAK, PARAGRAPH, HEADING = range(3)
BREAKS = {NO_BREAK, PARAGRAPH, HEADING}
"""What begins with a sentence: nothing, a paragraph, or a heading or the text below one."""

BREAK, OPENING, ENDING = range(3)
"""The columns of a text's boundaries: the break before each sentence, its first sign and its last."""

CLASSES = 18
"""More than the largest number in any column."""

DOUBT = 20
"""So many places seen are believed as much as the assumption that the two texts have nothing in common."""

_QUOTES = frozenset("\"'“”„‟‘’‚‛«»‹›「」『』〝〞〟＂＇")
_PLAIN, _QUOTE, _DASH, _BRACKET, _SIGN = range(5)
_STOPS = (".。．｡।۔։።", "?？؟;՞፧", "!！", "…⋯", ":：", ";；؛", ",，、،", "-–—―")
_STOP_NUMBERS = {stop: number for number, stops in enumerate(_STOPS, start=1) for stop in stops}
_CLOSING = "".join(_QUOTES) + ")]}）】》 \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_ELLIPSES = ("...", "。。。")


def boundaries_of(texts: Iterable[str], breaks: Iterable[int]) -> Numbers:
    """
    Return how sentences begin and end: shape (n, 3), a row a sentence, with the columns `BREAK`, `OPENING`, `ENDING`.

    Args:
        texts: the sentences.
        breaks: the break before each.
    """
    rows = [(break_, _opening(text), _ending(text)) for text, break_ in zip(texts, breaks, strict=True)]
    return np.array(rows, np.int64).reshape(-1, 3)


def agreement(source: Numbers, target: Numbers, begins: Numbers, ends: Numbers) -> NDArray[np.float32]:
    """
    Return how much more often boundaries meet in links than by chance, in nats (pointwise mutual information).

    Args:
        source: boundaries of the source, shape (n, 3).
        target: boundaries of the target, shape (m, 3).
        begins: the first source and the first target sentence of each link: shape (k, 2).
        ends: the sentences behind its last ones: shape (k, 2).

    Returns:
        Shape (3, classes, classes): for each column what a link with such a source and such a target boundary is worth.
    """
    links = {BREAK: begins, OPENING: begins, ENDING: ends - 1}
    return np.stack([_information(source[at[:, 0], c], target[at[:, 1], c]) for c, at in links.items()])


def _information(ones: Numbers, others: Numbers) -> NDArray[np.float32]:
    joint = np.zeros((CLASSES, CLASSES))
    np.add.at(joint, (ones, others), 1)
    chance = np.outer(joint.sum(axis=1), joint.sum(axis=0)) / max(1, len(ones)) ** 2
    # Pseudo-counts draw what has hardly been seen to chance.
    observed = (joint + DOUBT * chance) / (len(ones) + DOUBT)
    ratios = np.divide(observed, chance, out=np.ones_like(joint), where=chance > 0)
    return np.log(ratios).astype(np.float32)


def worth_of(tables: NDArray[np.float32], source: Numbers, target: Numbers) -> float:
    """Return what the boundaries of a bead are worth in nats, from those of its source and its target sentences."""
    ends = {BREAK: 0, OPENING: 0, ENDING: -1}
    return float(sum(tables[column, source[end, column], target[end, column]] for column, end in ends.items()))


def add_agreement(scores, tables, source, target, low, high, types, first, last):  # type: ignore[no-untyped-def]
    """Add what the boundaries of beads with two sides are worth to scores as `align.lattice.Scores` lays them out."""
    for i in range(first, last):
        for j in range(low[i], high[i] + 1):
            for t in range(types.shape[0]):
                h = i - types[t, 0]
                k = j - types[t, 1]
                if 0 <= h < i and 0 <= k < j:
                    scores[i - first, j - low[i], t] += (
                        tables[0, source[h, 0], target[k, 0]]
                        + tables[1, source[h, 1], target[k, 1]]
                        + tables[2, source[i - 1, 2], target[j - 1, 2]]
                    )


def _opening(text: str) -> int:
    first = text.lstrip()[:1] or " "
    if first in _QUOTES:
        return _QUOTE
    category = unicodedata.category(first)
    if category == "Pd":
        return _DASH
    if category == "Ps":
        return _BRACKET
    return _SIGN if category[0] in "PS" else _PLAIN


def _ending(text: str) -> int:
    """Return the number of the last stop; of one within quotation marks or brackets another."""
    end = text.rstrip()
    inner = end.rstrip(_CLOSING)
    stop = _STOP_NUMBERS["…"] if inner.endswith(_ELLIPSES) else _STOP_NUMBERS.get(inner[-1:], 0)
    return stop + (len(_STOPS) + 1) * (inner != end)
