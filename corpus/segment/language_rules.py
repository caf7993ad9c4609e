"""The data of the rule segmenter for a language: one TOML file in ``languages/``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from corpus.language import primary_subtag

GENERIC = "generic"
"""The data that all languages share, and the only data of a language without a file of its own."""

_RELATED = {"no": "nb", "nn": "nb", "bs": "hr", "sh": "hr"}
"""Languages that use the data of a closely related one."""


@dataclass(frozen=True, slots=True)
class SegmentationRules:
    """
    The abbreviations and other words of a language that decide where its sentences end.

    Words are written without their last full stop and without spaces (``z.B`` also matches ``z. B.``). A word in lower
    case also matches with capitals, unless it is a single letter. A word with capitals matches only as it is.

    Attributes:
        code: language subtag, or ``generic``.
        terminators: characters that end a sentence in this language only, such as the Greek ``;``.
        pauses: characters that end a sentence elsewhere, but not in this language, such as the Armenian ``.``.
        finals: endings of words that end a sentence without a stop, such as the Korean ``어요``.
        ordinals: whether a number with a full stop is an ordinal, as in ``3. Oktober``.
        titles: abbreviations that never end a sentence, such as ``Mr``.
        counters: abbreviations that do not end a sentence before a number, such as ``vol``.
        abbreviations: those that end a sentence only before one of the `starters`, such as ``Inc``.
        endings: abbreviations that look like initials but may well end a sentence, such as the Russian ``т.д``.
        starters: words that, with a capital, most likely start a sentence, such as ``The``.
        capitals: words that always have a capital, such as ``I``.
        speech: verbs of speech that may follow a question in quotation marks, such as ``asked``.
        particles: words that continue a sentence right after quotation marks, such as the Japanese ``と``.
    """

    code: str
    terminators: str = ""
    pauses: str = ""
    finals: frozenset[str] = frozenset()
    ordinals: bool = False
    titles: frozenset[str] = frozenset()
    counters: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    capitals: frozenset[str] = frozenset()
    speech: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()


def segmentation_rules(tag: str) -> SegmentationRules:
    """Return the data for the primary language of the BCP 47 `tag`; regions and scripts make no difference."""
    code = primary_subtag(tag)
    return _load(_RELATED.get(code, code))


@cache
def _load(code: str) -> SegmentationRules:
    folder = files("corpus.segment") / "languages"
    shared = tomllib.loads((folder / f"{GENERIC}.toml").read_text(encoding="utf-8"))
    if f"{code}.toml" not in {file.name for file in folder.iterdir()}:
        code = GENERIC
    own = tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8"))
    word_lists = [field.name for field in fields(SegmentationRules) if field.default == frozenset()]
    return SegmentationRules(
        code=code,
        terminators=own.get("terminators", ""),
        pauses=own.get("pauses", ""),
        ordinals=own.get("ordinals", False),
        **{key: frozenset(f"{shared.get(key, '')} {own.get(key, '')}".split()) for key in word_lists},
    )
