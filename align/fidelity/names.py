"""Proper names that a translation replaces or leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import regex

from align.encoders import load_encoder
from align.engine.sides import units_of
from align.fidelity.fault import Fault, SegmentPair, mismatch
from align.fidelity.places import place_names, places
from align.fidelity.romanisation import name_similarity, romanise
from corpus import Span
from corpus.segment.language_rules import segmentation_rules

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_OPENING = regex.compile(r"(?:^|[.!?:;…»”\"“„«(\[—–*-]|\d[.)])\s*[\"“„«»‘'’(\[—–*-]*\s*$")
"""Text before a word whose capital is due to the start of a sentence, a quotation or a part of a word."""

_BACK = 6
"""Number of characters before a word in which such a start is searched for."""

_MIN_LETTERS = 3
"""Minimum length of a name."""

_VERSE = 1 / 3
"""Share of common words among capitalised words above which capitals do not mark names, as in verse."""

_MIN_SIMILARITY = 0.8
"""`name_similarity` from which two words count as the same name."""

_MEANING = 0.25
"""Cosine from which two words count as translations of each other, such as Germany and Deutschland."""

_REPLACED, _MISSING = 0.8, 0.7
"""Shares of true findings, for a name with another in its place and for one without."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A run of capitalised words; `place` is the code of a known country or city, or empty."""

    span: Span
    words: tuple[str, ...]
    place: str

    def __str__(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class _Suspect:
    """The names on each side of a pair that resemble no word of the other side."""

    number: int
    lost: tuple[_Name, ...]
    added: tuple[_Name, ...]

    @property
    def names(self) -> tuple[_Name, ...]:
        return (*self.lost, *self.added)


class NameCheck:
    """
    Finds names that the other side replaces with another name, and countries and cities that it lacks.

    A name has a counterpart if a word of the other side resembles it in Latin letters, apart from endings, or has a
    similar vector in the embedded model, whatever encoder aligned the texts. A name without a counterpart is mostly
    rendered by a pronoun or another word. It is a fault only if the other side has a name without a counterpart as
    well, or if it is a known place. Names that replace each other throughout the text count as equivalent. Scripts
    without capitals are not checked.
    """

    rule = "name"

    def find(self, pairs: Sequence[SegmentPair]) -> Iterator[Fault]:
        """Yield the faults in the pairs of one text and one translation, in their order."""
        source = _Side([(pair.source, pair.source_language) for pair in pairs])
        target = _Side([(pair.target, pair.target_language) for pair in pairs])
        suspects = [
            suspect
            for number, pair in enumerate(pairs)
            if pair.source and pair.target and _is_cased(source.words[number]) and _is_cased(target.words[number])
            for suspect in [_Suspect(number, _unlike(source, target, number), _unlike(target, source, number))]
            if (suspect.lost and suspect.added) or any(name.place for name in suspect.names)
        ]
        meanings = _Meanings(source, target, suspects)
        # How often two names without a counterpart are in the same pair.
        together = Counter(
            keys
            for suspect in suspects
            for keys in {(_key(name), _key(other)) for name in suspect.lost for other in suspect.added}
        )
        left = []
        for suspect in suspects:
            lost = meanings.unknown(suspect.lost, target, suspect.number)
            added = meanings.unknown(suspect.added, source, suspect.number)
            known = {name for name in lost for other in added if together[_key(name), _key(other)] > 1}
            lost = tuple(name for name in lost if name not in known)
            left.append(_Suspect(suspect.number, lost, () if known else added))
        never = _without_rendering(source, left) | _without_rendering(target, left)
        for suspect in left:
            yield from _faults(suspect, never)


def _faults(suspect: _Suspect, never: Set[str]) -> Iterator[Fault]:
    for source, target in zip_longest(suspect.lost, suspect.added):
        replaced = bool(source and target)
        if replaced or any(name and name.place and str(name) not in never for name in (source, target)):
            yield Fault(
                rule="name",
                severity="major" if replaced else "minor",
                pair=suspect.number,
                source=(source.span,) if source else (),
                target=(target.span,) if target else (),
                evidence=mismatch(str(source or ""), str(target or "")),
                confidence=_REPLACED if replaced else _MISSING,
            )


def _without_rendering(side: _Side, left: Iterable[_Suspect]) -> Set[str]:
    """Return the names of a side that mostly lack a counterpart: the other language has another name for them."""
    missing = Counter(str(name) for suspect in left for name in suspect.names)
    all_names = Counter(str(name) for names in side.names for name in names)
    return {name for name, times in missing.items() if times > 1 and 2 * times > all_names[name] > 0}


class _Side:
    """The words and names of each of the texts of a side, given with their languages."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        self.texts = texts
        self.words = [tuple(_WORD.findall(text)) for text, _ in texts]
        common = {word for words in self.words for word in words if word.islower()}
        self.names = [_names(text, tag, common) for text, tag in texts]


def _names(text: str, tag: str, common: Set[str]) -> list[_Name]:
    """Return the names in a text; none in a title or verse, where `common` words are capitalised as well."""
    capitals = [match for match in _WORD.finditer(text) if _has_capital(match, text)]
    plain = sum(match.group().lower() in common for match in capitals)
    if plain > _VERSE * len(capitals):
        return []
    starters, known = segmentation_rules(tag).starters, places(tag)
    runs: list[list[regex.Match[str]]] = []
    for match in capitals:
        word = match.group()
        if word.isupper() or len(word) < _MIN_LETTERS or word in starters:
            continue
        if runs and text[runs[-1][-1].end() : match.start()] in {" ", "-", "\u00a0"}:
            runs[-1].append(match)
        else:
            runs.append([match])
    names = []
    for run in runs:
        words = tuple(match.group() for match in run)
        if not all(word.lower() in common for word in words):
            names.append(_Name(Span(run[0].start(), run[-1].end()), words, known.get(" ".join(words), "")))
    return names


def _has_capital(match: regex.Match[str], text: str) -> bool:
    """Return whether a word is capitalised for another reason than the start of a sentence."""
    if len(match.group()) == 1 or not match.group()[0].isupper():
        return False
    return not _OPENING.search(text[max(0, match.start() - _BACK) : match.start()])


def _is_cased(words: Sequence[str]) -> bool:
    """Return whether most of a text is in a script with capitals."""
    return 2 * sum(word[0].lower() != word[0].upper() for word in words) > len(words)


def _unlike(side: _Side, other: _Side, number: int) -> tuple[_Name, ...]:
    """Return the names of a side in a pair that have no similar word on the other side."""
    names = side.names[number]
    romanised = list(dict.fromkeys(map(romanise, other.words[number]))) if names else []
    return tuple(name for name in names if not any(_looks_like(romanise(word), romanised) for word in name.words))


def _looks_like(word: str, others: Sequence[str]) -> bool:
    if any(other.startswith(word[:5]) for other in others):
        return True
    return any(name_similarity(word, other) >= _MIN_SIMILARITY for other in others)


def _key(name: _Name) -> str:
    return romanise(name.words[0])[:4]


class _Meanings:
    """The vectors of the words concerned, from the embedded model."""

    def __init__(self, source: _Side, target: _Side, suspects: Iterable[_Suspect]) -> None:
        words = (
            word
            for suspect in suspects
            for side in (source.words[suspect.number], target.words[suspect.number], map(str, suspect.names))
            for word in side
        )
        self._rows = {word: row for row, word in enumerate(dict.fromkeys(words))}
        self._vectors = (
            units_of(load_encoder().encode(list(self._rows))) if self._rows else np.zeros((0, 1), np.float32)
        )

    def unknown(self, names: Iterable[_Name], other: _Side, number: int) -> tuple[_Name, ...]:
        """Return the names that no word of the other side means, and whose place it does not call by its own name."""
        text, tag = other.texts[number]
        rows = [self._rows[word] for word in other.words[number] if len(word) >= _MIN_LETTERS]
        found = []
        for name in names:
            own = [self._rows[word] for word in {*name.words, str(name)}]
            called = place_names(tag).get(name.place, "").lower()
            meant = rows and np.max(self._vectors[own] @ self._vectors[rows].T) >= _MEANING
            if not meant and not (called and called in text.lower()):
                found.append(name)
        return tuple(found)
