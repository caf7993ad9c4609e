"""Word documents, .docx (Office Open XML, ISO/IEC 29500)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from corpus.model import BlockKind
from corpus.reader.archive import Archive, resolve
from corpus.reader.builder import LINE_BREAK, Builder
from corpus.reader.newlines import Newlines
from corpus.reader.source import SourceText
from corpus.reader.symbols import symbol

if TYPE_CHECKING:
    from lxml import etree

_CHARACTERS = {
    "tab": "\t",
    "ptab": "\t",
    "br": LINE_BREAK,
    "cr": LINE_BREAK,
    "noBreakHyphen": "‑",
    "softHyphen": "\u00ad",
}

_OMITTED = {
    "del": "tracked deletion",
    "moveFrom": "tracked deletion",
    "rt": "ruby reading",
    "instrText": "field code",
    "commentReference": "comment",
    "object": "picture",
    "altChunk": "embedded document",
    "headerReference": "page header",
    "footerReference": "page header",
}
"""Elements that hold or refer to what is not running text, and their names in the warning."""

_HEADING = re.compile(r"(?:heading [1-9]|title|subtitle)\Z", re.IGNORECASE)
_CONTENTS = re.compile(r"toc [1-9]\Z", re.IGNORECASE)
_QUOTE = re.compile(r"(?:intense )?quote\Z", re.IGNORECASE)
"""Names of built-in styles, which are English in every language version of Word."""

_TRUE = ("1", "true", "on")

_BODY_LEVEL = 9
"""The outline level of paragraphs that are not headings."""

_MAX_STYLES = 32
"""Maximum length of a chain of styles that are based on each other."""


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style; None where it inherits from the style that it is based on."""

    name: str
    parent: str
    level: int | None
    listed: bool | None
    hidden: bool | None


def read_docx(data: bytes, where: str, newlines: Newlines) -> SourceText:
    """
    Read a Word document into blocks: paragraphs, headings, list items, cells of tables, text boxes.

    Footnotes and endnotes are at the end, in the order in which the text refers to them. Tracked insertions are text,
    tracked deletions and hidden text are not. A paragraph whose end is deleted, or that is a drop cap, is one with the
    next.

    Raises:
        ReadError: the archive is damaged, or is not a Word document.
    """
    archive = Archive(data, where)
    package = _links(archive, "")
    main = package.get("officeDocument", "word/document.xml")
    body = archive.read_xml(main).find("{*}body")
    if body is None:
        raise ReadError("is not a Word document", where=where, remedy="save it as .docx or as plain text")
    links = _links(archive, main)
    styles = _styles(archive.read_xml(links["styles"])) if links.get("styles", "") in archive else {}
    walker = _Walker(Builder(newlines, where), styles)
    walker.add_blocks(body, "p")
    walker.end_paragraph()
    for kind in ("footnote", "endnote"):
        if any(name == kind for name, _ in walker.references):
            notes = archive.read_xml(links.get(f"{kind}s", f"word/{kind}s.xml"))
            by_id = {_value(note, "id"): note for note in notes.iter(f"{{*}}{kind}")}
            # A note may refer to another one, so the list of references may grow in this loop.
            seen: set[str] = set()
            for name, number in walker.references:
                if name == kind and number not in seen:
                    seen.add(number)
                    if number not in by_id:
                        raise ReadError(f"is damaged: a {kind} is missing", where=where, remedy="save it again in Word")
                    walker.add_note(by_id[number], (kind, number))
    if (core := package.get("core-properties", "")) in archive:
        title = archive.read_xml(core).find("{*}title")
        walker.builder.title = "" if title is None else title.text or ""
    return walker.builder.content()


