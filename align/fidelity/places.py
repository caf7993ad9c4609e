"""Names of countries and cities, as the Unicode Common Locale Data Repository has them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_COUNTRY = 2
"""Letters of a country's code; longer ones are of continents and regions."""


@cache
def place_names(tag: str) -> Mapping[str, str]:
    """
    Return the names that a language has for countries and cities, by their codes; none if it has no data.

    Args:
        tag: BCP 47 tag.
    """
    import babel
    from babel.core import get_global

    try:
        locale = babel.Locale.parse(tag.replace("_", "-").split("-")[0].lower())
    except (babel.UnknownLocaleError, ValueError):
        return {}
    names = {code: name for code, name in locale.territories.items() if len(code) == _COUNTRY}
    for zone in get_global("zone_territories"):
        city = locale.time_zones.get(zone, {}).get("city")
        if city or locale.language == "en":
            names[zone] = city or zone.rpartition("/")[2]
    return names


@cache
def places(tag: str) -> Mapping[str, str]:
    """Return the codes of the places that a language calls by one word, by that word."""
    return {name: code for code, name in place_names(tag).items() if name.isalpha()}
