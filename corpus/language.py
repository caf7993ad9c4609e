"""Languages: codes, what file names say of them, and what the text itself says."""

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
"""What is shaped like a language tag."""

_WORDS = re.compile(r"\w+")

_LONGEST = 35
"""Longest tag that is looked at, as in RFC 5646, section 4.4.1."""

_MOST_SUBTAGS = 8
"""Most parts of a tag that are looked at."""

_SAME = {"no": "nb", "cmn": "zh", "arb": "ar"}
"""Codes for which another is in common use; ``no`` is what its users write for Bokmål."""

_WORD = re.compile(
    "all|and|apr|art|aug|bak|bin|can|cap|con|cor|css|csv|dat|dec|doc|end|feb|fin|img|jan|jul|jun|kap|lem|lib|lin|"
    "log|mac|man|map|mar|max|may|min|mix|mod|new|not|nov|oct|odt|old|one|org|ori|out|par|pdf|pos|pre|raw|ref|rev|rtf|"
    "run|seg|sep|set|son|src|srt|sub|sum|tag|tar|tei|ten|tex|the|tmp|tok|top|tra|tsv|two|txt|url|ver|vol|vrt|war|way|"
    "win|xls|xml|zip",
    re.IGNORECASE,
)
"""Three-letter codes of languages that in a file name are words or extensions."""

_LABELS = frozenset({"ai", "mt", "me", "my"})
"""Country codes that, in small letters, are labels: a machine's translation is not Maltese."""

_ROMAN_NUMBER = re.compile("[IVXLCDM]+")
"""``II`` and ``VI`` are numbers of volumes before they are Nuosu and Vietnamese."""

