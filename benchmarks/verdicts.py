"""
How often professionals agree with the verdicts, on translations that they judged.

    python -m benchmarks.verdicts --data ../shared/fidelity/bio-mqm.ru-en.jsonl

The file has a JSON object a line: ``system``, ``doc``, ``seg``, ``src``, ``tgt``, and ``human_acc``, minus the weighted
accuracy errors that professionals marked. Each two systems are compared as ``align compare`` compares two versions,
with documents as blocks. The professionals are held to the same bootstrap. Then verdicts are made on one half of the
documents and held against the professionals' marks on the other half, for many halves.

As baselines stand two likenesses that need no reference: the cosine, and the coverage of source words.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from align.encoders import Encoder, load_encoder
from align.fidelity.assessment import RESAMPLES, SEED, TRIALS
from align.fidelity.bitext import Bitext
from align.fidelity.checks import find_faults
from align.fidelity.closeness import BeadCloseness, Gauge
from align.fidelity.fault import Fault, Pair
from align.fidelity.rates import PER, Blocks, Tally, count_words
from align.fidelity.statistics import Bootstrap, Estimate, Floats
from align.fidelity.verdict import Verdict, contrasts, decide
from corpus import Bead, Sentence, Span


@dataclass(frozen=True, slots=True)
class System:
    """
    One translation, checked and judged.

    Attributes:
        name: the system.
        faults: what the checks found.
        closeness: of each segment.
        penalties: the professionals' weighted errors in each segment, 0 or more.
        places: the document of each segment, from 0.
    """

    name: str
    faults: tuple[Fault, ...]
    closeness: tuple[BeadCloseness, ...]
    penalties: Floats
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the verdicts on some pairs of systems fared; `contradicted`: professionals see the contrary beyond chance."""

    pairs: int
    separated: int
    given: int
    agreed: int
    contradicted: int

    @classmethod
    def of(cls, verdicts: Sequence[int | None], judged: Sequence[Estimate]) -> Outcome:
        """Hold verdicts against the professionals' differences."""
        given = [(better, human) for better, human in zip(verdicts, judged, strict=True) if better is not None]
        agreed = [(better == 1) == (human.value > 0) for better, human in given]
        contrary = [human.decided and not same for (_, human), same in zip(given, agreed, strict=True)]
        return cls(len(verdicts), sum(human.decided for human in judged), len(given), sum(agreed), sum(contrary))

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.pairs + other.pairs,
            self.separated + other.separated,
            self.given + other.given,
            self.agreed + other.agreed,
            self.contradicted + other.contradicted,
        )

    def __str__(self) -> str:
        share = self.given / self.pairs
        return (
            f"{self.given:5} of {self.pairs:5} pairs decided ({share:4.0%}); professionals agreed {self.agreed:5} times"
            f" and contradicted {self.contradicted:4} beyond chance; they separate {self.separated:5}"
        )


