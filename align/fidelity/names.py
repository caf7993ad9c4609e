"""Proper names that a translation replaces or leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

import regex

from align.fidelity.fault import Fault, SegmentPair
from align.fidelity.places import place_names, places
from align.fidelity.romanisation import name_similarity, romanise
from corpus import Span
from corpus.segment.language_rules import segmentation_rules

if TYPE_CHECKING:
    from align.encoders.protocol import Vectors

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
            if pair.source and pair.target
            for suspect in [_suspect(number, source, target)]
            if (suspect.lost and suspect.added) or any(name.place for name in (*suspect.lost, *suspect.added))
        ]
        meanings = _Meanings(source, target, suspects)
        learnt = _learnt(suspects)
        left = []
        for suspect in suspects:
            number, pair = suspect.number, pairs[suspect.number]
            lost = tuple(
                name
                for name in suspect.lost
                if not meanings.has(name, target.words[number])
                and not _is_called(name, pair.target, pair.target_language)
            )
            added = tuple(
                name
                for name in suspect.added
                if not meanings.has(name, source.words[number])
                and not _is_called(name, pair.source, pair.source_language)
            )
            known = {name for name in lost for other in added if learnt[_key(name), _key(other)] > 1}
            lost = tuple(name for name in lost if name not in known)
            left.append(_Suspect(number, lost, () if known else added))
        never = _without_rendering(source, left) | _without_rendering(target, left)
        for suspect in left:
            yield from _faults(suspect, never)


def _faults(suspect: _Suspect, never: Set[str]) -> Iterator[Fault]:
    number = suspect.number
    for source, target in zip_longest(suspect.lost, suspect.added):
        if source and target:
            evidence = f"{source} in the source, {target} in the translation"
            yield Fault("name", "major", number, (source.span,), (target.span,), evidence, _REPLACED)
        elif source and source.place and str(source) not in never:
            evidence = f"{source} is not in the translation"
            yield Fault("name", "minor", number, (source.span,), (), evidence, _MISSING)
        elif target and target.place and str(target) not in never:
            yield Fault("name", "minor", number, (), (target.span,), f"{target} is not in the source", _MISSING)


def _without_rendering(side: _Side, left: Iterable[_Suspect]) -> Set[str]:
    """Return the names of a side that mostly lack a counterpart: the other language has another name for them."""
    missing = Counter(str(name) for suspect in left for name in (*suspect.lost, *suspect.added))
    all_names = Counter(str(name) for names in side.names for name in names)
    return {name for name, times in missing.items() if times > 1 and 2 * times > all_names[name] > 0}


def _is_called(name: _Name, text: str, tag: str) -> bool:
    """Return whether the text has the name of the place in its language."""
    called = place_names(tag).get(name.place, "").lower()
    return bool(called) and called in text.lower()


class _Side:
    """The words and names of each of the texts of a side."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        found = [list(_WORD.finditer(text)) for text, _ in texts]
        self.words = [tuple(match.group() for match in matches) for matches in found]
        common = {word for words in self.words for word in words if word.islower()}
        self.names = [_names(text, matches, tag, common) for (text, tag), matches in zip(texts, found, strict=True)]


def _names(text: str, matches: Sequence[regex.Match[str]], tag: str, common: Set[str]) -> list[_Name]:
    """Return the names in a text; none in a title or verse, where `common` words are capitalised as well."""
    capitals = [match for match in matches if _has_capital(match, text)]
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


def _suspect(number: int, source: _Side, target: _Side) -> _Suspect:
    if not (_is_cased(source.words[number]) and _is_cased(target.words[number])):
        return _Suspect(number, (), ())
    lost = _without(source.names[number], target.words[number])
    return _Suspect(number, lost, _without(target.names[number], source.words[number]))


def _is_cased(words: Sequence[str]) -> bool:
    """Return whether most of a text is in a script with capitals."""
    return 2 * sum(word[0].lower() != word[0].upper() for word in words) > len(words)


def _without(names: Iterable[_Name], words: Sequence[str]) -> tuple[_Name, ...]:
    """Return the names that have no word similar to one of `words`."""
    found = []
    romanised: list[str] | None = None
    for name in names:
        if romanised is None:
            romanised = [romanise(word) for word in words]
        if not any(_looks_like(romanise(word), romanised) for word in name.words):
            found.append(name)
    return tuple(found)


def _looks_like(word: str, others: Sequence[str]) -> bool:
    if any(other.startswith(word[:5]) for other in others):
        return True
    return any(name_similarity(word, other) >= _MIN_SIMILARITY for other in others)


def _key(name: _Name) -> str:
    return romanise(name.words[0])[:4]


def _learnt(suspects: Iterable[_Suspect]) -> Counter[tuple[str, str]]:
    """Count how often two names without a counterpart are in the same pair."""
    return Counter(
        pair
        for suspect in suspects
        for pair in {(_key(source), _key(target)) for source in suspect.lost for target in suspect.added}
    )


class _Meanings:
    """The vectors of the words concerned, from the embedded model."""

    def __init__(self, source: _Side, target: _Side, suspects: Iterable[_Suspect]) -> None:
        import numpy as np

        from align.encoders import load_encoder

        rows: dict[str, int] = {}
        for suspect in suspects:
            names = (str(name) for name in (*suspect.lost, *suspect.added))
            for word in (*source.words[suspect.number], *target.words[suspect.number], *names):
                rows.setdefault(word, len(rows))
        self._rows = rows
        vectors = load_encoder().encode(list(rows)) if rows else np.zeros((0, 1), np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        self._vectors: Vectors = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)

    def has(self, name: _Name, others: Sequence[str]) -> bool:
        """Return whether one of `others` means the same as the name or one of its words."""
        import numpy as np

        rows = [self._rows[word] for word in others if len(word) >= _MIN_LETTERS]
        own = [self._rows[word] for word in {*name.words, str(name)}]
        if not rows:
            return False
        return bool(np.max(self._vectors[own] @ self._vectors[rows].T) >= _MEANING)
