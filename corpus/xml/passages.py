"""The passages of a TEI document, in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.model import BLOCK_KINDS, Span
from corpus.xml.elements import (
    ALTERNATIVES,
    ASIDES,
    BREAKING,
    CONTAINERS,
    MILESTONES,
    SILENT,
    silent_label,
)
from corpus.xml.parser import TEI, XML_ID, XML_SPACE, content, local_name
from corpus.xml.passage import Mark, Passage, Run, Slot
from corpus.xml.word_breaks import WordBreaks, follows_item

_JOINED_BEFORE, _JOINED_AFTER = frozenset({"left", "both"}), frozenset({"right", "both"})
"""Values of ``join`` that let no space be before or after a word (TEI P5, att.linguistic)."""

_WORDS = re.compile(r"[^ \t\r\n]++(?: [^ \t\r\n]++)*+")
"""Text without white space to normalise; only white space of XML is normalised."""


class Passages:
    """
    The passages of a document in reading order; an aside, such as a note, follows the passage that contains it.

    Args:
        root: the document, or a part of it.

    Attributes:
        omitted: counts of the elements whose text was left out, by name in the singular; complete after an iteration.
    """

    def __init__(self, root: etree._Element) -> None:
        self.omitted: Counter[str] = Counter()
        self._texts = [root] if local_name(root) == "text" else root.findall(f"{TEI}text")
        self._preserve = root.get(XML_SPACE) == "preserve"
        self._broken = {holder for text in self._texts for holder in _broken(text)}
        self._breaks = WordBreaks(self._texts)

    def __iter__(self) -> Iterator[Passage]:
        self.omitted["line-end hyphen"] = self._breaks.hyphens
        for text in self._texts:
            yield from self._of(text, self._preserve)

    def _of(self, element: etree._Element, preserve: bool) -> Iterator[Passage]:
        """Yield the passages of a block or a container."""
        preserve = _preserves(element, preserve)
        container = local_name(element) in CONTAINERS
        draft = _Draft(self._breaks, preserve)
        part = 1
        blocks = False
        mixed = local_name(element) not in ALTERNATIVES
        if mixed:
            draft.add(Slot(element, None))
        for child in self._forms(element):
            if self._is_silent(child):
                pass
            elif (container and local_name(child) != "s") or child in self._broken or local_name(child) in BREAKING:
                if draft.has_text:
                    yield draft.passage(element, part)
                    part += 1
                yield from self._asides(draft)
                yield from self._of(child, preserve)
                draft = _Draft(self._breaks, preserve)
                blocks = True
            else:
                self._add(draft, child, preserve)
            if mixed:
                draft.add(Slot(element, child))
        named = local_name(element) in BLOCK_KINDS and XML_ID in element.attrib
        if draft.has_text or (named and not blocks):
            yield draft.passage(element, part)
        yield from self._asides(draft)

    def _asides(self, draft: _Draft) -> Iterator[Passage]:
        for aside, preserve in draft.asides:
            yield from self._of(aside, preserve)

    def _add(self, draft: _Draft, element: etree._Element, preserve: bool) -> None:
        """Add an element of running text."""
        name = local_name(element)
        if name in ASIDES:
            draft.asides.append((element, preserve))
            return
        preserve = _preserves(element, preserve)
        if (name in MILESTONES and not self._breaks.join(element)) or follows_item(element, name):
            draft.separate_words()
        elif name in MILESTONES or element.get("join") in _JOINED_BEFORE:
            draft.join_words()
        mixed = name not in ALTERNATIVES
        start = draft.length
        if mixed:
            draft.add(Slot(element, None))
        for child in self._forms(element):
            if not self._is_silent(child):
                self._add(draft, child, preserve)
            if mixed:
                draft.add(Slot(element, child))
        draft.close(element, name, start)
        if element.get("join") in _JOINED_AFTER:
            draft.join_words()

    def _forms(self, element: etree._Element) -> list[etree._Element]:
        """Return the children; of alternative forms those that are read, and count the others as omitted."""
        preferred = ALTERNATIVES.get(local_name(element))
        if preferred is None:
            return list(element)
        forms = [child for child in element if isinstance(child.tag, str) and not self._is_silent(child)]
        chosen = [form for form in forms if local_name(form) in preferred] or forms
        if local_name(element) == "subst":
            return chosen
        self.omitted["alternative reading"] += max(0, len(forms) - 1)
        return chosen[:1]

    def _is_silent(self, child: etree._Element) -> bool:
        if not isinstance(child.tag, str):
            return True
        label = silent_label(local_name(child), child.get("notation", ""))
        if label and content(child).strip():
            self.omitted[label] += 1
        return label is not None


@dataclass(slots=True)
class _Draft:
    """A passage under construction."""

    breaks: WordBreaks
    preserve: bool
    length: int = 0
    pieces: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    asides: list[tuple[etree._Element, bool]] = field(default_factory=list)
    extents: dict[etree._Element, Span] = field(default_factory=dict)
    marks: list[tuple[etree._Element, str, Span]] = field(default_factory=list)
    space: tuple[Slot | None, int] | None = None
    joins: bool = False
    has_text: bool = False

    def add(self, slot: Slot) -> None:
        text = slot.text
        if self.preserve:
            self._put(text, slot, 0)
            self.has_text = self.has_text or bool(text.strip())
            return
        end = 0
        if self.breaks.hide_hyphen(slot.parent, slot.after):
            text = text.rstrip()[:-1]
        for match in _WORDS.finditer(text):
            if match.start() > end:
                self.space = self.space or (slot, end)
            if self.space and self.length and not self.joins:
                self._put(" ", *self.space)
            self.space = None
            self.joins = False
            self._put(match[0], slot, match.start())
            self.has_text = self.has_text or bool(match[0].strip())
            end = match.end()
        if end < len(text):
            self.space = self.space or (slot, end)

    def separate_words(self) -> None:
        if not self.preserve:
            self.space = self.space or (None, 0)

    def join_words(self) -> None:
        """Let no white space be between the text before and the text that follows."""
        self.joins = True

    def close(self, element: etree._Element, name: str, start: int) -> None:
        """Record the span of an element that has ended."""
        span = Span(start, self.length)
        self.extents[element] = span
        if name in ("s", "seg"):
            self.marks.append((element, name, span))

    def passage(self, element: etree._Element, part: int) -> Passage:
        text = "".join(self.pieces)
        sentences, segments = (self._marked(text, name) for name in ("s", "seg"))
        return Passage(element, part, text, tuple(self.runs), sentences, segments, self.extents, self.preserve)

    def _put(self, text: str, slot: Slot | None, offset: int) -> None:
        if text:
            self.pieces.append(text)
            self.runs.append(Run(self.length, self.length + len(text), slot, offset))
            self.length += len(text)

    def _marked(self, text: str, name: str) -> tuple[Mark, ...]:
        marks: list[Mark] = []
        places: dict[str, int] = {}
        for element, own, extent in sorted(self.marks, key=lambda mark: (mark[2].start, -mark[2].end)):
            span = extent if self.preserve else extent.stripped(text)
            identifier = element.get(XML_ID, "")
            blank = not identifier and not span.of(text).strip()
            if own != name or blank or (name == "seg" and marks and span.end <= marks[-1].span.end):
                continue
            place = places.get(element.get("prev", "").removeprefix("#"), len(marks))
            if place == len(marks):
                marks.append(Mark((element,), span))
            else:
                before = marks[place]
                marks[place] = Mark((*before.elements, element), Span(before.span.start, span.end))
            if identifier:
                places[identifier] = place
        return tuple(marks)


_NOT_BROKEN = BREAKING | ASIDES | SILENT.keys()


def _broken(text: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements of running text that contain a block, and so are split into passages, too."""
    seen: set[etree._Element] = set()
    for block in text.iter(*(f"{TEI}{name}" for name in BREAKING)):
        holders: list[etree._Element] = []
        holder = block.getparent()
        while holder is not None and holder not in seen and local_name(holder) not in _NOT_BROKEN:
            holders.append(holder)
            holder = holder.getparent()
        if holder is None or local_name(holder) not in SILENT:
            seen.update(holders)
            yield from holders


def _preserves(element: etree._Element, inherited: bool) -> bool:
    space = element.get(XML_SPACE)
    return inherited if space is None else space == "preserve"
