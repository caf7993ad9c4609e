"""
How sentences begin and end: with a paragraph, a heading, a quotation mark, a question mark; and what that tells.

Most translators keep paragraphs, questions and speech, each in their own way: a dash here stands for a quotation mark
there. What goes with what, and what stands inside a link rather than between two, is therefore counted over links of
the two texts themselves, and where they have nothing in common it tells nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

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


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """
    What it is worth in nats where boundaries stand in links.

    Attributes:
        ends: that a link begins or ends on both sides as it does, by how much more often such boundaries meet than by
            chance (pointwise mutual information): float32 of shape (3, classes, classes), for each column and each
            class of the source and of the target.
        inside: that a boundary stands inside a link, by how much more often such a one does than stands between two:
            float32 of shape (2, 3, classes), for source and target, each column and each class.
    """

    ends: Floats
    inside: Floats

    @classmethod
    def counted(cls, source: Numbers, target: Numbers, begins: Numbers, ends: Numbers) -> Agreement:
        """
        Return what some links tell.

        Args:
            source: boundaries of the source, shape (n, 3).
            target: boundaries of the target, shape (m, 3).
            begins: the first source and the first target sentence of each link: shape (k, 2).
            ends: the sentences behind its last ones: shape (k, 2).
        """
        places = {BREAK: begins, OPENING: begins, ENDING: ends - 1}
        met = [_information(source[at[:, 0], column], target[at[:, 1], column]) for column, at in places.items()]
        sides = enumerate((source, target))
        inside = [_inside(boundaries, begins[:, side], ends[:, side]) for side, boundaries in sides]
        return cls(np.stack(met), np.stack(inside))

    def tells(self) -> bool:
        """Return whether any boundary tells anything."""
        return bool(self.ends.any() or self.inside.any())

    def worth(self, source: Numbers, target: Numbers) -> float:
        """Return what the boundaries of a bead are worth, from those of its source and its target sentences."""
        places = {BREAK: 0, OPENING: 0, ENDING: -1}
        met = (self.ends[column, source[at, column], target[at, column]] for column, at in places.items())
        return float(sum(met)) + sum(float(held[-1] - held[1]) for held in self.held(source, target))

    def held(self, source: Numbers, target: Numbers) -> tuple[Doubles, Doubles]:
        """Return for each side what the boundaries before each sentence and all earlier ones are worth inside links."""
        one, other = (_junctions(boundaries) for boundaries in (source, target))
        return _sums(self.inside[0], one), _sums(self.inside[1], other)


def _information(ones: Numbers, others: Numbers) -> Floats:
    joint = np.zeros((CLASSES, CLASSES))
    np.add.at(joint, (ones, others), 1)
    chance = np.outer(joint.sum(axis=1), joint.sum(axis=0)) / max(1, len(ones)) ** 2
    return _against_chance(joint, chance, len(ones))


def _inside(boundaries: Numbers, begins: Numbers, ends: Numbers) -> Floats:
    """Return how much more often each class stands inside links than between them: shape (3, classes)."""
    steps = np.zeros(len(boundaries) + 1, np.int64)
    np.add.at(steps, begins + 1, 1)
    np.add.at(steps, ends, -1)
    held = np.cumsum(steps)[:-1] > 0
    found = []
    for classes in _junctions(boundaries).T:
        everywhere, inside = (np.bincount(some, minlength=CLASSES) for some in (classes, classes[held]))
        chance = everywhere / max(1, len(classes))
        between = _against_chance(everywhere - inside, chance, int((~held).sum()))
        found.append(_against_chance(inside, chance, int(held.sum())) - between)
    return np.stack(found)


def _against_chance(counts: NDArray[np.floating | np.integer], chance: Doubles, total: int) -> Floats:
    """Return the logarithm of what was counted over what chance would have; doubt draws what was hardly seen to it."""
    times = np.divide(counts, chance, out=np.full(chance.shape, float(total)), where=chance > 0)
    logarithms: Floats = np.log((times + DOUBT) / (total + DOUBT)).astype(np.float32)
    return logarithms


def _junctions(boundaries: Numbers) -> Numbers:
    """Return the boundaries before each sentence: its break, its opening, and the ending of the sentence before it."""
    junctions = boundaries.copy()
    junctions[1:, ENDING] = boundaries[:-1, ENDING]
    return junctions


def _sums(inside: Floats, junctions: Numbers) -> Doubles:
    worth = sum(inside[column, classes].astype(np.float64) for column, classes in enumerate(junctions.T))
    return np.concatenate(([0.0], np.cumsum(worth)))


def add_agreement(  # type: ignore[no-untyped-def]
    scores, ends, source, target, source_held, target_held, low, high, types, first, last
):
    """
    Add what the boundaries of beads with two sides are worth to scores as `align.engine.lattice.Scores` lays them out.

    `ends` is that of an `Agreement`, `source_held` and `target_held` are what its `held` returns.
    """
    for i in range(first, last):
        for j in range(low[i], high[i] + 1):
            for t in range(types.shape[0]):
                h = i - types[t, 0]
                k = j - types[t, 1]
                if 0 <= h < i and 0 <= k < j:
                    met = ends[0, source[h, 0], target[k, 0]] + ends[1, source[h, 1], target[k, 1]]
                    met += ends[2, source[i - 1, 2], target[j - 1, 2]]
                    held = source_held[i] - source_held[h + 1] + target_held[j] - target_held[k + 1]
                    scores[i - first, j - low[i], t] += met + held


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