def load(path: Path, encoder: Encoder, marks: str) -> tuple[tuple[System, ...], Blocks]:
    """Read the judgements, the same segments for each system, and check each system's translation."""
    rows: dict[str, list[dict[str, str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows.setdefault(row["system"], []).append(row)
    for own in rows.values():
        own.sort(key=lambda row: (row["doc"], row["seg"]))
    first = next(iter(rows.values()))
    documents = {name: number for number, name in enumerate(dict.fromkeys(row["doc"] for row in first))}
    places = tuple(documents[row["doc"]] for row in first)
    source, target = first[0]["pair"].split("-")
    words = np.bincount(places, [count_words(row["src"]) for row in first]).astype(np.float64)
    gauge = Gauge(encoder)
    systems = []
    for name, own in rows.items():
        if [row["seg"] for row in own] != [row["seg"] for row in first]:
            sys.exit(f"{path}: {name} has other segments than {first[0]['system']}")
        pairs = [Pair(row["src"], row["tgt"], source, target) for row in own]
        penalties = np.array([-float(row[marks]) for row in own])
        closeness = gauge.measure(_bitext(pairs))
        systems.append(System(name, find_faults(pairs, encoder), closeness, penalties, places))
    return tuple(systems), Blocks(places, words)


def _bitext(pairs: Sequence[Pair]) -> Bitext:
    source, target = (
        tuple(Sentence(str(number), text, Span(0, len(text))) for number, text in enumerate(texts))
        for texts in ([pair.source for pair in pairs], [pair.target for pair in pairs])
    )
    beads = tuple(Bead(range(number, number + 1), range(number, number + 1), 1.0) for number in range(len(pairs)))
    return Bitext(source, target, (pairs[0].source_language, pairs[0].target_language), beads)


def judged(systems: Sequence[System], blocks: Blocks, bootstrap: Bootstrap) -> list[Estimate]:
    """Return the difference of the professionals' errors for each two systems, per 1,000 source words."""
    sums = [blocks.sums(system.places, system.penalties) for system in systems]
    pairs = combinations(sums, 2)
    return [bootstrap.ratio(one - two, blocks.words, PER) for one, two in pairs]


def decided(systems: Sequence[System], blocks: Blocks, bootstrap: Bootstrap, *, together: bool) -> list[Verdict]:
    """Return the verdict on each two systems: compared all at once, or each two as if they were alone."""
    tallies = [Tally.of(system.faults, blocks, system.places) for system in systems]
    pairs = list(combinations(range(len(systems)), 2))
    groups = [pairs] if together else [[pair] for pair in pairs]
    found = [
        contrast for group in groups for contrast in contrasts(tallies, group, bootstrap, trials=TRIALS, seed=SEED)
    ]
    names = [(systems[first].name, systems[second].name) for first, second in pairs]
    return [decide(contrast, name, len(blocks.words)) for contrast, name in zip(found, names, strict=True)]


def likened(systems: Sequence[System], blocks: Blocks, bootstrap: Bootstrap, measure: str) -> list[int | None]:
    """Return which of each two systems a measure of closeness favours beyond chance."""
    sums = [
        blocks.sums(system.places, (getattr(bead, measure) or 0.0 for bead in system.closeness)) for system in systems
    ]
    counts = blocks.sums(systems[0].places, (1.0 for _ in systems[0].places))
    found = [bootstrap.ratio(one - two, counts) for one, two in combinations(sums, 2)]
    return [int(each.value < 0) if each.decided else None for each in found]


def halved(systems: Sequence[System], blocks: Blocks, halves: int) -> Outcome:
    """Return how verdicts on half of the documents fare against the marks on the other half."""
    total = Outcome(0, 0, 0, 0, 0)
    generator = np.random.default_rng(SEED)
    count = len(blocks.words)
    for number in range(halves):
        chosen = generator.permutation(count)[: count // 2]
        for half in (chosen, np.setdiff1d(np.arange(count), chosen)):
            rest = np.setdiff1d(np.arange(count), half)
            verdicts = _verdicts_of(systems, blocks, half, number)
            other = Bootstrap.over(len(rest), RESAMPLES, SEED + number)
            sums = [blocks.sums(system.places, system.penalties)[rest] for system in systems]
            marks = [other.ratio(one - two, blocks.words[rest], PER) for one, two in combinations(sums, 2)]
            total += Outcome.of(verdicts, marks)
    return total


def _verdicts_of(systems: Sequence[System], blocks: Blocks, half: NDArray[np.int64], number: int) -> list[int | None]:
    tallies = [Tally.of(system.faults, blocks, system.places) for system in systems]
    parts = [Tally(tally.words[half], tally.weighted[half], tally.coverage[half]) for tally in tallies]
    bootstrap = Bootstrap.over(len(half), RESAMPLES, SEED + number)
    found = []
    for pair in combinations(range(len(systems)), 2):
        [contrast] = contrasts(parts, [pair], bootstrap, trials=RESAMPLES, seed=SEED)
        found.append(decide(contrast, (systems[pair[0]].name, systems[pair[1]].name), len(half)).better)
    return found


def main(
    data: Annotated[Path, typer.Option(help="The judgements.")] = Path("../shared/fidelity/bio-mqm.ru-en.jsonl"),
    model: Annotated[str, typer.Option(help="The encoder, as for `align run`.")] = "embedded",
    marks: Annotated[str, typer.Option(help="human_acc for accuracy and terminology, human for all.")] = "human_acc",
    halves: Annotated[int, typer.Option(help="How many times to halve the documents.")] = 20,
) -> None:
    """Print how often verdicts were given, shared and contradicted."""
    if not data.is_file():
        sys.exit(f"{data}: no such file; give the judgements with --data")
    encoder = load_encoder(model)
    systems, blocks = load(data, encoder, marks)
    bootstrap = Bootstrap.over(len(blocks.words), RESAMPLES, SEED)
    human = judged(systems, blocks, bootstrap)
    words = blocks.words.sum()
    print(encoder.signature)
    print(f"{len(systems)} systems, {len(blocks.words)} documents, {words:.0f} words, marks: {marks}\n")
    for system in sorted(systems, key=lambda each: float(each.penalties.sum())):
        rules = Counter(fault.rule for fault in system.faults)
        found = ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items()))
        weighted = Tally.of(system.faults, blocks, system.places).weighted.sum()
        figures = f"professionals {PER * system.penalties.sum() / words:6.1f}  faults {PER * weighted / words:6.1f}"
        print(f"{system.name:20} {figures}  {found}")
    alone = decided(systems, blocks, bootstrap, together=False)
    print("\ntwo at a time      ", Outcome.of([verdict.better for verdict in alone], human))
    every = decided(systems, blocks, bootstrap, together=True)
    print("all at once (Holm) ", Outcome.of([verdict.better for verdict in every], human))
    print("other half         ", halved(systems, blocks, halves))
    for measure in ("cosine", "source_coverage"):
        print(f"{measure:19}", Outcome.of(likened(systems, blocks, bootstrap, measure), human))
    print("\nWhy there was no verdict, two at a time:")
    reasons = Counter(verdict.reason.partition(" (")[0] for verdict in alone if verdict.better is None)
    for reason, count in reasons.most_common():
        print(f"  {count:3}  {reason}")


if __name__ == "__main__":
    typer.run(main)
