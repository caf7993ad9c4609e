"""Model cards: the training data, the settings and the scores of a model."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from align.encoders.static_model import StaticModel
from align.training.survey import SourceCount
from corpus.errors import ReadError
from corpus.files import read_bytes
from corpus.version import __version__

NOT_STATED = "not stated"


def read_licences(path: Path) -> dict[str, tuple[str, str]]:
    """
    Read a table of sources: ``source⇥licence⇥description``. The last column is optional; ``#`` starts a comment.

    Returns:
        For each source its licence, an SPDX expression or text, and its description, which may be empty.

    Raises:
        ReadError: the file cannot be read, or a line has no licence.
    """
    try:
        lines = read_bytes(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ReadError(f"cannot be read as a table of licences: {error}", where=str(path)) from error
    licences = {}
    for number, columns in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        if not columns or columns[0].startswith("#"):
            continue
        if len(columns) not in (2, 3):
            raise ReadError("not source⇥licence⇥description", where=f"{path}:{number}")
        source, licence, description = map(str.strip, (*columns, "")[:3])
        licences[source] = licence, description
    return licences


def model_card(
    name: str,
    model: StaticModel,
    *,
    hash: str,
    start: str,
    command: str,
    sources: Iterable[SourceCount],
    licences: Mapping[str, tuple[str, str]],
) -> str:
    """
    Return the model card as Markdown, with metadata in the format of the Hugging Face hub.

    Args:
        name: the name of the model.
        model: the model.
        hash: SHA-256 of its files, as 64 hexadecimal digits.
        start: the signature of the model that training started from; empty if it started from scratch.
        command: the command that trains the same model again.
        sources: the counts of the training pairs.
        licences: the licences and descriptions of the sources, as from `read_licences`.
    """
    by_source = sorted(sources, key=lambda count: (count.source, count.language))
    rows = []
    for source, counts in groupby(by_source, key=lambda count: count.source):
        counted = list(counts)
        licence, description = licences.get(source, (NOT_STATED, ""))
        languages = " ".join(count.language for count in counted)
        total = sum(count.pairs for count in counted)
        rows.append(f"| {source or 'unnamed'} | {description} | {licence} | {total:,} | {languages} |")
    quantised = model.table.quantisation != "none"
    readers = "teialign" if quantised else "teialign, sentence-transformers and model2vec"
    kind = model.table.quantisation if quantised else "float32"
    return "\n".join(
        (
            "---",
            "language:",
            *(f"- {language}" for language in model.languages),
            *((f"license: {model.licence.lower()}",) if model.licence else ()),
            f"library_name: {'teialign' if quantised else 'model2vec'}",
            "tags: [static-embeddings, sentence-similarity, sentence-alignment]",
            "---",
            "",
            f"# {name}",
            "",
            "A static multilingual model for finding translations of sentences. It has one vector per token, and a",
            "sentence's vector is their sum. Word order is ignored, and results are weakest on very short sentences.",
            "",
            f"* {model.table.count:,} tokens, {model.table.dimensions} dimensions, {kind}; readable by {readers}",
            f"* licence: {model.licence or NOT_STATED}",
            *((f"* started from `{start}`, with its vocabulary",) if start else ()),
            f"* trained with teialign {__version__}: `{command}`",
            f"* sha256: `{hash}`",
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
            *(f"| {s.language} | {s.pairs} | {s.forward:.1%} | {s.backward:.1%} |" for s in model.scores),
            "",
        )
    )
