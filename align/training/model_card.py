"""Model cards: the training data, the settings and the scores of a model."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from align.encoders.static_model import RetrievalScore
from align.training.survey import SourceCount
from corpus.errors import ReadError

NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class SourceLicence:
    """
    The licence of a source of training data.

    Attributes:
        terms: an SPDX expression, or text.
        description: a description of the source; may be empty.
    """

    terms: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """
    The properties of a model, and how it was trained.

    Attributes:
        name: the name of the model.
        languages: BCP 47 tags, English first.
        licence: the licence of the model; empty if not stated.
        tokens: the number of tokens in the vocabulary.
        dimensions: the number of dimensions of the vectors.
        storage: how the vectors are stored: ``none``, ``int8`` or ``int4``.
        start: the signature of the model that training started from; empty if it started from scratch.
        command: the command that trains the same model again.
        version: the version of this package.
        hash: SHA-256 of the model's files, as 64 hexadecimal digits.
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


def read_licences(path: Path) -> dict[str, SourceLicence]:
    """
    Read a table of sources: ``source⇥licence⇥description``. The last column is optional; ``#`` starts a comment.

    Raises:
        ReadError: the file cannot be read, or a line has no licence.
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
        licences[columns[0].strip()] = SourceLicence(*(column.strip() for column in columns[1:]))
    return licences


def model_card(
    provenance: Provenance,
    sources: Iterable[SourceCount],
    licences: Mapping[str, SourceLicence],
    scores: Iterable[RetrievalScore],
) -> str:
    """Return the model card as Markdown, with metadata in the format of the Hugging Face hub."""
    by_source = sorted(sources, key=lambda count: (count.source, count.language))
    rows = []
    for source, counts in groupby(by_source, key=lambda count: count.source):
        counted = list(counts)
        licence = licences.get(source, SourceLicence(NOT_STATED))
        languages = " ".join(count.language for count in counted)
        total = sum(count.pairs for count in counted)
        rows.append(f"| {source or 'unnamed'} | {licence.description} | {licence.terms} | {total:,} | {languages} |")
    readers = "teialign, sentence-transformers and model2vec" if provenance.storage == "none" else "teialign"
    kind = "float32" if provenance.storage == "none" else provenance.storage
    return "\n".join(
        (
            "---",
            "language:",
            *(f"- {language}" for language in provenance.languages),
            *((f"license: {provenance.licence.lower()}",) if provenance.licence else ()),
            f"library_name: {'model2vec' if provenance.storage == 'none' else 'teialign'}",
            "tags: [static-embeddings, sentence-similarity, sentence-alignment]",
            "---",
            "",
            f"# {provenance.name}",
            "",
            "A static multilingual model for finding translations of sentences. It has one vector per token, and a",
            "sentence's vector is their sum. Word order is ignored, and results are weakest on very short sentences.",
            "",
            f"* {provenance.tokens:,} tokens, {provenance.dimensions} dimensions, {kind}; readable by {readers}",
            f"* licence: {provenance.licence or NOT_STATED}",
            *((f"* started from `{provenance.start}`, with its vocabulary",) if provenance.start else ()),
            f"* trained with teialign {provenance.version}: `{provenance.command}`",
            f"* sha256: `{provenance.hash}`",
            "",
            "## Data",
            "",
            "| source | description | licence | pairs | languages |",
            "|---|---|---|---|---|",
            *rows,
            "",
            "## Scores",
            "",
            "Precision at one on the held-out set: the share of texts whose nearest neighbour in the other language is",
            "their translation. The set is from the same sources as the training data; expect lower scores on other",
            "texts. With `--patience` above 0, it was also used for early stopping.",
            "",
            "| language | pairs | from English | to English |",
            "|---|---|---|---|",
            *(f"| {s.language} | {s.pairs} | {s.forward:.1%} | {s.backward:.1%} |" for s in scores),
            "",
        )
    )
