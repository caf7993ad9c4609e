"""Subtitles: SubRip (.srt) and WebVTT (.vtt)."""

from __future__ import annotations

import html
from collections.abc import Iterator
from itertools import groupby

import regex

from corpus.reader.builder import LINE_BREAK, Builder
from corpus.reader.characters import scrub
from corpus.reader.encoding import decode
from corpus.reader.newlines import Newlines
from corpus.reader.source import SourceText
from corpus.reader.text import ends_with_stop

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = regex.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_TAG = regex.compile(r"</?(?:[biuscv]|font|lang|ruby|rt)\b[^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}", regex.IGNORECASE)
"""Formatting: HTML-like tags, time stamps of karaoke, and codes of SubStation in SubRip files."""

_VOICE = regex.compile(r"<v(?:\.[^\s<>]*+)?\s[^<>]*+>")
_ESCAPE = regex.compile("&(?:amp|lt|gt|nbsp|lrm|rlm);")

_SPEECH = regex.compile(r"\p{Pd} ?")
_MAX_PAUSE = 3.0
"""Maximum pause, in seconds, inside a sentence."""

_Cue = tuple[float, float, list[str]]
"""A subtitle: when it is shown, from and to, in seconds, and its lines."""


def read_subtitles(data: bytes, where: str, encoding: str | None, newlines: Newlines) -> SourceText:
    """
    Read subtitles into blocks, without their times.

    A sentence often runs over several subtitles. So a block continues in the next subtitle until there is a stop or a
    pause of three seconds. A line that begins with a dash is said by another speaker and starts a block. With
    ``newlines`` ``break`` or ``keep``, each subtitle is a block.

    Raises:
        ReadError: the bytes are not text.
    """
    builder = Builder(newlines, where)
    joined = newlines in ("auto", "wrap")
    text = scrub(decode(data, encoding, where), where)
    builder.omitted.update({"speaker name": len(_VOICE.findall(text))})
    before, last = 0.0, "."
    for start, end, lines in _cues(text, builder):
        for number, line in enumerate(lines):
            continues = number > 0 or (joined and not ends_with_stop(last) and start - before < _MAX_PAUSE)
            if not continues or (joined and _SPEECH.match(line)):
                builder.start("p")
            builder.add(("\n" if joined else LINE_BREAK) + line)
            last = line
        before = end
    return builder.content()


def _cues(text: str, builder: Builder) -> Iterator[_Cue]:
    lines = [line.strip() for line in text.removeprefix("\ufeff").split("\n")]
    header = lines[0].startswith("WEBVTT")
    first = next((number for number, line in enumerate(lines) if not line), len(lines)) if header else 0
    times = (0.0, 0.0)
    for filled, group in groupby(lines[first:], key=bool):
        if not filled:
            continue
        block = list(group)
        if header and regex.match(r"(?:NOTE|STYLE|REGION)\b", block[0]):
            builder.omitted["comment"] += 1
            continue
        # In most files, one subtitle is between two empty lines.
        starts = [number for number, line in enumerate(block) if _TIMING.fullmatch(line)]
        ends = [*(start - (block[start - 1].isdecimal() or start == 1) for start in starts if start), len(block)]
        if not starts or starts[0]:
            # Text without a time continues the previous subtitle, which had an empty line.
            yield from _cue(block[: ends.pop(0)], times)
        for start, end in zip(starts, ends, strict=True):
            times = _seconds(block[start])
            yield from _cue(block[start + 1 : end], times)


def _cue(lines: list[str], times: tuple[float, float]) -> Iterator[_Cue]:
    texts = (_ESCAPE.sub(lambda match: html.unescape(match[0]), _TAG.sub("", line)).strip() for line in lines)
    if shown := list(filter(None, texts)):
        yield *times, shown


def _seconds(timing: str) -> tuple[float, float]:
    match = _TIMING.fullmatch(timing)
    numbers = [int(group or 0) for group in match.groups()] if match else [0] * 8
    start, end = (
        3600.0 * hours + 60 * minutes + seconds + milliseconds / 1000
        for hours, minutes, seconds, milliseconds in (numbers[:4], numbers[4:])
    )
    return start, end
