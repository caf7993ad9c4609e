"""
What aligning costs: processor seconds and peak memory for texts of N sentences.

    python -m benchmarks.speed 1000 10000 50000

Each N is measured in a process of its own, from unit-like random vectors of 256 dimensions whose true pairs have a
cosine of about .7 and of which 3 % have no counterpart. The time to start Python, and once the compiled code has been
kept on disk to load it, is part of the first figure and not of the second, which is of a second alignment.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from typing import Annotated

import numpy as np
import typer

from align import align_embeddings


def measure(count: int) -> None:
    """Align a made-up text twice and print what it cost."""
    random = np.random.default_rng(1)
    source = random.normal(0, 1, (count, 256)).astype(np.float32)
    target = (source + random.normal(0, 1, source.shape).astype(np.float32))[random.random(count) > 0.03]
    lengths = np.full(count, 60.0), np.full(len(target), 60.0)
    inputs = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    marks = [time.process_time()]
    for _ in range(2):
        align_embeddings(source, target, *lengths)
        marks.append(time.process_time())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{count:9,}  {marks[1]:9.2f}  {marks[2] - marks[1]:9.2f}  {peak / 1024:9.0f}  {inputs / 1024:9.0f}")


def main(
    counts: Annotated[list[int] | None, typer.Argument(help="Numbers of sentences.")] = None,
    one: Annotated[bool, typer.Option("--one", hidden=True)] = False,
) -> None:
    """Print a table of costs."""
    if one and counts:
        measure(counts[0])
        return
    print("sentences  process s    again s    peak MB  before MB", flush=True)
    for count in counts or [1_000, 10_000, 50_000]:
        subprocess.run([sys.executable, "-m", "benchmarks.speed", "--one", str(count)], check=True)


if __name__ == "__main__":
    typer.run(main)
