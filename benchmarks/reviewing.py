"""
Simulated reviewers on gold alignments: how many decisions make a text right.

    python -m benchmarks.reviewing --data ../shared/gold

A reviewer looks at one link after the other: confirms it if it is right, else links its sentences as the gold does. One
goes through the least certain links first, and the links around a correction are aligned again; the other goes front to
back without. For each set are printed the links, how many are wrong and how many were expected to be; the share of the
wrong links among the tenth that the first reviewer looks at first; the wrong links that a correction mends elsewhere;
and the decisions, as a share of all links, after which strict F1 is .98 and .99.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated

import typer

from align.encoders import Encoder, load_encoder
from align.evaluation.metrics import BeadSets, count_hits, merge_to_segments, read_beads
from align.pipeline import align_documents
from align.review import operations
from align.review.draft import Draft
from align.review.linking import Person, RefusedError, Runs
from align.review.pair import Pair
from align.review.suggestions import Suggester
from benchmarks.accuracy import GoldSet, document, line_numbers
from corpus import Bead, Corpus

SETS = (
    GoldSet("textberg/dev", "de", "fr", "", ""),
    GoldSet("mac_zh_en/dev", "zh", "en", "", ""),
    GoldSet("bilinguator_en_ru/dev", "en", "ru", "", ""),
    GoldSet("bilinguator_en_fr/dev", "en", "fr", "", ""),
    GoldSet("ntrex_en_de/test_omissions", "en", "de", "", ""),
    GoldSet("ntrex_en_fr/test_omissions", "en", "fr", "", ""),
)

GOALS = (0.98, 0.99)
_PERSON = Person("simulated")
_CHECKS = 200
"""How often F1 is computed in the course of a review."""


@dataclass(frozen=True)
class Gold:
    """
    The right links of a text.

    Attributes:
        beads: the links, of sentences or of larger segments.
        segments: the segment number of each sentence of both sides; None where the links are of sentences.
    """

    beads: Sequence[BeadSets]
    segments: tuple[list[int], list[int]] | None

    @cached_property
    def groups(self) -> list[BeadSets]:
        """The sentences of each link."""
        if self.segments is None:
            return list(self.beads)
        members: tuple[dict[int, set[int]], dict[int, set[int]]] = ({}, {})
        for side, numbers in zip(members, self.segments, strict=True):
            for sentence, segment in enumerate(numbers):
                side.setdefault(segment, set()).add(sentence)
        return [
            (
                frozenset(each for segment in link[0] for each in members[0].get(segment, ())),
                frozenset(each for segment in link[1] for each in members[1].get(segment, ())),
            )
            for link in merge_to_segments(self.beads, *self.segments)
        ]

    @cached_property
    def group_of(self) -> dict[tuple[int, int], int]:
        """The link of each sentence, by side and number."""
        return {
            (side, sentence): number
            for number, group in enumerate(self.groups)
            for side in (0, 1)
            for sentence in group[side]
        }

    def of(self, bead: Bead) -> set[int]:
        """Return the links that the sentences of a bead belong to; -1 where there is none."""
        return {
            self.group_of.get((side, number), -1)
            for side, run in enumerate((bead.source, bead.target))
            for number in run
        }

    def has(self, bead: Bead) -> bool:
        """Return whether a bead is right: the same as a link, or within one of larger segments."""
        found = self.of(bead)
        if len(found) != 1 or -1 in found:
            return False
        group = self.groups[found.pop()]
        if self.segments is None:
            return group == (frozenset(bead.source), frozenset(bead.target))
        return bool(bead.source and bead.target) or not all(group)

    def f1(self, pair: Pair) -> float:
        """Return the strict F1 of links."""
        found = [(frozenset(bead.source), frozenset(bead.target)) for bead in pair.beads]
        wanted = list(self.beads)
        if self.segments:
            found, wanted = (merge_to_segments(pairs, *self.segments) for pairs in (found, wanted))
        return count_hits(found, wanted).strict_rates.f1


@dataclass
class Course:
    """
    What a reviewer did.

    Attributes:
        links: the links at the beginning.
        wrong: how many of them were wrong.
        expected: how many were expected to be.
        decisions: how many links were looked at.
        corrections: how many were wrong and corrected.
        mended: the wrong links that are gone with them, since they had sentences of the right ones.
        aligned: the wrong links that are gone when the links around are aligned again.
        left: of each link that was left over of another, whether it was right.
        seen_wrong: the wrong ones among the first tenth of the links.
        reached: after how many decisions F1 was as high as each of `GOALS`.
    """

    links: int
    wrong: int
    expected: float
    decisions: int = 0
    corrections: int = 0
    mended: int = 0
    aligned: int = 0
    left: list[bool] = field(default_factory=list)
    seen_wrong: int = 0
    reached: tuple[int | None, ...] = (None,) * len(GOALS)


def review(pair: Pair, gold: Gold, suggester: Suggester | None) -> Course:
    """
    Review a text until all is right.

    Args:
        pair: the text.
        gold: the right links.
        suggester: what aligns again; None for the reviewer who goes front to back.
    """
    course = Course(len(pair.beads), sum(not gold.has(bead) for bead in pair.beads), pair.expected_wrong)
    every = max(1, course.links // _CHECKS)
    seen: set[str] = set()
    while (row := _next(pair, seen, by_doubt=suggester is not None)) is not None:
        if course.decisions % every == 0:
            score = gold.f1(pair)
            course.reached = tuple(
                course.decisions if before is None and score >= goal else before
                for before, goal in zip(course.reached, GOALS, strict=True)
            )
            if None not in course.reached and course.decisions > course.links // 10:
                break
        bead = pair.beads[row]
        seen.add(pair.anchor(bead))
        course.decisions += 1
        if gold.has(bead):
            pair = pair.after([operations.confirm(pair, [row], _PERSON)])
            continue
        course.seen_wrong += course.decisions <= course.links // 10
        pair = _corrected(pair, row, gold, suggester, course)
    return course


def _next(pair: Pair, seen: set[str], *, by_doubt: bool) -> int | None:
    left = [row for row, bead in enumerate(pair.beads) if bead.attribution is None and pair.anchor(bead) not in seen]
    if not left:
        return None
    return min(left, key=lambda row: pair.beads[row].confidence) if by_doubt else left[0]


def _corrected(pair: Pair, row: int, gold: Gold, suggester: Suggester | None, course: Course) -> Pair:
    """Return the pair with the sentences of a wrong link as in the gold, and those around aligned again."""
    try:
        change = operations.choose(pair, list(_runs(gold, pair.beads[row])), _PERSON)
    except RefusedError:
        return pair
    course.corrections += 1
    before = _wrong(pair, gold)
    pair = pair.after([change])
    course.left += [gold.has(pair.bead(link)) for link in change.new if link.attribution is None]
    by_hand = _wrong(pair, gold)
    course.mended += before - by_hand - 1
    if suggester is None:
        return pair
    rows = [pair.row(link.ids[0]) for link in change.new if link.attribution]
    pair = pair.after(suggester.aligned_anew(pair, range(min(rows), max(rows) + 1)))
    course.aligned += by_hand - _wrong(pair, gold)
    return pair


def _wrong(pair: Pair, gold: Gold) -> int:
    return sum(not gold.has(bead) for bead in pair.beads)


def _runs(gold: Gold, bead: Bead) -> Iterator[Runs]:
    """Yield the right links of the sentences of a bead, those that are runs."""
    for number in sorted(gold.of(bead) - {-1}):
        runs = [range(min(side), max(side) + 1) if side else range(0) for side in map(sorted, gold.groups[number])]
        if [len(run) for run in runs] == [len(side) for side in gold.groups[number]]:
            yield runs[0], runs[1]


def courses(gold_set: GoldSet, data: Path, encoder: Encoder, most: int) -> Iterator[tuple[Course, Course]]:
    """Yield the courses of both reviewers through each text of a set."""
    for path in sorted((data / gold_set.folder).glob("*.gold"))[:most]:
        languages = gold_set.source, gold_set.target
        texts = [path.with_suffix(f".{language}") for language in languages]
        source = document(texts[0], languages[0], "pivot")
        target = document(texts[1], languages[1], "version")
        lines = [text.with_name(f"{text.name}.line") for text in texts]
        segments = (line_numbers(lines[0]), line_numbers(lines[1])) if all(each.exists() for each in lines) else None
        gold = Gold(read_beads(path), segments)
        corpus = Corpus("text", source, (target,), align_documents(source, [target], encoder))
        pair = Draft.of(corpus).pairs[0]
        yield review(pair, gold, Suggester(source, target, encoder)), review(pair, gold, None)


def main(
    data: Annotated[Path, typer.Option(help="Folder of the gold sets.")] = Path("../shared/gold"),
    model: Annotated[str, typer.Option(help="The encoder, as for `align run`.")] = "embedded",
    most: Annotated[int, typer.Option(help="Texts of a set at most.")] = 3,
) -> None:
    """Print for each set what the two reviewers did."""
    if not data.is_dir():
        sys.exit(f"{data}: no such folder; give the gold data with --data")
    encoder = load_encoder(model)
    print(
        f"{'set':28} links  wrong  expected  in first tenth  mended, aligned"
        f"   to .98: doubt  front   to .99: doubt  front"
    )
    for gold_set in SETS:
        found = list(courses(gold_set, data, encoder, most))
        if found:
            print(f"{gold_set.folder:28} {_line([pair[0] for pair in found], [pair[1] for pair in found])}", flush=True)


def _line(doubt: Sequence[Course], front: Sequence[Course]) -> str:
    def total(courses: Sequence[Course], value: Callable[[Course], float]) -> float:
        return sum(map(value, courses))

    links, wrong = (total(doubt, value) for value in (lambda each: each.links, lambda each: each.wrong))
    corrections = max(1, total(doubt, lambda each: each.corrections))
    mended, aligned = (
        total(doubt, value) / corrections for value in (lambda each: each.mended, lambda each: each.aligned)
    )
    left = [each for course in (*doubt, *front) for each in course.left]
    shares = [
        f"{sum(_until(each, goal) for each in courses) / links:6.1%}"
        for goal in range(len(GOALS))
        for courses in (doubt, front)
    ]
    first = total(doubt, lambda each: each.seen_wrong) / max(1, wrong)
    expected = total(doubt, lambda each: each.expected)
    return (
        f"{links:5.0f} {wrong:6.0f} {expected:9.1f} {first:15.1%} {mended:8.2f} {aligned:8.2f}"
        f" {shares[0]:>15} {shares[1]:>6} {shares[2]:>15} {shares[3]:>6}"
        f"   left over right {sum(left)} of {len(left)}"
    )


def _until(course: Course, goal: int) -> float:
    reached = course.reached[goal]
    return course.links if reached is None else reached


if __name__ == "__main__":
    typer.run(main)