class _Walker:
    """
    Walks through the elements of a document and passes their text to a builder.

    Attributes:
        builder: collects the text.
        references: the notes that the text refers to, as ``("footnote", "2")``.
    """

    def __init__(self, builder: Builder, styles: dict[str, _Style]) -> None:
        self.builder = builder
        self.references: list[tuple[str, str]] = []
        self._styles = styles
        self._begun: list[etree._Element] = []
        self._marks: dict[tuple[str, str], str] = {}
        self._mark = ""

    def add_note(self, note: etree._Element, reference: tuple[str, str]) -> None:
        """Add the paragraphs of a note, without the mark that its author chose for it."""
        self._mark = self._marks.get(reference, "")
        self.add_blocks(note, "note")
        self.end_paragraph("note")

    def end_paragraph(self, kind: BlockKind = "p") -> None:
        """Add paragraphs that no other one follows to continue them."""
        begun, self._begun = self._begun, []
        if begun:
            self.builder.start(kind)
            boxes: list[etree._Element] = []
            for paragraph in begun:
                self._add_runs(paragraph, boxes)
            self.builder.start("p")
            for box in boxes:
                self.add_blocks(box, kind)
                self.end_paragraph(kind)

    def add_blocks(self, parent: etree._Element, kind: BlockKind) -> None:
        """Add the paragraphs and tables in an element; `kind` is that of its plain paragraphs."""
        for element in parent:
            match _name(element):
                case "p":
                    self._add_paragraph(element, kind)
                case "tbl":
                    self.end_paragraph(kind)
                    for cell in _cells(element):
                        self.add_blocks(cell, "note" if kind == "note" else "cell")
                        self.end_paragraph("note" if kind == "note" else "cell")
                case "AlternateContent":
                    self.add_blocks(_choice(element), kind)
                case name if name in _OMITTED:
                    self.builder.omitted[_OMITTED[name]] += 1
                case name if name == "sectPr" or not name.endswith("Pr"):
                    self.add_blocks(element, kind)

    def _add_paragraph(self, paragraph: etree._Element, kind: BlockKind) -> None:
        properties = paragraph.find("{*}pPr")
        chain = list(self._chain(properties))
        if any(_CONTENTS.match(style.name) for style in chain):
            self.builder.omitted["table-of-contents line"] += 1
            return
        self._begun.append(paragraph)
        if not _continues(properties):
            self.end_paragraph(self._kind(properties, chain, kind))

    def _add_runs(self, parent: etree._Element, boxes: list[etree._Element]) -> None:
        """Add the text in a paragraph or a part of one; text boxes are only collected in `boxes`."""
        for element in parent:
            match _name(element):
                case "r" if self._is_hidden(element):
                    self.builder.omitted["hidden text"] += element.find(".//{*}t") is not None
                case "t" | "sym":
                    self._add_characters(element, _font(parent))
                case "footnoteReference" | "endnoteReference" as name:
                    reference = (name.removesuffix("Reference"), _value(element, "id"))
                    self.references.append(reference)
                    if _value(element, "customMarkFollows") in _TRUE:
                        # The rest of the run is the mark.
                        self._marks[reference] = "".join(each.text or "" for each in parent.iterfind("{*}t")).strip()
                        self.builder.omitted["note mark"] += 1
                        return
                case "txbxContent":
                    boxes.append(element)
                case "AlternateContent":
                    self._add_runs(_choice(element), boxes)
                case "sectPr":
                    self.add_blocks(element, "p")
                case "blip" | "imagedata":
                    self.builder.omitted["picture"] += 1
                case name if name in _CHARACTERS:
                    self.builder.add(_CHARACTERS[name])
                case name if name in _OMITTED:
                    self.builder.omitted[_OMITTED[name]] += 1
                case name if name == "pPr" or not name.endswith("Pr"):
                    self._add_runs(element, boxes)

    def _add_characters(self, element: etree._Element, font: str) -> None:
        """Add a text, or a single character of a font of symbols."""
        text = element.text or ""
        if _name(element) == "sym":
            code = _value(element, "char")
            text = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else "\ufffd"
            font = _value(element, "font")
        elif font.lower() != "symbol":
            if self._mark and text.strip():
                text = text.lstrip().removeprefix(self._mark)
                self._mark = ""
            self.builder.add(text)
            return
        for character in text:
            self.builder.omitted["symbol"] += not symbol(ord(character), font)
            self.builder.add(symbol(ord(character), font))

    def _is_hidden(self, run: etree._Element) -> bool:
        """Return whether a run is hidden: as it says itself, or its style, or that of the paragraph."""
        properties = run.find("{*}rPr")
        paragraph = next((each for each in run.iterancestors() if _name(each) == "p"), None)
        settings = None if paragraph is None else paragraph.find("{*}pPr")
        hidden = [_flag(properties, "vanish")]
        hidden += [style.hidden for style in self._chain(properties, "rStyle")]
        hidden += [style.hidden for style in self._chain(settings)]
        return next((each for each in hidden if each is not None), False)

    def _chain(self, properties: etree._Element | None, name: str = "pStyle") -> Iterator[_Style]:
        """Yield the style of a paragraph or a run, and the styles that it is based on."""
        style = self._styles.get(_setting(properties, name))
        for _ in range(_MAX_STYLES):
            if style is None:
                return
            yield style
            style = self._styles.get(style.parent)

    def _kind(self, properties: etree._Element | None, chain: list[_Style], kind: BlockKind) -> BlockKind:
        styles = [_style(properties, None, "", ""), *chain]
        level = next((style.level for style in styles if style.level is not None), _BODY_LEVEL)
        if kind == "note":
            return kind
        if level < _BODY_LEVEL or any(_HEADING.match(style.name) for style in chain):
            return "head"
        if kind == "cell":
            return kind
        if next((style.listed for style in styles if style.listed is not None), False):
            return "item"
        return "quote" if any(_QUOTE.match(style.name) for style in chain) else kind


