"""Names that corpus tools accept: small ASCII letters, digits and underscores."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, count

from corpus.model import Corpus

_UNFIT = re.compile("[^a-z0-9]+")
_MAX_LENGTH = 100


def tool_name(name: str, fallback: str) -> str:
    """
    Return a name of small ASCII letters, digits and underscores that starts with a letter.

    Args:
        name: any name; accents are removed, other characters become an underscore.
        fallback: the start of the name if it would be empty or start with another character.
    """
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    fit = _UNFIT.sub("_", plain).strip("_")[:_MAX_LENGTH]
    return fit if fit[:1].isalpha() else f"{fallback}{fit}"


def language_name(tag: str) -> str:
    """Return the English name of a language, such as ``Russian``, as Manatee and Sketch Engine call it."""
    from babel import Locale
    from langcodes import Language

    language = Language.get(tag)
    name = str(Locale("en").languages.get(language.language or "", tag))
    if language.language != "zh":
        return name
    return f"{name} {'Traditional' if language.maximize().script == 'Hant' else 'Simplified'}"


def version_names(corpus: Corpus) -> tuple[str, ...]:
    """Return a name for each version, the pivot first, no two alike: ``en``, ``ru``, ``ru_2``."""
    found: list[str] = []
    for document in corpus.documents:
        name = tool_name(document.id, "v")
        candidates = chain([name], (f"{name}_{number}" for number in count(2)))
        found.append(next(candidate for candidate in candidates if candidate not in found))
    return tuple(found)


def corpus_names(corpus: Corpus) -> tuple[str, ...]:
    """Return a name for each version that starts with that of the corpus: ``window_en``, ``window_ru``."""
    return tuple(f"{tool_name(corpus.name, 'corpus')}_{name}" for name in version_names(corpus))
