"""Formats that are not read, told by their first lines, so that no markup is taken for plain text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

import regex

_CONVERT = "align convert makes a corpus of it"
_PANDOC = "convert it to plain text, HTML or .docx first, such as with pandoc"
_TEXT = "save its text as plain text"

_FLAGS = regex.MULTILINE | regex.IGNORECASE


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    What a file is instead of a text.

    Attributes:
        problem: such as ``is LaTeX``.
        remedy: what to do with it.
    """

    problem: str
    remedy: str


_XML = {
    "tmx": Refusal("is a translation memory (TMX), which holds several texts", _CONVERT),
    "xliff": Refusal("is a translation file (XLIFF), which holds several texts", _CONVERT),
    "cesalign": Refusal("is a file of links (XCES), not a text", _CONVERT),
    "linkgrp": Refusal("is a file of links, not a text", _CONVERT),
    "rss": Refusal("is a news feed, not a text", _TEXT),
    "feed": Refusal("is a news feed, not a text", _TEXT),
    "svg": Refusal("is a picture (SVG), not a text", _TEXT),
}
"""XML by its root element, in small letters."""

_PROLOG = (
    r"\ufeff?(?:\s++|<\?(?:[^?]|\?(?!>))*+\?>|<!--(?:[^-]|-(?!->))*+-->"
    r"|<!doctype\b[^<>\[]*+(?:\[(?:<!--(?:[^-]|-(?!->))*+-->|<\?(?:[^?]|\?(?!>))*+\?>|\"[^\"]*+\"|'[^']*+'"
    r"|<(?!!--|\?)|[^\]<\"'])*+\])?[^<>\[]*+>)*+"
)
_ROOT = regex.compile(rf"{_PROLOG}<(?:[\w.-]{{1,40}}:)?(?P<name>[a-z_][\w.-]{{0,60}})[\s/>]", regex.IGNORECASE)
_DECLARED = regex.compile(r"\ufeff?\s*<(?:\?xml|!doctype)\b", regex.IGNORECASE)

_CLOSING = regex.compile(r"</[\w.:-]+\s*>|/>")

_WIKI = tuple(
    regex.compile(pattern, _FLAGS)
    for pattern in (
        r"^={2,6}[^=\n]+={2,6}[ \t]*$",
        r"\[\[[^\[\]\n]*\p{L}[^\[\]\n]*\]\]",
        r"\{\{[^{}\n]*\p{L}[^{}]*\}\}",
        r"'''?[^'\n]+'''?",
        r"^\{\|",
        r"<ref\b[^>]*>",
        r"^__[A-Z]+__$",
        r"^#(?:redirect|weiterleitung|перенаправление)\b",
    )
)
_MIN_WIKI_KINDS, _MIN_WIKI_SIGNS = 2, 3

_TABLE_NAMES = {".tsv": "\t", ".tab": "\t", ".csv": ",;\t"}


def _pattern(pattern: str, least: int = 1) -> Callable[[str], bool]:
    compiled = regex.compile(pattern, _FLAGS)
    return lambda head: sum(1 for _ in zip(range(least), compiled.finditer(head), strict=False)) == least


def _is_wiki(head: str) -> bool:
    counts = [sum(1 for _ in pattern.finditer(head)) for pattern in _WIKI]
    return sum(map(bool, counts)) >= _MIN_WIKI_KINDS and sum(counts) >= _MIN_WIKI_SIGNS


_TEXTS: tuple[tuple[Callable[[str], bool], Refusal], ...] = (
    (
        _pattern(r'^msgid\s+"(?s:.*?)^msgstr(?:\[\d\])?\s+"'),
        Refusal("is a translation file (PO), which holds several texts", _CONVERT),
    ),
    (_pattern(r"\\documentclass\b|\\documentstyle\b|\\begin\s*\{document\}|\\bye$"), Refusal("is LaTeX", _PANDOC)),
    (
        _pattern(
            r"\\(?:(?:part|chapter|(?:sub){0,2}section|begin|end|emph|text(?:it|bf|sc)|footnote|cite\w*|label|ref|input"
            r"|title|author|usepackage|newcommand)\*?\s*[{\[]|item\b|(?:par|noindent|maketitle)$)",
            2,
        ),
        Refusal("is LaTeX", _PANDOC),
    ),
    (_is_wiki, Refusal("is wiki markup", _PANDOC)),
    (_pattern(r"^\.\. [\w-]+::"), Refusal("is reStructuredText", _PANDOC)),
    (_pattern(r"\A\s*#\+\w+:|^#\+begin_\w+"), Refusal("is an Org file", _PANDOC)),
    (_pattern(r"\A= \S.*\n(?:.*\n){0,3}:[\w-]+:|\A= \S(?s:.*)^== \S.*[^=\s]$"), Refusal("is AsciiDoc", _PANDOC)),
    (_pattern(r"\A@\w+\s*\{\s*[^\s,{}]*,"), Refusal("is BibTeX", _TEXT)),
    (_pattern(r'\A\ufeff?\s*(?:\{\s*"[^"\n]*"\s*:|\[\s*(?:\{\s*"|"[^"\n]*"\s*,\s*"))'), Refusal("is JSON", _TEXT)),
    (_pattern(r"\A%!PS\b"), Refusal("is PostScript", "make it a PDF, such as with ps2pdf")),
    (_pattern(r"\A(?:#.*\n)*+\d+(?:-\d+)?(?:\t[^\t\n]*){7,9}$"), Refusal("is a table of tokens (CoNLL)", _TEXT)),
    (_pattern(r"\A(?:\s|['.]\\\".*\n)*\.(?:TH|Dd)\s|^\.SH\b"), Refusal("is a manual page (troff)", _PANDOC)),
    (_pattern(r"\A\s*\[(?:[a-z]{2}:)?\w+\](?=.*\[/\w+\])"), Refusal("is BBCode", _TEXT)),
)
"""How to recognise a format, and what it is."""


def find_root(head: str) -> str:
    """
    Return the name of the first element of a text that is XML or HTML, in small letters and without prefix.

    It is empty when the text is neither: when it does not begin with a tag, or no tag in it closes an element.
    """
    found = _ROOT.match(head)
    if found is None:
        return ""
    marked_up = _CLOSING.search(head) or _DECLARED.match(head) or "xmlns" in head[: found.end() + 500]
    return str(found["name"]).lower() if marked_up else ""


def find_refusal(head: str, root: str, name: str) -> Refusal | None:
    """
    Return what a text is if that is known and not read.

    Args:
        head: the first part of the text; characters beyond ASCII do not matter.
        root: its root element, see `find_root`.
        name: the name of the file: tables are told by it and their content.
    """
    if root:
        return _XML.get(root) or Refusal(f"is XML with the root element {root[:40]!r}, which is not known", _TEXT)
    if separators := _TABLE_NAMES.get(PurePath(name).suffix.lower()):
        lines = [line for line in head.split("\n")[:20] if line.strip()]
        if lines and any(all(separator in line for line in lines[:3]) for separator in separators):
            return Refusal("is a table of several columns", f"{_CONVERT} if it has a text in each; or save one column")
    return next((refusal for recognise, refusal in _TEXTS if recognise(head)), None)
