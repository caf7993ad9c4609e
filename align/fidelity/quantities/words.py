"""Number words, with or without digits: ``twenty-five``, ``10 тысяч``, ``zweihundertfünfzig``, ``2 1/2 million``."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from align.fidelity.quantities.grammar import NumberWord, QuantityGrammar, grammar_for
from align.fidelity.quantities.quantity import Weight

_SMALL = 12
"""Translators often omit or add number words up to this."""

_THOUSAND = 1000
_TENS = range(20, 100, 10)
_MAX_ENDING = 5
"""Maximum length of the ending of an inflected multiplier."""


@dataclass(slots=True)
class Sum:
    """
    A number that is being read word by word.

    Attributes:
        grammar: the grammar of the language.
        total: the sum of the completed thousands, millions and so on.
        group: the possible values of the number below the next multiplier; None if it has not begun.
        closed: whether no more words can follow, as after an ordinal.
        words: number of words.
        vague: whether it is a single vague word; see `NumberWord`.
        ordinal: whether it ends in an ordinal.
        fraction: whether it is less than one, such as a third.
    """

    grammar: QuantityGrammar
    total: float = 0.0
    group: tuple[float, ...] | None = None
    closed: bool = False
    words: int = 0
    vague: bool = False
    ordinal: bool = False
    fraction: bool = False
    scale: float = field(default=float("inf"))

    @property
    def values(self) -> tuple[float, ...]:
        """The possible values of the words so far."""
        return tuple(float(f"{self.total + part:.12g}") for part in self.group or (0.0,))

    @property
    def weight(self) -> Weight:
        """The weight of the number."""
        if self.vague:
            return "vague"
        value = self.values[0]
        return "soft" if self.ordinal or value <= _SMALL or value % 10 == 0 or value % 1 else "firm"

    def add(self, word: NumberWord, *, joined: bool = False) -> bool:
        """Add the next word and return whether it belongs to the number; `joined`: whether an ``and`` is before it."""
        if self.closed or not self._fits(word, joined=joined):
            return False
        self.words += 1
        self.vague = self.words == 1 and (word.vague or word.role == "multiplier")
        self.ordinal = word.role == "ordinal"
        self.fraction = 0 < self.values[0] < 1
        self.closed = self.closed or word.role == "set" or (self.ordinal and self.values[0] % 10 != 0)
        return True

    def _fits(self, word: NumberWord, *, joined: bool) -> bool:
        match word.role:
            case "multiplier":
                return self._multiply(word.value)
            case "fraction":
                return self._divide(word.value, joined=joined)
            case "set" if self.words:
                return False
        if self._append(word.value, joined=joined):
            return True
        return word.role == "ordinal" and not joined and bool(word.value) and self._divide(1 / word.value, joined=False)

    def _append(self, value: float, *, joined: bool) -> bool:
        if self.group is None:
            if value >= self.scale:
                return False
            self.group = (value,)
            return True
        group = self.group[0]
        if self.grammar.vigesimal and group % 100 == 4 and value == 20:
            self.group = (group - 4 + 80,)
        elif self._has_room(group, value) or (joined and group < 10 and value in _TENS):
            self.group = (group + value,)
        elif self.grammar.year_pairs and 10 < group < 100 and 10 <= value < 100 and not self.total and not joined:
            self.group = (group * 100 + value,)
        else:
            return False
        return True

    def _has_room(self, group: float, value: float) -> bool:
        if not group or group % 1:
            return False
        if value < 10:
            return group % 10 == 0 and (group % 100 != 10 or (self.grammar.vigesimal and value > 6)) and value > 0
        if self.grammar.vigesimal and group % 100 in {60, 80} and value < 20:
            return True
        return group % 100 == 0 if value < 100 else group % _THOUSAND == 0

    def _multiply(self, value: float) -> bool:
        if value < _THOUSAND:
            if self.group is not None and self.group[0] >= 100:
                return False
            self.group = tuple(part * value for part in self.group or (1.0,))
            return True
        if value >= self.scale and self.group is not None:
            return False
        if self.total and self.group is None:
            self.total *= value
        elif self.total or self.group is None or len(self.group) == 1:
            self.total += (self.group or (1.0,))[0] * value
            self.group = None
        else:
            self.group = tuple(part * value for part in self.group)
            self.closed = True
        self.scale = value
        return True

    def _divide(self, value: float, *, joined: bool) -> bool:
        if self.group is None:
            self.group = (value,)
            return not self.total
        if joined:
            self.group = tuple(part + value for part in self.group)
            return True
        if not 0 < self.group[0] < 1 / value or value in {0.5, 1.5} or self.group[0] % 1:
            return False
        self.group = tuple(part * value for part in self.group)
        self.closed = True
        return True


def number_words(word: str, grammar: QuantityGrammar) -> tuple[NumberWord, ...]:
    """Return the number words in a word: several if it is a compound, none if it is not a number."""
    found = grammar.words.get(word)
    if found:
        return (found,)
    return _compound(word, grammar.code) if grammar.compound and len(word) > _MAX_ENDING else ()


def multiplier(word: str, grammar: QuantityGrammar) -> NumberWord | None:
    """Return the multiplier for a word after digits, in any inflected form; None if it is not a multiplier."""
    found = grammar.words.get(word)
    if found:
        return found if found.role == "multiplier" else None
    for stem, value in grammar.stems:
        if word.startswith(stem) and len(word) <= len(stem) + _MAX_ENDING:
            return NumberWord(value, "multiplier")
    return None


@lru_cache(maxsize=1 << 16)
def _compound(word: str, code: str) -> tuple[NumberWord, ...]:
    grammar = grammar_for(code)
    match = grammar.compound.fullmatch(word) if grammar.compound else None
    if not match:
        return ()
    parts = match.captures(1)
    words: list[NumberWord] = []
    for place, part in enumerate(parts):
        number = grammar.words.get(part)
        if number is None:
            continue
        if place > 1 and parts[place - 1] == grammar.inversion and words and words[-1].value < 10 <= number.value:
            ones = words.pop()
            words += [NumberWord(number.value, "cardinal"), NumberWord(ones.value, number.role)]
        else:
            words.append(number)
    return tuple(words)
