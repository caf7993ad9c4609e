"""Subtitles one by one: what each file format shows, from when to when."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

import regex

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?"
_BETWEEN = r"(?:\s*-{1,2}>\s*|,)"
_TIMING = regex.compile(rf"\s*{_TIME}{_BETWEEN}{_TIME}(?:\s.*)?")
"""The times of SubRip and WebVTT, and with a comma between them of SubViewer and YouTube (.sbv)."""

_TAG = regex.compile(r"</?(?:[biuscv]|font|lang|ruby|rt)\b[^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}", regex.IGNORECASE)
"""Formatting: HTML-like tags, time stamps of karaoke, and codes of SubStation."""

_VOICE = regex.compile(r"<v(?:\.[^\s<>]*+)?\s[^<>]*+>")
_ESCAPE = regex.compile("&(?:amp|lt|gt|nbsp|lrm|rlm);")
_BREAK = regex.compile(r"\[br\]", regex.IGNORECASE)

_FRAMED = regex.compile(r"\s*(?:\{(\d+)\}\{(\d*)\}|\[(\d+)\]\[(\d*)\]|(\d\d):(\d\d):(\d\d)[:=])(.*)")
"""A line of MicroDVD, with frames; of MPL2, with tenths of a second; or of TMPlayer, with a time of day."""

_FRAMED_CODE = regex.compile(r"\{[A-Za-z]:[^{}]*\}|^/")
_FRAMES_PER_SECOND = 23.976
_SHOWN_FOR = 3.0
"""Seconds that a subtitle is shown when the file does not say it."""

_LYRIC = regex.compile(r"((?:\[\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?\])++)(.*)")
_LYRIC_TIME = regex.compile(r"(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?")
_LYRIC_LABEL = regex.compile(r"\[(ti):(.*)\]", regex.IGNORECASE)

_SYNC = regex.compile(r"<sync\b[^>]*?start\s*=\s*[\"']?(\d+)[^>]*>", regex.IGNORECASE)
_PARAGRAPH = regex.compile(r"<p\b(?:[^>]*?class\s*=\s*[\"']?([\w-]+))?[^>]*>", regex.IGNORECASE)
_SAMI_END = regex.compile(r"</body\b.*", regex.IGNORECASE | regex.DOTALL)
_SAMI_BREAK = regex.compile(r"<br\b[^>]*>", regex.IGNORECASE)
_ANY_TAG = regex.compile(r"<!--.*?-->|<[^>]*>", regex.DOTALL)


@dataclass(frozen=True, slots=True)
class Cue:
    """
    A subtitle.

    Attributes:
        start: when it is first shown, in seconds.
        end: when it is last shown.
        lines: its lines, without formatting; none is empty.
    """

    start: float
    end: float
    lines: tuple[str, ...]


@dataclass(slots=True)
class Track:
    """
    The subtitles of a file.

    Attributes:
        cues: in the order of the file.
        omitted: counts of what is not text, by name in the singular.
        title: the title that the file gives itself.
        language: the language that it declares.
    """

    cues: list[Cue]
    omitted: Counter[str]
    title: str = ""
    language: str = ""

    def add(self, start: float, end: float, text: str) -> None:
        """Add a subtitle whose lines are separated by line feeds, unless it is blank."""
        if lines := tuple(filter(None, (line.strip() for line in text.split("\n")))):
            self.cues.append(Cue(start, end, lines))


def timed_cues(text: str) -> Track:
    """Return the subtitles of SubRip, WebVTT, SubViewer or YouTube; a text without a time continues the one before."""
    track = Track([], Counter({"speaker name": len(_VOICE.findall(text))}))
    lines = [line.strip() for line in text.removeprefix("\ufeff").split("\n")]
    webvtt = lines[0].startswith("WEBVTT")
    first = next((number for number, line in enumerate(lines) if not line), len(lines)) if webvtt else 0
    settings = (line.partition(":") for line in lines[:first])
    track.language = next((value.strip() for name, _, value in settings if name.lower() == "language"), "")
    if lines[0].upper() == "[INFORMATION]":
        first = next((number for number, line in enumerate(lines) if _TIMING.fullmatch(line)), len(lines))
    times = (0.0, 0.0)
    for filled, group in groupby(lines[first:], key=bool):
        if not filled:
            continue
        block = list(group)
        if webvtt and regex.match(r"(?:NOTE|STYLE|REGION)\b", block[0]):
            track.omitted["comment"] += 1
            continue
        # In most files, one subtitle is between two empty lines.
        starts = [number for number, line in enumerate(block) if _TIMING.fullmatch(line)]
        ends = [*(start - (block[start - 1].isdecimal() or start == 1) for start in starts if start), len(block)]
        if not starts or starts[0]:
            track.add(*times, _plain(block[: ends.pop(0)]))
        for start, end in zip(starts, ends, strict=True):
            times = _times(block[start])
            track.add(*times, _plain(block[start + 1 : end]))
    return track


def _plain(lines: list[str]) -> str:
    text = _BREAK.sub("\n", _TAG.sub("", "\n".join(lines)))
    return _ESCAPE.sub(lambda match: html.unescape(match[0]), text)


def _times(timing: str) -> tuple[float, float]:
    match = _TIMING.fullmatch(timing)
    groups = match.groups() if match else ("0",) * 8
    start, end = (_seconds(*groups[:4]), _seconds(*groups[4:]))
    return start, end


def _seconds(hours: str | None, minutes: str | None, seconds: str | None, fraction: str | None = None) -> float:
    whole = 3600.0 * int(hours or 0) + 60 * int(minutes or 0) + int(seconds or 0)
    return whole + float(f"0.{fraction or 0}")


def substation_cues(text: str) -> Track:
    """Return the subtitles of SubStation Alpha (.ssa, .ass), by their times; drawings and comments are left out."""
    track = Track([], Counter())
    fields = ["start", "end", "text"]
    for line in text.split("\n"):
        kind, colon, value = line.strip().partition(":")
        match kind.strip().lower() if colon else "":
            case "title":
                track.title = track.title or value.strip()
            case "format":
                # Styles have a format, too, but no text.
                names = [name.strip().lower() for name in value.split(",")]
                fields = names if "text" in names else fields
            case "comment":
                track.omitted["comment"] += 1
            case "dialogue":
                values = dict(zip(fields, value.split(",", len(fields) - 1), strict=False))
                shown = values.get("text", "")
                if regex.search(r"\{[^{}]*\\p[1-9]", shown):
                    track.omitted["drawing"] += 1
                    continue
                shown = regex.sub(r"\{[^{}]*\}", "", shown).replace("\\h", " ")
                start, end = (_seconds(*_clock(values.get(name, ""))) for name in ("start", "end"))
                track.add(start, end, regex.sub(r"\\[Nn]", "\n", shown))
    _put_in_order(track)
    return track


def _clock(text: str) -> tuple[str | None, ...]:
    found = regex.fullmatch(rf"\s*{_TIME}\s*", text)
    return found.groups() if found else ("0", "0", "0")


def _put_in_order(track: Track) -> None:
    """Sort subtitles by time, and keep one of those that are shown twice at once, as an outline and its filling."""
    cues = list(dict.fromkeys(sorted(track.cues, key=lambda cue: cue.start)))
    track.omitted["repeated subtitle"] += len(track.cues) - len(cues)
    track.cues = cues


def framed_cues(text: str) -> Track:
    """Return the subtitles of MicroDVD (.sub), MPL2 or TMPlayer, with one on each line."""
    track = Track([], Counter())
    rate = _FRAMES_PER_SECOND
    for number, line in enumerate(text.split("\n")):
        found = _FRAMED.fullmatch(line)
        if found is None:
            track.add(*((track.cues[-1].start, track.cues[-1].end) if track.cues else (0.0, 0.0)), line)
            continue
        frame, last, tenth, last_tenth, *clock, shown = found.groups()
        if number == 0 and frame == last == "1" and regex.fullmatch(r"\s*\d+(?:\.\d+)?\s*", shown):
            rate = float(shown) or rate
            continue
        start = int(frame) / rate if frame else int(tenth) / 10 if tenth else _seconds(*clock)
        end = int(last) / rate if last else int(last_tenth) / 10 if last_tenth else start + _SHOWN_FOR
        parts = (_FRAMED_CODE.sub("", part.strip()) for part in shown.split("|"))
        track.add(start, end, "\n".join(parts))
    return track


def lyric_cues(text: str) -> Track:
    """Return the lines of a song (.lrc), each once, at the first of its times."""
    track = Track([], Counter())
    for line in text.split("\n"):
        if label := _LYRIC_LABEL.match(line.strip()):
            track.title = label[2].strip()
        elif found := _LYRIC.match(line.strip()):
            start = min(_seconds(None, *each.groups()) for each in _LYRIC_TIME.finditer(found[1]))
            track.add(start, start + _SHOWN_FOR, _TAG.sub("", found[2]))
        elif not regex.match(r"\s*\[[A-Za-z#]+:.*\]\s*$", line):
            track.add(*((track.cues[-1].start, track.cues[-1].end) if track.cues else (0.0, 0.0)), line)
    track.cues.sort(key=lambda cue: cue.start)
    return track


def sami_cues(text: str) -> Track:
    """Return the subtitles of SAMI (.smi); of several languages in it, those of the one with the most text."""
    track = Track([], Counter())
    found: dict[str, list[tuple[float, str]]] = {}
    if title := regex.search(r"<title>(.*?)</title>", text, regex.IGNORECASE | regex.DOTALL):
        track.title = html.unescape(title[1])
    pieces = _SYNC.split(_SAMI_END.sub("", text))
    for start, shown in zip(pieces[1::2], pieces[2::2], strict=True):
        parts = _PARAGRAPH.split(shown)
        for name, part in zip([None, *parts[1::2]], [parts[0], *parts[2::2]], strict=True):
            plain = html.unescape(_ANY_TAG.sub("", _SAMI_BREAK.sub("\u2028", part)))
            lines = (" ".join(line.split()) for line in plain.split("\u2028"))
            found.setdefault((name or "").upper(), []).append((int(start) / 1000, "\n".join(lines)))
    chosen = max(found, key=lambda name: sum(len(shown) for _, shown in found[name]), default="")
    for name, cues in found.items():
        if name == chosen:
            ends = [*(start for start, _ in cues[1:]), float("inf")]
            for (start, shown), end in zip(cues, ends, strict=True):
                track.add(start, min(end, start + 60), shown)
        else:
            track.omitted["subtitle in another language"] += sum(bool(shown.strip()) for _, shown in cues)
    style = regex.search(rf"\.{chosen}\s*\{{[^}}]*?lang\s*:\s*([\w-]+)", text, regex.IGNORECASE) if chosen else None
    track.language = style[1] if style else ""
    return track
