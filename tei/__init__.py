"""
A corpus written as TEI, read back, checked, exported for corpus tools, converted and imported.

The names are loaded on first use, so that importing the package is fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tei.check import check_corpus
    from tei.conversion import CONVERT_FORMATS, convert_corpus
    from tei.corrections import IMPORT_FORMATS, import_links
    from tei.export import FORMATS, export_corpus
    from tei.export.verification import check_export
    from tei.finding import Finding
    from tei.notes import Note, write_notes
    from tei.reader import read_corpus
    from tei.writer import check_folder, write_corpus

__all__ = [
    "CONVERT_FORMATS",
    "FORMATS",
    "IMPORT_FORMATS",
    "Finding",
    "Note",
    "check_corpus",
    "check_export",
    "check_folder",
    "convert_corpus",
    "export_corpus",
    "import_links",
    "read_corpus",
    "write_corpus",
    "write_notes",
]

_HOMES = {
    "CONVERT_FORMATS": "tei.conversion",
    "FORMATS": "tei.export",
    "Finding": "tei.finding",
    "IMPORT_FORMATS": "tei.corrections",
    "Note": "tei.notes",
    "check_corpus": "tei.check",
    "check_export": "tei.export.verification",
    "check_folder": "tei.writer",
    "convert_corpus": "tei.conversion",
    "export_corpus": "tei.export",
    "import_links": "tei.corrections",
    "read_corpus": "tei.reader",
    "write_corpus": "tei.writer",
    "write_notes": "tei.notes",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
