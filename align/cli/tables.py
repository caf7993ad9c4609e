"""Tables and lines of text, laid out for the width of the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from corpus.escapes import visible


def new_console() -> Console:
    """Return a console for standard output, without automatic highlighting."""
    return Console(highlight=False)


def new_table() -> Table:
    """Return an empty table with two spaces between its columns."""
    return Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))


def as_text(*parts: str | tuple[str, str]) -> Text:
    """Return strings, or strings with their styles, as one text for a console, control characters escaped."""
    return Text.assemble(*(visible(part) if isinstance(part, str) else (visible(part[0]), part[1]) for part in parts))


def print_text(console: Console, text: str | Text, indent: int = 0, label: str = "") -> None:
    """
    Print a text; all lines that it is wrapped into are indented.

    Args:
        console: the console.
        text: the text, or one that `as_text` made.
        indent: how far it is indented.
        label: a word printed before the text, in the indentation.
    """
    text = as_text(text) if isinstance(text, str) else text
    for number, line in enumerate(text.wrap(console, max(1, console.width - indent))):
        line.rstrip()
        console.print(as_text("" if number else label).append(" " * indent)[:indent].append_text(line), soft_wrap=True)


def print_line(console: Console, text: str, indent: int = 0) -> None:
    """Print a text on one line; one that is too long for the terminal is cut and ends in ``…``."""
    line = as_text(" " * indent + text)
    line.truncate(console.width, overflow="ellipsis")
    console.print(line)


def print_fields(console: Console, fields: Iterable[tuple[str, str]]) -> None:
    """Print names and values in two columns; long values are wrapped in theirs."""
    fields = [(visible(name), value) for name, value in fields]
    indent = max((len(name) for name, _ in fields), default=0) + 4
    for name, value in fields:
        print_text(console, value, indent, f"  {name}")
