"""
Gaps and long beads planted in gold alignments: how many an aligner finds.

    python -m benchmarks.planted --data ../shared/gold

For a gap, one side of a run of beads is taken away, as if one text lacked the passage. Of its sentences those are
counted that get an invented counterpart; of the links within ten beads, and of all others, those that are lost: no link
found shares a sentence with them on both sides. For a long bead, several target sentences in a row are written as one,
and it is counted how many such beads are found whole. Texts have one sentence a line and no paragraphs. What other
aligners do with the same gaps, with the same vectors, is printed beside.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from align.encoders import Encoder, load_encoder
from align.evaluation.metrics import BeadSets, bead_sets, read_beads
from align.pipeline import align_documents
from benchmarks.accuracy import GoldSet
from corpus import Alignment, Block, Document, Role, Sentence, Span

SETS = (
    GoldSet("bilinguator_en_ru/dev", "en", "ru", "", ""),
    GoldSet("bilinguator_en_fr/dev", "en", "fr", "", ""),
    GoldSet("bilinguator_en_es/dev", "en", "es", "", ""),
    GoldSet("mac_zh_en/dev", "zh", "en", "", ""),
    GoldSet("ntrex_en_de/test", "en", "de", "", ""),
    GoldSet("ntrex_en_fr/test", "en", "fr", "", ""),
)
GAPS = (10, 30, 80)
JOINS = (2, 3, 4, 5, 6, 7, 8)

RIVALS = {
    "bilinguator_en_ru/dev": "Bertalign 399 of 1,978 and 43 of 110; Vecalign 977 and 65",
    "bilinguator_en_fr/dev": "Bertalign 245 of 960 and 24 of 63; Vecalign 514 and 34",
    "bilinguator_en_es/dev": "Bertalign 84 of 621 and 18 of 47; Vecalign 239 and 30",
    "mac_zh_en/dev": "Bertalign 232 of 356 and 41 of 74; Vecalign 301 and 57",
}
"""Gaps of 80 beads in the target: sentences with an invented counterpart, and links lost near; same vectors."""

_MIN_BEADS = 60
_MARGIN = 10
_NEAR = 10
_CLEAR = 8


@dataclass(frozen=True, slots=True)
class Planted:
    """
    A text with its translation and the gold, after something was planted.

    Attributes:
        texts: the sentences of both sides.
        gold: the beads.
        gap: the side that has the passage, 0 or 1, and the numbers of its sentences; None for joined sentences.
        joined: the places of the beads with joined sentences.
    """

    texts: tuple[list[str], list[str]]
    gold: list[BeadSets]
    gap: tuple[int, range] | None = None
    joined: tuple[int, ...] = ()


def texts_of(gold_set: GoldSet, data: Path) -> Iterator[tuple[str, list[list[str]], list[BeadSets]]]:
    """Yield the name, the sentences of both sides and the beads of each text that is long enough and in order."""
    for path in sorted((data / gold_set.folder).glob("*.gold")):
        gold = read_beads(path)
        sides = [
            path.with_suffix(f".{language}").read_text(encoding="utf-8").removesuffix("\n").split("\n")
            for language in (gold_set.source, gold_set.target)
        ]
        numbers = [[number for bead in gold for number in sorted(bead[side])] for side in (0, 1)]
        if len(gold) >= _MIN_BEADS and all(numbers[side] == list(range(len(sides[side]))) for side in (0, 1)):
            yield path.stem, sides, gold


def with_gap(name: str, sides: Sequence[list[str]], gold: list[BeadSets], length: int, side: int) -> Planted | None:
    """Take one side of a run of beads away; None for a text that is too short."""
    if len(gold) < 2 * length + 2 * _MARGIN:
        return None
    first = Random(f"{name}{length}").randrange(_MARGIN, len(gold) - length - _MARGIN)
    gone = {number for bead in gold[first : first + length] for number in bead[side]}
    kept = [number for number in range(len(sides[side])) if number not in gone]
    place = {number: new for new, number in enumerate(kept)}
    beads = []
    for bead in gold:
        pair = [bead[0], bead[1]]
        pair[side] = frozenset(place[number] for number in bead[side] if number in place)
        if any(pair):
            beads.append((pair[0], pair[1]))
    inside = sorted(number for bead in gold[first : first + length] for number in bead[1 - side])
    both = [list(sides[0]), list(sides[1])]
    both[side] = [sides[side][number] for number in kept]
    return Planted((both[0], both[1]), beads, gap=(1 - side, range(inside[0], inside[-1] + 1)))


def with_joins(name: str, sides: Sequence[list[str]], gold: list[BeadSets], size: int) -> Planted | None:
    """Write some target sentences of `size` 1-1 beads in a row as one; None for a text that has no such place."""
    chance = Random(f"{name}{size}")
    single = [len(bead[0]) == len(bead[1]) == 1 for bead in gold]
    target: list[str] = []
    beads: list[BeadSets] = []
    joined: list[int] = []
    place = 0
    while place < len(gold):
        clear = _CLEAR < place < len(gold) - size - _CLEAR and all(single[place - 3 : place + size + 3])
        if clear and chance.random() < 0.08:
            run = gold[place : place + size]
            parts = [sides[1][min(bead[1])].strip() for bead in run]
            joined.append(len(beads))
            beads.append((frozenset().union(*(bead[0] for bead in run)), frozenset([len(target)])))
            target.append("; ".join([*(part.rstrip(".!?。！？…") for part in parts[:-1]), parts[-1]]))
            place += size
        else:
            own = sorted(gold[place][1])
            beads.append((gold[place][0], frozenset(range(len(target), len(target) + len(own)))))
            target += [sides[1][number] for number in own]
            place += 1
    return Planted((sides[0], target), beads, joined=tuple(joined)) if joined else None


def aligned(planted: Planted, languages: tuple[str, str], encoder: Encoder) -> Alignment:
    """Align a text with its translation."""
    source = _document(planted.texts[0], languages[0], "pivot")
    target = _document(planted.texts[1], languages[1], "version")
    return align_documents(source, [target], encoder)[0]


def count_gap(planted: Planted, alignment: Alignment) -> NDArray[np.int64]:
    """
    Return counts for a gap: shape (8,).

    In pairs, each followed by the number of all: sentences with an invented counterpart, links lost near the gap, links
    lost elsewhere, and of the invented links those with a confidence of .9 or more (of all invented ones).
    """
    assert planted.gap
    side, passage = planted.gap
    found = bead_sets(alignment)
    invented = [(pair, bead) for pair, bead in zip(found, alignment.beads, strict=True) if pair[1 - side]]
    invented = [(pair, bead) for pair, bead in invented if any(number in passage for number in pair[side])]
    inside = sum(number in passage for pair, _ in invented for number in pair[side])
    links = [bead for bead in planted.gold if all(bead)]
    ends = passage[0], passage[-1]
    near = [bead for bead in links if min(abs(number - end) for number in bead[side] for end in ends) <= _NEAR]
    far = [bead for bead in links if bead not in near]
    sure = sum(bead.confidence >= 0.9 and all(number in passage for number in pair[side]) for pair, bead in invented)
    counts = inside, len(passage), lost(near, found), len(near), lost(far, found), len(far), sure, len(invented)
    return np.array(counts)


def count_joins(planted: Planted, alignment: Alignment) -> NDArray[np.int64]:
    """Return the beads of joined sentences found whole and all of them, then the other links lost and all: (4,)."""
    found = bead_sets(alignment)
    joined = [planted.gold[place] for place in planted.joined]
    others = [bead for place, bead in enumerate(planted.gold) if place not in planted.joined and all(bead)]
    whole = len(set(joined) & set(found))
    return np.array((whole, len(joined), lost(others, found), len(others)))


def lost(gold: Sequence[BeadSets], found: Sequence[BeadSets]) -> int:
    """Return how many gold links share a sentence on both sides with no link found."""
    pairs = {(i, j) for source, target in found for i in source for j in target}
    return sum(not any((i, j) in pairs for i in source for j in target) for source, target in gold)


def _document(texts: Sequence[str], language: str, role: Role) -> Document:
    blocks = [
        Block(f"{role}.b{number}", "p", text, (Sentence(f"{role}.s{number}", text, Span(0, len(text))),))
        for number, text in enumerate((text.strip() for text in texts), 1)
    ]
    return Document(role, language, role, tuple(blocks))


def main(
    data: Annotated[Path, typer.Option(help="Folder of the gold sets.")] = Path("../shared/gold"),
    model: Annotated[str, typer.Option(help="The encoder, as for `align run`.")] = "embedded",
) -> None:
    """Print what is found of planted gaps and long beads."""
    if not data.is_dir():
        sys.exit(f"{data}: no such folder; give the gold data with --data")
    encoder = load_encoder(model)
    print(f"{encoder.signature}\n\ngaps: sentences with an invented counterpart, links lost near and elsewhere\n")
    for gold_set in SETS:
        texts = list(texts_of(gold_set, data))
        for side, label in ((1, "target"), (0, "source")):
            for length in GAPS:
                planted = [with_gap(name, sides, gold, length, side) for name, sides, gold in texts]
                counts = _total([each for each in planted if each], gold_set, encoder, count_gap)
                if counts:
                    inside, near, far = (_share(*counts[at : at + 2]) for at in (0, 2, 4))
                    print(f"{gold_set.folder:22} {label} {length:2}: {inside}; near {near}; elsewhere {far};")
                    print(f"{'':32} {counts[6]} of {counts[7]} invented links have a confidence of .9 or more")
            if side and gold_set.folder in RIVALS:
                print(f"{'':32} others, 80: {RIVALS[gold_set.folder]}")
    print("\nlong beads: found whole, other links lost\n")
    for gold_set in SETS[-2:]:
        for size in JOINS:
            made = [with_joins(name, sides, gold, size) for name, sides, gold in texts_of(gold_set, data)]
            counts = _total([each for each in made if each], gold_set, encoder, count_joins)
            if counts:
                print(f"{gold_set.folder:22} {size}-1: {_share(*counts[:2])}; lost {_share(*counts[2:])}")


def _total(
    planted: Sequence[Planted],
    gold_set: GoldSet,
    encoder: Encoder,
    count: Callable[[Planted, Alignment], NDArray[np.int64]],
) -> list[int]:
    rows = [count(each, aligned(each, (gold_set.source, gold_set.target), encoder)) for each in planted]
    return np.sum(rows, axis=0).tolist() if rows else []


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole:,} ({part / max(1, whole):.1%})"


if __name__ == "__main__":
    typer.run(main)
