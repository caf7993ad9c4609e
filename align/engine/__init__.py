"""The aligner: vectors in, links with probabilities out; it knows no files, no TEI and no screen."""

from __future__ import annotations

from align.engine.aligner import align_embeddings, align_sides, side_of
from align.engine.crossings import crossing_links
from align.engine.pair import PreparedPair
from align.engine.scores import BeadScore
from align.engine.sides import Side
from align.engine.similarity import Similarity

__all__ = [
    "BeadScore",
    "PreparedPair",
    "Side",
    "Similarity",
    "align_embeddings",
    "align_sides",
    "crossing_links",
    "side_of",
]
