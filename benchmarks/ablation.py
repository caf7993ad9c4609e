"""
The contribution of each part of the aligner: strict F1 on the development sets, one part changed at a time.

    python -m benchmarks.ablation --data ../shared/gold

Each row is the whole aligner, except for what it names.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated
from unittest.mock import patch

import numpy as np
import typer

from align.encoders import load_encoder
from align.engine import aligner, boundaries, pair
from align.engine.calibration import Calibration
from align.engine.lattice import NO_GAPS, bead_types
from align.engine.sides import Floats, Numbers, Side
from align.evaluation.metrics import HitCounts
from benchmarks.accuracy import SETS, trials

_WITH_LINKS, _OF = Calibration.with_links, Calibration.of


def _from_anchors(found: Calibration, source: Side, target: Side, begins: Numbers, ends: Numbers) -> Calibration:
    return _WITH_LINKS(found, source, target, begins, ends) if found.boundaries is None else found


def _nothing(*_: Numbers) -> Floats:
    return np.zeros((3, boundaries.CLASSES), np.float32)


def _skip(score: float, source: Side, target: Side, anchors: Numbers) -> Calibration:
    return replace(_OF(source, target, anchors), skip_score=score)


def _beads(longest: int) -> AbstractContextManager[object]:
    return patch.object(pair, "TYPES", bead_types(longest, pair.MAX_PAIRS))


def _without_gaps(source: Side, target: Side, anchors: Numbers) -> Calibration:
    return replace(_OF(source, target, anchors), gaps=NO_GAPS)


def _fixed(score: float) -> AbstractContextManager[object]:
    return patch.object(Calibration, "of", partial(_skip, score))


TRIALS: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "as it is": ExitStack,
    "boundaries left out": lambda: patch.object(Calibration, "with_links", lambda found, *_: found),
    "boundaries from the anchors only": lambda: patch.object(Calibration, "with_links", _from_anchors),
    "boundaries inside links left out": lambda: patch.object(boundaries, "_inside", _nothing),
    "no crossing links": lambda: patch.object(aligner, "add_crossings", lambda beads, *_: tuple(beads)),
    "vectors not centred": lambda: patch.object(Side, "centred", lambda side: side),
    "beads up to 1-5": partial(_beads, 5),
    "no gaps": lambda: patch.object(Calibration, "of", _without_gaps),
    "skip score fixed at 0": partial(_fixed, 0.0),
    "fixed at -0.06": partial(_fixed, -0.06),
    "fixed at -0.12": partial(_fixed, -0.12),
}


def main(
    data: Annotated[Path, typer.Option(help="Folder of the gold sets.")] = Path("../shared/gold"),
    model: Annotated[str, typer.Option(help="The encoder, as for `align run`.")] = "embedded",
) -> None:
    """Print strict F1 of each set, a row a trial."""
    if not data.is_dir():
        sys.exit(f"{data}: no such folder; give the gold data with --data")
    encoder = load_encoder(model)
    sets = [each for each in SETS if any((data / each.folder).glob("*.gold"))]
    print(" | ".join(("trial", *(each.folder for each in sets))))
    for name, changed in TRIALS.items():
        with changed():
            scores = [sum((trial.counts for trial in trials(each, data, encoder)), HitCounts()) for each in sets]
        print(" | ".join((name, *(f"{score.strict_rates.f1:.4f}" for score in scores))), flush=True)


if __name__ == "__main__":
    typer.run(main)
