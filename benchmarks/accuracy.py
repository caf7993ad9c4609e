"""
Alignment accuracy on gold alignments, one sentence a line.

    python -m benchmarks.accuracy --data ../shared/gold

The folder holds sets as ``SET/SPLIT/NAME.LANGUAGE`` with ``NAME.gold``, and ``NAME.LANGUAGE.line`` where the gold is
made of larger segments. Earlier figures are printed beside the measured ones, and those of other aligners below each
set.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from align.encoders import Encoder, load_encoder
from align.evaluation.metrics import BeadSets, HitCounts, bead_sets, count_hits, merge_to_segments, read_beads
from align.pipeline import align_documents
from benchmarks.rivals import rivals_on
from corpus import Alignment, Document, LineSegmenter, Role, build_document, read_text


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A set of texts with gold alignments, and earlier figures on it (strict F1)."""

    folder: str
    source: str
    target: str
    plain: str
    best: str


SETS = (
    GoldSet("textberg/dev", "de", "fr", ".800", ".840"),
    GoldSet("bilinguator_en_ru/dev", "en", "ru", ".934", ".960"),
    GoldSet("bilinguator_en_de/dev", "en", "de", ".963", "-"),
    GoldSet("bilinguator_en_fr/dev", "en", "fr", ".925", ".949"),
    GoldSet("ntrex_en_de/test", "en", "de", ".992", ".997"),
    GoldSet("ntrex_en_de/test_omissions", "en", "de", ".983", ".993"),
    GoldSet("ntrex_en_fr/test", "en", "fr", ".981", "-"),
    GoldSet("ntrex_en_fr/test_omissions", "en", "fr", "-", "-"),
    GoldSet("mac_zh_en/dev", "zh", "en", ".656", ".817"),
)
"""`plain` and `best`: a first static model with plain dynamic programming, and with the best of nine settings."""

HELD_OUT = (GoldSet("textberg/test", "de", "fr", ".820", ".904"),)


@dataclass(frozen=True, slots=True)
class Trial:
    """
    One text of a set, aligned.

    Attributes:
        alignment: the alignment of the aligner.
        gold: the gold beads.
        segments: the segment number of each sentence of both sides; None where the gold is of sentences.
        seconds: time for encoding and aligning.
    """

    alignment: Alignment
    gold: list[BeadSets]
    segments: tuple[list[int], list[int]] | None
    seconds: float

    @property
    def counts(self) -> HitCounts:
        """The hits."""
        found, wanted = bead_sets(self.alignment), self.gold
        if self.segments:
            found, wanted = (merge_to_segments(pairs, *self.segments) for pairs in (found, wanted))
        return count_hits(found, wanted)


def trials(gold_set: GoldSet, data: Path, encoder: Encoder, longest: int | None = None) -> Iterator[Trial]:
    """Align every text of a set, or those whose source has at most so many sentences."""
    for gold in sorted((data / gold_set.folder).glob("*.gold")):
        languages = gold_set.source, gold_set.target
        source = document(gold.with_suffix(f".{gold_set.source}"), gold_set.source, "pivot")
        target = document(gold.with_suffix(f".{gold_set.target}"), gold_set.target, "version")
        if longest is not None and len(source.sentences) > longest:
            continue
        start = time.perf_counter()
        [alignment] = align_documents(source, [target], encoder)
        seconds = time.perf_counter() - start
        lines = [gold.with_suffix(f".{language}.line") for language in languages]
        segments = (line_numbers(lines[0]), line_numbers(lines[1])) if all(path.exists() for path in lines) else None
        yield Trial(alignment, read_beads(gold), segments, seconds)


def line_numbers(path: Path) -> list[int]:
    """Return the number of the segment of each sentence."""
    return [int(number) for number in path.read_text(encoding="utf-8").split()]


def document(path: Path, language: str, role: Role) -> Document:
    """Return a text with one sentence a line."""
    return build_document(read_text(path, newlines="keep"), LineSegmenter(), id=role, language=language, role=role)


def main(
    data: Annotated[Path, typer.Option(help="Folder of the gold sets.")] = Path("../shared/gold"),
    model: Annotated[str, typer.Option(help="The encoder, as for `align run`.")] = "embedded",
    held_out: Annotated[bool, typer.Option("--test", help="Report the held-out set as well.")] = False,
) -> None:
    """Print strict and lax F1 for each set, beside the figures known before."""
    if not data.is_dir():
        sys.exit(f"{data}: no such folder; give the gold data with --data")
    encoder = load_encoder(model)
    print(f"{encoder.signature}\n")
    print(f"{'set':28} texts  strict P     R    F1   lax F1  seconds   plain  best known")
    for gold_set in (*SETS, *(HELD_OUT if held_out else ())):
        found = list(trials(gold_set, data, encoder))
        if found:
            counts = sum((trial.counts for trial in found), HitCounts())
            strict, lax = counts.strict_rates, counts.lax_rates
            print(
                f"{gold_set.folder:28} {len(found):5}     {strict.precision:.3f} {strict.recall:.3f} {strict.f1:.3f}"
                f"    {lax.f1:.3f}  {sum(trial.seconds for trial in found):7.2f}"
                f"  {gold_set.plain:>6}  {gold_set.best:>10}"
            )
            for rival in rivals_on(gold_set.folder):
                print(f"  {rival.name:51} {rival.f1:.3f}  {rival.source}")


if __name__ == "__main__":
    typer.run(main)
