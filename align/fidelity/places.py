"""Names of countries and cities in the Unicode Common Locale Data Repository."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from align.fidelity.quantities.locale import babel_locale

_COUNTRY = 2
"""Length of a country code; longer codes are of continents and regions."""


@cache
def place_names(tag: str) -> Mapping[str, str]:
    """
    Return the names of countries and cities in a language, by code; none for a language without data.

    Args:
        tag: BCP 47 tag.
    """
    from babel.core import get_global

    locale = babel_locale(tag)
    if locale is None:
        return {}
    names = {code: name for code, name in locale.territories.items() if len(code) == _COUNTRY}
    for zone in get_global("zone_territories"):
        city = locale.time_zones.get(zone, {}).get("city")
        if city or locale.language == "en":
            names[zone] = city or zone.rpartition("/")[2]
    return names


@cache
def places(tag: str) -> Mapping[str, str]:
    """Return the codes of places whose name in a language is one word, by that word."""
    return {name: code for code, name in place_names(tag).items() if name.isalpha()}
