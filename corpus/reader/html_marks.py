"""Elements of HTML whose text is not the author's: marks of notes, page numbers, hidden and deleted text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

import regex

from corpus.reader.builder import LINE_BREAK

_ELEMENTS = {
    **dict.fromkeys(("script", "noscript", "template"), "script"),
    **dict.fromkeys(("button", "datalist", "select", "textarea"), "form control"),
    **dict.fromkeys(("audio", "canvas", "embed", "iframe", "img", "object", "svg", "video"), "picture"),
    **dict.fromkeys(("rp", "rt", "rtc"), "ruby reading"),
    "style": "style sheet",
    "nav": "navigation list",
    "annotation": "formula source",
    "annotation-xml": "formula source",
    **dict.fromkeys(("del", "s", "strike"), "deletion"),
}
"""Elements whose content is not running text, and their names in the warning."""

_CONTENTS = frozenset({"toc", "landmarks", "page-list", "doc-toc", "doc-pagelist", "navigation"})
"""Values for navigation in ``epub:type`` and ``role``."""

_INVISIBLE = regex.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", regex.IGNORECASE)

_NO_RULE = regex.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?|@\w[^{};]*+(?:;|\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\})?")
_SELECTOR = regex.compile(r"\s*\w*(?P<name>[.#][\w-]+)\s*")
"""What is no rule of a style sheet for every medium, and a selector that is a single class or id."""

_NOTE_MARKS = frozenset(
    [
        "noteref",
        "doc-noteref",
        "footnote-ref",
        "footnoteref",
        "footnote-reference",
        "footnote-anchor",
        "fnanchor",
        "fnref",
        "ftnref",
        "noteref",
        "endnote-ref",
        "endnote-reference",
        "sdfootnoteanc",
        "sdendnoteanc",
        "sdfootnotesym",
        "sdendnotesym",
        "reference",
    ]
)
_BACK_LINKS = frozenset(
    [
        "backlink",
        "doc-backlink",
        "footnote-back",
        "footnote-backref",
        "footnote-backlink",
        "footnote-return",
        "reversefootnote",
        "mw-cite-backlink",
    ]
)
_PAGE_BREAKS = frozenset(
    [
        "pb",
        "pagebreak",
        "doc-pagebreak",
        "pagenum",
        "pagenumber",
        "page-number",
        "page_number",
        "pageno",
        "page-no",
        "pageno",
        "pgnum",
    ]
)
"""Values of ``epub:type``, ``role`` and ``class``, in small letters."""

_MARK = r"(?:\d{1,4}|[*†‡§¶‖#]{1,4}|\p{L}|[ivxlc]{1,6})"
_BRACKETED = regex.compile(rf"\s*(?:\[\s*(?:\p{{L}}{{2,4}}\.?\s?)?{_MARK}\s*\]|\(\s*{_MARK}\s*\)|[¹²³⁰-⁹]+)\s*")
_BARE = regex.compile(rf"\s*{_MARK}[.)]?\s*")
_ARROWS = regex.compile(r"[\s\ufe0e\ufe0f^↑↩↵⏎←⤴⤶⮌⮐⬑⇑⇧▲]+")
_PAGE_NUMBER = regex.compile(r"\P{L}*+(?:(?:page|pg|pp?|s|с|стр)\b\P{L}*+)?(?:[ivxlcdm]++\b\P{L}*+)?", regex.IGNORECASE)

_INITIAL = regex.compile(r"[\"'“‘«„‚¿¡—–-]?\p{L}")
"""The text for a picture that is the first letter of a paragraph."""

_LETTER_WORD = regex.compile(r"[AÀÁÅEÈÉÊIOÒÓÔÖUÙÚYZАВИКОСУЯЄІЙЎ]$", regex.IGNORECASE)
"""A letter that is a word in some language of Europe."""


@dataclass(frozen=True, slots=True)
class Semantics:
    """
    What the attributes of an element say.

    Attributes:
        types: the values of ``epub:type``.
        role: the ``role``.
        classes: the classes.
        selectors: the classes and the id as in CSS, ``.x`` and ``#y``.
    """

    types: frozenset[str]
    role: str
    classes: frozenset[str]
    selectors: frozenset[str] = frozenset()

    @classmethod
    def of(cls, attributes: Mapping[str, str]) -> Semantics:
        """Return what some attributes say."""
        types = attributes.get("epub:type") or attributes.get("{http://www.idpf.org/2007/ops}type") or ""
        classes = attributes.get("class") or ""
        selectors = {f".{name}" for name in classes.split()} | {f"#{attributes.get('id')}"}
        return cls(
            frozenset(types.split()),
            attributes.get("role") or "",
            frozenset(classes.lower().split()),
            frozenset(selectors),
        )

    def has(self, values: frozenset[str]) -> bool:
        """Return whether one of the values is a type, the role or a class."""
        return self.role in values or not values.isdisjoint(self.types) or not values.isdisjoint(self.classes)


NO_SEMANTICS = Semantics(frozenset(), "", frozenset())


def hidden_selectors(css: str) -> Iterator[str]:
    """Yield the classes and ids that a style sheet hides in every medium, as ``.x`` and ``#y``."""
    for rule in _NO_RULE.sub("", css).split("}"):
        selectors, _, declarations = rule.partition("{")
        if _INVISIBLE.search(declarations):
            yield from (found["name"] for each in selectors.split(",") if (found := _SELECTOR.fullmatch(each)))


