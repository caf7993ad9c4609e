"""HTML and XHTML."""

from __future__ import annotations

import codecs
import functools
import html
import re
from collections.abc import Mapping
from html.entities import html5
from typing import TYPE_CHECKING, Any

import regex

from corpus.errors import ReadError
from corpus.messages import warn
from corpus.model import BlockKind
from corpus.reader.builder import LINE_BREAK, Builder
from corpus.reader.characters import scrub
from corpus.reader.encoding import BOMS, decode
from corpus.reader.html_marks import (
    NO_SEMANTICS,
    Candidate,
    Semantics,
    hidden_selectors,
    initial,
    omission,
    with_initial,
)
from corpus.reader.newlines import Newlines
from corpus.reader.source import SourceText

if TYPE_CHECKING:
    from lxml import etree

_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "head"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("td", "th"), "cell"),
    "blockquote": "quote",
}
"""Elements that determine the kind of the blocks in them."""

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """
        address article aside body caption center details dialog dir div dl fieldset figcaption figure footer form
        header hgroup hr html legend main menu ol optgroup p pre search section summary table tbody tfoot thead tr ul
        """,
    )
)
"""Other elements that separate blocks."""

_NOTES = frozenset({"footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"})
_NOTES_BY_ROLE = frozenset({"doc-footnote", "doc-endnote", "doc-endnotes"})
"""Values for notes in ``epub:type`` and ``class``, and in ``role`` (DPUB-ARIA 1.0)."""

_META = regex.compile(
    rb"""<meta\b[^>]{0,500}?\bcharset\s{0,9}+=\s{0,9}+["']?\s{0,9}+([\w:-]{2,40})""", regex.IGNORECASE
)
_DECLARATION = regex.compile(rb"""\s*<\?xml\b[^>]{0,200}?\bencoding\s{0,9}+=\s{0,9}+["']([\w:-]{2,40})""")
_DECLARED_WITHIN = 4096

_LATIN = frozenset({"iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii", "iso8859-1"})
"""Encodings that browsers decode as cp1252 (WHATWG Encoding Standard)."""

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_CLOSING = regex.compile(r"[.,;:!?…)\]}»”’]")
"""Punctuation that no space is before, also where the mark of a note was between."""

_DOCTYPE = regex.compile(
    r"(?:\ufeff|\s|<\?[^?]*+\?>|<!--(?:[^-]|-(?!->))*+-->)*+<!doctype\b[^<>\[]*+(?P<subset>\[)?>?", regex.I
)

_DECLARES = regex.compile(r"<!(?:doctype|entity)", regex.IGNORECASE)
"""Declarations that are never passed to an XML parser."""

_ENTITY = regex.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})

_MAX_DEPTH = 100_000
"""Deeper pages would take minutes; in real pages, elements that are never closed nest thousands deep."""


def read_html(data: bytes, where: str, encoding: str | None, newlines: Newlines) -> SourceText:
    """
    Read an HTML page into blocks: all of its text except scripts, navigation and the like, which are counted.

    The encoding is the given one, else that of a byte order mark, UTF-8 when the bytes fit it, the declared one, or a
    guess.

    Raises:
        ReadError: the bytes are not text, or declare entities.
    """
    builder = Builder(newlines, where)
    add_markup(data, builder, where, encoding)
    return builder.content()


def add_markup(data: bytes, builder: Builder, where: str, encoding: str | None = None) -> None:
    """
    Add the text of an HTML or XHTML document to a builder.

    Raises:
        ReadError: the bytes are not text, or declare entities.
    """
    text = scrub(decode(data, encoding or _declared(data, where), where), where)
    doctype = _DOCTYPE.match(text)
    if doctype and doctype["subset"]:
        problem = "its document type declares entities or the like, which are never expanded"
        raise ReadError(problem, where=where, remedy="remove the part in [ ] from its <!DOCTYPE>")
    rest = text[doctype.end() :] if doctype else text
    xhtml = not _DECLARES.search(rest) and (
        text[:1000].lstrip().startswith("<?xml") or "http://www.w3.org/1999/xhtml" in text[:2000]
    )
    add_elements(rest, builder, xhtml=xhtml)


def add_elements(text: str, builder: Builder, *, xhtml: bool = False) -> None:
    """
    Add the text of a document or a fragment to a builder. Nothing is fetched, and no entity can be declared.

    Args:
        text: the source, in characters that XML allows.
        builder: collects the text.
        xhtml: whether the source may be XML; if it is not well-formed, it is parsed as HTML, as in browsers.
    """
    from lxml import etree

    source = text.encode()
    if xhtml:
        source = _ENTITY.sub(_character, text).encode()
        try:
            etree.fromstring(source, _xml_parser())
        except etree.XMLSyntaxError:
            source = text.encode()
        else:
            etree.fromstring(source, _xml_parser(_Target(builder)))
            return
    if source.strip():
        # Without huge_tree the parser would cut deep text off. Events need no recursion, which could overflow.
        target: Any = _Target(builder)
        etree.fromstring(source, etree.HTMLParser(target=target, encoding="utf-8", no_network=True, huge_tree=True))


def _xml_parser(target: Any = None) -> etree.XMLParser:
    from lxml import etree

    return etree.XMLParser(target=target, encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False)