_NEAR = (
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
"""Languages that detectors confuse, so that finding one where another was declared means little."""

_FREQUENT = {
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
"""The most frequent words of some languages: a text that is full of them is plainly in that language."""

_FOR_COMPARISON = frozenset({"bg", "cs", "fi", "nl", "pt", "ro", "tr", "uk"})
"""Languages above that have near relatives that are not there, so that no text is plainly in them."""

_FULL = 0.08
_PLAINLY = 1.5

_CHUNK = 1000
_CHUNKS = 20

_PROBABLE = 0.8
_ENOUGH = 60
"""Least probability, and least number of letters (in bytes of UTF-8), to do without a declaration."""

_LEAST = 1e-9
"""What the detector takes for impossible."""

_CERTAIN = 0.9
_PLENTY = 600
"""The same to go against one. Of passages in 20 languages, 0.1 % of 500 characters and none of 2000 are mistaken."""


@dataclass(frozen=True, slots=True)
class Detection:
    """
    The language a text seems to be in.

    Attributes:
        language: BCP 47 tag; ``und`` when the text has no words.
        probability: 0 to 1, the mean over passages from the whole text.
    """

    language: str
    probability: float


def parse_language(code: str) -> str:
    """
    Return the BCP 47 tag that a code stands for, in its standard form: ``rus`` is ``ru``, ``pt-br`` is ``pt-BR``.

    Raises:
        LanguageError: there is no such language.
    """
    tag = _standard(code)
    if tag is None:
        suggestion = _suggestion(code)
        hint = f"did you mean {suggestion}?" if suggestion else "give a code such as ru, pt-BR or grc"
        raise LanguageError(f"unknown language {code!r}", remedy=hint)
    return tag


def declared_in_name(path: str | os.PathLike[str]) -> tuple[str, str] | None:
    """
    Return the language and the version's label that a file's name declares, or None.

    The language is the last part of the name but the extension (``novel.ru.txt``), or the whole of the rest
    (``ru.txt``), or the extension itself, as in parallel corpora (``novel.ru``). It has two letters, which a
    script, a country or a free label may follow: ``novel.pt-BR.txt``, ``novel.en-rival.txt``. Three letters count
    before an extension alone (``novel.grc.txt``), and not when they are an everyday word or extension, such as
    ``old``, ``doc`` or ``fin``.

    Returns:
        ``("ru", "ru")`` or, with a free label, ``("en", "en-rival")``.
    """
    found = _split_name(path)
    return found and (found[1], found[2])


def stem_without_language(path: str | os.PathLike[str]) -> str:
    """Return a file's name without extension and language: ``deir-ez-zor`` for ``deir-ez-zor.en-rival.txt``."""
    found = _split_name(path)
    return found[0] if found else Path(path).stem


def parse_argument(argument: str) -> tuple[str | None, Path]:
    """
    Split ``ru=FILE`` into language and path; the language is None when the argument is a path alone.

    It is a path alone when there is such a file, or when what stands before the ``=`` has not the shape of a
    language tag.

    Raises:
        LanguageError: it has that shape, and is not a language.
    """
    code, equals, name = argument.partition("=")
    if not equals or not _TAG.fullmatch(code) or os.path.lexists(argument):
        return None, Path(argument)
    if not name:
        raise LanguageError("no file after the language", where=argument, remedy="write ru=FILE")
    return parse_language(code), Path(name)


def detect_language(text: str) -> Detection:
    """
    Return the most probable language of a text by py3langid.

    Passages of 1000 characters, at most 20 and evenly spread, are judged one by one; their mean tells a text in two
    languages from a text in one, which a single judgement of all does not. The first call in a process also unpacks
    the detector's model, which takes about half a second.
    """
    starts = range(0, len(text), _CHUNK)
    step = -(-len(starts) // _CHUNKS) or 1
    chunks = [text[start : start + _CHUNK] for start in starts[::step]]
    weights = [sum(map(str.isalpha, chunk)) for chunk in chunks]
    total = sum(weights)
    if not total:
        return Detection("und", 0.0)
    sums: dict[str, float] = {}
    for chunk, weight in zip(chunks, weights, strict=True):
        for label, probability in _identifier().rank(chunk) if weight else ():
            sums[label] = sums.get(label, 0.0) + probability * weight
    best = max(sums, key=lambda label: sums[label])
    return Detection(_SAME.get(best, best), min(1.0, sums[best] / total))


def language_odds(text: str, language: str, other: str) -> float:
    """
    Return how much likelier a few words are in one language than in another, as the logarithm of the odds.

    It is 0, which says nothing, when the detector does not know one of the two.
    """
    ranks = dict(_identifier().rank(text))
    first, second = (ranks.get(code.partition("-")[0]) for code in (language, other))
    return math.log(max(first, _LEAST) / max(second, _LEAST)) if first is not None and second is not None else 0.0


def resolve_language(declared: str | None, text: str, where: str) -> str:
    """
    Return a text's language: the declared one, or the one it is written in.

    A declaration is always obeyed. A `TextWarning` tells when the text clearly contradicts it: at least 600 bytes of
    letters, probability 0.9, both languages known to the detector, and no pair that it confuses, such as Bokmål and
    Danish.

    Args:
        declared: a code, or None.
        text: the text.
        where: the file's name, for messages.

    Raises:
        LanguageError: the declared code is unknown; or none is declared and the text is too short or uncertain.
    """
    letters = sum(len(character.encode()) for character in text[: _CHUNK * _CHUNKS] if character.isalpha())
    if declared is not None:
        language = parse_language(declared)
        if letters >= _PLENTY and not is_plainly(language, text):
            _warn_of_contradiction(language, detect_language(text), where)
        return language
    remedy = f"declare it, such as ru={where}"
    if letters < _ENOUGH:
        raise LanguageError("the text is too short to tell its language", where=where, remedy=remedy)
    detection = detect_language(text)
    if detection.probability < _PROBABLE or detection.language in {"und", "zxx"}:
        guess = f"perhaps {detection.language}, probability {detection.probability:.2f}"
        raise LanguageError(f"its language is uncertain ({guess})", where=where, remedy=remedy)
    return detection.language


def is_plainly(language: str, text: str) -> bool:
    """
    Tell whether a text is beyond doubt in a language, without the detector, which takes half a second to load.

    It is when enough of its words are among the language's most frequent ones, and half as many again as of any other
    language in the list. False says nothing.
    """
    words = Counter(_WORDS.findall(text[: _CHUNK * _CHUNKS].lower()))
    counts = {code: sum(words[word] for word in frequent) for code, frequent in _FREQUENT.items()}
    code = language.partition("-")[0]
    mine = counts.pop(code, 0)
    if code in _FOR_COMPARISON:
        return False
    return mine >= _FULL * max(1, words.total()) and mine >= _PLAINLY * max(counts.values())


@functools.cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def contradicts(detection: Detection, declared: str) -> bool:
    """
    Tell whether a text is clearly not in the declared language.

    It is when another is found with probability 0.9, both are known to the detector, and it does not confuse them, as
    it does Bokmål and Danish.
    """
    language = declared.partition("-")[0]
    pair = {language, detection.language}
    if len(pair) == 1 or detection.probability < _CERTAIN or any(pair <= near for near in _NEAR):
        return False
    return language in {_SAME.get(label, label) for label in _identifier().labels}


def _warn_of_contradiction(declared: str, detection: Detection, where: str) -> None:
    if contradicts(detection, declared):
        found = f"{detection.language} (probability {detection.probability:.2f})"
        warn(f"{where}: declared as {declared}, but looks like {found}")


def _standard(code: str) -> str | None:
    """Return the standard form of a code, or None when it is not one."""
    from langcodes import standardize_tag, tag_is_valid
    from langcodes.tag_parser import LanguageTagError

    if len(code) > _LONGEST or not _TAG.fullmatch(code):
        return None
    try:
        if not tag_is_valid(code):
            return None
        tag = standardize_tag(code)
    except LanguageTagError:
        return None
    language, hyphen, rest = tag.partition("-")
    return _SAME.get(language, language) + hyphen + rest


def _suggestion(code: str) -> str | None:
    """
    Return the language that a wrong code was probably meant for.

    That is its first part (``en-rival``: en), the main language of a country (``jp``: ja; codes in x are no
    country's), or the language whose three-letter code, which comes from its English name, starts a word (``german``:
    de).
    """
    from langcodes import Language

    word = re.split(r"[^A-Za-z]", code.strip(), maxsplit=1)[0].lower()
    if len(word) == 2 and not _standard(word):
        country = Language.make(territory=word.upper())
        return country.maximize().language if country.is_valid() and word[0] != "x" else None
    return _standard(word[:3])


def _split_name(path: str | os.PathLike[str]) -> tuple[str, str, str] | None:
    """Return the stem, the language and the label of a file's name; see `declared_in_name`."""
    *parts, extension = Path(path).name.split(".")
    if not parts or not parts[0]:
        return None
    if found := _declared(extension, longest=2):
        return ".".join(parts), *found
    if len(parts) == 1:
        found = _declared(parts[0], longest=2)
        return found and (parts[0], *found)
    found = _declared(parts[-1], longest=3)
    return found and (".".join(parts[:-1]), *found)


def _declared(part: str, *, longest: int) -> tuple[str, str] | None:
    """Return the language and the label of a part of a name, whose language code has at most `longest` letters."""
    subtags = re.split("[-_]", part)
    code = subtags[0]
    if len(code) > longest or _ROMAN_NUMBER.fullmatch(code) or _WORD.fullmatch(code):
        return None
    for end in range(min(len(subtags), _MOST_SUBTAGS), 0, -1):
        tag = _standard("-".join(subtags[:end]))
        if tag and not any(subtag in _LABELS or (len(subtag) == 3 and subtag.isalpha()) for subtag in subtags[1:end]):
            return tag, "-".join([tag, *subtags[end:]])
    return None
