"""What the rules know of a language: the data of one TOML file in ``languages/``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

GENERIC = "generic"
"""The data that all languages share, and the only data for one without a file of its own."""

_SAME = {"no": "nb", "nn": "nb", "bs": "hr", "sh": "hr"}
"""Languages that share the data of a near one."""


@dataclass(frozen=True, slots=True)
class SegmentationRules:
    """
    How a language writes its sentences.

    Words stand without their last stop and without spaces (``z.B`` is also known as ``z. B.``). A word in lower case
    is also known with capitals, unless it is a single letter; a word with capitals is known only so.

    Attributes:
        code: language subtag, or ``generic``.
        terminators: characters that end a sentence in this language only, such as the Greek ``;``.
        pauses: characters that end a sentence elsewhere, but not in this language, such as the Armenian ``.``.
        finals: endings of words that end a sentence without a stop, such as the Korean ``어요``.
        ordinals: whether a number with a stop is an ordinal, as in ``3. Oktober``.
        titles: abbreviations that never end a sentence, such as ``Mr``.
        counters: abbreviations that do not end a sentence before a number, such as ``vol``.
        abbreviations: those that end a sentence only before one of the `starters`, such as ``Inc``.
        endings: what looks like initials but may well end a sentence, such as the Russian ``т.д``.
        starters: words that, with a capital, most likely start a sentence, such as ``The``.
        capitals: words that always have a capital, such as ``I``.
        speech: verbs that tell who spoke when they follow a question in quotation marks, such as ``asked``.
        particles: what carries a sentence on right after quotation marks, such as the Japanese ``と``.
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
    code = tag.replace("_", "-").split("-")[0].lower()
    return _load(_SAME.get(code, code))


@cache
def _load(code: str) -> SegmentationRules:
    folder = files("corpus.segment") / "languages"
    shared = tomllib.loads((folder / f"{GENERIC}.toml").read_text(encoding="utf-8"))
    if f"{code}.toml" not in {file.name for file in folder.iterdir()}:
        code = GENERIC
    own = tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8"))

    def words(key: str) -> frozenset[str]:
        return frozenset(f"{shared.get(key, '')} {own.get(key, '')}".split())

    return SegmentationRules(
        code=code,
        terminators=own.get("terminators", ""),
        pauses=own.get("pauses", ""),
        finals=words("finals"),
        ordinals=own.get("ordinals", False),
        titles=words("titles"),
        counters=words("counters"),
        abbreviations=words("abbreviations"),
        endings=words("endings"),
        starters=words("starters"),
        capitals=words("capitals"),
        speech=words("speech"),
        particles=words("particles"),
    )
