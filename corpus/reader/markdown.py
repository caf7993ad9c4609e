"""Markdown: CommonMark with tables, footnotes and front matter."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
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
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
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

_MAX_LINES = 120_000
"""A novel has twenty thousand; each line takes the parser up to 50 microseconds and a kilobyte."""

_MAX_DEPTH = 100
"""How many quotations and lists may be inside each other; a list counts twice, for itself and for its item."""

_MAX_PARAGRAPH = 250_000
"""Characters of a paragraph; where signs are many, the time of the parser grows with its square."""

_SIGN = re.compile(r"[\n!#$%&*+\-:<=>@\[\\\]^_`{|}~]|\d[.)](?=\s)")
"""What may be markup, so that the parser tries all its rules."""

_MAX_SIGNS, _MAX_SIGNS_OF_PARAGRAPH = 200_000, 20_000

_INLINE_DEPTH = 20
"""How deep the parser looks for links in the text of links; beyond that, brackets are text."""

_PLAIN = "split it, or save it as plain text"

_TITLE = re.compile(r"""^title:[ \t]*(['"]?)(.*?)\1[ \t]*$""", re.MULTILINE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_markdown(data: bytes, where: str, encoding: str | None, newlines: Newlines) -> SourceText:
    """
    Read Markdown into blocks. Footnotes are where the file defines them, inline footnotes at the end.

    Time and memory are bounded: what would take the parser more than seconds is refused, with the line. So is what is
    nested so deep that the parser would drop it.

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
    _refuse_large(text, where)
    # Not the limit itself, beyond which the parser drops the text.
    parser = MarkdownIt("commonmark", {"maxNesting": sys.maxsize}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(front_matter_plugin)
    # The text of a paragraph is parsed when it is needed, so that only one is in memory. The rule for footnotes moves
    # those with a reference to the end, and drops the others.
    parser.disable(["footnote_tail", "inline", "text_join"])
    parser.block.ruler.before("table", "depth", _depth_rule(where))
    found: dict[str, Any] = {}
    builder = Builder(newlines, where)
    blocks = parser.parse(text, found)
    parser.options["maxNesting"] = _INLINE_DEPTH
    _add_blocks(blocks, builder, parser, found)
    for note in found.get("footnotes", {}).get("list", {}).values():
        builder.start("note")
        _add_inline(note.get("tokens") or (), builder)
    builder.omitted["link definition"] = len(found.get("references", ())) + len(found.get("duplicate_refs", ()))
    return builder.content()


def _refuse_large(text: str, where: str) -> None:
    lines = text.count("\n")
    if lines > _MAX_LINES:
        raise ReadError(f"has more than {_MAX_LINES:,} lines of Markdown", where=where, remedy=_PLAIN)
    signs = sum(1 for _ in _SIGN.finditer(text))
    if signs > _MAX_SIGNS:
        raise ReadError(f"has more than {_MAX_SIGNS:,} signs of Markdown", where=where, remedy=_PLAIN)


def _depth_rule(where: str) -> Callable[[StateBlock, int, int, bool], bool]:
    def refuse_depth(state: StateBlock, line: int, _end: int, _silent: bool) -> bool:
        if state.level >= _MAX_DEPTH:
            raise ReadError("is nested too deep", where=f"{where}:{line + 1}", remedy="save it as plain text")
        return False

    return refuse_depth


def _add_blocks(tokens: Sequence[Token], builder: Builder, parser: MarkdownIt, found: dict[str, Any]) -> None:
    kinds: list[BlockKind] = ["p"]
    for token in tokens:
        match token.type:
            case name if name in _OPENING:
                kinds.append("note" if "note" in kinds else _OPENING[name])
            case name if name in _CLOSING:
                kinds.pop()
            case "inline":
                builder.start(kinds[-1])
                _add_inline(_parsed(token, builder.where, parser, found), builder)
            case "fence" | "code_block":
                builder.start(kinds[-1])
                builder.add(token.content.replace("\n", LINE_BREAK))
            case "html_block":
                builder.start(kinds[-1])
                add_elements(token.content, builder)
            case "front_matter":
                title = _TITLE.search(token.content)
                builder.title = title[2] if title else ""
                builder.omitted["front matter block"] += 1
    builder.start("p")


def _parsed(token: Token, where: str, parser: MarkdownIt, found: dict[str, Any]) -> Sequence[Token]:
    """Return the parts of a paragraph."""
    if len(token.content) > _MAX_PARAGRAPH or sum(1 for _ in _SIGN.finditer(token.content)) > _MAX_SIGNS_OF_PARAGRAPH:
        problem = (
            f"a paragraph of more than {_MAX_PARAGRAPH:,} characters or {_MAX_SIGNS_OF_PARAGRAPH:,} signs of Markdown"
        )
        raise ReadError(problem, where=f"{where}:{token.map[0] + 1}" if token.map else where, remedy=_PLAIN)
    parts: list[Token] = []
    parser.inline.parse(token.content, parser, found, parts)
    return parts


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
