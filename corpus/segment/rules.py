"""
The default segmenter: general rules in code, and the words of each language as data.

Every stop with its closing marks is a candidate boundary, and the text on either side of it decides. The rules never
look at text before the start of the sentence, and text after its end has no influence on the stops inside it. Therefore
a sentence that is segmented again stays one sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import ClassVar

import regex

from corpus.model import Span
from corpus.roman import DIGITS
from corpus.segment.language_rules import SegmentationRules
from corpus.signature import Signature

DOTS = frozenset(".․﹒．")
"""Stops that are also used in abbreviations, numbers and initials."""

QUOTES = frozenset("\"'“”‘’»«›‹」』")
"""Marks that may close a quotation."""

_BRACKETS = r"\p{Pe}”’』」"
"""Marks that only close."""

_EITHER = r"\"'“‘»«›‹*_"
"""Marks that close in one language and open in another, or mark italics: they close unless a word follows."""

_CITATION = r"\[\p{Nd}{1,4}(?:\s?[,–-]\s?\p{Nd}{1,4}){0,9}\]"
"""A reference to a note or to literature, such as ``[12]``."""

_NOTE = r"(?:[¹²³⁰-⁹]++|(?<=\p{Ll}{5}\.)\p{Nd}{1,3}(?=\s))"
"""The number of a note: superscript or, where that was lost, right after a word too long for an abbreviation."""

_EMOJI = r"(?:[\p{Emoji_Presentation}\u2639\u263A\u2764\u200D]|\p{Extended_Pictographic}\uFE0F|\uFE0F)"

_EMOTICON = r"(?<=[\p{L}\s.!?…])[:;=]['-]?[)(D]++(?=\s)|(?<=\p{L}{3})\)++(?=\s+\p{Lu})"
"""An emoticon, or, as is common in Russian, closing brackets without opening ones."""

_CONTINUES = frozenset(",;:،؛、，；：)]}!?")
"""Characters that no sentence starts with."""

_OPENING = QUOTES | {"„", "‚"}
"""Marks that may open a quotation."""

_PAIRS = (("(", ")"), ("[", "]"), ("（", "）"))
_MAX_BRACKETED = 200
"""Maximum number of characters between brackets in a sentence; beyond that, the closing one was probably forgotten."""

_MAX_QUOTED = 400
"""How far back to search for the first one of two straight quotation marks."""

_BEFORE = 40
"""How far back to search for the words before a stop."""

_MAX_LABEL = 12
"""Maximum length of the number of a paragraph or an item."""

_MARKS = r"\p{Ps}\p{Pi}\p{Pf}\p{Pd}\"'„‚¿¡•*_"
_NEXT = regex.compile(
    rf"(?:[{_MARKS}]|\s)*+(?:(?<=['’])\p{{Ll}}\s(?=\p{{Lu}}))?"
    r"(?:(?P<word>(?:(?P<lower>\p{SB=Lower}(?![\p{Lu})]))|\p{L})[\p{L}\p{M}'’]*+)(?P<stop>\.?)|(?P<number>[\p{Nd}№§]))?"
)
"""The next word or number; `lower` matches in words in lower case, except in ``'t Is``, ``iPhone`` and ``(a)``."""

_LEADING = regex.compile(r"^[^\p{L}\p{M}\p{N}]++")
_JOINT = regex.compile(r"['’/-]")
_ENUMERATOR = regex.compile(r"[(\[]?(?:\p{Nd}{1,4}|[ivxlcIVXLC]{1,5}|\p{L})(?:\.\p{Nd}{1,3})*+[)\]]?")
_LETTER = r"[\p{L}--[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}]]\p{M}*+"
_INITIALS = regex.compile(rf"{_LETTER}(?:[.-]{{1,2}}{_LETTER}\p{{Ll}}?)*+", regex.V1)
_ROMAN = regex.compile(f"[{DIGITS}]++")
_LONG = regex.compile(r"\p{Ll}{5}\p{Ll}*+")
_CLOSED = regex.compile(r"(?<=\p{Ll}\p{Ll}|[)\]»”])")
_CAPITAL = regex.compile(r"[\p{Ps}\p{Pi}\"'¿¡]*+\p{Lu}(?:\p{Ll}++(?![.(])|\s)")
_CJK = r"[\p{Han}\p{Hiragana}\p{Katakana}]"
_IDEOGRAPH = regex.compile(rf"[\p{{Ps}}\p{{Pi}}]*+{_CJK}")
_TRAILING = regex.compile(rf"(?<={_CJK}{{4}})……(?=…*+\p{{Han}})")
_STRAY_QUOTE = regex.compile(r"\s?\"(?!\S)|\"")


