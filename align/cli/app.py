"""The commands and their options as one application."""

from __future__ import annotations

from typing import Annotated

import typer

from align import __version__
from align.cli.check import check
from align.cli.compare import compare
from align.cli.convert import convert
from align.cli.encode import encode
from align.cli.eval import eval
from align.cli.explain import explain
from align.cli.export import export
from align.cli.import_ import import_
from align.cli.models import models
from align.cli.output import print_lines
from align.cli.realign import realign
from align.cli.review import review
from align.cli.run import run
from align.cli.score import score
from align.cli.segment import segment
from align.cli.train import train

app = typer.Typer(
    name="align",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    run,
    review,
    realign,
    check,
    export,
    import_,
    convert,
    score,
    compare,
    explain,
    eval,
    segment,
    encode,
    train,
    models,
):
    app.command(command.__name__.rstrip("_"))(command)


def _print_version(wanted: bool) -> None:
    if wanted:
        print_lines(f"teialign {__version__}")
        raise typer.Exit


@app.callback()
def align(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback when something fails.")] = False,
) -> None:
    """Segment texts into sentences, align them with their translations, and write TEI parallel corpora."""
