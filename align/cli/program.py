"""The command line as a program: its streams, its messages, and the end after an error."""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Sequence
from typing import cast

import typer

from align.cli import progress
from align.cli.app import app
from align.cli.output import print_lines, printed_messages
from align.cli.streams import discard_output, prepare_streams
from corpus.errors import TeialignError, statement

_ArgumentError = cast("type[typer.BadParameter]", typer.BadParameter.__mro__[2])
"""``ClickException``, of click or of the copy of click in typer."""


def run_program(given: Sequence[str]) -> None:
    """
    Run a command.

    Args:
        given: its name and its arguments.
    """
    # Loading makes many objects that live to the end; collecting garbage among them takes a tenth of a second.
    gc.set_threshold(100_000, 50, 50)
    prepare_streams()
    arguments, debug = _without_debug(given)
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


def _without_debug(arguments: Sequence[str]) -> tuple[list[str], bool]:
    """Return the arguments without ``--debug``, before or after the command, and whether it is there."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    kept = [argument for argument in arguments[:end] if argument != "--debug"]
    return [*kept, *arguments[end:]], len(kept) < end


def _one_line(error: Exception) -> str:
    if isinstance(error, UnicodeEncodeError):
        lacking = error.object[error.start].encode("ascii", "backslashreplace").decode()
        return f"standard output is {sys.stdout.encoding} and lacks {lacking}; set PYTHONIOENCODING=utf-8 or use -o"
    if isinstance(error, OSError) and error.strerror:
        return statement(error.strerror.lower(), str(error.filename or ""))
    return str(error)
