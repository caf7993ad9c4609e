"""``align export``: files that other tools open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

_FORMATS = (
    "Format: beads, blacklab, cwb, intertext, jsonl, manatee, moses, nltk, opus, paraconc, parquet, rnc, tmx or tsv."
)


def export(
    corpus: Annotated[Path, typer.Argument(help="Folder of a TEI corpus that `align run` wrote.", show_default=False)],
    folder: Annotated[Path, typer.Argument(help="Folder to write to.", show_default=False)],
    to: Annotated[str, typer.Option("--to", help=_FORMATS, show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the files as JSON.")] = False,
) -> None:
    """
    Write a corpus in a format that other tools read.

    Example: align export out --to tsv tables
    """
    from tei import export_corpus, read_corpus

    paths = list(map(str, export_corpus(read_corpus(corpus), to, folder, force=force)))
    typer.echo(
        json.dumps({"format": to, "files": paths}, ensure_ascii=False, indent=2) if as_json else "\n".join(paths)
    )
