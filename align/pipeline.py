"""From files to an aligned corpus: the way that ``align run`` takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from align.aligner import align_documents
from align.encoders import Encoder
from corpus import (
    Corpus,
    Document,
    Newlines,
    ReadError,
    Role,
    SourceText,
    build_document,
    declared_in_name,
    read_file,
    resolve_language,
    segmenter_for,
    version_ids,
)


@dataclass(frozen=True, slots=True)
class Input:
    """
    A file and what the user says of it.

    Attributes:
        path: the file.
        language: its language, or None to take it from the file's name or its text.
    """

    path: Path
    language: str | None = None


def build_corpus(
    inputs: Sequence[Input],
    encoder: Encoder,
    *,
    name: str,
    segmenter: str = "rules",
    encoding: str | None = None,
    newlines: Newlines = "auto",
    report: Callable[[str], None] = lambda _: None,
) -> Corpus:
    """
    Read, segment and align some versions of a text.

    Args:
        inputs: the files; the first is the pivot that each other one is aligned with, whatever its language.
        encoder: turns sentences into vectors.
        name: what the corpus and its files are called.
        segmenter: how sentences are found: a name that `segmenter_for` knows.
        encoding: the files' text encoding; by default it is found out for each.
        newlines: what a single newline means; see `read_file`. With the segmenter ``lines`` they are always kept.
        report: is told what is being done, a few words at a time.

    Raises:
        TeialignError: a file cannot be read, a language not be told, there are fewer than two files or one twice.
    """
    _check(inputs)
    labels: list[str] = []
    documents: list[tuple[SourceText, str, Role]] = []
    for number, item in enumerate(inputs):
        declared = declared_in_name(item.path)
        report(f"reading {item.path.name}")
        source = read_file(item.path, encoding=encoding, newlines="keep" if segmenter == "lines" else newlines)
        text = "\n".join(block.text for block in source.blocks)
        language = resolve_language(item.language or (declared and declared[0]), text, where=str(item.path))
        labels.append(declared[1] if declared and declared[0] == language else language)
        documents.append((source, language, "version" if number else "pivot"))
    built: list[Document] = []
    for identifier, (source, language, role) in zip(version_ids(labels), documents, strict=True):
        report(f"segmenting {source.metadata.source}")
        cutter = segmenter_for(segmenter, language)
        built.append(build_document(source, cutter, id=identifier, language=language, role=role))
    pivot, *versions = built
    alignments = align_documents(pivot, versions, encoder, report)
    return Corpus(name, pivot, tuple(versions), alignments)


def _check(inputs: Sequence[Input]) -> None:
    if len(inputs) < 2:
        raise ReadError("one version only", remedy="give the pivot and at least one version to align it with")
    seen: dict[str, Path] = {}
    for item in inputs:
        path = os.path.realpath(item.path)
        if path in seen:
            raise ReadError("this file is given twice", where=str(item.path), remedy="give each version once")
        seen[path] = item.path
