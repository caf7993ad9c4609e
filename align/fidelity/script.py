"""The scripts of languages, and the words that are in another one."""

from __future__ import annotations

from functools import cache

import regex

_COMPOUND = {"Hans": "Hani", "Hant": "Hani", "Jpan": "Hani Hira Kana", "Kore": "Hang Hani"}
"""Codes of ISO 15924 that stand for several of Unicode's scripts, or for a part of one."""

_BOTH = {"sr": "Cyrl Latn", "sh": "Cyrl Latn", "uz": "Cyrl Latn", "kk": "Cyrl Latn", "az": "Cyrl Latn"}
"""Languages that are written in two scripts."""


def main_language(tag: str) -> str:
    """Return the language of a BCP 47 tag without script, region and variants."""
    return tag.partition("-")[0].lower()


@cache
def script_pattern(language: str) -> regex.Pattern[str]:
    """
    Return what finds a letter of a script that the language is not written in.

    Args:
        language: BCP 47 tag; of a language whose script is not known nothing is found.
    """
    from langcodes import Language

    tag = Language.get(language)
    script = tag.script or _BOTH.get(main_language(language)) or tag.maximize().script
    if not script:
        return regex.compile(r"(?!)")
    own = "".join(rf"\p{{Script={code}}}" for code in _COMPOUND.get(script, script).split())
    return regex.compile(rf"(?V1)[\p{{L}}--[{own}\p{{Script=Common}}\p{{Script=Inherited}}]]")