@dataclass(frozen=True, slots=True)
class RuleSegmenter:
    """
    Ends a sentence at each stop, unless the words on either side of it are evidence against that.

    Attributes:
        rules: the data for the language.
    """

    VERSION: ClassVar[int] = 2

    rules: SegmentationRules
    _stops: regex.Pattern[str] = field(init=False, repr=False, compare=False)
    _attribution: regex.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_stops", _candidates(self.rules.terminators, self.rules.finals))
        object.__setattr__(self, "_attribution", _attribution(self.rules))

    @property
    def signature(self) -> str:
        """The segmenter, its version and language, as ``segmenter:rules|version:2|language:ru``."""
        return str(Signature.of(segmenter="rules", version=self.VERSION, language=self.rules.code))

    def spans(self, text: str) -> list[Span]:
        """Return the sentences of one block; see `Segmenter.spans`. A newline is ordinary white space."""
        start = len(text) - len(text.lstrip())
        last = len(text.rstrip())
        spans = []
        for match in self._stops.finditer(text, start, last):
            if match.end() < last and self._ends(text, start, match):
                end = _with_quote(text, start, match.end("more"), last)
                spans.append(Span(start, end))
                start = max(end, match.end())
                while start < last and text[start].isspace():
                    start += 1
        if start < last:
            spans.append(Span(start, last))
        return spans

    def _ends(self, text: str, start: int, match: regex.Match[str]) -> bool:
        """Return whether the sentence that begins at `start` ends with the stop that was found."""
        stop, more, space = match.group("stop", "more", "space")
        after = match.end()
        if text[after] in _CONTINUES or not (space or self._may_touch(text, match.start(), after, stop)):
            return False
        if space and text[after] in _OPENING and more[-1:] in QUOTES:
            return True
        found = _NEXT.match(text, after)
        assert found is not None  # it may match the empty string
        if stop in DOTS and (not more or more.isdigit()):
            return stop not in self.rules.pauses and self._dot_ends(text, start, match, found)
        return not found["lower"] and self._mark_ends(text, start, match, found)

    def _mark_ends(self, text: str, start: int, match: regex.Match[str], found: regex.Match[str]) -> bool:
        """Return whether an ellipsis, a question mark or the like, or any stop with a closing mark ends a sentence."""
        stop, more = match.group("stop", "more")
        at, close = match.start(), match.end("more")
        if stop[-1] in "()D" and not _is_emoticon(text, start, at):
            return False
        if _in_brackets(text, start, at, close):
            return False
        if stop == "…" or (stop == "." and more.startswith((".", " ."))):
            return at > start and found["word"] not in self.rules.capitals
        if text[close - 1] in QUOTES and stop not in DOTS:
            return not self._attribution.match(text, match.end())
        return True

    def _dot_ends(self, text: str, start: int, match: regex.Match[str], found: regex.Match[str]) -> bool:
        """Return whether a single dot, with at most the number of a note after it, ends a sentence."""
        at, after = match.start(), match.end()
        before = text[max(start, at - _BEFORE) : at].split()[-2:]
        if not before:
            return not found["lower"]
        if found["lower"] and not (match["space"] and found.start("word") == after and _LONG.fullmatch(before[-1])):
            return False
        if _is_label(text, start, at):
            return False
        begins = at - start < _BEFORE and len(text[start:at].split()) <= 3
        return self._word_ends(before, found, begins) and not _in_brackets(text, start, at, match.end("more"))

    def _may_touch(self, text: str, at: int, after: int, stop: str) -> bool:
        """Return whether a sentence may end with a stop that no white space follows."""
        if stop in DOTS and text[after].isdigit():
            return False
        if stop not in ".!?…" and stop not in self.rules.terminators:
            return True
        if _CLOSED.match(text, at) and _CAPITAL.match(text, after):
            return True
        return bool(_IDEOGRAPH.match(text, after)) if stop in "!?" else bool(_TRAILING.match(text, at))

    def _word_ends(self, before: list[str], found: regex.Match[str], begins: bool) -> bool:
        """
        Return whether a sentence may end with a word and a dot.

        Args:
            before: the word, after the one before it if there is one.
            found: the match of `_NEXT`.
            begins: whether the sentence has just begun; a date or a measure on its own is not a sentence.
        """
        rules = self.rules
        next_word, next_stop, number = found.group("word", "stop", "number")
        word, forms = _forms(before)
        number = number or (next_word and _ROMAN.fullmatch(next_word))
        if not forms.isdisjoint(rules.endings):
            return True
        if not forms.isdisjoint(rules.titles) or (number and not forms.isdisjoint(rules.counters)):
            return False
        unit = len(before) == 2 and before[0][-1].isdigit() and not word[:1].isupper() and "." not in word
        if unit and not begins and not (next_stop and len(next_word) == 1):
            return True
        if (
            not forms.isdisjoint(rules.abbreviations)
            or _INITIALS.fullmatch(word)
            or (rules.ordinals and ((word.isdecimal() and len(word) < 3) or _ROMAN.fullmatch(word)))
        ):
            return next_word in rules.starters and not next_stop
        return True


