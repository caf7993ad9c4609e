"""A version written into the TEI that it was read from: its markup is kept, and sentences are added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.errors import CorpusError
from corpus.model import Block, Document, Sentence, Span
from corpus.xml.elements import IN_SENTENCE, NO_SENTENCE
from corpus.xml.parser import TEI, XML_ID, XML_LANG, content, local_name, parse_xml
from corpus.xml.passage import Passage, Slot
from corpus.xml.passages import Passages
from tei.header_update import update_header

_INK = re.compile(r"\S")
_CHARACTER = re.compile(r"(?s:.)")
_DISSOLVED = "{dissolved}s"


def write_into_markup(document: Document, date: str | None) -> str:
    """
    Return the TEI file that a version was read from, with the version's ids and sentences in it.

    Each sentence is an ``s`` around its content. If an element ends inside a sentence, the sentence is several ``s``
    that cross no element, marked by ``part`` and chained by ``next`` and ``prev`` (TEI P5, 17.3 and 21.3). An ``s``
    that is one of the sentences already is kept. Apart from its language nothing else in ``text`` changes.

    Args:
        document: a version with markup.
        date: when the corpus was made, as YYYY-MM-DD.

    Raises:
        CorpusError: the blocks are not those of the markup.
    """
    root = parse_xml(document.markup, remarks=True)
    _dissolve(root, document)
    fragments: list[tuple[_Stretch, dict[str, str]]] = []
    for passage, block in _pairs(root, document):
        if not passage.id:
            passage.element.set(XML_ID, block.id)
        present = {mark.span: mark for mark in passage.sentences}
        for sentence in block.sentences:
            if mark := present.get(sentence.span):
                mark.elements[0].set(XML_ID, sentence.id)
            else:
                fragments += _fragments(passage, sentence)
    # Backwards, so that the places before an insertion stay valid.
    for stretch, attributes in reversed(fragments):
        stretch.wrap(attributes)
    if not root.get(XML_ID):
        root.set(XML_ID, document.id)
    for text in root.iterchildren(f"{TEI}text"):
        text.set(XML_LANG, document.language)
    update_header(root, document, date)
    before = reversed(list(root.itersiblings(preceding=True)))
    return "\n".join(etree.tostring(node, encoding="unicode", with_tail=False) for node in (*before, root))


def _pairs(root: etree._Element, document: Document) -> Iterator[tuple[Passage, Block]]:
    passages = list(Passages(root))
    if [passage.text for passage in passages] != [block.text for block in document.blocks]:
        raise CorpusError("its text is not that of its markup", where=document.id, remedy="write it without markup")
    yield from zip(passages, document.blocks, strict=True)


def _dissolve(root: etree._Element, document: Document) -> None:
    """Remove the tags of each ``s`` that is not a sentence of the document, or has neither content nor id."""
    for passage, block in _pairs(root, document):
        spans = {sentence.span for sentence in block.sentences}
        for mark in passage.sentences:
            if mark.span not in spans:
                for element in mark.elements:
                    element.tag = _DISSOLVED
    for element in root.iter(f"{TEI}s"):
        if not element.get(XML_ID) and not len(element) and not content(element).strip():
            element.tag = _DISSOLVED
    etree.strip_tags(root, _DISSOLVED)


@dataclass(frozen=True, slots=True)
class _Place:
    """A place between two characters of a slot, or at one of its ends."""

    slot: Slot
    offset: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The content between two places in the same element."""

    start: _Place
    end: _Place

    @property
    def parent(self) -> etree._Element:
        return self.start.slot.parent

    def reaches(self, other: _Stretch) -> bool:
        """Return whether one ``s`` may contain this stretch, the other, and everything between them."""
        if self.parent is not other.parent:
            return False
        nodes = _between(self.end.slot, other.start.slot)
        return all(not isinstance(node.tag, str) or local_name(node) in IN_SENTENCE for node in nodes)

    def wrap(self, attributes: dict[str, str]) -> None:
        """Put an ``s`` around the content."""
        start, end = self.start, self.end
        first, last = start.slot, end.slot
        sentence = self.parent.makeelement(f"{TEI}s", attributes)
        sentence.tail = last.text[end.offset :]
        last.put(last.text[: end.offset])
        sentence.text = first.text[start.offset :]
        first.put(first.text[: start.offset])
        inside = list(_between(first, last))
        if first.after is None:
            self.parent.insert(0, sentence)
        else:
            first.after.addnext(sentence)
        sentence.extend(inside)


def _between(first: Slot, last: Slot) -> Iterator[etree._Element]:
    """Yield the nodes between two slots of an element."""
    node = first.after
    while node is not last.after:
        node = first.parent[0] if node is None else node.getnext()
        assert node is not None
        yield node


def _fragments(passage: Passage, sentence: Sentence) -> Iterator[tuple[_Stretch, dict[str, str]]]:
    """Yield the content of each ``s`` that a sentence needs, and its attributes."""
    stretches: list[_Stretch] = []
    for stretch in _stretches(passage, sentence.span):
        if stretches and stretches[-1].reaches(stretch):
            stretches[-1] = _Stretch(stretches[-1].start, stretch.end)
        else:
            stretches.append(stretch)
    last = len(stretches) - 1
    ids = [sentence.id, *(f"{sentence.id}-part{number}" for number in range(2, last + 2))]
    for number, stretch in enumerate(stretches):
        attributes = {XML_ID: ids[number]}
        if last:
            attributes["part"] = "I" if number == 0 else "F" if number == last else "M"
        if number < last:
            attributes["next"] = f"#{ids[number + 1]}"
        if number:
            attributes["prev"] = f"#{ids[number - 1]}"
        yield stretch, attributes


def _stretches(passage: Passage, span: Span) -> Iterator[_Stretch]:
    """Yield the largest elements and, outside them, the texts that are completely in a sentence, except blanks."""
    done = span.start
    for number in range(passage.run_number(span.start), len(passage.runs)):
        run = passage.runs[number]
        if run.start >= span.end:
            return
        start, end = max(done, run.start), min(span.end, run.end)
        if run.slot is None or start >= end or not _INK.search(passage.text, start, end):
            continue
        # An element with text of an earlier stretch cannot be wrapped as a whole.
        whole = _whole(passage, Span(done, span.end), run.slot.parent)
        if whole is None:
            shift = run.offset - run.start
            yield _Stretch(_Place(run.slot, start + shift), _Place(run.slot, end + shift))
            done = end
        else:
            parent = whole.getparent()
            assert parent is not None
            before = Slot(parent, whole.getprevious())
            yield _Stretch(_Place(before, len(before.text)), _Place(Slot(parent, whole), 0))
            done = passage.extents[whole].end


def _whole(passage: Passage, span: Span, element: etree._Element) -> etree._Element | None:
    """Return the outermost of an element and its ancestors that the sentence covers and an ``s`` may contain."""
    found = None
    counted = _CHARACTER if passage.preserve else _INK
    while element is not passage.element:
        extent = passage.extents[element]
        if counted.search(passage.text, extent.start, span.start) or counted.search(passage.text, span.end, extent.end):
            break
        parent = element.getparent()
        assert parent is not None
        if local_name(element) in IN_SENTENCE and local_name(parent) not in NO_SENTENCE:
            found = element
        element = parent
    return found