def _declared(data: bytes, where: str) -> str | None:
    """Return the encoding that a page declares, unless it has a byte order mark or its bytes are UTF-8."""
    head = data[:_DECLARED_WITHIN]
    found = _DECLARATION.match(head) or _META.search(head)
    if found is None or any(data.startswith(bom) for bom, _ in BOMS):
        return None
    name = found[1].decode("ascii").lower()
    name = "cp1252" if name in _LATIN else name
    if name in ("utf-8", "utf8"):
        return None
    try:
        codecs.lookup(name)
        data.decode("utf-8")
    except LookupError:
        return None
    except UnicodeDecodeError:
        return name
    if not data.isascii():
        warn(f"declares {name}, but is UTF-8 and was read as UTF-8", where=where)
    return None


def _character(match: regex.Match[str]) -> str:
    """Return the character of a named entity of HTML, unless it is one of the five that XML has."""
    name = match[1]
    return match[0] if name in _XML_ENTITIES else html.escape(html5.get(f"{name};", match[0]))


class _Target:
    """A parser target that passes the text to a builder, block by block."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._kinds: list[tuple[int, BlockKind]] = []
        self._depth = 0
        self._skipped_from = 0
        self._title: list[str] | None = None
        self._style: list[str] | None = None
        self._hidden: set[str] = set()
        self._pre = 0
        self._raised = 0
        self._candidate: Candidate | None = None
        self._initial = ""
        self._marked = False
        self._noted = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            problem = f"nests more than {_MAX_DEPTH:,} elements in each other"
            raise ReadError(problem, where=self._builder.where, remedy="save it as plain text")
        if self._skipped_from:
            return
        name = _local(tag)
        semantics = Semantics.of(attributes) if attributes else NO_SEMANTICS
        if omitted := omission(name, attributes, semantics, self._hidden):
            if name == "img" and not self._builder.in_block:
                self._initial = initial(attributes)
            self._builder.omitted[omitted] += not self._initial
            self._style = [] if name == "style" else None
            self._skipped_from = self._depth
            return
        match name:
            case "html":
                self._builder.language = attributes.get("lang") or attributes.get(_XML_LANG) or self._builder.language
            case "title":
                self._title = []
                return
            case "br":
                self._add(LINE_BREAK)
        self._pre += name == "pre"
        self._raised += name == "sup"
        # An inline element of such a class is the reference in the text, not the note.
        block = name in _BLOCKS or name in _KINDS
        note = block and (semantics.role in _NOTES_BY_ROLE or _NOTES & semantics.types or _NOTES & semantics.classes)
        kind: BlockKind | None = "note" if note else _KINDS.get(name)
        if kind and (kind in {"note", "head"} or "note" not in {kind for _, kind in self._kinds[-1:]}):
            self._kinds.append((self._depth, kind))
        if block:
            self._start_block()
        if attributes:
            self._begin_candidate(name, attributes, semantics)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if self._skipped_from:
            if self._depth == self._skipped_from:
                self._skipped_from = 0
                self._hidden.update(hidden_selectors("".join(self._style or ())))
        elif name == "title" and self._title is not None:
            self._builder.title = self._builder.title or "".join(self._title)
            self._title = None
        else:
            if self._candidate and self._candidate.depth == self._depth:
                self._decide()
            if self._kinds and self._kinds[-1][0] == self._depth:
                self._kinds.pop()
            if name in _BLOCKS or name in _KINDS:
                self._start_block()
            self._pre -= name == "pre"
            self._raised -= name == "sup"
        self._depth -= 1

    def data(self, text: str) -> None:
        if self._skipped_from:
            if self._style is not None:
                self._style.append(text)
            return
        if self._title is not None:
            self._title.append(text)
        else:
            self._add(text.replace("\n", LINE_BREAK) if self._pre else text)

    def close(self) -> None:
        self._kinds.clear()
        self._start_block()

    def _start_block(self) -> None:
        self._decide()
        self._builder.omitted["picture"] += bool(self._initial)
        self._initial, self._marked = "", False
        self._builder.start(self._kinds[-1][1] if self._kinds else "p")

    def _begin_candidate(self, name: str, attributes: Mapping[str, str], semantics: Semantics) -> None:
        in_block = self._builder.in_block
        self._noted = self._noted or (not in_block and (attributes.get("id") or None) in self._builder.noted)
        in_note = self._noted or "note" in {kind for _, kind in self._kinds[-1:]}
        if self._candidate is None or not self._candidate.declared:
            attached = bool(self._raised) or self._builder.in_word or (in_note and not in_block)
            found = Candidate.at(self._depth, name, attributes, semantics, attached=attached)
            if found and (self._candidate is None or found.declared):
                self._decide()
                self._candidate = found
        if self._candidate:
            self._candidate.target = (attributes.get("href") or "").partition("#")[2] or self._candidate.target

    def _decide(self) -> None:
        """Read the text of a candidate, or count it as a mark."""
        candidate, self._candidate = self._candidate, None
        if candidate is None:
            return
        if label := candidate.verdict():
            self._builder.omitted[label] += 1
            self._marked = True
            self._builder.noted.add(candidate.target)
        else:
            for part in candidate.parts:
                self._add(part)

    def _add(self, text: str) -> None:
        if self._candidate is not None:
            self._candidate.parts.append(text)
            return
        if self._initial:
            text = self._initial + text
            letter = self._initial.rstrip()
            rest = text[len(letter) :].lstrip()
            if not rest:
                self._initial = text
                return
            # The picture of a letter that the text has, too, is a picture.
            repeated = rest.startswith(letter[-1])
            self._builder.omitted["picture"] += repeated
            self._initial = ""
            text = rest if repeated else with_initial(letter, text[len(letter) :])
        if self._marked and _CLOSING.match(text):
            self._builder.trim()
        self._marked = self._marked and not text.strip()
        self._noted = self._noted and not text.strip()
        self._builder.add(text)


@functools.lru_cache(maxsize=256)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()
