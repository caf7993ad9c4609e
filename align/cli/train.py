"""``align train``: an embedding model of one's own."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from align.cli import progress


class Storage(StrEnum):
    """How the vectors are stored; see `align.encoders.table`."""

    none = "none"
    int8 = "int8"
    int4 = "int4"


def train(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder for the model; must not exist.", show_default=False)
    ],
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Files of pairs named like en-ru.tsv, en-de.tsv.xz, en-fr.tsv.gz.", show_default=False),
    ] = None,
    pair: Annotated[
        list[str] | None,
        typer.Option("--pair", help="A file of pairs with its languages: en-ru=FILE.", show_default=False),
    ] = None,
    dimensions: Annotated[int, typer.Option(min=8, max=4096, help="Length of the vectors.")] = 256,
    vocabulary: Annotated[int, typer.Option(min=100, max=2_000_000, help="Most tokens, of all languages.")] = 150_000,
    epochs: Annotated[float, typer.Option(min=0.01, max=1000, help="How often each sentence pair is seen.")] = 8.0,
    batch: Annotated[int, typer.Option(min=16, max=16_384, help="Pairs a step.")] = 1024,
    seed: Annotated[int, typer.Option(min=0, help="Of all that is random: the same seed, the same model.")] = 1,
    quantise: Annotated[
        Storage, typer.Option(help="none is read by sentence-transformers and model2vec too; int4 is an eighth as big.")
    ] = Storage.none,
    licences: Annotated[
        Path | None,
        typer.Option(help="Table of source⇥licence⇥description for the model card.", show_default=False),
    ] = None,
    licence: Annotated[str, typer.Option(help="Licence of the model, such as CC-BY-SA-4.0.", show_default=False)] = "",
) -> None:
    """
    Train a static model from English texts and their translations.

    A file holds one pair a line: English⇥other, or source⇥English⇥other; lines that hold none are skipped and counted.
    Some pairs are held out and the model is scored on them.
    Example: align train en-ru.tsv en-de.tsv.xz --output my-model
    """
    from align.training import Settings, train_model

    settings = Settings(
        dimensions=dimensions,
        vocabulary=vocabulary,
        epochs=epochs,
        batch=batch,
        seed=seed,
        quantisation=quantise.value,
        licence=licence,
    )
    arguments = [*map(str, files or []), *(pair or [])]
    summary = train_model(arguments, output, settings, licences=licences, report=progress.show)
    progress.show("")
    for score in summary.scores:
        typer.echo(
            f"{score.language}  {score.forward:.1%} / {score.backward:.1%} of {score.pairs} held-out pairs found"
        )
    if summary.broken:
        typer.echo(f"{summary.broken:,} lines held no pair and were skipped")
    typer.echo(f"Written to {output}: {summary.tokens:,} tokens, {summary.pairs:,} pairs, sha256 {summary.hash[:12]}")
