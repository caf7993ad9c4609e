"""The file that explains how to load an export."""

from __future__ import annotations

from textwrap import dedent

from corpus.files import File


def readme(text: str) -> File:
    """Return the ``README.md`` of an export folder; the Markdown text may be indented."""
    return File("README.md", (dedent(text).strip() + "\n",))
