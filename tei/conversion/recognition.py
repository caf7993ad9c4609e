"""The format of files, recognised by their content."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from pathlib import Path

from corpus.compressed import open_compressed
from corpus.errors import ReadError, TeialignError
from corpus.messages import warn
from tei.formats.stream import first_tags
from tei.formats.xces import ROOTS

_START = 4096
_XML_STARTS = (b"<", codecs.BOM_UTF16_LE + b"<", codecs.BOM_UTF16_BE + b"\0<")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CATALOGUE = re.compile(rb'(?:\s|#[^\n]*+\n)*+(?:msgctxt|msgid)\s*+"')
_TABLE_NAMES = frozenset({".csv", ".tab", ".tsv"})
_BY_PRECEDENCE = ("opus", "tmx", "xliff", "tei", "po", "moses", "tsv", "lines")
_ACCEPTED = {"moses": ("moses", "lines", "tsv"), "tsv": ("tsv", "lines")}


def recognise(paths: Sequence[Path], format_name: str = "") -> tuple[str, tuple[Path, ...]]:
    """
    Return the format of files, and the files that have it.

    XCES links have precedence over the texts that they belong to, and XML over lines.

    Args:
        paths: the files.
        format_name: the format, if it is known.

    Raises:
        ReadError: there is no file of a known format.

    Warns:
        TextWarning: there are files of several formats, and those of one are taken.
    """
    kinds = {path: _kind(path) for path in paths}
    for kind in [format_name] if format_name else _BY_PRECEDENCE:
        wanted = _ACCEPTED.get(format_name, (kind,))
        found = tuple(path for path, each in kinds.items() if each in wanted)
        if found:
            _warn_of_others(kinds, kind, found)
            if kind == "lines":
                return ("moses" if len(found) > 1 else "tsv"), found
            return kind, found
    where = str(paths[0]) if paths else ""
    if format_name:
        raise ReadError(f"no {format_name} file", where=where, remedy="choose another format with --from")
    raise ReadError("unknown format", where=where, remedy="give TMX, XLIFF, PO, a table, lines, XCES or TEI")


def _warn_of_others(kinds: dict[Path, str], kind: str, found: Sequence[Path]) -> None:
    """Report the files that are left out, except beside XCES and TEI, whose texts and links are in several files."""
    others = [path.name for path, each in kinds.items() if each and path not in found]
    if others and kind not in ("opus", "tei"):
        warn(f"files in other formats than {kind} were left out: {', '.join(others)}", where=str(found[0].parent))


def _kind(path: Path) -> str:
    """Return the format of a file; empty if it is unknown."""
    if path.suffix.lower() == ".zip":
        return "moses"
    with open_compressed(path) as stream:
        start = stream.read(_START)
    if start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(_XML_STARTS):
        return _kind_of_xml(path)
    if _CATALOGUE.match(start.removeprefix(codecs.BOM_UTF8)):
        return "po"
    table = path.suffix.lower() in _TABLE_NAMES
    if b"\0" in start or not start.strip():
        return "tsv" if table and start.startswith(_UTF_16) else ""
    return "tsv" if table else "lines"


def _kind_of_xml(path: Path) -> str:
    try:
        tags = first_tags(path)
    except TeialignError:
        return "tei"
    root = tags[0][0]
    if root in ("tmx", "xliff"):
        return root
    # MULTEXT-East has cesAlign without fromDoc, and names its texts in the links.
    return "opus" if root in ROOTS and any("fromDoc" in attributes for _, attributes in tags) else "tei"
