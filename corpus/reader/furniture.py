"""What publishers and digitisers put around a text: licences, marks of pictures, ornaments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from corpus.reader.builder import flatten, phrases
from corpus.reader.source import SourceBlock, SourceText

_START = regex.compile(
    r"\W{0,5}(?:START OF (?:THE |THIS )?PROJECT GUTENBERG E-?(?:BOOK|TEXT)|END\W{0,3}THE SMALL PRINT)", regex.IGNORECASE
)
_END = regex.compile(
    r"\W{0,5}(?:THE )?(?:END OF (?:THE |THIS )?PROJECT GUTENBERG|START: FULL LICENSE)", regex.IGNORECASE
)
_OPENING = regex.compile(r"\*{3}[^*]*+\*{3}\s*(?P<rest>.*)", regex.DOTALL)
"""The line that ends the licence, and what follows it in its block, which is the text."""

_CREDIT = regex.compile(
    r"(?:E-?text )?(?:produced|prepared|transcribed) by\b|This e-?(?:book|text) was", regex.IGNORECASE
)
"""Who made the file, right after the licence."""

_PICTURE = regex.compile(
    r"\[(?:Illustrations?|Frontispiece|Decoration)(?::[^\[\]]*+(?:\[[^\[\]]*+\][^\[\]]*+)*+)?\]", regex.IGNORECASE
)
_OPEN_PICTURE = regex.compile(r"\[Illustration:[^\[\]]*", regex.IGNORECASE)
_MAX_CAPTION = 8
"""Maximum number of blocks in the caption of a picture."""

_ORNAMENT = regex.compile(r"(?:[*•·~#=_+—–-]\s*){3,}+|(?:[⁂❦❧☙]\s*)++")


def without_furniture(source: SourceText) -> SourceText:
    """
    Return a text without Project Gutenberg's licence, marks of pictures and lines of ornaments, and count them.

    TEI stays as it is: its markup tells the text from the rest.
    """
    if source.markup:
        return source
    counts: Counter[str] = Counter()
    blocks = tuple(_without_marks(_without_licence(source.blocks, counts), counts))
    return replace(source, blocks=blocks, omitted=source.omitted + phrases(counts)) if blocks and counts else source


def _without_licence(blocks: Sequence[SourceBlock], counts: Counter[str]) -> Sequence[SourceBlock]:
    """Return the blocks between what Project Gutenberg says before a text, in its first half, and after it."""
    half = len(blocks) // 2
    first = max((number + 1 for number, block in enumerate(blocks[: half + 1]) if _START.match(block.text)), default=0)
    opening = _OPENING.match(blocks[first - 1].text) if first else None
    rest = opening["rest"] if opening else ""
    while 0 < first < len(blocks) and _CREDIT.match(blocks[first].text):
        first += 1
    ends = (number for number, block in enumerate(blocks) if number >= max(first, half) and _END.match(block.text))
    last = next(ends, len(blocks))
    counts["Project Gutenberg licence"] += (first > 0) + (last < len(blocks))
    started = [replace(blocks[first - 1], text=rest)] if rest and not _CREDIT.match(rest) else []
    return [*started, *blocks[first:last]]


def _without_marks(blocks: Sequence[SourceBlock], counts: Counter[str]) -> Iterator[SourceBlock]:
    number = 0
    while number < len(blocks):
        block, number = blocks[number], number + 1
        if _ORNAMENT.fullmatch(block.text):
            counts["ornament"] += 1
            continue
        if _OPEN_PICTURE.fullmatch(block.text):
            caption = blocks[number : number + _MAX_CAPTION]
            closing = next((count for count, each in enumerate(caption, 1) if "]" in each.text), 0)
            if closing and caption[closing - 1].text.endswith("]"):
                counts["picture mark"] += 1
                number += closing
                continue
        text, pictures = _PICTURE.subn("", block.text)
        counts["picture mark"] += pictures
        if text.strip():
            yield replace(block, text=flatten(text)) if pictures else block
