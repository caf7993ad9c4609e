"""Markdown: CommonMark with tables, footnotes and front matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpus.errors import ReadError
from corpus.extras import require
from corpus.model import BlockKind
from corpus.reader.builder import LINE_BREAK, Builder
from corpus.reader.characters import scrub
from corpus.reader.encoding import decode
from corpus.reader.markup import add_elements
from corpus.reader.newlines import Newlines
from corpus.reader.source import SourceText

if TYPE_CHECKING:
    from markdown_it.token import Token

_OPENING: dict[str, BlockKind] = {
    "heading_open": "head",
    "blockquote_open": "quote",
    "list_item_open": "item",
    "th_open": "cell",
    "td_open": "cell",
    "footnote_reference_open": "note",
}
_CLOSING = frozenset(name.replace("_open", "_close") for name in _OPENING)

_MAX_BYTES = 16 * 2**20
"""The parser is slow and keeps the whole text in memory."""

_TITLE = re.compile(r"""^title:[ \t]*(['"]?)(.*?)\1[ \t]*$""", re.MULTILINE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_markdown(data: bytes, where: str, encoding: str | None, newlines: Newlines) -> SourceText:
    """
    Read Markdown into blocks. Footnotes are where the file defines them, inline footnotes at the end.

    Raises:
        ReadError: the bytes are not text, markdown-it-py is not installed, or the text is nested too deep or too large.
    """
    for module in ("markdown_it", "mdit_py_plugins"):
        require(module, "reading Markdown", "formats", ReadError, where=where)
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    if len(data) > _MAX_BYTES:
        raise ReadError(f"is larger than {_MAX_BYTES // 2**20} MiB of Markdown", where=where, remedy="split it")
    text = scrub(decode(data, encoding, where), where)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    # The rule moves the footnotes with a reference to the end, and drops the others.
    parser.use(footnote_plugin).use(front_matter_plugin).disable("footnote_tail")
    found: dict[str, Any] = {}
    builder = Builder(newlines, where)
    try:
        _add_blocks(parser.parse(text, found), builder)
    except RecursionError:
        raise ReadError("is nested too deep", where=where, remedy="save it as plain text") from None
    for note in found.get("footnotes", {}).get("list", {}).values():
        builder.start("note")
        _add_inline(note.get("tokens") or (), builder)
    builder.omitted["link definition"] = len(found.get("references", ())) + len(found.get("duplicate_refs", ()))
    return builder.content()


def _add_blocks(tokens: Sequence[Token], builder: Builder) -> None:
    kinds: list[BlockKind] = ["p"]
    for token in tokens:
        match token.type:
            case name if name in _OPENING:
                kinds.append("note" if "note" in kinds else _OPENING[name])
            case name if name in _CLOSING:
                kinds.pop()
            case "inline":
                builder.start(kinds[-1])
                _add_inline(token.children or (), builder)
            case "fence" | "code_block":
                builder.start(kinds[-1])
                builder.add(token.content.replace("\n", LINE_BREAK))
            case "html_block":
                builder.start(kinds[-1])
                add_elements(token.content, builder)
            case "front_matter":
                found = _TITLE.search(token.content)
                builder.title = found[2] if found else ""
                builder.omitted["front matter block"] += 1
    builder.start("p")


def _add_inline(tokens: Sequence[Token], builder: Builder) -> None:
    for token in tokens:
        match token.type:
            case "softbreak":
                builder.add("\n")
            case "hardbreak":
                builder.add(LINE_BREAK)
            case "image":
                builder.omitted["picture"] += 1
            case "html_inline":
                builder.add(LINE_BREAK if _BREAK.fullmatch(token.content) else "")
            case _:
                builder.add(token.content)
