"""``align models``: the embedded model, and those that the user trained."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.cli.output import print_json_list, print_lines

if TYPE_CHECKING:
    from align.encoders import ModelEntry


def models(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders that `align train` wrote; listed after the embedded model.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """
    List the embedded model and those in folders: languages, size, hash, licence, scores.

    Any sentence-transformers model, on this machine or from the Hugging Face hub, can be used too.
    Example: align models my-model
    """
    from align.encoders import list_models

    entries = list_models(*(folders or []))
    if as_json:
        print_json_list([asdict(entry) for entry in entries])
        return
    from align.cli.tables import new_console, print_fields

    console = new_console()
    for entry in entries:
        print_lines(entry.name)
        fields = {
            "languages": f"{len(entry.languages)}: {' '.join(entry.languages)}",
            "vectors": f"{entry.tokens:,} tokens, {entry.dimensions} dimensions",
            "size": f"{entry.size / 1e6:.1f} MB",
            "sha256": entry.hash,
            "licence": entry.licence or "not stated",
            "scores": _scores(entry),
        }
        print_fields(console, fields.items())


def _scores(entry: ModelEntry) -> str:
    if not entry.scores:
        return "none: no pairs were held out"
    pairs = sum(score.pairs for score in entry.scores)
    mean = sum(score.mean for score in entry.scores) / len(entry.scores)
    lowest = min(entry.scores, key=lambda score: score.mean)
    return (
        f"{mean:.1%} of {pairs:,} held-out pairs found, mean over languages; lowest {lowest.language} {lowest.mean:.1%}"
    )
