"""The explanation of a link in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich.console import Console

from align.cli.tables import print_fields, print_text
from align.engine.similarity import SIMILARITY_NATS, Similarity
from align.explain.explanation import Explanation, ScoredBead

_SIMILARITY = (
    (1.1, "more similar than"),
    (0.9, "as similar as"),
    (0.6, "less similar than"),
    (0.0, "much less similar than"),
)
_LENGTH = ((0.95, "fits"), (0.8, "nearly fits"), (0.5, "fits badly"), (0.0, "fits very badly"))


def print_explanation(console: Console, explanation: Explanation) -> None:
    """Print a link with its texts, the parts of its score, and its alternatives."""
    bead = explanation.bead
    print_text(console, f"Link {explanation.number} of {explanation.source}-{explanation.target}: {_ids(bead)}")
    print_fields(console, ((sentence.id, sentence.text) for sentence in (*bead.source, *bead.target)))
    console.print()
    print_text(console, _certainty(explanation))
    for line in _reasons(bead, explanation):
        print_text(console, line, 2)
    console.print()
    far = explanation.moved and explanation.probability is None
    linked = "the source in the order of the text" if far else "these sentences"
    print_text(
        console, f"Alternatives, the best other links of {linked}:" if explanation.alternatives else "No alternatives."
    )
    for place, alternative in enumerate(explanation.alternatives, 1):
        times = "" if far else f"{_times(alternative.behind)}, "
        print_text(console, f"{times}probability {_probability(alternative.probability)}", 5, f"  {place}.")
        for each in alternative.beads:
            print_text(console, f"{_ids(each)}  {_summary(each, explanation.typical)}", 5)
    if explanation.neighbours:
        console.print()
        print_text(console, "Other sentences in the alternatives:")
        print_fields(console, ((sentence.id, sentence.text) for sentence in explanation.neighbours))


def _certainty(explanation: Explanation) -> str:
    stored = f"Confidence {_probability(explanation.confidence)} in the corpus"
    if explanation.moved:
        return (
            f"{stored}. The link crosses others. It is compared with alternatives that keep the order; in these, an"
            f" unaligned sentence has the skip score {explanation.skip_score:.3f}."
        )
    if explanation.probability is None:
        return f"{stored}; the aligner itself makes no links of so many sentences."
    return f"{stored}, {_probability(explanation.probability)} computed now among all links of the sentences around it."


def _reasons(bead: ScoredBead, explanation: Explanation) -> Iterator[str]:
    parts, skip = bead.similarity, f"{explanation.skip_score:.3f}"
    if parts is None:
        gaps = explanation.gaps
        yield (
            f"Unaligned: the skip score of this pair is {skip} ({bead.nats:+.1f} nats). A link must score higher. In a"
            f" gap, a passage that one text lacks, each sentence has {gaps.extension:+.1f} nats, and the first"
            f" {gaps.opening:+.1f} more."
        )
        return
    off = parts.target_length / parts.expected_length - 1
    longer = f"{abs(off):.0%} {'longer' if off > 0 else 'shorter'} than expected"
    usual = _usual(parts, explanation.typical)
    usual = usual and f", {usual} the usual 1-1 link of this pair ({explanation.typical:.2f})"
    yield (
        f"Meaning: similarity {parts.mean:.2f} of 1{usual}. It is the mean of {parts.runs:.2f} (both sides as a whole)"
        f" and {parts.sentences:.2f} (each sentence with the other side)."
    )
    yield (
        f"Length: {_word(parts.fit, _LENGTH)}, factor {parts.fit:.2f} of 1. {parts.target_length} characters for"
        f" {parts.source_length} are {longer}, at {explanation.length_ratio:.2f} target characters for each source"
        " character."
    )
    yield (
        f"Boundaries: {bead.boundaries:+.1f} nats for how both sides begin and end and what is between their sentences,"
        " estimated from the paragraphs and punctuation of this pair."
    )
    own, counted = SIMILARITY_NATS * bead.score, bead.nats - bead.boundaries
    raised = f" (raised to {counted:+.1f}: two sentences that face each other are rarely both unaligned)"
    yield (
        f"Score: {parts.mean:.3f} × {parts.fit:.3f} = {bead.score:.3f}, which is {own:+.1f} nats of log-odds"
        f"{raised if counted > own + 0.05 else ''}, {bead.nats:+.1f} with the boundaries. The skip score, of an"
        f" unaligned sentence, is {skip}."
    )


def _summary(bead: ScoredBead, typical: float | None) -> str:
    parts = bead.similarity
    if parts is None:
        return f"unaligned, {bead.nats:+.1f} nats"
    usual = _usual(parts, typical)
    words = f"{usual and f'{usual} usual, '}length {_word(parts.fit, _LENGTH)}"
    return f"{words}: {parts.mean:.2f} × {parts.fit:.2f}, boundaries {bead.boundaries:+.1f}, {bead.nats:+.1f} nats"


def _usual(similarity: Similarity, typical: float | None) -> str:
    """Return how similar two sides are compared with the typical similarity; empty where there is none."""
    return _word(similarity.mean / typical, _SIMILARITY) if typical and typical > 0 else ""


def _ids(bead: ScoredBead) -> str:
    source, target = (" ".join(each.id for each in side) or "∅" for side in (bead.source, bead.target))
    return f"{source} : {target}"


def _word(value: float, scale: Sequence[tuple[float, str]]) -> str:
    return next((word for least, word in scale if value >= least), scale[-1][1])


def _probability(value: float) -> str:
    return f"{value:.3f}" if value >= 0.0005 or not value else "below 0.001"


def _times(behind: float | None) -> str:
    if behind is None:
        return "What the aligner would make"
    factor = math.exp(min(abs(behind), 50.0))
    if factor < 1.1:
        times = "As likely as the link"
    else:
        number = "More than a million" if factor > 1e6 else f"{factor:,.0f}" if factor >= 10 else f"{factor:.1f}"
        times = f"{number} times {'less' if behind > 0 else 'more'} likely than the link"
    return f"{times} ({abs(behind):.1f} nats {'less' if behind > 0 else 'more'})"