def _links(archive: Archive, part: str) -> dict[str, str]:
    """Return the parts that a part refers to, by the last word of the type of the relationship."""
    folder, slash, name = part.rpartition("/")
    relations = f"{folder}{slash}_rels/{name}.rels"
    if relations not in archive:
        return {}
    return {
        link.get("Type", "").rpartition("/")[2]: resolve(part, link.get("Target", ""))
        for link in archive.read_xml(relations).iter("{*}Relationship")
        if link.get("TargetMode") != "External"
    }


def _styles(root: etree._Element) -> dict[str, _Style]:
    return {
        _value(element, "styleId"): _style(
            element.find("{*}pPr"), element.find("{*}rPr"), _setting(element, "name"), _setting(element, "basedOn")
        )
        for element in root.iter("{*}style")
    }


def _style(properties: etree._Element | None, runs: etree._Element | None, name: str, parent: str) -> _Style:
    level = _setting(properties, "outlineLvl")
    numbering = _setting(properties, "numPr/{*}numId")
    return _Style(
        name,
        parent,
        int(level) if re.fullmatch("[0-9]", level) else None,
        numbering != "0" if numbering else None,
        _flag(runs, "vanish"),
    )


def _continues(properties: etree._Element | None) -> bool:
    """Return whether a paragraph is one with the next: it is a drop cap, or its end is deleted."""
    frame = None if properties is None else properties.find("{*}framePr")
    if frame is not None and _value(frame, "dropCap") in ("drop", "margin"):
        return True
    deleted = ("{*}rPr/{*}del", "{*}rPr/{*}moveFrom")
    return properties is not None and any(properties.find(path) is not None for path in deleted)


def _font(run: etree._Element) -> str:
    """Return the font that a run sets for Latin letters; empty if it sets none."""
    fonts = run.find("{*}rPr/{*}rFonts")
    return "" if fonts is None else _value(fonts, "ascii")


def _flag(properties: etree._Element | None, name: str) -> bool | None:
    """Return a property that is on or off; None if it is not set."""
    found = None if properties is None else properties.find(f"{{*}}{name}")
    return None if found is None else _value(found, "val") in ("", *_TRUE)


def _cells(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the cells of a table but not those of nested tables, through rows and the controls around them."""
    for element in table:
        if _name(element) == "tc":
            yield element
        elif _name(element) in ("tr", "sdt", "sdtContent", "customXml", "ins"):
            yield from _cells(element)


def _choice(alternatives: etree._Element) -> etree._Element:
    """Return one of the alternative forms of the same content: the first with text, which is the newest."""
    with_text = (form for form in alternatives if form.find(".//{*}t") is not None)
    return next(with_text, next(iter(alternatives), alternatives))


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _setting(properties: etree._Element | None, path: str) -> str:
    """Return the value of a property; empty if it is not set."""
    found = None if properties is None else properties.find(f"{{*}}{path}")
    return "" if found is None else _value(found, "val")


def _value(element: etree._Element, name: str) -> str:
    """Return an attribute in any namespace: there is a transitional and a strict one."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
