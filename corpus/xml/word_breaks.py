"""Words of a TEI document that are broken at the end of a line, a column or a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.hyphenation import HYPHENS, Hyphenation
from corpus.xml.elements import ASIDES, BREAKING, CONTAINERS, ITEMS, MILESTONES, SILENT
from corpus.xml.parser import content, local_name

_INSIDE_WORD = frozenset({"hyphen", "hyphenated", "hypheninword", "intraword", "inword", "worddiv"})
"""Values of ``type`` and ``rend``, in small letters, that mean ``break="no"`` in texts older than that attribute."""

_EAST_ASIAN = "\u2e80"
"""The first character of the scripts whose names and addresses are written without spaces."""

_TAIL = 64
"""How many characters before a hyphen are kept."""

_Place = tuple[etree._Element, etree._Element | None]
"""The parent and the preceding sibling of a text, as in a `Slot`."""


class WordBreaks:
    """
    The milestones of a document that are inside a word, and the hyphens that only break a word.

    A milestone is inside a word when it or one beside it has ``break="no"`` (TEI P5, 3.11.3), or when it follows a
    hyphen that `Hyphenation` takes for the sign of a broken word. White space, forme work and notes may be between.

    Args:
        texts: the ``text`` elements.
    """

    def __init__(self, texts: list[etree._Element]) -> None:
        self._hyphenation = Hyphenation(str(each) for text in texts for each in text.itertext())
        self._joining: set[etree._Element] = set()
        self._hyphens: set[_Place] = set()
        waiting = list(texts)
        while waiting:
            waiting += self._walk(waiting.pop())

    @property
    def hyphens(self) -> int:
        """How many hyphens are no part of a word."""
        return len(self._hyphens)

    def join(self, milestone: etree._Element) -> bool:
        """Return whether a milestone is inside a word."""
        return milestone in self._joining

    def hide_hyphen(self, parent: etree._Element, after: etree._Element | None) -> bool:
        """Return whether the last character of a text, white space aside, is a hyphen that is no part of a word."""
        return (parent, after) in self._hyphens

    def _walk(self, root: etree._Element) -> Iterator[etree._Element]:
        """Decide on the milestones in an element, and yield the asides in it: their text is not that around them."""
        line = _Line()
        events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in events:
            name = local_name(element) if isinstance(element.tag, str) else ""
            if name in CONTAINERS or name in BREAKING:
                line = _Line()
            if event == "start":
                if name in SILENT or (name in ASIDES and element is not root):
                    events.skip_subtree()
                    if name in ASIDES:
                        yield element
                    continue
                if name in MILESTONES:
                    line.milestones.append(element)
                self._read(line, element.text or "", (element, None))
            elif element is not root:
                parent = element.getparent()
                assert parent is not None
                self._read(line, element.tail or "", (parent, element))

    def _read(self, line: _Line, text: str, place: _Place) -> None:
        """Decide on the milestones before a text, and keep the end of it."""
        right = text.strip()
        if right:
            if line.milestones:
                self._decide(line, right)
                line.milestones = []
            line.place = place
        line.tail = (line.tail + text)[-_TAIL:]

    def _decide(self, line: _Line, right: str) -> None:
        explicit = any(map(_is_inside_word, line.milestones))
        left = line.tail.rstrip()
        broken = left[-1:] in HYPHENS and (
            self._hyphenation.is_broken(left[:-1], left[-1], right) or (line.place and _is_weak(line.place[0]))
        )
        separate = any(milestone.get("break") == "yes" for milestone in line.milestones)
        whole = broken or self._hyphenation.is_compound(left[:-1], left[-1:], right)
        if explicit or (whole and not separate):
            self._joining.update(line.milestones)
            if broken and line.place:
                self._hyphens.add(line.place)


@dataclass(slots=True)
class _Line:
    """The end of the text read so far, where its last characters are, and the milestones after it."""

    tail: str = ""
    place: _Place | None = None
    milestones: list[etree._Element] = field(default_factory=list)


def _is_inside_word(milestone: etree._Element) -> bool:
    values = f"{milestone.get('type', '')} {milestone.get('rend', '')}".lower().split()
    return milestone.get("break") == "no" or not _INSIDE_WORD.isdisjoint(values)


def _is_weak(parent: etree._Element) -> bool:
    """Return whether an element is punctuation that is only typography: ``<pc force="weak">-</pc>``."""
    return local_name(parent) == "pc" and parent.get("force") == "weak"


def follows_item(element: etree._Element, name: str) -> bool:
    """Return whether an item follows another with nothing between, in a script that has spaces between words."""
    before = element.getprevious()
    if before is None or before.tail or name not in ITEMS or local_name(before) not in ITEMS:
        return False
    return content(before).strip()[-1:] < _EAST_ASIAN
