"""The current step, on the last line of a terminal."""

from __future__ import annotations

import sys

from corpus.escapes import visible


def show(step: str) -> None:
    """Show a step in place of the one before; an empty one clears the line. Nothing is shown except on a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{visible(step)}{' …' if step else ''}")
        sys.stderr.flush()
