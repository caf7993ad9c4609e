"""Tables and lines of text, laid out for the width of the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text


def new_console() -> Console:
    """Return a console for standard output, without automatic highlighting."""
    return Console(highlight=False)


def new_table() -> Table:
    """Return an empty table with two spaces between its columns."""
    return Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))


def print_text(console: Console, text: str | Text, indent: int = 0, label: str = "") -> None:
    """
    Print a text; all lines that it is wrapped into are indented.

    Args:
        console: the console.
        text: the text.
        indent: how far it is indented.
        label: a word printed before the text, in the indentation.
    """
    text = Text(text) if isinstance(text, str) else text
    for number, line in enumerate(text.wrap(console, max(1, console.width - indent))):
        line.rstrip()
        console.print(Text("" if number else label).append(" " * indent)[:indent].append_text(line), soft_wrap=True)


def print_line(console: Console, text: str, indent: int = 0) -> None:
    """Print a text on one line; one that is too long for the terminal is cut and ends in ``…``."""
    line = Text(" " * indent + text)
    line.truncate(console.width, overflow="ellipsis")
    console.print(line)


def print_fields(console: Console, fields: Iterable[tuple[str, str]]) -> None:
    """Print names and values in two columns; long values are wrapped in theirs."""
    fields = list(fields)
    indent = max((len(name) for name, _ in fields), default=0) + 4
    for name, value in fields:
        print_text(console, value, indent, f"  {name}")
