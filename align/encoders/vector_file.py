"""The vectors of sentences as a file of their own, for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from align.encoders import Encoder, Vectors
from corpus.errors import ReadError

LONGEST_LINE = 1_000_000
"""Code points of a line; a longer one is a file without line breaks."""

_BATCH = 2048


def write_vectors(sentences: Iterable[str], count: int, encoder: Encoder, output: Path) -> tuple[int, int]:
    """
    Write one row a sentence as ``.npy``: float32 of unit length; zeros for a sentence the encoder knows nothing of.

    Sentences are encoded a few thousand at a time, so that memory does not grow with their number.

    Args:
        sentences: the sentences, which are read through once.
        count: how many they are.
        encoder: the encoder.
        output: the file; it appears only when all is done.

    Returns:
        The shape of the array.

    Raises:
        ModelError: the encoder fails.
        OSError: the file cannot be written.
    """
    shape = (count, encoder.encode([]).shape[1])
    scratch = output.with_name(f"{output.name}.part")
    rest = iter(sentences)
    try:
        with scratch.open("wb") as file:
            np.lib.format.write_array_header_1_0(file, {"descr": "<f4", "fortran_order": False, "shape": shape})
            while batch := list(islice(rest, _BATCH)):
                file.write(_units(encoder, batch))
        scratch.replace(output)
    finally:
        scratch.unlink(missing_ok=True)
    return shape


def read_lines(path: Path) -> Iterator[str]:
    """
    Yield the lines of a file of UTF-8 text, without their ends; blank ones too.

    Raises:
        ReadError: the file cannot be read, is not UTF-8, or has a line longer than `LONGEST_LINE`.
    """
    number = 0
    try:
        with path.open(encoding="utf-8-sig") as lines:
            while line := lines.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise ReadError("the line is too long", where=f"{path}:{number}", remedy="give one sentence a line")
                yield line.rstrip("\n")
    except UnicodeDecodeError as error:
        raise ReadError(f"not UTF-8 after line {number}", where=str(path), remedy="save it as UTF-8") from error
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", where=str(path)) from error


def _units(encoder: Encoder, sentences: Sequence[str]) -> bytes:
    vectors = encoder.encode(sentences)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: Vectors = (vectors / np.where(lengths > 0, lengths, 1)).astype("<f4")
    return units.tobytes()
