"""Languages: codes, and detection from the text."""

from __future__ import annotations

import functools
import math
import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import LanguageError
from corpus.messages import warn

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
"""The form of a language tag."""

_WORDS = re.compile(r"\w+")

_MAX_TAG_LENGTH = 35
"""Maximum length of a tag, as in RFC 5646, section 4.4.1."""

_COMMON = {"no": "nb", "cmn": "zh", "arb": "ar"}
"""Codes for which another is in common use; ``no`` is commonly used for Bokmål."""

_CONFUSED = (
    frozenset({"nb", "nn", "no", "da"}),
    frozenset({"bs", "cnr", "hr", "sh", "sr"}),
    frozenset({"id", "ms"}),
    frozenset({"cs", "sk"}),
    frozenset({"zh", "yue", "wuu", "lzh"}),
    frozenset({"ar", "ary", "arz"}),
    frozenset({"es", "ext", "an", "gl"}),
    frozenset({"en", "pcm"}),
    frozenset({"fa", "prs"}),
    frozenset({"uz", "uzs"}),
)
"""Languages that detectors confuse; if one is declared and another detected, that is not a contradiction."""

_FREQUENT_WORDS = {
    code: frozenset(words.split())
    for code, words in {
        "bg": "да се е са като че си това което ще със към тази които през след",
        "cs": "a se v na je že s z do o i to jako za by ve jsem si pro ale",
        "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es",
        "en": "the of and to in a is that for it was on with as his he at by be this had not are but from",
        "es": "de la que el en y los se del las un por con no una su para es al lo como más",
        "fi": "ja on ei että se hän oli joka mutta ovat myös kun niin kuin sen ole hänen",
        "fr": "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se il",
        "hu": "a az és hogy nem is egy ez volt meg de azt csak már még mint el",
        "it": "di e il la che in a per un è del non si una i con le della sono da al",
        "nl": "de van het een en in is dat op te zijn met voor niet aan er die ook als",
        "pl": "w i na z się do nie to że jest o po jak co za od ale jego przez",
        "pt": "de a o que e do da em um para com não uma os no se na por mais as dos",
        "ro": "de și în a la că pe cu nu se din o este un ce care mai pentru",
        "ru": "и что он с как это но из от о же все бы его ее она или при к со их также",
        "tr": "ve bir bu da de için ile çok gibi daha olarak ne kadar ama olan sonra",
        "uk": "і що з він та як але це його за від про був який й її або також зі",
    }.items()
}
"""The most frequent words of some languages, for `is_plainly`."""

_FOR_COMPARISON = frozenset({"bg", "cs", "fi", "nl", "pt", "ro", "tr", "uk"})
"""Languages above with close relatives that are not listed, so that `is_plainly` is never true for them."""

_MIN_SHARE = 0.08
_MIN_RATIO = 1.5
"""Minimum share of words that are frequent words of the language, and its minimum ratio to that of any other."""

_PASSAGE = 1000
_MAX_PASSAGES = 20
"""Length, in characters, and maximum number of the passages of a text that are classified."""

_MIN_PROBABILITY = 0.8
_MIN_LETTERS = 60
"""Minimum probability, and minimum size of all letters in bytes of UTF-8, to use a detected language."""

_MIN_RANK = 1e-9
"""Probabilities of the detector below this are counted as this."""

_MIN_CONTRADICTION_PROBABILITY = 0.9
_MIN_CONTRADICTION_LETTERS = 600
"""The same to contradict a declaration; in 20 languages, 0.1 % of 500 characters are detected wrongly, none of 2000."""


@dataclass(frozen=True, slots=True)
class Detection:
    """
    The detected language of a text.

    Attributes:
        language: BCP 47 tag; ``und`` when the text has no words.
        probability: 0 to 1, the mean over passages of the whole text.
    """

    language: str
    probability: float


