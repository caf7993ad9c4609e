"""``align export``: the corpus in the formats of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from align.cli.output import print_json, print_lines

_FORMATS = (
    "Format: beads, blacklab, cwb, intertext, jsonl, manatee, moses, nltk, opus, paraconc, parquet, rnc, tmx, tmx-all"
    " (one memory of all versions) or tsv."
)


def export(
    corpus: Annotated[Path, typer.Argument(help="Folder of a TEI corpus that `align run` wrote.", show_default=False)],
    folder: Annotated[Path, typer.Argument(help="Folder to write to.", show_default=False)],
    to: Annotated[str, typer.Option("--to", help=_FORMATS, show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help="Only the links that a person reviewed, as gold; with --to beads.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the files as JSON.")] = False,
) -> None:
    """
    Write a corpus in a format that other tools read.

    Example: align export out --to tsv tables
    """
    from tei import export_corpus, read_corpus

    paths = list(map(str, export_corpus(read_corpus(corpus), to, folder, force=force, reviewed=reviewed)))
    if as_json:
        print_json({"format": to, "files": paths})
    else:
        print_lines(*paths)
