"""
Accuracy and speed of sentence segmentation, by the rules and by each other tool that is installed.

Run it with ``python -m benchmarks.segmentation --data FOLDER``.
The folder holds ``ud.jsonl`` (paragraphs of Universal Dependencies test files: treebank, language, text, ends) and
``cases.jsonl`` (hard paragraphs: kind, language, text, ends); they are test data and not part of the project. Only
boundaries inside a paragraph count. A boundary is identified by the number of characters before it that are not white
space. F1 is micro-averaged within a treebank and macro-averaged over the treebanks.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import accumulate, pairwise
from pathlib import Path

from corpus.segment import segmenter_for

REFERENCE = {
    "ICU": "en 88.1  ru 93.4  de 93.0  fr 87.2  hy 66.6  hi 98.9  zh 98.1  macro 91.8  cases 18/56",
    "blingfire": "en 88.8  ru 95.1  de 91.6  fr 88.6  hy 16.0  hi  2.0  zh 98.6  macro 87.3  cases 29/56",
    "razdel": "en 90.7  ru 96.4  de 93.6                                           cases 32/42",
    "LanguageTool SRX": "en 89.6  ru 96.1  de 94.0  fr 91.8                          macro 68.8  cases 32/56",
    "wtpsplit SaT": "en 96.5-97.4 on its own corpora, as published                macro 93.5-96.0",
}
"""Results of tools that are not run here, on the same files and by the same measure."""

Split = Callable[[str], Iterable[str]]
"""Takes a text and returns its sentences, in order."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text with the offsets at which its sentences end."""

    group: str
    language: str
    text: str
    ends: tuple[int, ...]


def main() -> int:
    """Print the table; return 2 when there is no data."""
    parser = argparse.ArgumentParser(description="Measure sentence segmentation on gold boundaries.")
    parser.add_argument("--data", type=Path, default=Path("../shared/segmentation"), help="folder of the two files")
    folder = parser.parse_args().data
    try:
        treebanks = read(folder / "ud.jsonl", "treebank")
        cases = read(folder / "cases.jsonl", "kind")
    except OSError as error:
        print(f"{error.filename}: cannot be read; give the folder of ud.jsonl and cases.jsonl with --data")
        return 2
    for name, splitter in SPLITTERS.items():
        if find_spec(name.partition(":")[0]):
            report(name, splitter, treebanks, cases)
    for name, figures in REFERENCE.items():
        print(f"{name:20} {figures}")
    return 0


def read(path: Path, key: str) -> list[Paragraph]:
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [Paragraph(item[key], item["language"], item["text"], tuple(item["ends"])) for item in records]


def rules(language: str) -> Split:
    segmenter = segmenter_for("rules", language)
    return lambda text: [span.of(text) for span in segmenter.spans(text)]


def sentencex(language: str) -> Split:
    from sentencex import segment

    return lambda text: segment(language, text)


def pysbd(language: str) -> Split:
    from pysbd import Segmenter
    from pysbd.languages import LANGUAGE_CODES

    if language not in LANGUAGE_CODES:
        return lambda text: [text]
    segmenter = Segmenter(language=language, clean=False)
    return lambda text: map(str, segmenter.segment(text))


def syntok(_language: str) -> Split:
    from syntok.segmenter import process

    def split(text: str) -> Iterator[str]:
        starts = [next(iter(sentence)).offset for paragraph in process(text) for sentence in paragraph]
        return (text[start:end] for start, end in pairwise([0, *starts, len(text)]))

    return split


def punkt(_language: str) -> Split:
    from nltk.tokenize import PunktSentenceTokenizer

    split: Split = PunktSentenceTokenizer().tokenize
    return split


SPLITTERS: dict[str, Callable[[str], Split]] = {
    "corpus": rules,
    "sentencex": sentencex,
    "pysbd": pysbd,
    "syntok": syntok,
    "nltk": punkt,
}
"""The tools that are measured if they are installed, by the module they need; that of nltk is untrained Punkt."""


def report(name: str, splitter: Callable[[str], Split], treebanks: list[Paragraph], cases: list[Paragraph]) -> None:
    languages = dict.fromkeys(paragraph.language for paragraph in (*treebanks, *cases))
    splits = {language: splitter(language) for language in languages}
    start = time.process_time()
    found = [inner(paragraph.text, splits[paragraph.language](paragraph.text)) for paragraph in treebanks]
    seconds = time.process_time() - start
    groups: dict[str, list[tuple[set[int], Paragraph]]] = {}
    for boundaries, paragraph in zip(found, treebanks, strict=True):
        groups.setdefault(paragraph.group, []).append((boundaries, paragraph))
    title = "rules" if name == "corpus" else name
    print(f"{title:20} {'':3} {'P':>6} {'R':>6} {'F1':>6}")
    means: dict[str, list[float]] = {}
    for group, pairs in groups.items():
        precision, recall, f1 = score(pairs)
        language = pairs[0][1].language
        means.setdefault(language, []).append(f1)
        print(f"{group:20} {language:3} {precision:6.1f} {recall:6.1f} {f1:6.1f}")
    print("  ".join(f"{language} {sum(values) / len(values):.1f}" for language, values in means.items()))
    print(f"macro F1      {sum(value for values in means.values() for value in values) / len(groups):.2f}")
    right = sum(inner(case.text, splits[case.language](case.text)) == gold(case) for case in cases)
    print(f"cases right   {right}/{len(cases)}")
    print(f"M chars/s     {sum(len(paragraph.text) for paragraph in treebanks) / seconds / 1e6:.1f}\n")


def gold(paragraph: Paragraph) -> set[int]:
    ends = [0, *paragraph.ends, len(paragraph.text)]
    return inner(paragraph.text, (paragraph.text[start:end] for start, end in pairwise(ends)))


def inner(text: str, sentences: Iterable[str]) -> set[int]:
    """Return the boundaries inside a text, each as the number of characters before it that are not white space."""
    counts = set(accumulate(count(sentence) for sentence in sentences))
    return counts - {0, count(text)}


def count(text: str) -> int:
    return sum(map(len, text.split()))


def score(pairs: list[tuple[set[int], Paragraph]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of boundaries in percent."""
    both = [(boundaries, gold(paragraph)) for boundaries, paragraph in pairs]
    right = sum(len(mine & theirs) for mine, theirs in both)
    found, wanted = (sum(map(len, sets)) for sets in zip(*both, strict=True))
    f1 = 200 * right / (found + wanted) if found + wanted else 100.0
    return 100 * right / max(found, 1), 100 * right / max(wanted, 1), f1


if __name__ == "__main__":
    sys.exit(main())
