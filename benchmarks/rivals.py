"""What other aligners reach on the gold sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Rival:
    """
    Another aligner on a set.

    Attributes:
        folder: the set.
        name: the aligner, and what it compares sentences by.
        f1: strict F1, 0 to 1.
        source: ``published`` by its authors or by others, or ``measured``: its output scored by the same rules.
    """

    folder: str
    name: str
    f1: float
    source: Literal["published", "measured"]


RIVALS = (
    Rival("textberg/dev", "Bertalign, machine translation", 0.842, "measured"),
    Rival("textberg/dev", "Vecalign, machine translation", 0.735, "measured"),
    Rival("textberg/dev", "Bertalign, weak static vectors", 0.697, "measured"),
    Rival("textberg/dev", "Vecalign, weak static vectors", 0.595, "measured"),
    Rival("textberg/test", "Bertalign, LaBSE", 0.939, "measured"),
    Rival("textberg/test", "Bertalign, LaBSE", 0.936, "published"),
    Rival("textberg/test", "SentAlign, LaBSE", 0.932, "published"),
    Rival("textberg/test", "Vecalign, LASER", 0.902, "published"),
    Rival("textberg/test", "Bleualign, machine translation", 0.809, "measured"),
    Rival("textberg/test", "Vecalign, machine translation", 0.796, "measured"),
    Rival("textberg/test", "hunalign, no dictionary", 0.765, "measured"),
    Rival("textberg/test", "Vecalign, weak static vectors", 0.757, "measured"),
    Rival("textberg/test", "Bertalign, weak static vectors", 0.740, "measured"),
    Rival("textberg/test", "Gale-Church, lengths", 0.686, "measured"),
    Rival("mac_zh_en/dev", "Bertalign, LaBSE", 0.911, "published"),
    Rival("mac_zh_en/dev", "Vecalign", 0.863, "published"),
    Rival("mac_zh_en/dev", "Bleualign, machine translation", 0.641, "published"),
    Rival("mac_zh_en/dev", "hunalign", 0.610, "published"),
    Rival("mac_zh_en/dev", "Gale-Church, lengths", 0.485, "published"),
)
"""The best of each set first; Bertalign with its settings as they are shipped."""


def rivals_on(folder: str) -> tuple[Rival, ...]:
    """Return the rivals on a set."""
    return tuple(rival for rival in RIVALS if rival.folder == folder)