def _forms(before: list[str]) -> tuple[str, set[str]]:
    """Return the word before a dot, and the forms that it may have in the word lists."""
    last = before[-1]
    word = last if last.isalnum() else _LEADING.sub("", last)
    forms = {word, word.lower()} if len(word) > 1 else {word}
    if not word.isalnum():
        tail = _JOINT.split(word)[-1]
        forms |= {tail, tail.lower()} if len(tail) > 1 else {tail}
    if len(before) == 2 and before[0][-1] == ".":
        forms.add(_LEADING.sub("", before[0]) + word)
    return word, forms


def _is_label(text: str, start: int, at: int) -> bool:
    """Return whether the text between two offsets is the number of a paragraph or an item."""
    return at - start < _MAX_LABEL and _ENUMERATOR.fullmatch(text, start, at) is not None


def _is_emoticon(text: str, start: int, at: int) -> bool:
    """Return whether brackets are an emoticon, and close neither an opening bracket nor a label."""
    return at > start and "(" not in text[max(start, at - _MAX_BRACKETED) : at] and not _is_label(text, start, at)


def _in_brackets(text: str, start: int, at: int, end: int) -> bool:
    """Return whether a stop from `at` to `end` is between brackets that open inside the sentence."""
    for left, right in _PAIRS:
        opening = text.rfind(left, max(start, at - _MAX_BRACKETED), at)
        if opening > start and text.find(right, opening, opening + _MAX_BRACKETED) >= end:
            return True
    return False


def _with_quote(text: str, start: int, end: int, last: int) -> int:
    """Return the end of a sentence, after a straight quotation mark if that closes a quotation in it."""
    found = _STRAY_QUOTE.match(text, end, last)
    if found and text.count('"', max(start, end - _MAX_QUOTED), end) % 2:
        return found.end()
    return end


@cache
def _candidates(terminators: str, finals: frozenset[str]) -> regex.Pattern[str]:
    """
    Return the pattern of candidate sentence boundaries: the stops of all scripts, with their closing marks.

    Stops are the characters of the classes `SB=STerm` and `SB=ATerm` in Unicode Standard Annex #29 (sentence
    boundaries), the ellipsis, and the terminators of the language.

    A match has three groups. `stop` is the first stop. `more` is the other stops, closing marks, note references and
    emoji that belong to it. `space` is the white space after them, and empty when the next word follows directly. Every
    stop is in a match, and all repetitions are possessive, so a search takes linear time.

    Args:
        terminators: characters that are stops in this language only.
        finals: endings of words that end a sentence without a stop; `stop` then matches such an ending.
    """
    stops = rf"[\p{{SB=STerm}}\p{{SB=ATerm}}…{regex.escape(terminators)}]"
    words = "|".join(map(regex.escape, sorted(finals)))
    stop = rf"{stops}|{_EMOTICON}|(?<=\p{{L}})(?:{words})(?=\s)" if words else rf"{stops}|{_EMOTICON}"
    close = rf"(?:[{_BRACKETS}]|[{_EITHER}](?![\p{{L}}\p{{N}}])|{_CITATION}|{_NOTE})"
    spaced = rf"\s(?:[»”)\]](?![^\s\p{{P}}])|{_CITATION}|{_EMOJI}++(?!\S))"
    return regex.compile(
        rf"(?P<stop>{stop})(?P<more>(?:{stops}|(?<=\.)\s\.(?!\w))*+(?:{close}|{stops}|{_EMOJI})*+"
        rf"(?:{spaced}(?:{close}|{stops})*+)*+)(?P<space>\s*+)"
    )


def _attribution(rules: SegmentationRules) -> regex.Pattern[str]:
    """Return the pattern of a clause that attributes a question or an exclamation in quotation marks to a speaker."""
    particles, verbs, titles = (
        "|".join(map(regex.escape, sorted(words))) or "(?!)" for words in (rules.particles, rules.speech, rules.titles)
    )
    return regex.compile(
        rf"(?:{particles})"
        rf"|(?:(?:(?:{titles})\.|[\p{{L}}\p{{M}}'’-]{{1,40}}+)\s){{0,3}}(?:{verbs})(?![\p{{L}}\p{{M}}])"
        rf"|\p{{Han}}{{0,8}}(?:{verbs})\p{{Po}}"
    )
