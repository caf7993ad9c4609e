"""Messages, counts and JSON as commands print them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from typing import Any

import typer

from align.cli import progress
from align.cli.streams import is_unicode
from corpus.escapes import visible, visible_json
from corpus.messages import Message, messages_to

_printed: ContextVar[list[Message]] = ContextVar("printed")


@contextmanager
def printed_messages() -> Iterator[None]:
    """Print each message of the work inside on standard error as it comes, and keep it for `print_json`."""
    messages: list[Message] = []

    def receive(message: Message) -> None:
        messages.append(message)
        progress.show("")
        print_lines(f"warning: {message}", err=True)

    token = _printed.set(messages)
    try:
        with messages_to(receive):
            yield
    finally:
        _printed.reset(token)


def print_lines(*lines: str, err: bool = False) -> None:
    """Print texts, each on one line and with control characters escaped, on standard output or standard error."""
    for line in lines:
        typer.echo(visible(line.replace("\n", " ")), err=err)


def print_json(result: Mapping[str, Any]) -> None:
    """Print the result of a command as JSON; ``warnings`` holds the problem, where and remedy of each message."""
    warnings = [asdict(message) for message in _printed.get([])]
    _print({**result, "warnings": warnings})


def print_json_list(results: list[dict[str, Any]]) -> None:
    """Print results as a JSON list."""
    _print(results)


def _print(result: object) -> None:
    typer.echo(visible_json(result, indent=2, ascii_only=not is_unicode()))
