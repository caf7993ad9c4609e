"""
Calibration of the confidence of links, on gold alignments.

    python -m benchmarks.calibration --data ../shared/gold --svg reliability.svg

Beads are sorted into ten classes by their confidence. For each, the mean confidence and the share of right beads are
printed. The expected calibration error (ECE) is the mean difference of the two, weighted by the number of beads. Where
the gold is made of larger segments, a bead is right if it is within one of their links.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from xml.sax.saxutils import escape

import numpy as np
import typer
from numpy.typing import NDArray

from align.encoders import load_encoder
from align.evaluation.metrics import BeadSets, bead_sets, merge_to_segments
from benchmarks.accuracy import HELD_OUT, SETS, GoldSet, Trial, trials

_ACROSS, _PANEL, _SIZE = 3, 260, 200
"""Panels in a row of the drawing, and the sizes of a panel and of its square, in pixels."""


def right(trial: Trial) -> list[bool]:
    """Return for each bead of an alignment whether it is in the gold."""
    found = bead_sets(trial.alignment)
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
    pair: BeadSets, segments: tuple[list[int], list[int]], link_of: dict[tuple[int, int], int], linked: list[bool]
) -> bool:
    links = {link_of.get((side, segments[side][sentence]), -1) for side in (0, 1) for sentence in pair[side]}
    if len(links) > 1:
        return False
    # An unaligned sentence is right if its segment is unaligned in the gold.
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


def drawing(sets: Sequence[tuple[str, float, Sequence[tuple[int, float, float]]]]) -> str:
    """
    Return a reliability diagram as SVG, one panel a set: the share of right beads over their mean confidence.

    A point on the diagonal means what it says; the area of a point is the share of the beads in its class.

    Args:
        sets: of each set the name, the error and the classes, as `calibration` returns them.
    """
    rows = -(-len(sets) // _ACROSS)
    width, height = _ACROSS * _PANEL, rows * _PANEL
    panels = [
        f'<g transform="translate({number % _ACROSS * _PANEL + 40} {number // _ACROSS * _PANEL + 40})">'
        f'<text y="-12">{escape(name)}: ECE {error:.3f}</text>'
        f'<path d="M0 {_SIZE}V0M0 {_SIZE}H{_SIZE}M0 {_SIZE}L{_SIZE} 0" stroke="#999" fill="none"/>'
        f'<text x="-8" y="{_SIZE + 14}">0</text><text x="{_SIZE - 4}" y="{_SIZE + 14}">1</text>'
        '<text x="-14" y="8">1</text>'
        + "".join(
            f'<circle cx="{mean * _SIZE:.1f}" cy="{(1 - share) * _SIZE:.1f}"'
            f' r="{2 + 12 * math.sqrt(count / sum(row[0] for row in classes)):.1f}"/>'
            for count, mean, share in classes
            if count
        )
        + "</g>"
        for number, (name, error, classes) in enumerate(sets)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' font-family="sans-serif" font-size="11" fill="#246" fill-opacity="0.8">\n' + "\n".join(panels) + "\n</svg>\n"
    )


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
    svg: Annotated[Path | None, typer.Option(help="File for a drawing of the diagrams.")] = None,
) -> None:
    """Print a reliability diagram for each set."""
    if not data.is_dir():
        sys.exit(f"{data}: no such folder; give the gold data with --data")
    encoder = load_encoder(model)
    print(encoder.signature)
    measured = []
    for gold_set in (*SETS, *(HELD_OUT if held_out else ())):
        found = list(trials(gold_set, data, encoder))
        if found:
            confidence = np.array([bead.confidence for trial in found for bead in trial.alignment.beads])
            hits = np.array([hit for trial in found for hit in right(trial)])
            error, classes = calibration(confidence, hits)
            _print(gold_set, error, classes)
            measured.append((gold_set.folder, error, classes))
    if svg:
        svg.write_text(drawing(measured), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
