"""The element of a TEI header that names teialign as a program that made or extended the file."""

from __future__ import annotations

import re

from lxml import etree

from corpus.version import __version__
from tei.parser import TEI

APPLICATION = "teialign"
"""The ``application/@ident`` that marks a corpus as ours."""

APPLICATION_PATH = f"{TEI}teiHeader/{TEI}encodingDesc/{TEI}appInfo/{TEI}application[@ident='{APPLICATION}']"
"""The path of the element."""

KEPT = "kept"
"""The ``application/@type`` of a file that was TEI before and keeps its header and markup."""


def is_kept(root: etree._Element) -> bool:
    """Return whether a file of a corpus was TEI before."""
    return root.find(f"{APPLICATION_PATH}[@type='{KEPT}']") is not None


def application_version() -> str:
    """Return the version of this program as TEI requires it."""
    # TEI requires numbers separated by points: "1.2" for "1.2.dev3".
    match = re.match(r"\d+(\.\d+){0,3}", __version__)
    return match[0] if match else "0"
