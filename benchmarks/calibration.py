"""
How far the confidence of links can be trusted, on hand-made gold.

    python -m benchmarks.calibration --data ../shared/gold

Beads are sorted into ten classes by their confidence; in each, the mean confidence stands beside the share of beads
that are right. The expected calibration error (ECE) is the mean distance of the two, weighted by the number of beads.
Where the gold is made of larger segments, a bead is right when it stays within one of their links.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from align.encoders import load_encoder
from align.evaluation import Pair, merge_to_segments, pairs_of
from benchmarks.accuracy import HELD_OUT, SETS, GoldSet, Trial, trials


def right(trial: Trial) -> list[bool]:
    """Tell of each bead of an alignment whether the gold has it."""
    found = pairs_of(trial.alignment)
    if trial.segments is None:
        wanted = set(trial.gold)
        return [pair in wanted for pair in found]
    link_of: dict[tuple[int, int], int] = {}
    linked = []
    for number, link in enumerate(merge_to_segments(trial.gold, *trial.segments)):
        linked.append(all(link))
        link_of |= {(side, segment): number for side in (0, 1) for segment in link[side]}
    return [_within(pair, trial.segments, link_of, linked) for pair in found]


def _within(
    pair: Pair, segments: tuple[list[int], list[int]], link_of: dict[tuple[int, int], int], linked: list[bool]
) -> bool:
    links = {link_of.get((side, segments[side][sentence]), -1) for side in (0, 1) for sentence in pair[side]}
    if len(links) > 1:
        return False
    # A bead without counterpart is right where the gold has none either.
    return all(pair) or not linked[links.pop()]


def calibration(
    confidence: NDArray[np.float64], hits: NDArray[np.bool_]
) -> tuple[float, list[tuple[int, float, float]]]:
    """Return the expected calibration error, and of each class the count, the mean confidence and the share of hits."""
    classes = np.minimum((confidence * 10).astype(int), 9)
    rows = []
    for number in range(10):
        chosen = classes == number
        if chosen.any():
            rows.append((int(chosen.sum()), float(confidence[chosen].mean()), float(hits[chosen].mean())))
        else:
            rows.append((0, 0.0, 0.0))
    error = sum(count * abs(mean - share) for count, mean, share in rows) / len(confidence)
    return float(error), rows


def _print(gold_set: GoldSet, error: float, rows: list[tuple[int, float, float]]) -> None:
    print(f"\n{gold_set.folder}: ECE {error:.3f}")
    for number, (count, mean, share) in enumerate(rows):
        bar = "█" * round(40 * share)
        print(
            f"  {number / 10:.1f}-{(number + 1) / 10:.1f}  {count:6}  confidence {mean:.3f}  right {share:.3f}  {bar}"
        )


def main(
    data: Annotated[Path, typer.Option(help="Folder of the gold sets.")] = Path("../shared/gold"),
    model: Annotated[str, typer.Option(help="The encoder, as for `align run`.")] = "embedded",
    held_out: Annotated[bool, typer.Option("--test", help="Report the held-out set as well.")] = False,
) -> None:
    """Print a reliability diagram for each set."""
    if not data.is_dir():
        sys.exit(f"{data}: no such folder; give the gold data with --data")
    encoder = load_encoder(model)
    print(encoder.signature)
    for gold_set in (*SETS, *(HELD_OUT if held_out else ())):
        found = list(trials(gold_set, data, encoder))
        if found:
            confidence = np.array([bead.confidence for trial in found for bead in trial.alignment.beads])
            hits = np.array([hit for trial in found for hit in right(trial)])
            _print(gold_set, *calibration(confidence, hits))


if __name__ == "__main__":
    typer.run(main)