def omission(name: str, attributes: Mapping[str, str], semantics: Semantics, hidden: Set[str]) -> str:
    """
    Return what is left out with an element, in the singular; empty when its text is read.

    Args:
        name: the name of the element.
        attributes: its attributes.
        semantics: what they say.
        hidden: the selectors that the style sheets of the page hide.
    """
    if semantics.role in _CONTENTS or _CONTENTS & semantics.types:
        return "navigation list"
    if label := _ELEMENTS.get(name):
        return label
    if "hidden" in attributes or hidden & semantics.selectors or _INVISIBLE.search(attributes.get("style") or ""):
        return "hidden text"
    return ""


def initial(attributes: Mapping[str, str]) -> str:
    """Return the letter that a picture shows, with a quotation mark before it; empty when it shows anything else."""
    text = (attributes.get("alt") or "").strip()
    return text if _INITIAL.fullmatch(text) else ""


def with_initial(letter: str, text: str) -> str:
    """
    Return a text with the letter of a picture before it.

    A space between them stays. A line end is a space only after a letter that may be a word: elsewhere it is layout.
    """
    rest = text.lstrip()
    gap = text[: len(text) - len(rest)]
    if "\n" in gap or LINE_BREAK in gap:
        gap = " " if _LETTER_WORD.search(letter) else ""
    return f"{letter}{gap}{rest}"


@dataclass(slots=True)
class Candidate:
    """
    An element that may be a mark: its text decides.

    Attributes:
        depth: how deep the element is.
        label: ``note mark``, ``back link`` or ``page number``.
        declared: whether the element says so itself.
        attached: whether it follows a word without white space, or is raised.
        parts: its text.
        target: the id that it links to.
    """

    depth: int
    label: str
    declared: bool
    attached: bool
    parts: list[str]
    target: str = ""

    @classmethod
    def at(
        cls, depth: int, name: str, attributes: Mapping[str, str], semantics: Semantics, *, attached: bool
    ) -> Candidate | None:
        """Return the candidate that an element is; None if it is none."""
        for label, values in (("back link", _BACK_LINKS), ("page number", _PAGE_BREAKS), ("note mark", _NOTE_MARKS)):
            if semantics.has(values):
                return cls(depth, label, True, attached, [])
        if name == "a" and "#" in (attributes.get("href") or ""):
            return cls(depth, "note mark", False, attached, [])
        return None

    def verdict(self) -> str:
        """Return what is left out; empty when the text is read."""
        text = "".join(self.parts)
        if not text.strip():
            return ""
        if self.label == "page number":
            return self.label if _PAGE_NUMBER.fullmatch(text) else ""
        if _ARROWS.fullmatch(text) or (self.label == "back link" and self.declared):
            return "back link"
        mark = _BRACKETED.fullmatch(text) or ((self.declared or self.attached) and _BARE.fullmatch(text))
        return "note mark" if mark else ""
