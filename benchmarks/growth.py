"""
How time and memory of each command grow with the text: ``python -m benchmarks.growth``.

    python -m benchmarks.growth                          # texts of 25,000, 50,000, 100,000 and 200,000 sentences
    python -m benchmarks.growth --shape notes --sizes 250 500 1000 2000
    python -m benchmarks.growth --commands run score

A text has sentences of 12 words from a vocabulary of 5,000; in its translation every third word is another, and 3 % of
the sentences are left out. The shapes are:

* ``sentences``: paragraphs of five sentences;
* ``paragraphs``: a sentence in each paragraph;
* ``notes``: TEI, with a note in each sentence;
* ``versions``: as many versions of a text of 20 sentences.

Each command runs in a process of its own on one thread. The growth is the exponent of the last doubling: 1 is linear,
2 quadratic. Start-up is in it, so that the growth of a small text is below that of a large one.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer

from benchmarks.speed import ONE_CORE
from tei import FORMATS

SHAPES = ("sentences", "paragraphs", "notes", "versions")
SENTENCES_OF_A_VERSION = 20
MAX_COMPARED = 32
"""The number of versions that `compare` is run on at the most: its time grows with their pairs."""

LETTERS = "etaoinshrdlu"
_TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}"><teiHeader><fileDesc>'
    "<titleStmt><title>Growth</title></titleStmt><publicationStmt><p/></publicationStmt>"
    "<sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
    "<text><body>{body}</body></text></TEI>\n"
)


@dataclass(frozen=True)
class Cost:
    """What a command took: processor seconds, and MiB of memory at the most."""

    seconds: float
    memory: float


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure how the commands grow.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[25_000, 50_000, 100_000, 200_000])
    parser.add_argument("--shape", choices=SHAPES, default=SHAPES[0])
    parser.add_argument("--commands", nargs="+", help="names of the rows; by default all")
    parser.add_argument("--limit", type=int, default=900, help="seconds after which a command is ended")
    arguments = parser.parse_args()
    costs: dict[str, list[Cost | None]] = {}
    for size in arguments.sizes:
        with TemporaryDirectory() as folder:
            for name, command in commands(arguments.shape, size, write_texts(Path(folder), arguments.shape, size)):
                needed = name in {"run", "export tsv", "export tmx"}
                if needed or not arguments.commands or name in arguments.commands:
                    cost = measure(command, Path(folder), arguments.limit)
                    costs.setdefault(name, []).append(cost)
                    print(size, name, cost, file=sys.stderr, flush=True)
    print("\n".join(table(arguments.sizes, costs)))
    return 0


def write_texts(folder: Path, shape: str, size: int) -> list[str]:
    """Write a text and its translations, and return the names of the files."""
    chance = random.Random(1)
    versions = size if shape == "versions" else 1
    count = SENTENCES_OF_A_VERSION if shape == "versions" else size
    vocabulary = ["".join(chance.choices(LETTERS, k=chance.randint(3, 9))) for _ in range(5000)]
    text = [chance.choices(vocabulary, k=12) for _ in range(count)]
    names = [
        f"{number}.{'de' if number else 'en'}.{'xml' if shape == 'notes' else 'txt'}" for number in range(versions + 1)
    ]
    for number, name in enumerate(names):
        language = "de" if number else "en"
        kept = [sentence for sentence in text if not number or chance.random() > 0.03]
        said = [" ".join(rendered(sentence, vocabulary, chance)).capitalize() + "." for sentence in kept]
        (folder / name).write_text(page(said, shape, language), encoding="utf-8")
    return names


def rendered(sentence: Sequence[str], vocabulary: Sequence[str], chance: random.Random) -> list[str]:
    return [chance.choice(vocabulary) if chance.random() < 1 / 3 else word for word in sentence]


def page(sentences: Sequence[str], shape: str, language: str) -> str:
    if shape == "notes":
        body = "".join(f"<p>{sentence}<note>{sentence}</note></p>\n" for sentence in sentences)
        return _TEI.format(language=language, body=body)
    step = 1 if shape == "paragraphs" else 5
    return "\n\n".join(" ".join(sentences[at : at + step]) for at in range(0, len(sentences), step)) + "\n"


def commands(shape: str, size: int, names: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the arguments of each command, in an order in which each finds what it needs."""
    yield "segment", ["segment", names[0], "-o", "sentences.txt"]
    yield "run", ["run", *names, "-o", "corpus", "--name", "growth"]
    yield "check", ["check", "corpus"]
    yield "explain", ["explain", "corpus", "en.s1", "--version", "de"]
    yield "score", ["score", "corpus"]
    compared = [f"de-{number}" if number > 1 else "de" for number in range(1, min(size, MAX_COMPARED) + 1)]
    if shape == "versions":
        yield f"compare {len(compared)}", ["compare", "corpus", *compared]
    else:
        yield "compare", ["compare", "corpus"]
    yield "eval", ["eval", "corpus", "corpus"]
    for name in FORMATS:
        yield f"export {name}", ["export", "corpus", name, "--to", name]
    yield "import tsv", ["import", "corpus", "tsv", "--from", "tsv"]
    yield "convert tmx", ["convert", "tmx/growth.tmx", "-o", "converted"]


def measure(command: Sequence[str], folder: Path, limit: int) -> Cost | None:
    """Return what a command took; None if it failed or was ended."""
    start = [sys.executable, "-c", "from align.cli import main; main()"]
    environment = os.environ | ONE_CORE | {"PYTHONPATH": str(Path(__file__).parents[1])}
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen([*start, *command], cwd=folder, env=environment, stdout=output, stderr=output)
        end = Timer(limit, process.kill)
        end.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        end.cancel()
    if process.returncode:
        print((folder / "output").read_text(encoding="utf-8", errors="replace")[-300:], file=sys.stderr)
        return None
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def table(sizes: Sequence[int], costs: dict[str, list[Cost | None]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    heads = [
        "command",
        *(f"s at {size:,}" for size in sizes),
        "growth",
        *(f"MB at {size:,}" for size in sizes),
        "growth",
    ]
    yield f"| {' | '.join(heads)} |"
    yield f"|---|{'--:|' * (len(heads) - 1)}"
    for name, found in costs.items():
        cells = [name]
        for part, digits in (("seconds", 1), ("memory", 0)):
            cells += ["–" if cost is None else f"{getattr(cost, part):,.{digits}f}" for cost in found]
            known = [getattr(cost, part) for cost in found[-2:] if cost]
            cells.append(f"{log2(known[1] / known[0]):.1f}" if len(known) == 2 else "–")
        yield f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
