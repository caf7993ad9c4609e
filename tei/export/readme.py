"""The file that tells how to load an export."""

from __future__ import annotations

from textwrap import dedent

from corpus.files import File


def readme(text: str) -> File:
    """Return the ``README.md`` of an export folder with an indented text of Markdown in it."""
    return File("README.md", (dedent(text).strip() + "\n",))
