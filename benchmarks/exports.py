"""
How fast a corpus is exported, and in how much memory: ``python -m benchmarks.exports``.

The corpus is generated: sentences of about 15 words from a vocabulary whose frequencies follow Zipf's law, a pivot and
two versions, links of 1-1, 1-2, 2-1 and 1-0. A rate is the number of sentences of all versions per second of processor
time. ``--memory`` is slower, and also prints the maximum that Python allocated beyond the corpus itself.

``--tools`` opens the exports in the tools that are installed instead; see `benchmarks.export_tools`.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import tracemalloc
import warnings
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.export_tools import rows
from corpus.errors import CorpusError, TextWarning
from corpus.model import Alignment, Bead, Block, Corpus, Document, Sentence, Span
from tei import FORMATS, export_corpus

ALPHABETS = {
    "en": "etaoinshrdlucmfwypvbgk",
    "ru": "оеаинтсрвлкмдпуяыьгзбч",
    "de": "enisratdhulcgmobwfkzvp",
}
TYPES = ((1, 1), (1, 1), (1, 1), (1, 1), (1, 2), (2, 1), (1, 0))
WORDS = 30_000
BLOCK = 5


def main() -> int:
    """Print a row for each format."""
    parser = argparse.ArgumentParser(description="Measure the exports.")
    parser.add_argument("--sentences", type=int, default=20_000, help="sentences of the pivot")
    parser.add_argument("--memory", action="store_true", help="measure the memory too")
    parser.add_argument("--tools", action="store_true", help="open the exports in tools, and compare what these have")
    parser.add_argument("--formats", nargs="+", default=list(FORMATS), choices=FORMATS, help="formats to measure")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore", TextWarning)
    corpus = made_up(arguments.sentences)
    if arguments.tools:
        for row in rows(corpus):
            print(row, flush=True)
        return 0
    count = sum(len(document.sentences) for document in corpus.documents)
    print(f"{count} sentences in {len(corpus.documents)} versions")
    print(f"{'format':10} {'sentences/s':>12}{'  peak MB' if arguments.memory else ''}")
    for name in arguments.formats:
        try:
            memory = f" {peak(corpus, name):8.1f}" if arguments.memory else ""
            print(f"{name:10} {count / seconds(corpus, name):12,.0f}{memory}")
        except CorpusError as error:
            print(f"{name:10} {error}")
    return 0


def seconds(corpus: Corpus, name: str) -> float:
    with TemporaryDirectory() as folder:
        start = time.process_time()
        export_corpus(corpus, name, Path(folder))
        return time.process_time() - start


def peak(corpus: Corpus, name: str) -> float:
    with TemporaryDirectory() as folder:
        tracemalloc.start()
        export_corpus(corpus, name, Path(folder))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return most / 1e6


def made_up(count: int) -> Corpus:
    chance = random.Random(1)
    links = {name: beads(chance, count) for name in ("ru", "de")}
    pivot = document(chance, "en", count)
    versions = [document(chance, name, each[-1].target.stop) for name, each in links.items()]
    alignments = [Alignment("en", name, each) for name, each in links.items()]
    return Corpus("bench", pivot, tuple(versions), tuple(alignments))


def beads(chance: random.Random, count: int) -> tuple[Bead, ...]:
    found, source, target = [], 0, 0
    while source < count:
        left, right = chance.choice(TYPES)
        left = min(left, count - source)
        found.append(Bead(range(source, source + left), range(target, target + right), round(chance.random(), 2)))
        source, target = source + left, target + right
    return tuple(found)


def document(chance: random.Random, language: str, count: int) -> Document:
    letters = ALPHABETS[language]
    words = ["".join(chance.choices(letters, k=chance.randint(2, 10))) for _ in range(WORDS)]
    weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))
    blocks = []
    for first in range(0, count, BLOCK):
        sentences, start = [], 0
        for number in range(first, min(first + BLOCK, count)):
            chosen = chance.choices(words, cum_weights=weights, k=chance.randint(8, 22))
            text = f"{' '.join(chosen).capitalize()}."
            sentences.append(Sentence(f"{language}.s{number + 1}", text, Span(start, start + len(text))))
            start += len(text) + 1
        text = " ".join(sentence.text for sentence in sentences)
        blocks.append(Block(f"{language}.b{first // BLOCK + 1}", "p", text, tuple(sentences)))
    return Document(language, language, "pivot" if language == "en" else "version", tuple(blocks))


if __name__ == "__main__":
    sys.exit(main())
