"""The lines of printed pages with their type and place, and the footnotes among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from corpus.reader.text import ends_with_stop

_SMALL = 0.93
"""The type of a footnote has at most this share of the size of that of the text."""

_LABEL = regex.compile(r"[\[(]?(?P<label>\d{1,3}|[*†‡§]{1,3})[\])]?\.?\s*(?=[^\s\d.,)])")
"""The mark at the start of a footnote."""


@dataclass(frozen=True, slots=True)
class Line:
    """
    A line of a page.

    Attributes:
        text: its characters.
        size: the size of most of its letters, in points.
        x: where it begins, in points from the left.
        right: where its last character begins.
        y: the height of its base line, in points from the foot of the page.
        marks: the spans of raised digits and asterisks.
    """

    text: str
    size: float = 0.0
    x: float = 0.0
    right: float = 0.0
    y: float = 0.0
    marks: tuple[tuple[int, int], ...] = ()


def separate_notes(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[list[Line]], int]:
    """
    Return the pages without footnotes and their marks, the lines of each note, and how many marks there were.

    A footnote is in smaller type than the text, below all text of its column, and begins with a number or an asterisk.
    Lines that stand beside each other there are the cells of a table.
    What follows a note in the same type belongs to it, also at the foot of the next page. The mark of a note is raised
    in the text of its page.
    """
    sizes = Counter[float]()
    for line in (line for page in pages for line in page):
        sizes[line.size] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    notes: list[list[Line]] = []
    left: list[list[Line]] = []
    marks = 0
    for page in pages:
        body = [line for line in page if line.size > _SMALL * usual]
        foot = {line for line in page if line.size <= _SMALL * usual and _at_foot(line, body)} if body else set()
        if any(one in foot and two in foot and two.y >= one.y for one, two in pairwise(page)):
            foot = set()  # cells of a table
        labels: set[str] = set()
        kept: list[Line] = []
        open_note = bool(notes) and not ends_with_stop(notes[-1][-1].text)
        for line in page:
            label = _LABEL.match(line.text)
            if line not in foot or not (label or open_note):
                kept.append(line)
                open_note = open_note and not labels
            elif label and (not open_note or _is_next(label["label"], labels)):
                notes.append([replace(line, text=line.text[label.end() :])])
                labels.add(label["label"])
                open_note = True
            else:
                notes[-1].append(line)
        plain = [_without_marks(line, labels) for line in kept]
        marks += sum(before.text != after.text for before, after in zip(kept, plain, strict=True))
        left.append(plain)
    return left, notes, marks


def _at_foot(line: Line, body: Sequence[Line]) -> bool:
    """Return whether no line of words is below another in its column."""
    return not any(
        other.y < line.y and other.x <= line.right and other.right >= line.x and any(map(str.isalpha, other.text))
        for other in body
    )


def _is_next(label: str, labels: set[str]) -> bool:
    """Return whether a mark follows those of the page: the next number, or any if there is none, or an asterisk."""
    numbers = [int(each) for each in labels if each.isdecimal()]
    return not label.isdecimal() or not numbers or int(label) == max(numbers) + 1


def _without_marks(line: Line, labels: set[str]) -> Line:
    text = line.text
    for start, end in reversed(line.marks):
        if text[start:end] in labels and start and not text[start - 1].isspace():
            text = text[:start] + text[end:]
    return replace(line, text=text)
