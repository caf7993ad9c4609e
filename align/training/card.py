"""The model card: what a model was made of and how."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from align.encoders.static_model import Score
from align.training.sides import SourceCount
from corpus.errors import ReadError

NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Licence:
    """
    Under which terms a source may be used.

    Attributes:
        terms: its licence, as an SPDX expression or in words.
        description: what the source is; may be empty.
    """

    terms: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Making:
    """
    How a model was made.

    Attributes:
        name: what the card calls it.
        languages: BCP 47 tags, English first.
        licence: of the model; empty where it is not stated.
        tokens: the number of vectors.
        dimensions: their length.
        storage: how they are stored: ``none``, ``int8`` or ``int4``.
        start: signature of the model it was started from; empty for none.
        command: the command that makes it again.
        version: of this package.
        hash: SHA-256 of its files, as 64 hexadecimal digits.
    """

    name: str
    languages: Sequence[str]
    licence: str
    tokens: int
    dimensions: int
    storage: str
    start: str
    command: str
    version: str
    hash: str


def read_licences(path: Path) -> dict[str, Licence]:
    """
    Read a table of sources: ``source⇥licence⇥description``, the last column optional, ``#`` starts a comment.

    Raises:
        ReadError: the file cannot be read or a line has no licence.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"cannot be read as a table of licences: {error}", where=str(path)) from error
    licences = {}
    for number, columns in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        if not columns or columns[0].startswith("#"):
            continue
        if len(columns) not in (2, 3):
            raise ReadError("not source⇥licence⇥description", where=f"{path}:{number}")
        licences[columns[0].strip()] = Licence(*(column.strip() for column in columns[1:]))
    return licences


def model_card(
    making: Making, sources: Iterable[SourceCount], licences: Mapping[str, Licence], scores: Iterable[Score]
) -> str:
    """Return the card as Markdown with the metadata that the Hugging Face hub reads."""
    by_source = sorted(sources, key=lambda count: (count.source, count.language))
    rows = []
    for source, counts in groupby(by_source, key=lambda count: count.source):
        counted = list(counts)
        licence = licences.get(source, Licence(NOT_STATED))
        languages = " ".join(count.language for count in counted)
        total = sum(count.pairs for count in counted)
        rows.append(f"| {source or 'unnamed'} | {licence.description} | {licence.terms} | {total:,} | {languages} |")
    readers = "teialign, sentence-transformers and model2vec" if making.storage == "none" else "teialign"
    kind = "float32" if making.storage == "none" else making.storage
    return "\n".join(
        (
            "---",
            "language:",
            *(f"- {language}" for language in making.languages),
            *((f"license: {making.licence.lower()}",) if making.licence else ()),
            f"library_name: {'model2vec' if making.storage == 'none' else 'teialign'}",
            "tags: [static-embeddings, sentence-similarity, sentence-alignment]",
            "---",
            "",
            f"# {making.name}",
            "",
            "A static multilingual model for finding translations of sentences: one vector a token, their sum the",
            "sentence's. It knows words, not word order, and is weakest on very short sentences.",
            "",
            f"* {making.tokens:,} tokens, {making.dimensions} dimensions, {kind}; read by {readers}",
            f"* licence: {making.licence or NOT_STATED}",
            *((f"* started from `{making.start}`, with its vocabulary",) if making.start else ()),
            f"* made by teialign {making.version}: `{making.command}`",
            f"* sha256: `{making.hash}`",
            "",
            "## Data",
            "",
            "| source | what it is | licence | pairs | languages |",
            "|---|---|---|---|---|",
            *rows,
            "",
            "## Scores",
            "",
            "The share of held-out pairs whose translation is the nearest of all, from and to English. They are of the",
            "same sources as the training data, so other texts will score lower. With `--patience` above 0, they also",
            "decided when to stop.",
            "",
            "| language | pairs | from English | to English |",
            "|---|---|---|---|",
            *(f"| {s.language} | {s.pairs} | {s.forward:.1%} | {s.backward:.1%} |" for s in scores),
            "",
        )
    )
