"""Standard output and error, whatever their encoding and wherever they lead."""

from __future__ import annotations

import codecs
import io
import os
import sys

_HANDLER = "teialign"
_SUBSTITUTES = {"…": "...", "×": "x", "∅": "-", "─": "-", "–": "-", "—": "-", "’": "'", "“": '"', "”": '"'}


def prepare_streams() -> None:
    r"""
    Make standard output and error writable in any encoding.

    A character that the encoding lacks is written as its ASCII form or, without one, as ``\u0414``. A stream that was
    closed before the start is replaced by one that writes nothing.
    """
    codecs.register_error(_HANDLER, _substitute)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)


def require_all_characters() -> None:
    """Make standard output refuse characters that its encoding lacks, for output that is data."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="strict")


def is_unicode() -> bool:
    """Return whether standard output can hold every character."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")


def discard_output() -> None:
    """Discard what is left to be written, when the reader of standard output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _substitute(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    escaped = "".join(_SUBSTITUTES.get(sign) or sign.encode("ascii", "backslashreplace").decode() for sign in lacking)
    return escaped, error.end
