"""Corrections of the text of a TEI file: words are replaced where they stand, and no markup is touched."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from lxml import etree

from corpus.errors import CorpusError
from corpus.model import Block, Document, Span
from corpus.xml.parser import TEI, parse_xml
from corpus.xml.passage import Passage, Slot
from corpus.xml.passages import Passages
from tei.characters import is_legal

_SENTENCE = f"{TEI}s"

_MAX_COMPARED = 2_000
"""Of blocks with more characters, only the ends that stay the same are found."""


class EditableText:
    """
    The text of a version in the TEI that it was read from.

    Args:
        document: the version, with its markup.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._root = parse_xml(document.markup, remarks=True)
        self._passages = {passage.id: passage for passage in Passages(self._root)}

    def check(self, block: Block) -> None:
        """
        Make sure that a block can have a text and sentences.

        Raises:
            CorpusError: XML forbids a character, markup is inside the words that change, or a sentence ends inside
                markup that may not hold sentences, such as a ``w``.
        """
        list(self._replacements(block.id, block.text))
        passage = self._passages[block.id]
        if block.text == passage.text:
            for whole in (whole.stripped(block.text) for whole in passage.wholes):
                if any(whole.start < sentence.span.start < whole.end for sentence in block.sentences):
                    problem = f"no sentence can end inside the markup of {whole.of(block.text)[:60]!r}"
                    raise CorpusError(problem, where=block.id)

    def with_texts(self, edited: Document) -> bytes:
        """
        Return the file with the texts of the blocks of an edited version.

        Raises:
            CorpusError: a text cannot be put in its place.
        """
        # What `put` changes would spoil the places of later calls.
        other = EditableText(self._document)
        for block, before in zip(edited.blocks, self._document.blocks, strict=True):
            if block.text != before.text:
                for slot, span, words in reversed(list(other._replacements(block.id, block.text))):
                    slot.put(slot.text[: span.start] + words + slot.text[span.end :])
        return etree.tostring(other._root.getroottree(), encoding="utf-8")

    def _replacements(self, block: str, text: str) -> Iterator[tuple[Slot, Span, str]]:
        """Yield what is to be replaced in the places of the tree, in order."""
        passage = self._passages.get(block)
        if passage is None:
            raise CorpusError("it is not in the file", where=block)
        if not is_legal(text):
            raise CorpusError("it has characters that XML cannot hold", where=block)
        for span, words in _changed(passage.text, text):
            yield from _places(passage, span, words)


def _changed(before: str, after: str) -> Iterator[tuple[Span, str]]:
    """Yield the runs of characters that change, and what comes into their place."""
    start = common_start(before, after)
    end = common_start(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if max(len(old), len(new)) > _MAX_COMPARED:
        yield Span(start, start + len(old)), new
        return
    for kind, i, k, j, h in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Span(start + i, start + k), new[j:h]


def common_start(one: str, other: str) -> int:
    """Return how many characters are the same at the start of two texts."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _places(passage: Passage, span: Span, words: str) -> Iterator[tuple[Slot, Span, str]]:
    """Yield what is to be replaced where; the tags of sentences may be between, since those are set anew."""
    if span.start == span.end:
        # Words that are only added go to the word before or after them.
        follows = span.start > 0 and (span.start == len(passage.text) or not passage.text[span.start - 1].isspace())
        runs = _runs(passage, Span(span.start - follows, span.start - follows + 1))
        slot, start, _ = runs[0]
        yield slot, Span(start + follows, start + follows), words
        return
    runs = _runs(passage, span)
    for (slot, start, end), new in zip(runs, [words, *[""] * (len(runs) - 1)], strict=True):
        yield slot, Span(start, end), new


def _runs(passage: Passage, span: Span) -> list[tuple[Slot, int, int]]:
    """Return the slots that characters are in, and from where to where in each."""
    found: list[tuple[Slot, int, int]] = []
    for run in passage.runs[passage.run_number(span.start) : passage.run_number(span.end - 1) + 1]:
        shift = run.offset - run.start
        start, end = max(run.start, span.start) + shift, min(run.end, span.end) + shift
        if run.slot is None or (found and not _adjoin(found[-1][0], run.slot)):
            problem = f"markup is inside the words that change: {span.of(passage.text)[:60]!r}"
            raise CorpusError(problem, where=passage.id, remedy="edit the TEI file itself")
        if found and _same(found[-1][0], run.slot):
            found[-1] = (run.slot, found[-1][1], end)
        else:
            found.append((run.slot, start, end))
    if not found:
        raise CorpusError("it has no text in the file", where=passage.id, remedy="edit the TEI file itself")
    return found


def _same(one: Slot, other: Slot) -> bool:
    return one.parent is other.parent and one.after is other.after


def _adjoin(slot: Slot, other: Slot) -> bool:
    """Return whether a place follows another with nothing but tags of sentences between them."""
    while not _same(slot, other):
        child = _next(slot)
        if child is not None and child.tag == _SENTENCE:
            slot = Slot(child, None)
        elif child is None and slot.parent.tag == _SENTENCE:
            holder = slot.parent.getparent()
            assert holder is not None
            slot = Slot(holder, slot.parent)
        else:
            return False
    return True


def _next(slot: Slot) -> etree._Element | None:
    """Return the child that follows a place."""
    if slot.after is not None:
        return slot.after.getnext()
    return slot.parent[0] if len(slot.parent) else None
