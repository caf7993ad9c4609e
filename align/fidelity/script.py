"""The scripts of languages, and letters of other scripts."""

from __future__ import annotations

from functools import cache

import regex

from corpus.language import primary_subtag

_COMPOUND = {"Hans": "Hani", "Hant": "Hani", "Jpan": "Hani Hira Kana", "Kore": "Hang Hani"}
"""ISO 15924 codes that stand for several Unicode scripts, or for a part of one."""

_BOTH = {"sr": "Cyrl Latn", "sh": "Cyrl Latn", "uz": "Cyrl Latn", "kk": "Cyrl Latn", "az": "Cyrl Latn"}
"""Languages that are written in two scripts."""

LATIN = regex.compile(r"\p{Script=Latin}")


@cache
def script_pattern(language: str) -> regex.Pattern[str]:
    """
    Return the pattern of a letter in a script that the language is not written in.

    Args:
        language: BCP 47 tag; if its script is not known, the pattern matches nothing.
    """
    from langcodes import Language

    tag = Language.get(language)
    script = tag.script or _BOTH.get(primary_subtag(language)) or tag.maximize().script
    if not script:
        return regex.compile(r"(?!)")
    own = "".join(rf"\p{{Script={code}}}" for code in _COMPOUND.get(script, script).split())
    return regex.compile(rf"(?V1)[\p{{L}}--[{own}\p{{Script=Common}}\p{{Script=Inherited}}]]")
