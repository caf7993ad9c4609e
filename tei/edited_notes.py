"""Notes that follow the words they point to when sentences are split, merged or corrected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from corpus.model import Block, Corpus, Span
from tei.edited_text import common_start
from tei.names import sentence_of
from tei.parser import TEI, content

OUTDATED = " (The text has been edited since.)"
"""What is added to a note whose words have changed."""


@dataclass(frozen=True, slots=True)
class _Moved:
    """A sentence as it was, in its block as it was and as it is now."""

    span: Span
    old: Block
    new: Block

    def place(self, start: int, length: int) -> tuple[str, int, bool]:
        """Return the sentence that a run of its characters is in now, where it starts, and whether it is the same."""
        before, after = self.old.text, self.new.text
        first, last = self.span.start + start, self.span.start + start + length
        same = common_start(before, after)
        rest = min(common_start(before[::-1], after[::-1]), min(len(before), len(after)) - same)
        if first >= len(before) - rest:
            first, last = first + len(after) - len(before), last + len(after) - len(before)
            sound = True
        else:
            sound = last <= same
        first = min(first, max(0, len(after) - 1))
        found = next((each for each in reversed(self.new.sentences) if each.span.start <= first), self.new.sentences[0])
        return found.id, max(0, first - found.span.start), sound and last <= found.span.end


def follow_edits(root: etree._Element, before: Corpus, after: Corpus) -> None:
    """
    Make the notes in a file of alignments point to the same words as before in an edited corpus.

    A note whose words have changed, or are in two sentences now, points to the sentence and says so.
    """
    moved = dict(_moved(before, after))
    if not moved:
        return
    for note in root.iter(f"{TEI}note"):
        outdated = False
        uris = []
        for uri in note.get("target", "").split():
            new, sound = _followed(uri, moved)
            uris.append(new)
            outdated = outdated or not sound
        if uris:
            note.set("target", " ".join(uris))
        if outdated and not content(note).endswith(OUTDATED):
            _append(note)


def _moved(before: Corpus, after: Corpus) -> Iterator[tuple[str, _Moved]]:
    for old, new in zip(before.documents, after.documents, strict=True):
        for one, other in zip(old.blocks, new.blocks, strict=True):
            if one != other:
                yield from ((sentence.id, _Moved(sentence.span, one, other)) for sentence in one.sentences)


def _followed(uri: str, moved: Mapping[str, _Moved]) -> tuple[str, bool]:
    file, _, pointer = uri.partition("#")
    sentence = sentence_of(pointer)
    if sentence not in moved:
        return uri, True
    if sentence == pointer:
        return f"{file}#{moved[sentence].place(0, 0)[0]}", True
    start, length = map(int, pointer.removesuffix(")").rsplit(",", 2)[1:])
    found, offset, sound = moved[sentence].place(start, length)
    return (f"{file}#string-range({found},{offset},{length})", True) if sound else (f"{file}#{found}", False)


def _append(note: etree._Element) -> None:
    if len(note):
        note[-1].tail = f"{note[-1].tail or ''}{OUTDATED}"
    else:
        note.text = f"{note.text or ''}{OUTDATED}"
