"""Subtitles in TTML, the W3C's Timed Text Markup Language, also called DFXP."""

from __future__ import annotations

from collections import Counter

import regex
from lxml import etree

from corpus.errors import ReadError
from corpus.reader.cues import Track
from corpus.xml.parser import XML_LANG, XmlError, parse_xml

_CLOCK = regex.compile(r"(\d+):(\d+):(\d+(?:\.\d+)?)(?::(\d+))?")
_OFFSET = regex.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_FRAME = 1 / 30
_NOT_TEXT = frozenset({"metadata", "title", "desc", "agent", "name", "set", "image", "copyright"})


def timed_text_cues(data: bytes, where: str) -> Track:
    """
    Return the subtitles of a TTML document.

    Raises:
        ReadError: it is not well-formed, or declares entities.
    """
    try:
        root = parse_xml(data)
    except XmlError as error:
        raise ReadError(error.problem, where=f"{where}:{error.line}", remedy=error.remedy) from None
    track = Track([], Counter(), language=root.get(XML_LANG, ""))
    rate = _attribute(root, "tickRate")
    tick = float(rate) if rate.isdecimal() else 1.0
    for paragraph in root.iter("{*}p"):
        start = _offset(paragraph, tick)
        length = _time(paragraph.get("dur", ""), tick)
        end = _time(paragraph.get("end", ""), tick)
        track.add(start, start + length if length else end or start, "".join(_text(paragraph, track)))
    return track


def _text(element: etree._Element, track: Track) -> list[str]:
    """Return the text in an element, with line feeds for line breaks only."""
    parts = [_flat(element.text)]
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        if name == "br":
            parts.append("\n")
        elif _attribute(child, "ruby") in ("text", "delimiter"):
            track.omitted["ruby reading"] += 1
        elif name not in _NOT_TEXT:
            parts += _text(child, track)
        parts.append(_flat(child.tail))
    return parts


def _attribute(element: etree._Element, name: str) -> str:
    """Return an attribute in any of the namespaces of TTML; empty if there is none."""
    return next((str(value) for key, value in element.items() if str(key).endswith(f"}}{name}")), "")


def _flat(text: str | None) -> str:
    """Return a text with spaces for its line ends, which are layout."""
    return (text or "").replace("\n", " ")


def _offset(element: etree._Element, tick: float) -> float:
    """Return when an element begins; times are relative to those of the elements around it."""
    around = (element, *element.iterancestors())
    return sum(_time(each.get("begin", ""), tick) for each in around)


def _time(text: str, tick: float) -> float:
    """Return a time expression in seconds; 0 where there is none."""
    if clock := _CLOCK.fullmatch(text.strip()):
        return 3600.0 * int(clock[1]) + 60 * int(clock[2]) + float(clock[3]) + _FRAME * int(clock[4] or 0)
    if offset := _OFFSET.fullmatch(text.strip()):
        return float(offset[1]) * ({"f": _FRAME, "t": 1 / (tick or 1.0)} | _UNITS)[offset[2]]
    return 0.0
