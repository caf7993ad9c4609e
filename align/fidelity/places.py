"""Names of countries and cities, as the Unicode Common Locale Data Repository has them."""

from __future__ import annotations

from functools import cache

_COUNTRY = 2
"""Letters of a country's code; longer ones are of continents and regions."""


@cache
def places(tag: str) -> frozenset[str]:
    """
    Return the countries and cities of one word that are known in a language, empty if it has no data.

    Args:
        tag: BCP 47 tag.
    """
    import babel
    from babel.core import get_global

    try:
        locale = babel.Locale.parse(tag.replace("_", "-").split("-")[0].lower())
    except (babel.UnknownLocaleError, ValueError):
        return frozenset()
    names = {name for code, name in locale.territories.items() if len(code) == _COUNTRY}
    for zone in get_global("zone_territories"):
        city = locale.time_zones.get(zone, {}).get("city")
        if city or locale.language == "en":
            names.add(city or zone.rpartition("/")[2])
    return frozenset(name for name in names if name.isalpha())
