"""
How often professionals agree with the verdicts, on translations that they judged.

    python -m benchmarks.verdicts --data ../shared/fidelity/bio-mqm.ru-en.jsonl

The file has one JSON object a line: ``system``, ``doc``, ``seg``, ``src``, ``tgt``, and ``human_acc``, minus the
weighted accuracy errors that professionals marked. Each pair of systems is compared as ``align compare`` compares two
versions, with documents as blocks. Differences in the marks are tested with the same bootstrap. Then verdicts from one
half of the documents are compared with the marks on the other half, for many random halves.

Two similarities that need no reference are the baselines: the cosine, and the coverage of source words.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
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
from align.fidelity.closeness import BeadCloseness, ClosenessMeter
from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.rates import PER, Blocks, Tally, count_words
from align.fidelity.statistics import Bootstrap, Estimate, Floats
from align.fidelity.verdict import CHANCE, Verdict, contrasts, decide
from corpus import Bead, Sentence, Span

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class System:
    """
    One translation, checked and judged.

    Attributes:
        name: name of the system.
        faults: the faults that the checks found.
        closeness: the closeness of each segment.
        penalties: the professionals' weighted errors in each segment, 0 or more.
    """

    name: str
    faults: tuple[Fault, ...]
    closeness: tuple[BeadCloseness, ...]
    penalties: Floats


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often professionals agree with verdicts; `contradicted`: their marks differ the other way beyond chance."""

    pairs: int = 0
    separated: int = 0
    given: int = 0
    agreed: int = 0
    contradicted: int = 0

    @classmethod
    def of(cls, better: Sequence[int | None], judged: Sequence[Estimate]) -> Outcome:
        """Compare the better systems with the differences in the marks of professionals."""
        given = [(one, human) for one, human in zip(better, judged, strict=True) if one is not None]
        agreed = [(one == 1) == (human.value > 0) for one, human in given]
        contrary = [human.decided and not same for (_, human), same in zip(given, agreed, strict=True)]
        return cls(len(better), sum(human.decided for human in judged), len(given), sum(agreed), sum(contrary))

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))

    def __str__(self) -> str:
        return (
            f"{self.given:5} of {self.pairs:5} decided ({self.given / self.pairs:4.0%}); professionals agreed"
            f" {self.agreed:5} times and contradicted {self.contradicted:4} beyond chance; they separate"
            f" {self.separated:5}"
        )


def outcomes(verdicts: Sequence[Verdict], judged: Sequence[Estimate]) -> dict[str, Outcome]:
    """Return the outcome of the verdicts of each strength, and of all verdicts."""
    found = {
        strength: [verdict.better if verdict.strength == strength else None for verdict in verdicts]
        for strength in CHANCE
    }
    fared = {str(strength): Outcome.of(better, judged) for strength, better in found.items()}
    return {**fared, "all": Outcome.of([verdict.better for verdict in verdicts], judged)}


def load(path: Path, encoder: Encoder, marks: str) -> tuple[tuple[System, ...], Blocks]:
    """Read the judgements, with the same segments for each system, and check the translations."""
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
    sizes = tuple(count_words(row["src"]) for row in first)
    words = np.bincount(places, sizes).astype(np.float64)
    meter = ClosenessMeter(encoder)
    systems = []
    for name, own in rows.items():
        if [row["seg"] for row in own] != [row["seg"] for row in first]:
            sys.exit(f"{path}: {name} has other segments than {first[0]['system']}")
        pairs = [SegmentPair(row["src"], row["tgt"], source, target) for row in own]
        penalties = np.array([-float(row[marks]) for row in own])
        closeness = meter.measure(_bitext(pairs))
        systems.append(System(name, find_faults(pairs, encoder), closeness, penalties))
    return tuple(systems), Blocks(places, sizes, words)


def _bitext(pairs: Sequence[SegmentPair]) -> Bitext:
    source, target = (
        tuple(Sentence(str(number), text, Span(0, len(text))) for number, text in enumerate(texts))
        for texts in ([pair.source for pair in pairs], [pair.target for pair in pairs])
    )
    beads = tuple(Bead(range(number, number + 1), range(number, number + 1), 1.0) for number in range(len(pairs)))
    return Bitext(source, target, (pairs[0].source_language, pairs[0].target_language), beads)


def tallied(systems: Sequence[System], blocks: Blocks) -> list[Tally]:
    """Sum the figures of each system by document."""
    beads = [Bead(range(number, number + 1), range(number, number + 1), 1.0) for number in range(len(blocks.numbers))]
    return [
        Tally.of(system.faults, beads, [bead.source_coverage for bead in system.closeness], blocks)
        for system in systems
    ]


def judged(systems: Sequence[System], blocks: Blocks, documents: Numbers, seed: int) -> list[Estimate]:
    """Return the difference in marked errors of each pair of systems, per 1,000 source words."""
    bootstrap = Bootstrap.over(len(documents), RESAMPLES, seed)
    sums = [blocks.sums(blocks.numbers, system.penalties)[documents] for system in systems]
    return [bootstrap.ratio(one - two, blocks.words[documents], PER) for one, two in combinations(sums, 2)]


