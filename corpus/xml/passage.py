"""A passage: running text of a TEI document, and the place of each of its characters in the tree."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from lxml import etree

from corpus.model import BlockKind, Span
from corpus.xml.elements import ASIDES, NO_SENTENCE, kind_of
from corpus.xml.parser import XML_ID, local_name


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """
    A place for text in the tree.

    Attributes:
        parent: the element that contains the text.
        after: the child that the text follows; None at the start of the element.
    """

    parent: etree._Element
    after: etree._Element | None

    @property
    def text(self) -> str:
        """The text in this place."""
        return (self.parent.text if self.after is None else self.after.tail) or ""

    def put(self, text: str) -> None:
        """Set the text in this place."""
        if self.after is None:
            self.parent.text = text
        else:
            self.after.tail = text


@dataclass(frozen=True, slots=True)
class Run:
    """
    Characters of a passage that are next to each other in one slot.

    Attributes:
        start: offset of the first of them in the passage.
        end: offset after the last.
        slot: the place that they are in; None for a space that only a milestone, such as ``lb``, implies.
        offset: offset of the first of them in the text of the slot.
    """

    start: int
    end: int
    slot: Slot | None
    offset: int


@dataclass(frozen=True, slots=True)
class Mark:
    """
    An ``s`` or ``seg`` of the document.

    Attributes:
        elements: the element; several when the parts of an ``s`` are chained by ``prev``.
        span: the text in it.
    """

    elements: tuple[etree._Element, ...]
    span: Span

    @property
    def id(self) -> str:
        """The xml:id of the first element; empty when it has none."""
        return self.elements[0].get(XML_ID, "")


@dataclass(frozen=True, slots=True)
class Passage:
    """
    Running text in an element, up to the end of the element or to a block inside it.

    White space is normalised to single spaces, none at the ends, and a word that is broken at a milestone is whole,
    unless the element has ``xml:space="preserve"``.

    Attributes:
        element: the element that holds it.
        part: the number of the passage in its element, from 1.
        text: the text, without that of notes and other asides.
        runs: the places of its characters, in order.
        sentences: the ``s`` in it, in order, except those without text and xml:id.
        segments: the outermost ``seg`` in it, likewise.
        extents: the span of the text of each element in it.
        preserve: whether white space is as in the file.
    """

    element: etree._Element
    part: int
    text: str
    runs: tuple[Run, ...]
    sentences: tuple[Mark, ...]
    segments: tuple[Mark, ...]
    extents: dict[etree._Element, Span]
    preserve: bool

    @property
    def id(self) -> str:
        """The xml:id of its element, with its number where that has several passages; empty when there is none."""
        identifier = self.element.get(XML_ID, "")
        return f"{identifier}-part{self.part}" if identifier and self.part > 1 else identifier

    @property
    def kind(self) -> BlockKind:
        """The kind of block that it becomes."""
        return kind_of(local_name(self.element))

    @property
    def sentence_around(self) -> etree._Element | None:
        """The ``s`` that its element is in, or is, without a note or the like between them; None if there is none."""
        for element in (self.element, *self.element.iterancestors()):
            if local_name(element) in ASIDES:
                return None
            if local_name(element) == "s":
                return element
        return None

    @property
    def wholes(self) -> tuple[Span, ...]:
        """The span of each outermost element with text that no ``s`` can divide, such as a ``w``."""
        found: list[Span] = []
        for run in self.runs:
            whole = None if run.slot is None else self._whole_around(run.slot.parent)
            if whole is not None and self.text[run.start : run.end].strip():
                extent = self.extents[whole]
                while found and found[-1].start >= extent.start:
                    found.pop()
                if not found or found[-1].end < extent.end:
                    found.append(extent)
        return tuple(found)

    def _whole_around(self, parent: etree._Element) -> etree._Element | None:
        """Return the outermost of an element and its ancestors in direct line that may not contain an ``s``."""
        whole, element = None, parent
        while element in self.extents and local_name(element) in NO_SENTENCE:
            whole = element
            above = element.getparent()
            assert above is not None
            element = above
        return whole

    def run_number(self, offset: int) -> int:
        """Return the number, from 0, of the run with the character at an offset."""
        return bisect_right(self.runs, offset, key=lambda run: run.start) - 1
