"""The command line: a module for each command, which reads its arguments, calls the packages and prints the result."""

from __future__ import annotations

import gc
import io
import signal
import sys
import threading
from typing import Annotated, cast

import typer

from align import __version__
from align.cli import progress
from align.cli.check import check
from align.cli.compare import compare
from align.cli.convert import convert
from align.cli.encode import encode
from align.cli.eval import eval
from align.cli.explain import explain
from align.cli.export import export
from align.cli.import_ import import_
from align.cli.models import models
from align.cli.output import print_lines, printed_messages
from align.cli.run import run
from align.cli.score import score
from align.cli.segment import segment
from align.cli.streams import discard_output, prepare_streams
from align.cli.train import train
from corpus.errors import TeialignError, statement

app = typer.Typer(
    name="align",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (run, check, export, import_, convert, score, compare, explain, eval, segment, encode, train, models):
    app.command(command.__name__.rstrip("_"))(command)


_ArgumentError = cast("type[typer.BadParameter]", typer.BadParameter.__mro__[2])
"""``ClickException``, of click or of the copy of click in typer."""


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


def main() -> None:
    """Run the command line: exit code 0 when the work was done, 2 when the input was wrong."""
    # Loading makes many objects that live to the end; collecting garbage among them takes a tenth of a second.
    gc.set_threshold(100_000, 50, 50)
    prepare_streams()
    _end_on_signals()
    arguments, debug = _without_debug(sys.argv[1:])
    try:
        with printed_messages():
            sys.exit(app(arguments, standalone_mode=False))
    except _ArgumentError as error:
        shown = io.StringIO()
        error.show(file=shown)
        print_lines(*shown.getvalue().splitlines(), err=True)
        sys.exit(2)
    except (TeialignError, OSError, UnicodeEncodeError) as error:
        if debug:
            raise
        if isinstance(error, BrokenPipeError):
            discard_output()
            sys.exit(1)
        progress.show("")
        print_lines(f"error: {_one_line(error)}", err=True)
        sys.exit(2)


def _end_on_signals() -> None:
    """Turn the signals by which systems end a command into exceptions, so that what was begun is undone."""

    def end(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and threading.current_thread() is threading.main_thread():
            signal.signal(getattr(signal, name), end)


def _without_debug(arguments: list[str]) -> tuple[list[str], bool]:
    """Return the arguments without ``--debug``, before or after the command, and whether it is there."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    kept = [argument for argument in arguments[:end] if argument != "--debug"]
    return kept + arguments[end:], len(kept) < end


def _one_line(error: Exception) -> str:
    if isinstance(error, UnicodeEncodeError):
        lacking = error.object[error.start].encode("ascii", "backslashreplace").decode()
        return f"standard output is {sys.stdout.encoding} and lacks {lacking}; set PYTHONIOENCODING=utf-8 or use -o"
    if isinstance(error, OSError) and error.strerror:
        return statement(error.strerror.lower(), str(error.filename or ""))
    return str(error)
