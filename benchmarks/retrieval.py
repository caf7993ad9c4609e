"""
Retrieval of translations: precision at one on files of sentence pairs, with speed and memory.

Example: python -m benchmarks.retrieval --data flores --languages ru,de
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from align.encoders import Encoder, load_encoder
from align.training.retrieval import precision_at_one


@dataclass(frozen=True, slots=True)
class Result:
    """
    The results of one language.

    Attributes:
        language: its BCP 47 tag.
        pairs: the number of pairs, all of whose sentences are candidates.
        forward: precision at one from English.
        backward: precision at one to English.
        rate: sentences of both languages encoded per second.
    """

    language: str
    pairs: int
    forward: float
    backward: float
    rate: float

    @property
    def mean(self) -> float:
        """The mean of both directions."""
        return (self.forward + self.backward) / 2


def measure(encoder: Encoder, data: Path, languages: frozenset[str]) -> Iterator[Result]:
    """Yield the result of each file ``en-XX.tsv`` of English⇥other lines, of the given languages or of all."""
    for path in sorted(data.glob("en-*.tsv")):
        language = path.stem.removeprefix("en-")
        if languages and language not in languages:
            continue
        pairs = [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8")]
        started = time.perf_counter()
        english = encoder.encode([pair[0] for pair in pairs])
        other = encoder.encode([pair[1] for pair in pairs])
        rate = 2 * len(pairs) / (time.perf_counter() - started)
        yield Result(language, len(pairs), *precision_at_one(english, other), rate)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of en-XX.tsv files")
    parser.add_argument("--model", default="embedded", help="as for `align run`")
    parser.add_argument("--languages", default="", help="only these, as ru,de")
    arguments = parser.parse_args()
    started = time.perf_counter()
    encoder = load_encoder(arguments.model)
    loaded = time.perf_counter() - started
    results = list(measure(encoder, arguments.data, frozenset(filter(None, arguments.languages.split(",")))))
    if not results:
        sys.exit(f"{arguments.data}: no file en-XX.tsv of these languages")
    for result in results:
        print(
            f"{result.language:6} en→x {result.forward:6.1%}  x→en {result.backward:6.1%}  mean {result.mean:6.1%}"
            f"  {result.rate:8,.0f} sentences/s"
        )
    mean = sum(result.mean for result in results) / len(results)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(f"mean of {len(results)} languages {mean:.2%}; loaded in {loaded:.2f} s; peak memory {peak:.0f} MB")
    print(encoder.signature)


if __name__ == "__main__":
    main()
