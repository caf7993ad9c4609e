"""Files of sentence vectors, for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, TextIOWrapper
from itertools import chain, islice
from pathlib import Path

import numpy as np

from align.encoders import Encoder, Vectors
from corpus.errors import ReadError
from corpus.files import open_file, write_file

MAX_LINE_LENGTH = 1_000_000
"""The maximum length of a line in code points; a file with a longer one has no line breaks."""

_BATCH = 2048


def write_vectors(sentences: Iterable[str], count: int, encoder: Encoder, output: Path) -> tuple[int, int]:
    """
    Write one row per sentence as ``.npy``: float32 of unit length; zeros for a sentence without any known token.

    Sentences are encoded a few thousand at a time, so that memory does not grow with their number.

    Args:
        sentences: the sentences, which are iterated once.
        count: the number of sentences.
        encoder: the encoder.
        output: the file; it appears when it is complete.

    Returns:
        The shape of the array.

    Raises:
        ModelError: the encoder fails.
        OSError: the file cannot be written.
    """
    shape = (count, encoder.encode([]).shape[1])
    header = BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": shape})
    rest = iter(sentences)
    batches = iter(lambda: list(islice(rest, _BATCH)), [])
    write_file(output, chain([header.getvalue()], (_units(encoder, batch) for batch in batches)))
    return shape


def read_sentences(path: Path) -> Iterator[str]:
    """
    Yield the lines of a file of UTF-8 text without line ends, including blank lines.

    Raises:
        ReadError: the file cannot be read, is not UTF-8, or has a line longer than `MAX_LINE_LENGTH`.
    """
    number = 0
    try:
        with open_file(path) as stream, TextIOWrapper(stream, encoding="utf-8-sig") as lines:
            while line := lines.readline(MAX_LINE_LENGTH + 1):
                number += 1
                if len(line) > MAX_LINE_LENGTH:
                    raise ReadError("the line is too long", where=f"{path}:{number}", remedy="give one sentence a line")
                yield line.rstrip("\n")
    except UnicodeDecodeError as error:
        raise ReadError(f"not UTF-8 after line {number}", where=str(path), remedy="save it as UTF-8") from error


def _units(encoder: Encoder, sentences: Sequence[str]) -> bytes:
    vectors = encoder.encode(sentences)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: Vectors = (vectors / np.where(lengths > 0, lengths, 1)).astype("<f4")
    return units.tobytes()
