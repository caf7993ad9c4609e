"""Subtitles of any format, read into blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

import regex

from corpus.reader.builder import LINE_BREAK, Builder
from corpus.reader.characters import scrub
from corpus.reader.cues import Cue, Track, framed_cues, lyric_cues, sami_cues, substation_cues, timed_cues
from corpus.reader.encoding import decode
from corpus.reader.newlines import Newlines
from corpus.reader.source import SourceText
from corpus.reader.text import ends_with_stop

SubtitleFormat = Literal["timed", "substation", "framed", "lyrics", "sami", "ttml"]
"""A family of formats: see the functions of `corpus.reader.cues`."""

_TEXTS: dict[SubtitleFormat, Callable[[str], Track]] = {
    "timed": timed_cues,
    "substation": substation_cues,
    "framed": framed_cues,
    "lyrics": lyric_cues,
    "sami": sami_cues,
}

_SPEECH = regex.compile(r"\p{Pd} ?")
_MAX_PAUSE = 3.0
"""Maximum pause, in seconds, inside a sentence."""

_MIN_ROLLING = 0.5
_MIN_TRANSITIONS = 3
"""
Share of the subtitles that repeat the last line of the one before when lines roll up, and how many subtitles must
follow another to tell it without their times.
"""

_MAX_GAP = 0.1
"""Maximum time, in seconds, between two subtitles of which one takes the place of the other."""

_MAX_REPEATED = 100
"""Maximum number of words that a subtitle repeats."""


def read_subtitles(
    data: bytes, where: str, encoding: str | None, newlines: Newlines, kind: SubtitleFormat = "timed"
) -> SourceText:
    """
    Read subtitles into blocks, without their times.

    A sentence often runs over several subtitles. So a block continues in the next subtitle until there is a stop or a
    pause of three seconds. A line that begins with a dash is said by another speaker and starts a block. With
    ``newlines`` ``break`` or ``keep``, each subtitle is a block. Where lines roll up, as in automatic captions, each is
    read once.

    Raises:
        ReadError: the bytes are not text.
    """
    track = _track(data, where, encoding, kind)
    builder = Builder(newlines, where)
    builder.title, builder.language = track.title, track.language
    builder.omitted.update(track.omitted)
    joined = newlines in ("auto", "wrap")
    before, last = 0.0, "."
    for cue in _without_rolled(track.cues):
        for number, line in enumerate(cue.lines):
            continues = number > 0 or (joined and not ends_with_stop(last) and cue.start - before < _MAX_PAUSE)
            if not continues or (joined and _SPEECH.match(line)):
                builder.start("p")
            builder.add(("\n" if joined else LINE_BREAK) + line)
            last = line
        before = cue.end
    return builder.content()


def _track(data: bytes, where: str, encoding: str | None, kind: SubtitleFormat) -> Track:
    if kind == "ttml":
        from corpus.reader.timed_text import timed_text_cues

        return timed_text_cues(data, where)
    return _TEXTS[kind](scrub(decode(data, encoding, where), where))


def _without_rolled(cues: Sequence[Cue]) -> Iterator[Cue]:
    """
    Yield subtitles without the words that the subtitle before shows already, where lines roll up.

    They do where at least half of the subtitles begin with what was shown before and one of them adds to it, unless
    all that is repeated are sentences that are shown by themselves: people say them again. In a short file, the
    subtitles that repeat others must follow them without a pause.
    """
    words = [" ".join(cue.lines).split() for cue in cues]
    repeated = [_repeated(cue, before, after) for cue, (before, after) in zip(cues, pairwise(words), strict=False)]
    adds = any(0 < count < len(shown) for count, shown in zip(repeated, words[1:], strict=True))
    rolling = [pair for pair, count in zip(pairwise(cues), repeated, strict=True) if count]
    scrolled = sum(count < len(shown) for count, shown in zip(repeated, words, strict=False) if count)
    unfinished = any(not ends_with_stop(before.lines[-1]) for before, _ in rolling)
    told = len(repeated) >= _MIN_TRANSITIONS or all(after.start - before.end <= _MAX_GAP for before, after in rolling)
    enough = len(rolling) >= _MIN_ROLLING * len(repeated)
    if not (adds and told and enough and (unfinished or (scrolled and len(rolling) > 1))):
        yield from cues
        return
    for cue, count in zip(cues, (0, *repeated), strict=True):
        lines = tuple(filter(None, _without_words(cue.lines, count)))
        yield Cue(cue.start, cue.end, lines)


def _repeated(before: Cue, shown: Sequence[str], after: Sequence[str]) -> int:
    """Return with how many words of the subtitle before, its last line at least, the next one begins."""
    least = len(before.lines[-1].split())
    counts = range(min(len(shown), len(after), _MAX_REPEATED), least - 1, -1)
    return next((count for count in counts if list(shown[-count:]) == list(after[:count])), 0)


def _without_words(lines: Sequence[str], count: int) -> Iterator[str]:
    """Yield lines without the first words of them all."""
    for line in lines:
        words = line.split()
        yield " ".join(words[count:]) if count else line
        count = max(0, count - len(words))
