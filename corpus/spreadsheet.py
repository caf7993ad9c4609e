"""Cells of tables that spreadsheets open: texts that they would take for formulas."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠]")
"""How a formula starts (OWASP, CSV injection); apostrophes before it, so that the protection can be undone."""


def protect(text: str) -> str:
    """
    Return a text with an apostrophe before it if a spreadsheet would take it for a formula.

    A formula in a text of others could send what is in the table elsewhere, and a dash of dialogue becomes an error.

    >>> protect("- Who?"), protect("'Tis he.")
    ("'- Who?", "'Tis he.")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unprotect(cell: str) -> str:
    """Return the text that `protect` was given; a cell without its apostrophe is returned as it is."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
