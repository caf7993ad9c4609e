"""Languages that the names of files declare."""

from __future__ import annotations

import os
import re
from pathlib import Path

from corpus.language import standard_tag
from corpus.roman import roman_value

_MAX_SUBTAGS = 8

_NOT_A_CODE = re.compile(
    "all|and|apr|art|aug|bak|bin|can|cap|con|cor|css|csv|dat|dec|doc|end|feb|fin|img|jan|jul|jun|kap|lem|lib|lin|"
    "log|mac|man|map|mar|max|may|min|mix|mod|new|not|nov|oct|odt|old|one|org|ori|out|par|pdf|pos|pre|raw|ref|rev|rtf|"
    "run|seg|sep|set|son|src|srt|sub|sum|tag|tar|tei|ten|tex|the|tmp|tok|top|tra|tsv|two|txt|url|ver|vol|vrt|war|way|"
    "win|xls|xml|zip",
    re.IGNORECASE,
)
"""Three-letter language codes that in a file name are words or extensions."""

_LABELS = frozenset({"ai", "mt", "me", "my"})
"""Country codes that, in small letters, are labels: ``mt`` is machine translation, not Malta."""


def declared_in_name(path: str | os.PathLike[str]) -> tuple[str, str] | None:
    """
    Return the language and the label of the version that a file name declares, or None.

    The language is the last part of the name before the extension (``novel.ru.txt``), or the extension itself, as in
    parallel corpora (``novel.ru``). The name before it is a title, whatever it is (``la-peste.txt``). The language has
    two letters, which may be followed by a script, a country or a free label: ``novel.pt-BR.txt``,
    ``novel.en-rival.txt``. A code of three letters is recognised only before an extension (``novel.grc.txt``), and not
    if it is an everyday word or extension, such as ``old``, ``doc`` or ``fin``. Roman numerals (``novel.II.txt``) are
    not codes.

    Returns:
        ``("ru", "ru")`` or, with a free label, ``("en", "en-rival")``.
    """
    found = _split_name(path)
    return found and (found[1], found[2])


def language_code(part: str) -> str:
    """Return a part of a file name if it is a code of two or three letters that is no everyday word; else nothing."""
    return part if _declared(part, max_length=3) else ""


def stem_without_language(path: str | os.PathLike[str]) -> str:
    """Return a file name without extension and language: ``deir-ez-zor`` for ``deir-ez-zor.en-rival.txt``."""
    found = _split_name(path)
    return found[0] if found else Path(path).stem


def _split_name(path: str | os.PathLike[str]) -> tuple[str, str, str] | None:
    """Return the stem, the language and the label of a file name; see `declared_in_name`."""
    *parts, extension = Path(path).name.split(".")
    if not parts or not parts[0]:
        return None
    if found := _declared(extension, max_length=2):
        return ".".join(parts), *found
    if len(parts) == 1:
        return None
    found = _declared(parts[-1], max_length=3)
    return found and (".".join(parts[:-1]), *found)


def _declared(part: str, *, max_length: int) -> tuple[str, str] | None:
    """Return the language and the label of a part of a file name, if its code has at most `max_length` letters."""
    subtags = re.split("[-_]", part)
    code = subtags[0]
    if len(code) > max_length or roman_value(code) or _NOT_A_CODE.fullmatch(code):
        return None
    for end in range(min(len(subtags), _MAX_SUBTAGS), 0, -1):
        tag = standard_tag("-".join(subtags[:end]))
        if tag and not any(subtag in _LABELS or (len(subtag) == 3 and subtag.isalpha()) for subtag in subtags[1:end]):
            return tag, "-".join([tag, *subtags[end:]])
    return None
