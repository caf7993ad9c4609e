"""The body of a version: blocks in the TEI elements that can contain them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.model import Block
from tei.characters import escape

_HOLDERS = {"l": ("lg",), "item": ("list",), "cell": ("table", "row")}
_SPEECH = frozenset({"p", "l", "item", "quote", "ab"})

Place = tuple[tuple[str, int], ...]
"""The elements around a block, outermost first; the number distinguishes a ``div`` or ``sp`` from the next."""


def body_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """
    Yield the lines of ``body``: indented around the blocks, and without change inside them.

    Any sequence of kinds gives valid TEI, and the same sequence when it is read back. A head after anything else opens
    a ``div``; adjacent lines, items and cells share an ``lg``, a ``list`` or a ``row``; a speaker opens an ``sp`` with
    what is said. Where TEI requires an element and there is none, an empty ``p`` without an id is written.
    """
    yield "    <body>\n"
    around: Place = ()
    silent = False
    for block, place in _placed(blocks):
        yield from _move(around, place, silent)
        yield f"{_indent(place)}{_markup(block)}\n"
        silent = block.kind == "speaker" or (silent and block.kind not in _SPEECH)
        around = place
    if not around:
        around = (("div", 0),)
        yield from _move((), around, silent)
        yield f"{_indent(around)}<p/>\n"
    yield from _move(around, (), silent)
    yield "    </body>\n"


def _placed(blocks: Iterable[Block]) -> Iterator[tuple[Block, Place]]:
    division, speech = 0, 0
    after_head, speaking = True, False
    for block in blocks:
        if block.kind == "head" and not after_head:
            division += 1
        if block.kind == "speaker":
            speech += 1
        after_head = block.kind == "head"
        speaking = block.kind == "speaker" or (speaking and block.kind not in ("head", "cell"))
        speech_place: Place = (("sp", speech),) if speaking else ()
        yield block, (("div", division), *speech_place, *((name, 0) for name in _HOLDERS.get(block.kind, ())))


def _move(start: Place, end: Place, silent: bool) -> Iterator[str]:
    shared = 0
    while shared < min(len(start), len(end)) and start[shared] == end[shared]:
        shared += 1
    for depth in range(len(start) - 1, shared - 1, -1):
        name, _ = start[depth]
        if name == "sp" and silent:
            yield f"{_indent(start[: depth + 1])}<p/>\n"
        yield f"{_indent(start[:depth])}</{name}>\n"
    for depth in range(shared, len(end)):
        yield f"{_indent(end[:depth])}<{end[depth][0]}>\n"


def _indent(place: Place) -> str:
    return "  " * (3 + len(place))


def _markup(block: Block) -> str:
    parts = [f'<{block.kind} xml:id="{block.id}">']
    end = 0
    for sentence in block.sentences:
        gap = block.text[end : sentence.span.start]
        parts.append(f'{escape(gap)}<s xml:id="{sentence.id}">{escape(sentence.text)}</s>')
        end = sentence.span.end
    parts.append(f"{escape(block.text[end:])}</{block.kind}>")
    return "".join(parts)
