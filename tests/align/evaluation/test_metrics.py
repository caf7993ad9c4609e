"""Strict and lax scores: by hand, and against an independent implementation where one is at hand."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from align.evaluation.metrics import BeadSets, HitCounts, count_hits, merge_to_segments, read_beads
from corpus import AlignmentError

REFEREE = Path(__file__).parents[4] / "shared" / "score_beads.py"


def pairs(*beads: tuple[tuple[int, ...], tuple[int, ...]]) -> list[BeadSets]:
    return [(frozenset(source), frozenset(target)) for source, target in beads]


GOLD = pairs(((0,), (0,)), ((1, 2), (1,)), ((3,), ()), ((4,), (2, 3)))


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        (GOLD, HitCounts(4, 4, 4, 3, 3, 3)),
        ([], HitCounts(0, 0, 0, 3, 0, 0)),
        (pairs(((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3, 4), (2, 3))), HitCounts(4, 1, 3, 3, 1, 3)),
        (pairs(((0,), (3,)), ((), (0,))), HitCounts(2, 0, 0, 3, 0, 0)),
    ],
)
def test_counts(system: list[BeadSets], expected: HitCounts) -> None:
    assert count_hits(system, GOLD) == expected


def test_rates() -> None:
    rates = HitCounts(4, 1, 3, 3, 1, 3)
    assert rates.strict_rates.precision == 0.25
    assert rates.strict_rates.recall == pytest.approx(1 / 3)
    assert rates.strict_rates.f1 == pytest.approx(2 / 7)
    assert rates.lax_rates.f1 == pytest.approx(2 * 0.75 / 1.75)
    assert HitCounts().strict_rates.f1 == 0


def test_beads_of_sentences_become_beads_of_segments() -> None:
    sentences = pairs(((0,), (0,)), ((1,), (1, 2)), ((2,), ()))
    assert sorted(merge_to_segments(sentences, [0, 0, 1], [5, 5, 5]), key=str) == sorted(
        pairs(((0,), (5,)), ((1,), ())), key=str
    )


def test_files_of_beads(tmp_path: Path) -> None:
    path = tmp_path / "x.beads"
    path.write_text("[0, 1]:[0]\n\n[2]:[]\n[]:[ 1,2 ]\n[3]:[3]:0.123\n", encoding="utf-8")
    assert read_beads(path) == pairs(((0, 1), (0,)), ((2,), ()), ((), (1, 2)), ((3,), (3,)))
    path.write_text("[0]:[0]\n0-0\n", encoding="utf-8")
    with pytest.raises(AlignmentError, match=r"x\.beads:2: not a bead; write it as"):
        read_beads(path)


@pytest.mark.skipif(not REFEREE.exists(), reason="the referee is not at hand")
def test_equal_to_the_referee(tmp_path: Path) -> None:
    chance = random.Random(5)
    gold_folder, system_folder = tmp_path / "gold", tmp_path / "system"
    gold_folder.mkdir()
    system_folder.mkdir()
    total = HitCounts()
    for name in ("a", "b", "c"):
        sides = []
        for folder, suffix in ((gold_folder, "gold"), (system_folder, "beads")):
            lines, i, j = [], 0, 0
            while i < 40 or j < 40:
                x, y = min(chance.choice((0, 1, 1, 1, 2)), 40 - i), min(chance.choice((0, 1, 1, 1, 2)), 40 - j)
                lines.append(f"{list(range(i, i + x))}:{list(range(j, j + y))}")
                i, j = i + x, j + y
            (folder / f"{name}.{suffix}").write_text("\n".join(lines), encoding="utf-8")
            sides.append([p for p in read_beads(folder / f"{name}.{suffix}") if any(p)])
        segments = [[number // chance.choice((1, 2)) for number in range(40)] for _ in range(2)]
        segments = [sorted(side) for side in segments]
        if name != "a":
            for language, side in zip(("en", "ru"), segments, strict=True):
                (gold_folder / f"{name}.{language}.line").write_text("\n".join(map(str, side)), encoding="utf-8")
            sides = [merge_to_segments(side, segments[0], segments[1]) for side in sides]
        total += count_hits(sides[1], sides[0])
    command = [sys.executable, str(REFEREE), str(gold_folder), "en", "ru", str(system_folder), "--json"]
    referee = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    for name, rates in (("strict", total.strict_rates), ("lax", total.lax_rates)):
        ours = {"precision": rates.precision, "recall": rates.recall, "f1": rates.f1}
        assert referee[name] == pytest.approx(ours, abs=5e-5)
