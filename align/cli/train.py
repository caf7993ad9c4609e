"""``align train``: a static embedding model from sentence pairs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from align.cli.output import print_lines
from corpus.errors import ModelError


class Storage(StrEnum):
    """How the vectors are stored; see `align.encoders.embedding_table`."""

    none = "none"
    int8 = "int8"
    int4 = "int4"


def train(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder for the model; must not exist.", show_default=False)
    ],
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Pairs: en-ru.tsv, memory.tmx, or the folder of a TEI corpus.", show_default=False),
    ] = None,
    pair: Annotated[
        list[str] | None,
        typer.Option(
            "--pair", help="Pairs with their languages: en-ru=FILE, or en-ru=FILE.en,FILE.ru.", show_default=False
        ),
    ] = None,
    start: Annotated[
        str, typer.Option("--from", help="Model to start from: embedded, or a folder.", show_default=False)
    ] = "",
    dimensions: Annotated[
        int | None, typer.Option(min=8, max=4096, help="Length of the vectors: 256, or that of --from.")
    ] = None,
    vocabulary: Annotated[
        int | None, typer.Option(min=100, max=2_000_000, help="Maximum number of tokens: 150000, or that of --from.")
    ] = None,
    epochs: Annotated[
        float, typer.Option(min=0.01, max=1000, help="Number of times that each sentence pair is seen.")
    ] = 8.0,
    weight: Annotated[
        list[str] | None,
        typer.Option(
            "--weight", help="Factor for how often the pairs of a source are seen: tatoeba=4.", show_default=False
        ),
    ] = None,
    batch: Annotated[int, typer.Option(min=16, max=16_384, help="Sentence pairs in each step.")] = 1024,
    seed: Annotated[int, typer.Option(min=0, help="Random seed; the same seed gives the same model.")] = 1,
    patience: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=20,
            help="Stop after so many of the 20 evaluations without a better score; 0: never. By default 3 with --from.",
        ),
    ] = None,
    quantise: Annotated[
        Storage,
        typer.Option(
            help="Quantisation: sentence-transformers and model2vec too can read none; int4 is an eighth of its size."
        ),
    ] = Storage.none,
    licences: Annotated[
        Path | None,
        typer.Option(help="Table of source⇥licence⇥description for the model card.", show_default=False),
    ] = None,
    licence: Annotated[str, typer.Option(help="Licence of the model, such as CC-BY-SA-4.0.", show_default=False)] = "",
) -> None:
    """
    Train a static model from English texts and their translations.

    A file has one pair a line: English⇥other, or source⇥English⇥other; other lines are skipped and counted. Some pairs
    are held out, and the model is scored on them. After an interruption, the same command resumes the training.
    Example: align train en-ru.tsv memory.tmx --from embedded --output my-model
    """
    from align.cli.progress_bar import Bar
    from align.cli.training_pairs import parse_pairs
    from align.training import Settings, train_model

    if start and (dimensions or vocabulary):
        raise ModelError("--dimensions and --vocabulary are those of the model with --from", remedy="leave them out")
    standard = Settings()
    settings = Settings(
        dimensions=dimensions or standard.dimensions,
        vocabulary=vocabulary or standard.vocabulary,
        epochs=epochs,
        weights=tuple(map(_weight, weight or ())),
        batch=batch,
        seed=seed,
        quantisation=quantise.value,
        licence=licence,
        start=start,
        patience=patience,
    )
    sources = [parse_pairs(argument) for argument in (*map(str, files or []), *(pair or []))]
    with Bar() as bar:
        summary = train_model(sources, output, settings, licences=licences, progress=bar.show)
    for score in summary.scores:
        print_lines(
            f"{score.language}  {score.forward:.1%} / {score.backward:.1%} of {score.pairs} held-out pairs found"
        )
    if not summary.scores:
        print_lines("No pairs were held out to score the model: that needs 50 pairs of a language")
    if summary.broken:
        print_lines(f"Lines or units without a pair, skipped: {summary.broken:,}")
    if summary.same:
        print_lines(f"Pairs with the same text on both sides: {summary.same:,}")
    print_lines(f"Written to {output}: {summary.tokens:,} tokens, {summary.pairs:,} pairs, sha256 {summary.hash[:12]}")


def _weight(text: str) -> tuple[str, float]:
    source, _, factor = text.rpartition("=")
    try:
        value = float(factor)
    except ValueError:
        value = 0.0
    if not 0.01 <= value <= 100:
        raise ModelError("not SOURCE=FACTOR", where=f"--weight {text}", remedy="give a factor from 0.01 to 100")
    return source, value
