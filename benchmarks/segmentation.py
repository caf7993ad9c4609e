"""
How well and how fast the rule engine finds sentences: ``python -m benchmarks.segmentation --data FOLDER``.

The folder holds ``ud.jsonl`` (paragraphs of Universal Dependencies test files: treebank, language, text, ends) and
``cases.jsonl`` (hard paragraphs: kind, language, text, ends); they are checking data and no part of the project. Only
boundaries inside a paragraph count. A boundary is known by the number of characters before it that are not white
space. F1 is micro within a treebank, its mean is over the treebanks.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.segment import segmenter_for

REFERENCE = {
    "sentencex 1.0.32": "en 89.1  ru 91.9  de 92.6  fr 89.2  hy 92.0  hi 99.8  zh 94.9  macro 91.9  cases 32/56",
    "ICU": "en 88.1  ru 93.4  de 93.0  fr 87.2  hy 66.6  hi 98.9  zh 98.1  macro 91.8  cases 18/56",
    "blingfire": "en 88.8  ru 95.1  de 91.6  fr 88.6  hy 16.0  hi  2.0  zh 98.6  macro 87.3  cases 29/56",
    "pysbd": "en 91.0  ru 90.2  de 92.2  fr 90.8  hy 93.0  hi 96.7  zh 98.4  macro 74.0  cases 29/56",
    "razdel": "en 90.7  ru 96.4  de 93.6                                           cases 32/42",
    "LanguageTool SRX": "en 89.6  ru 96.1  de 94.0  fr 91.8                          macro 68.8  cases 32/56",
    "wtpsplit SaT": "en 96.5-97.4 on its own corpora, as published                macro 93.5-96.0",
}
"""What other tools reach on the same files by the same measure."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text with the offsets at which its sentences end."""

    group: str
    language: str
    text: str
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of boundaries: found and right, found, and to be found."""

    right: int
    found: int
    gold: int

    @property
    def f1(self) -> float:
        """F1 in percent."""
        return 200 * self.right / (self.found + self.gold) if self.found + self.gold else 100.0


def main() -> int:
    """Print the table; return 2 when there is no data."""
    parser = argparse.ArgumentParser(description="Measure the rule engine on gold sentence boundaries.")
    parser.add_argument("--data", type=Path, default=Path("../shared/segmentation"), help="folder of the two files")
    folder = parser.parse_args().data
    try:
        treebanks = read(folder / "ud.jsonl", "treebank")
        cases = read(folder / "cases.jsonl", "kind")
    except OSError as error:
        print(f"{error.filename}: cannot be read; give the folder of ud.jsonl and cases.jsonl with --data")
        return 2
    scores = [
        (group, [paragraph for paragraph in treebanks if paragraph.group == group])
        for group in dict.fromkeys(paragraph.group for paragraph in treebanks)
    ]
    print(f"{'treebank':20} {'':3} {'P':>6} {'R':>6} {'F1':>6}")
    for group, paragraphs in scores:
        print(row(group, paragraphs[0].language, score(paragraphs)))
    languages: dict[str, list[float]] = {}
    for _, paragraphs in scores:
        languages.setdefault(paragraphs[0].language, []).append(score(paragraphs).f1)
    print("  ".join(f"{language} {sum(values) / len(values):.1f}" for language, values in languages.items()))
    print(f"macro F1      {sum(score(paragraphs).f1 for _, paragraphs in scores) / len(scores):.2f}")
    print(f"cases right   {sum(found(case) == gold(case) for case in cases)}/{len(cases)}")
    print(f"M chars/s     {speed(treebanks):.1f}")
    for name, figures in REFERENCE.items():
        print(f"{name:20} {figures}")
    return 0


def read(path: Path, key: str) -> list[Paragraph]:
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [Paragraph(item[key], item["language"], item["text"], tuple(item["ends"])) for item in records]


def gold(paragraph: Paragraph) -> set[int]:
    return inner(paragraph.text, paragraph.ends)


def found(paragraph: Paragraph) -> set[int]:
    spans = segmenter_for("rules", paragraph.language).spans(paragraph.text)
    return inner(paragraph.text, [span.end for span in spans])


def inner(text: str, ends: Iterable[int]) -> set[int]:
    """Count the characters before each boundary; leave out those before the first and after the last."""
    counts = {sum(map(len, text[:end].split())) for end in ends}
    return counts - {0, sum(map(len, text.split()))}


def score(paragraphs: list[Paragraph]) -> Score:
    pairs = [(found(paragraph), gold(paragraph)) for paragraph in paragraphs]
    return Score(
        sum(len(mine & theirs) for mine, theirs in pairs),
        sum(len(mine) for mine, _ in pairs),
        sum(len(theirs) for _, theirs in pairs),
    )


def row(group: str, language: str, result: Score) -> str:
    precision = 100 * result.right / max(result.found, 1)
    recall = 100 * result.right / max(result.gold, 1)
    return f"{group:20} {language:3} {precision:6.1f} {recall:6.1f} {result.f1:6.1f}"


def speed(paragraphs: list[Paragraph]) -> float:
    """Return the millions of characters cut in a second of processor time, over all languages."""
    work = [(segmenter_for("rules", paragraph.language), paragraph.text) for paragraph in paragraphs]
    start = time.process_time()
    for segmenter, text in work:
        segmenter.spans(text)
    return sum(len(text) for _, text in work) / (time.process_time() - start) / 1e6


if __name__ == "__main__":
    sys.exit(main())
