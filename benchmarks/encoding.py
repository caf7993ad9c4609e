"""
Speed of the static encoder on one core: processor time for new sentences, including prefix sums.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.encoding --data flores

The first line is the time to load the model and the compiled code, once per process. Compiled code is cached on disk
after the first run, and the aligner needs most of it too. The encoder has no cache of words or texts.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from align.encoders import Encoder, load_encoder


def main(
    data: Annotated[Path, typer.Option(help="Folder of en-XX.tsv files, English⇥other.")],
    model: Annotated[str, typer.Option(help="embedded, or a folder of `align train`.")] = "embedded",
) -> None:
    """Print sentences per second for each language, and for all as one text."""
    started = time.process_time()
    encoder = load_encoder(model)
    loaded = time.process_time()
    encoder.encode(["one two three " * 10] * 2_000)
    print(f"loaded in {loaded - started:.2f} s, ready for many texts after {time.process_time() - loaded:.2f} s more")
    texts: list[str] = []
    for path in sorted(data.glob("en-*.tsv")):
        own = [line.rstrip("\n").split("\t")[1] for line in path.open(encoding="utf-8")]
        texts += own
        _report(path.stem.removeprefix("en-"), own, _seconds(encoder, own))
    if not texts:
        sys.exit(f"{data}: no file en-XX.tsv")
    _report("all", texts, _seconds(encoder, texts))


def _seconds(encoder: Encoder, texts: list[str]) -> float:
    started = time.process_time()
    np.cumsum(encoder.encode(texts), axis=0)
    return time.process_time() - started


def _report(name: str, texts: list[str], seconds: float) -> None:
    length = sum(map(len, texts)) / len(texts)
    print(f"{name:5} {len(texts):7,} sentences of {length:4.0f} characters  {len(texts) / seconds:9,.0f} a second")


if __name__ == "__main__":
    typer.run(main)
