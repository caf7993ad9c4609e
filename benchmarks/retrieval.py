"""
Retrieval of translations: precision at one on files of sentence pairs, with speed and memory.

Example: python -m benchmarks.retrieval --data flores --languages ru,de
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

from align.encoders import load_encoder
from align.training.retrieval import precision_at_one


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of en-XX.tsv files")
    parser.add_argument("--model", default="embedded", help="as for `align run`")
    parser.add_argument("--languages", default="", help="only these, as ru,de")
    arguments = parser.parse_args()
    started = time.perf_counter()
    encoder = load_encoder(arguments.model)
    loaded = time.perf_counter() - started
    languages = set(filter(None, arguments.languages.split(",")))
    means = []
    for path in sorted(arguments.data.glob("en-*.tsv")):
        language = path.stem.removeprefix("en-")
        if languages and language not in languages:
            continue
        pairs = [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8")]
        started = time.perf_counter()
        english, other = (encoder.encode([pair[side] for pair in pairs]) for side in (0, 1))
        rate = 2 * len(pairs) / (time.perf_counter() - started)
        forward, backward = precision_at_one(english, other)
        means.append((forward + backward) / 2)
        figures = f"en→x {forward:6.1%}  x→en {backward:6.1%}  mean {means[-1]:6.1%}  {rate:8,.0f} sentences/s"
        print(f"{language:6} {figures}")
    if not means:
        sys.exit(f"{arguments.data}: no file en-XX.tsv of these languages")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(f"mean of {len(means)} languages {sum(means) / len(means):.2%}", end="; ")
    print(f"loaded in {loaded:.2f} s; peak memory {peak:.0f} MB")
    print(encoder.signature)


if __name__ == "__main__":
    main()
