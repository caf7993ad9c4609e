"""
A corpus written as TEI, read back, checked, exported for corpus tools, converted and imported.

The names are loaded on first use, so that importing the package is fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.facade import facade

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
    "tei.check": ("check_corpus",),
    "tei.conversion": ("CONVERT_FORMATS", "convert_corpus"),
    "tei.corrections": ("IMPORT_FORMATS", "import_links"),
    "tei.export": ("FORMATS", "export_corpus"),
    "tei.export.verification": ("check_export",),
    "tei.finding": ("Finding",),
    "tei.notes": ("Note", "write_notes"),
    "tei.reader": ("read_corpus",),
    "tei.writer": ("check_folder", "write_corpus"),
}

__getattr__ = facade(__name__, _HOMES, {})


def __dir__() -> list[str]:
    return __all__
