"""The files that options name for output, and what may be replaced."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import CorpusError

_START = 1 << 13

Force = Annotated[
    bool, typer.Option("--force", help="Replace files that are there, whatever they are; never those of a corpus.")
]


@dataclass(frozen=True, slots=True)
class Output:
    """
    A file to write.

    Attributes:
        option: the option that names it, such as ``--html``.
        path: the file.
        mark: what the first 8 KiB of every file contain that this option wrote; None if such a file cannot be told from
            others.
    """

    option: str
    path: Path
    mark: bytes | None = None


def check_outputs(outputs: Iterable[Output], *, source: str | Path | None = None, force: bool = False) -> None:
    """
    Make sure, before the work for them is done, that files may be written.

    A file of a corpus is never replaced. An existing file is replaced with `force`, if it is empty, or if the same
    option wrote it; what is read is not replaced even then. Pipes and devices are written to.

    Args:
        outputs: the files.
        source: the file that is read; None for a corpus.
        force: whether files may be replaced that the option did not write.

    Raises:
        CorpusError: a file may not be replaced, two options name the same, or a folder is in the way.
    """
    from corpus.files import is_stream, refuse_folder, writing
    from tei.manifest import is_corpus_file

    seen: dict[str, str] = {}
    for output in outputs:
        path, where = output.path, str(output.path)
        if is_stream(path):
            continue
        with writing(path):
            refuse_folder(path)
            other = seen.setdefault(os.path.realpath(path), output.option)
            if other != output.option:
                raise CorpusError(f"both for {other} and {output.option}", where=where, remedy="name two files")
            if source is not None and os.path.realpath(path) == os.path.realpath(source):
                raise CorpusError("this is the file that is read", where=where, remedy="name another file")
            if is_corpus_file(path):
                raise CorpusError(
                    "this is a file of the corpus", where=where, remedy=f"name another for {output.option}"
                )
            if not force and not _is_own(output):
                problem = "exists already" if output.mark is None else f"exists, and {output.option} did not write it"
                raise CorpusError(problem, where=where, remedy="name another file, or replace it with --force")


def _is_own(output: Output) -> bool:
    """Return whether there is no file, an empty one, or one that the option wrote."""
    try:
        with output.path.open("rb") as file:
            start = file.read(_START)
    except FileNotFoundError:
        return True
    return not start or (output.mark is not None and output.mark in start)
