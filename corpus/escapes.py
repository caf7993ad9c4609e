"""Characters that drive a terminal or reorder what it shows, made visible."""

from __future__ import annotations

import json
import re

_HIDDEN = re.compile(r"[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""C0 and C1 controls except tab and line feed, line and paragraph separators, and the controls of writing direction."""


def visible(text: str) -> str:
    r"""
    Return a text for a terminal or a log: control characters, and those of writing direction, as escapes.

    Tabs and line feeds stay. A text without such characters is returned as it is, and so is the result itself.

    >>> visible("novel\x1b[31m\u202etxt")
    'novel\\x1b[31m\\u202etxt'
    """
    return _HIDDEN.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def visible_json(value: object, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """
    Return a value as JSON without such characters, which programs read as the same value.

    Args:
        value: what `json.dumps` accepts.
        indent: spaces for each level; None for one line.
        ascii_only: whether all other characters beyond ASCII are escaped as well.
    """
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    return _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
