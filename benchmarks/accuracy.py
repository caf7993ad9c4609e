"""
Alignment accuracy on hand-made gold, one sentence a line.

    python -m benchmarks.accuracy --data ../shared/gold

The folder holds sets as ``SET/SPLIT/NAME.LANGUAGE`` with ``NAME.gold``, and ``NAME.LANGUAGE.line`` where the gold is
made of larger segments. Published and earlier figures stand beside the measured ones.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from align.aligner import align_documents
from align.encoders import Encoder, load_encoder
from align.evaluation import Counts, compare, merge_to_segments, pairs_of, read_pairs
from corpus import Document, LineSegmenter, Role, build_document, read_text


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A set of texts with gold alignments, and what others reached on it (strict F1)."""

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
"""`plain` and `best`: the plain programme and the best of nine settings with a first static model, texts to 2,500."""

HELD_OUT = (GoldSet("textberg/test", "de", "fr", ".820", ".904"),)


def measure(gold_set: GoldSet, data: Path, encoder: Encoder, largest: int) -> tuple[Counts, int, float]:
    """Align every text of a set and return its counts, the number of texts, and the seconds that aligning took."""
    counts, texts, seconds = Counts(), 0, 0.0
    for gold in sorted((data / gold_set.folder).glob("*.gold")):
        source = _document(gold.with_suffix(f".{gold_set.source}"), gold_set.source, "pivot")
        target = _document(gold.with_suffix(f".{gold_set.target}"), gold_set.target, "translation")
        if largest and max(len(source.sentences), len(target.sentences)) > largest:
            continue
        start = time.perf_counter()
        found = pairs_of(align_documents(source, [target], encoder)[0])
        seconds += time.perf_counter() - start
        wanted = read_pairs(gold)
        lines = [gold.with_suffix(f".{language}.line") for language in (gold_set.source, gold_set.target)]
        if all(path.exists() for path in lines):
            segments = [[int(number) for number in path.read_text(encoding="utf-8").split()] for path in lines]
            found, wanted = (merge_to_segments(pairs, segments[0], segments[1]) for pairs in (found, wanted))
        counts, texts = counts + compare(found, wanted), texts + 1
    return counts, texts, seconds


def _document(path: Path, language: str, role: Role) -> Document:
    return build_document(read_text(path, newlines="keep"), LineSegmenter(), id=role, language=language, role=role)


def main(
    data: Annotated[Path, typer.Option(help="Folder of the gold sets.")] = Path("../shared/gold"),
    model: Annotated[str, typer.Option(help="The encoder, as for `align run`.")] = "embedded",
    largest: Annotated[int, typer.Option(help="Leave out texts with more sentences than this; 0 takes all.")] = 0,
    held_out: Annotated[bool, typer.Option("--test", help="Report the held-out set as well.")] = False,
) -> None:
    """Print strict and lax F1 for each set, beside the figures known before."""
    if not data.is_dir():
        sys.exit(f"{data}: no such folder; give the gold data with --data")
    encoder = load_encoder(model)
    print(f"{encoder.signature}\n")
    print(f"{'set':28} texts  strict P     R    F1   lax F1  seconds   plain  best known")
    for gold_set in (*SETS, *(HELD_OUT if held_out else ())):
        counts, texts, seconds = measure(gold_set, data, encoder, largest)
        if texts:
            strict, lax = counts.strict_rates, counts.lax_rates
            print(
                f"{gold_set.folder:28} {texts:5}     {strict.precision:.3f} {strict.recall:.3f} {strict.f1:.3f}"
                f"    {lax.f1:.3f}  {seconds:7.2f}  {gold_set.plain:>6}  {gold_set.best:>10}"
            )


if __name__ == "__main__":
    typer.run(main)
