"""
Boundaries: how sentences begin and end (a paragraph, a heading, a quotation mark, a question mark), and their scores.

Most translators keep paragraphs, questions and direct speech, each text in its own way: a dash in one corresponds to a
quotation mark in the other. Which boundaries correspond, and which are inside links rather than between them, is
therefore counted over links of the two texts themselves. Where the texts have nothing in common the scores are 0.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.engine.sides import Floats, Numbers

Doubles = NDArray[np.float64]

NO_BREAK, PARAGRAPH, HEADING = range(3)
BREAKS = {NO_BREAK, PARAGRAPH, HEADING}
"""What begins with a sentence: nothing, a paragraph, or a heading or the text below it."""

BREAK, OPENING, ENDING = range(3)
"""The columns of boundaries: the break before each sentence, its first character and its last."""

CLASSES = 18
"""More than the largest number in any column."""

PSEUDO_COUNT = 20
"""Weight of the assumption that the two texts have nothing in common, in observations."""

_QUOTES = frozenset("\"'“”„‟‘’‚‛«»‹›「」『』〝〞〟＂＇")
_PLAIN, _QUOTE, _DASH, _BRACKET, _SIGN = range(5)
_STOPS = (".。．｡।۔։።", "?？؟;՞፧", "!！", "…⋯", ":：", ";；؛", ",，、،", "-–—―")
_STOP_CLASSES = {stop: number for number, stops in enumerate(_STOPS, start=1) for stop in stops}
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
class BoundaryModel:
    """
    Scores of boundaries at the ends of links and inside them, in nats.

    Attributes:
        ends: for the boundaries at which a link begins or ends on both sides, their pointwise mutual information:
            float32 of shape (3, classes, classes), for each column and each class of the source and of the target.
        inside: for a boundary inside a link, the logarithm of how much more often its class is inside links than
            between them: float32 of shape (2, 3, classes), for source and target, each column and each class.
    """

    ends: Floats
    inside: Floats

    @classmethod
    def of(cls, source: Numbers, target: Numbers, begins: Numbers, ends: Numbers) -> BoundaryModel:
        """
        Estimate from links.

        Args:
            source: boundaries of the source, shape (n, 3).
            target: boundaries of the target, shape (m, 3).
            begins: the first source and the first target sentence of each link: shape (k, 2).
            ends: the sentences after its last ones: shape (k, 2).
        """
        places = {BREAK: begins, OPENING: begins, ENDING: ends - 1}
        met = [_information(source[at[:, 0], column], target[at[:, 1], column]) for column, at in places.items()]
        sides = enumerate((source, target))
        inside = [_inside(boundaries, begins[:, side], ends[:, side]) for side, boundaries in sides]
        return cls(np.stack(met), np.stack(inside))

    def is_informative(self) -> bool:
        """Return whether any score is other than 0."""
        return bool(self.ends.any() or self.inside.any())

    def score(self, source: Numbers, target: Numbers) -> float:
        """Return the score of a bead's boundaries, from those of its source and its target sentences."""
        places = {BREAK: 0, OPENING: 0, ENDING: -1}
        met = (self.ends[column, source[at, column], target[at, column]] for column, at in places.items())
        return float(sum(met)) + sum(float(sums[-1] - sums[1]) for sums in self.inside_sums(source, target))

    def inside_sums(self, source: Numbers, target: Numbers) -> tuple[Doubles, Doubles]:
        """Return for each side the sums of the scores inside links, over the boundaries up to each sentence."""
        one, other = (_junctions(boundaries) for boundaries in (source, target))
        return _sums(self.inside[0], one), _sums(self.inside[1], other)


def _information(ones: Numbers, others: Numbers) -> Floats:
    joint = np.zeros((CLASSES, CLASSES))
    np.add.at(joint, (ones, others), 1)
    chance = np.outer(joint.sum(axis=1), joint.sum(axis=0)) / max(1, len(ones)) ** 2
    return _log_ratio(joint, chance, len(ones))


def _inside(boundaries: Numbers, begins: Numbers, ends: Numbers) -> Floats:
    """Return the logarithm of how much more often each class is inside links than between them: (3, classes)."""
    steps = np.zeros(len(boundaries) + 1, np.int64)
    np.add.at(steps, begins + 1, 1)
    np.add.at(steps, ends, -1)
    held = np.cumsum(steps)[:-1] > 0
    found = []
    for classes in _junctions(boundaries).T:
        everywhere, inside = (np.bincount(some, minlength=CLASSES) for some in (classes, classes[held]))
        chance = everywhere / max(1, len(classes))
        between = _log_ratio(everywhere - inside, chance, int((~held).sum()))
        found.append(_log_ratio(inside, chance, int(held.sum())) - between)
    return np.stack(found)


def _log_ratio(counts: NDArray[np.floating | np.integer], chance: Doubles, total: int) -> Floats:
    """Return the logarithm of the counts over those expected by chance, smoothed by `PSEUDO_COUNT`."""
    times = np.divide(counts, chance, out=np.full(chance.shape, float(total)), where=chance > 0)
    logarithms: Floats = np.log((times + PSEUDO_COUNT) / (total + PSEUDO_COUNT)).astype(np.float32)
    return logarithms


def _junctions(boundaries: Numbers) -> Numbers:
    """Return the boundaries before each sentence: its break, its opening, and the ending of the previous sentence."""
    junctions = boundaries.copy()
    junctions[1:, ENDING] = boundaries[:-1, ENDING]
    return junctions


def _sums(inside: Floats, junctions: Numbers) -> Doubles:
    scores = sum(inside[column, classes].astype(np.float64) for column, classes in enumerate(junctions.T))
    return np.concatenate(([0.0], np.cumsum(scores)))


def add_boundary_scores(  # type: ignore[no-untyped-def]
    scores, ends, source, target, source_sums, target_sums, low, high, types, first, last
):
    """
    Add the scores of the boundaries of beads with two sides to scores as `align.engine.lattice.Scores` lays them out.

    `ends` is that of a `BoundaryModel`, `source_sums` and `target_sums` are what its `inside_sums` returns.
    """
    for i in range(first, last):
        for j in range(low[i], high[i] + 1):
            for t in range(types.shape[0]):
                h = i - types[t, 0]
                k = j - types[t, 1]
                if 0 <= h < i and 0 <= k < j:
                    met = ends[0, source[h, 0], target[k, 0]] + ends[1, source[h, 1], target[k, 1]]
                    met += ends[2, source[i - 1, 2], target[j - 1, 2]]
                    inside = source_sums[i] - source_sums[h + 1] + target_sums[j] - target_sums[k + 1]
                    scores[i - first, j - low[i], t] += met + inside


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
    """Return the class of the last stop; one before a closing quotation mark or bracket has a class of its own."""
    end = text.rstrip()
    inner = end.rstrip(_CLOSING)
    stop = _STOP_CLASSES["…"] if inner.endswith(_ELLIPSES) else _STOP_CLASSES.get(inner[-1:], 0)
    return stop + (len(_STOPS) + 1) * (inner != end)