def primary_subtag(tag: str) -> str:
    """Return the primary language subtag of a BCP 47 tag: ``pt`` for ``pt-BR``."""
    return tag.replace("_", "-").partition("-")[0].lower()


def same_language(one: str, other: str) -> bool:
    """Return whether two BCP 47 tags have the same primary language."""
    return primary_subtag(one) == primary_subtag(other)


def parse_language(code: str) -> str:
    """
    Return the BCP 47 tag for a code, in its standard form: ``ru`` for ``rus``, ``pt-BR`` for ``pt-br``.

    Raises:
        LanguageError: there is no such language.
    """
    tag = standard_tag(code)
    if tag is None:
        suggestion = _suggestion(code)
        hint = f"did you mean {suggestion}?" if suggestion else "give a code such as ru, pt-BR or grc"
        raise LanguageError(f"unknown language {code!r}", remedy=hint)
    return tag


def standard_language(code: str) -> str:
    """Return the BCP 47 tag for a code that a file declares; empty if there is no such language."""
    return standard_tag(code.strip()) or ""


def parse_argument(argument: str) -> tuple[str | None, Path]:
    """
    Split ``ru=FILE`` into language and path; the language is None when the argument is only a path.

    It is only a path when there is such a file, or when the part before the ``=`` does not have the form of a language
    tag.

    Raises:
        LanguageError: that part has the form of a tag, but is not a language.
    """
    code, equals, name = argument.partition("=")
    if not equals or not _TAG.fullmatch(code) or os.path.lexists(argument):
        return None, Path(argument)
    if not name:
        raise LanguageError("no file after the language", where=argument, remedy="write ru=FILE")
    return parse_language(code), Path(name)


