"""What is being done right now, on the last line of a terminal."""

from __future__ import annotations

import sys

import typer

from corpus.messages import Message


def show(step: str) -> None:
    """Show a step in place of the one before; an empty one clears the line. Nothing is shown but on a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{step}{' …' if step else ''}")
        sys.stderr.flush()


def warn(message: Message) -> None:
    """Print a message on standard error, above the step that is shown."""
    show("")
    typer.echo(f"warning: {' '.join(str(message).split())}", err=True)
