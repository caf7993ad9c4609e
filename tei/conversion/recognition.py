"""The format of files, recognised by their content."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from pathlib import Path

from corpus.compressed import open_compressed
from corpus.errors import ReadError, TeialignError
from tei.formats.stream import first_tags
from tei.formats.xces import ROOTS

_START = 4096
_XML_STARTS = (b"<", codecs.BOM_UTF16_LE + b"<", codecs.BOM_UTF16_BE + b"\0<")


def recognise(paths: Sequence[Path], format_name: str = "") -> tuple[str, tuple[Path, ...]]:
    """
    Return the format of files, and the files that have it.

    XCES links have precedence over the texts that they belong to, and XML over lines.

    Args:
        paths: the files.
        format_name: the format, if it is known.

    Raises:
        ReadError: there is no file of a known format.
    """
    kinds = {path: _kind(path) for path in paths}
    for kind in [format_name] if format_name else ["opus", "tmx", "tei", "moses", "lines"]:
        wanted = (kind, "lines") if format_name in ("moses", "tsv") else (kind,)
        found = tuple(path for path, each in kinds.items() if each in wanted)
        if found and kind == "lines":
            return ("moses" if len(found) > 1 else "tsv"), found
        if found:
            return kind, found
    where = str(paths[0]) if paths else ""
    if format_name:
        raise ReadError(f"no {format_name} file", where=where, remedy="choose another format with --from")
    raise ReadError("unknown format", where=where, remedy="give tmx, tsv, lines, XCES or TEI")


def _kind(path: Path) -> str:
    """Return the format of a file; empty if it is unknown."""
    if path.suffix.lower() == ".zip":
        return "moses"
    with open_compressed(path) as stream:
        start = stream.read(_START)
    if start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(_XML_STARTS):
        return _kind_of_xml(path)
    return "" if b"\0" in start or not start.strip() else "lines"


def _kind_of_xml(path: Path) -> str:
    try:
        tags = first_tags(path)
    except TeialignError:
        return "tei"
    root = tags[0][0]
    if root == "tmx":
        return "tmx"
    # MULTEXT-East has cesAlign without fromDoc, and names its texts in the links.
    return "opus" if root in ROOTS and any("fromDoc" in attributes for _, attributes in tags) else "tei"