def detect_language(text: str) -> Detection:
    """
    Return the most probable language of a text, detected with py3langid.

    At most 20 passages of 1000 characters, evenly spread, are classified one by one. The mean of their probabilities
    distinguishes a text in two languages from a text in one, which a single classification does not. The first call in
    a process also loads the model, which takes about half a second.
    """
    starts = range(0, len(text), _PASSAGE)
    step = -(-len(starts) // _MAX_PASSAGES) or 1
    passages = [text[start : start + _PASSAGE] for start in starts[::step]]
    weights = [sum(map(str.isalpha, passage)) for passage in passages]
    total = sum(weights)
    if not total:
        return Detection("und", 0.0)
    sums: dict[str, float] = {}
    for passage, weight in zip(passages, weights, strict=True):
        for label, probability in _identifier().rank(passage) if weight else ():
            sums[label] = sums.get(label, 0.0) + probability * weight
    best = max(sums, key=lambda label: sums[label])
    return Detection(_COMMON.get(best, best), min(1.0, sums[best] / total))


def language_odds(text: str, language: str, other: str) -> float:
    """
    Return the log odds that a few words are in `language` rather than in `other`.

    They are 0 when the detector does not know one of the two languages.
    """
    ranks = dict(_identifier().rank(text))
    first, second = (ranks.get(primary_subtag(code)) for code in (language, other))
    return math.log(max(first, _MIN_RANK) / max(second, _MIN_RANK)) if first is not None and second is not None else 0.0


def resolve_language(given: str | None, document: str, named: str, text: str, where: str) -> str:
    """
    Return the language of a text: the given one, or else one that is declared and that the text does not contradict.

    What the document declares counts before its name, and both only where a text of at least 600 bytes of letters does
    not `contradicts` it. With no such declaration the language is detected. A warning tells of contradictions.

    Args:
        given: the code that the user gives, which always counts; None if there is none.
        document: the code that the document declares; empty if there is none.
        named: the code in the name of the file; empty if there is none.
        text: the text.
        where: the name of the file, for messages.

    Raises:
        LanguageError: the given code is unknown, or no language is declared and none can be detected reliably.
    """
    letters = sum(len(character.encode()) for character in text[: _PASSAGE * _MAX_PASSAGES] if character.isalpha())
    declared_by = {named: "its name", document: "the document"}
    if same_language(document, named):
        # One of them may name the country.
        declared_by = {max(named, document, key=len): "the document"}
    declarations = [code for code in (document, named) if code in declared_by and code]
    for declared in [given] if given is not None else declarations:
        language = parse_language(declared)
        if letters < _MIN_CONTRADICTION_LETTERS or is_plainly(language, text):
            return language
        detection = detect_language(text)
        if not contradicts(detection, language):
            return language
        found = f"{detection.language} (probability {detection.probability:.2f})"
        if given is not None:
            warn(f"declared as {language}, but looks like {found}", where=where)
            return language
        remedy = f"if it is wrong, declare the language: {language}={where}"
        warn(
            f"{declared_by[declared]} says {language}, but the text looks like {found} and is read as that",
            where=where,
            remedy=remedy,
        )
    remedy = f"declare it, such as ru={where}"
    if letters < _MIN_LETTERS:
        raise LanguageError("the text is too short to detect its language", where=where, remedy=remedy)
    detection = detect_language(text)
    if detection.probability < _MIN_PROBABILITY or detection.language in {"und", "zxx"}:
        guess = f"perhaps {detection.language}, probability {detection.probability:.2f}"
        raise LanguageError(f"its language is uncertain ({guess})", where=where, remedy=remedy)
    return detection.language


def is_plainly(language: str, text: str) -> bool:
    """
    Return whether a text is certainly in a language, without the detector, which takes half a second to load.

    It is if enough of its words are among the most frequent words of the language, and one and a half times as many as
    of any other language in the list. If the result is False, the text may still be in the language.
    """
    words = Counter(_WORDS.findall(text[: _PASSAGE * _MAX_PASSAGES].lower()))
    counts = {code: sum(words[word] for word in frequent) for code, frequent in _FREQUENT_WORDS.items()}
    code = primary_subtag(language)
    mine = counts.pop(code, 0)
    if code in _FOR_COMPARISON:
        return False
    return mine >= _MIN_SHARE * max(1, words.total()) and mine >= _MIN_RATIO * max(counts.values())


@functools.cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def contradicts(detection: Detection, declared: str) -> bool:
    """
    Return whether a text is clearly not in the declared language.

    That is so if another language is detected with probability 0.9, the detector knows both languages, and the two are
    not a pair that it confuses, such as Bokmål and Danish.
    """
    language = primary_subtag(declared)
    pair = {language, detection.language}
    confused = len(pair) == 1 or any(pair <= near for near in _CONFUSED)
    if confused or detection.probability < _MIN_CONTRADICTION_PROBABILITY:
        return False
    return language in {_COMMON.get(label, label) for label in _identifier().labels}


def standard_tag(code: str) -> str | None:
    """Return the standard form of a code, or None if it is not a language code."""
    from langcodes import standardize_tag, tag_is_valid
    from langcodes.tag_parser import LanguageTagError

    if len(code) > _MAX_TAG_LENGTH or not _TAG.fullmatch(code):
        return None
    try:
        if not tag_is_valid(code):
            return None
        tag = standardize_tag(code)
    except LanguageTagError:
        return None
    language, hyphen, rest = tag.partition("-")
    return _COMMON.get(language, language) + hyphen + rest


def _suggestion(code: str) -> str | None:
    """
    Return the language that was probably meant by a wrong code.

    That is its first part (``en-rival``: en), the main language of a country (``jp``: ja; codes with x are not
    countries), or the language whose three-letter code, which comes from its English name, is at the start of a word
    (``german``: de).
    """
    from langcodes import Language

    word = re.split(r"[^A-Za-z]", code.strip(), maxsplit=1)[0].lower()
    if len(word) == 2 and not standard_tag(word):
        country = Language.make(territory=word.upper())
        return country.maximize().language if country.is_valid() and word[0] != "x" else None
    return standard_tag(word[:3])
