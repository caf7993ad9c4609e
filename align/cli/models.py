"""``align models``: which static models there are."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from align.encoders import ModelEntry


def models(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders that `align train` wrote, listed after the embedded model.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """
    List the embedded model and those in folders: languages, size, hash, licence, scores.

    Any sentence-transformers model on this machine or at the Hugging Face hub can be used too.
    Example: align models my-model
    """
    from align.encoders import list_models

    entries = list_models(*(folders or []))
    if as_json:
        typer.echo(json.dumps([asdict(entry) for entry in entries], ensure_ascii=False, indent=2))
        return
    for entry in entries:
        typer.echo(f"{entry.name}")
        typer.echo(f"  languages   {len(entry.languages)}: {' '.join(entry.languages)}")
        typer.echo(f"  vectors     {entry.tokens:,} tokens, {entry.dimensions} dimensions")
        typer.echo(f"  size        {entry.size / 1e6:.1f} MB")
        typer.echo(f"  sha256      {entry.hash}")
        typer.echo(f"  licence     {entry.licence or 'not stated'}")
        typer.echo(f"  scores      {_scores(entry)}")


def _scores(entry: ModelEntry) -> str:
    if not entry.scores:
        return "none: no pairs were held out"
    pairs = sum(score.pairs for score in entry.scores)
    mean = sum(score.mean for score in entry.scores) / len(entry.scores)
    least = min(entry.scores, key=lambda score: score.mean)
    return f"{mean:.1%} of {pairs:,} held-out pairs found, mean of languages; least {least.language} {least.mean:.1%}"
