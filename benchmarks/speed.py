"""
Time and memory of alignment: processor seconds and peak memory, for texts of N sentences.

    python -m benchmarks.speed 1000 10000 50000
    python -m benchmarks.speed --texts 10000
    python -m benchmarks.speed --vecalign ../vecalign 1000 10000

Each figure is from a separate process on one core, which does the same work twice. The first time includes loading
numba and the compiled code. The vectors are random, of 256 dimensions; true pairs have a cosine of about .7, and 3 % of
the sentences are unaligned. With ``--texts`` sentences of random words are encoded and aligned as in `align run`, with
paragraphs and punctuation. ``--vecalign`` gives the folder of Vecalign 2 (github.com/thompsonb/vecalign, built in place
with ``python setup.py build_ext --inplace``); both aligners are run on the same vectors in turn, Vecalign with its
default settings.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from align import align_documents, align_embeddings, load_encoder
from corpus import Document, LineSegmenter, Metadata, Role, SourceBlock, SourceText, build_document

Floats = NDArray[np.float32]

DIMENSIONS = 256
OVERLAPS = 4
"""The most sentences on a side of a bead for Vecalign, by its default."""


ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Threads that wait for each other burn processor time on a busy machine."""


class Job(StrEnum):
    """What is measured."""

    vectors = "teialign"
    texts = "teialign, with encoding"
    vecalign = "vecalign"


def _vectors(count: int) -> tuple[Floats, Floats]:
    random = np.random.default_rng(1)
    source = random.standard_normal((count, DIMENSIONS), np.float32)
    target = source[random.random(count) > 0.03]
    target += random.standard_normal(target.shape, np.float32)
    return source, target


def _texts(count: int) -> tuple[Document, Document]:
    """Return paragraphs of 12 random words a sentence, and the same with every third word another and 3 % left out."""
    random = np.random.default_rng(1)
    letters = np.array(list("aeioubdfgklmnprstv"))
    words = np.array(["".join(word) for word in random.choice(letters, (5000, 6))])
    source = words[random.integers(0, len(words), (count, 12))]
    other = words[random.integers(0, len(words), source.shape)]
    target = np.where(random.random(source.shape) < 1 / 3, other, source)
    ends = random.choice([".", ".", "?", ".\n"], count)
    kept = random.random(count) > 0.03
    return _document("pivot", source, ends), _document("version", target[kept], ends[kept])


def _document(role: Role, words: NDArray[np.str_], ends: NDArray[np.str_]) -> Document:
    lines = (" ".join(sentence) + end for sentence, end in zip(words.tolist(), ends.tolist(), strict=True))
    paragraphs = "\n".join(lines).split("\n\n")
    source = SourceText(tuple(SourceBlock("p", paragraph.strip()) for paragraph in paragraphs), Metadata(source=role))
    return build_document(source, LineSegmenter(), id=role, language="en", role=role)


def _align_vectors(source: Floats, target: Floats) -> None:
    align_embeddings(source, target, np.full(len(source), 60.0), np.full(len(target), 60.0))


def _align_texts(source: Document, target: Document) -> None:
    align_documents(source, [target], load_encoder())


def _align_with_vecalign(source: Floats, target: Floats) -> None:
    tool = import_module("vecalign.dp_utils")
    types = tool.make_alignment_types(OVERLAPS)
    tool.vecalign(_overlaps(source), _overlaps(target), types, 0.2, OVERLAPS // 2 + 5, 300, 20_000, 100)


def _overlaps(vectors: Floats) -> Floats:
    """Return the vectors of the runs that end in each sentence, as Vecalign takes them: (length of run, n, d)."""
    runs = np.zeros((OVERLAPS, *vectors.shape), np.float32)
    for length in range(OVERLAPS):
        runs[length] = runs[max(0, length - 1)]
        runs[length, length:] += vectors[: len(vectors) - length]
    return runs


def measure(job: Job, count: int) -> None:
    """Align a made-up text twice and print what it cost."""
    action: Callable[[], None]
    if job is Job.texts:
        action = partial(_align_texts, *_texts(count))
    else:
        action = partial(_align_with_vecalign if job is Job.vecalign else _align_vectors, *_vectors(count))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    marks = [(time.process_time(), time.perf_counter())]
    for _ in range(2):
        action()
        marks.append((time.process_time(), time.perf_counter()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first, again = marks[1][0] - marks[0][0], marks[2][0] - marks[1][0]
    wall = marks[2][1] - marks[1][1]
    print(f"{count:9,}  {first:7.2f}  {again:7.2f}  {wall:7.2f}  {peak / 1024:7.0f}  {before / 1024:9.0f}  {job}")


def main(
    counts: Annotated[list[int] | None, typer.Argument(help="Numbers of sentences.")] = None,
    texts: Annotated[bool, typer.Option("--texts", help="Encode sentences as well.")] = False,
    vecalign: Annotated[Path | None, typer.Option(help="Folder of Vecalign, to be run in turn.")] = None,
    one: Annotated[Job | None, typer.Option(hidden=True)] = None,
) -> None:
    """Print a table of costs."""
    if vecalign:
        if not (vecalign / "vecalign" / "dp_utils.py").is_file():
            sys.exit(f"{vecalign}: no Vecalign here; clone github.com/thompsonb/vecalign and build it in place")
        sys.path.insert(0, str(vecalign))
    if one and counts:
        measure(one, counts[0])
        return
    jobs = [Job.texts if texts else Job.vectors, *([Job.vecalign] if vecalign else [])]
    options = ["--vecalign", str(vecalign)] if vecalign else []
    print("sentences    first    again  wall s   peak MB  before MB  (processor seconds)", flush=True)
    for count in counts or [1_000, 10_000, 50_000]:
        for job in jobs:
            command = [sys.executable, "-m", "benchmarks.speed", "--one", job.value, *options, str(count)]
            subprocess.run(command, check=True, env=os.environ | ONE_CORE)


if __name__ == "__main__":
    typer.run(main)