def decided(
    systems: Sequence[System], tallies: Sequence[Tally], documents: Numbers, seed: int, trials: int, *, together: bool
) -> list[Verdict]:
    """Return the verdict on each pair of systems, compared all at once or each pair on its own."""
    parts = [Tally(each.words[documents], each.weighted[documents], each.covered[documents]) for each in tallies]
    bootstrap = Bootstrap.over(len(documents), RESAMPLES, seed)
    pairs = list(combinations(range(len(systems)), 2))
    found = [
        contrast
        for group in ([pairs] if together else [[pair] for pair in pairs])
        for contrast in contrasts(parts, group, bootstrap, trials=trials, seed=seed)
    ]
    names = [(systems[first].name, systems[second].name) for first, second in pairs]
    return [decide(contrast, name, len(documents)) for contrast, name in zip(found, names, strict=True)]


def favoured(systems: Sequence[System], blocks: Blocks, measure: str) -> list[int | None]:
    """Return the system of each pair that a measure of closeness favours beyond chance."""
    bootstrap = Bootstrap.over(len(blocks.words), RESAMPLES, SEED)
    sums = [blocks.sums(blocks.numbers, (getattr(bead, measure) or 0.0 for bead in each.closeness)) for each in systems]
    counts = blocks.sums(blocks.numbers, (1.0 for _ in blocks.numbers))
    found = [bootstrap.ratio(one - two, counts) for one, two in combinations(sums, 2)]
    return [int(each.value < 0) if each.decided else None for each in found]


def halved(systems: Sequence[System], tallies: Sequence[Tally], blocks: Blocks, halves: int) -> dict[str, Outcome]:
    """Return the outcome of verdicts on half of the documents, judged by the marks on the other half."""
    totals = {strength: Outcome() for strength in (*CHANCE, "all")}
    generator = np.random.default_rng(SEED)
    count = len(blocks.words)
    for number in range(halves):
        order = generator.permutation(count)
        sides = np.sort(order[: count // 2]), np.sort(order[count // 2 :])
        for half, rest in (sides, sides[::-1]):
            verdicts = decided(systems, tallies, half, SEED + number, RESAMPLES, together=False)
            found = outcomes(verdicts, judged(systems, blocks, rest, SEED + number))
            totals = {strength: total + found[strength] for strength, total in totals.items()}
    return totals


def main(
    data: Annotated[Path, typer.Option(help="The judgements.")] = Path("../shared/fidelity/bio-mqm.ru-en.jsonl"),
    model: Annotated[str, typer.Option(help="The encoder, as for `align run`.")] = "embedded",
    marks: Annotated[str, typer.Option(help="human_acc for accuracy and terminology, human for all.")] = "human_acc",
    halves: Annotated[int, typer.Option(help="How many times to halve the documents.")] = 20,
) -> None:
    """Print how often verdicts were given, and how often professionals agreed with or contradicted them."""
    if not data.is_file():
        sys.exit(f"{data}: no such file; give the judgements with --data")
    encoder = load_encoder(model)
    systems, blocks = load(data, encoder, marks)
    tallies = tallied(systems, blocks)
    documents = np.arange(len(blocks.words))
    human = judged(systems, blocks, documents, SEED)
    words = blocks.words.sum()
    print(encoder.signature)
    print(f"{len(systems)} systems, {len(documents)} documents, {words:.0f} words, marks: {marks}\n")
    print("system               marks  faults  covered  (per 1,000 source words; share of them)")
    for system, tally in sorted(zip(systems, tallies, strict=True), key=lambda each: float(each[0].penalties.sum())):
        rules = Counter(fault.rule for fault in system.faults)
        found = ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items()))
        rates = f"{PER * system.penalties.sum() / words:6.1f}  {PER * tally.weighted.sum() / words:6.1f}"
        print(f"{system.name:19} {rates}    {tally.covered.sum() / words:.3f}  {found}")
    alone = decided(systems, tallies, documents, SEED, TRIALS, together=False)
    every = decided(systems, tallies, documents, SEED, TRIALS, together=True)
    for heading, table in (
        ("two at a time", outcomes(alone, human)),
        ("all at once, after Holm", outcomes(every, human)),
        ("on the other half of the documents", halved(systems, tallies, blocks, halves)),
    ):
        print(f"\n{heading}")
        for strength, outcome in table.items():
            print(f"  {strength:16}", outcome)
    print("\nsimilarity beyond chance")
    for measure in ("cosine", "source_coverage"):
        print(f"  {measure:16}", Outcome.of(favoured(systems, blocks, measure), human))
    print("\nwhy there was no verdict, two at a time")
    reasons = Counter(verdict.reason.partition(" (")[0].partition(":")[0] for verdict in alone if not verdict.strength)
    for reason, count in reasons.most_common():
        print(f"  {count:3}  {reason}")


if __name__ == "__main__":
    typer.run(main)
